extension BadInput {
  /// How a search goes on: metrics, pruners, races, limits, constraints.
  static let searches: [BadInput] = [
    .key(
      "search: a metric without a goal", "metric = { name = \"f\" }",
      says: "s.toml:4: metric goal: expected a value, found none",
      "help: metric = { name = \"ents_f\", goal = \"maximize\" }"),
    .key(
      "search: a metric with a bad goal", "metric = { name = \"f\", goal = \"best\" }",
      says: "s.toml:4: metric goal: expected \"maximize\" or \"minimize\", found "
        + "\"best\"",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "search: a metric that is a text", "metric = \"ents_f\"",
      says: "s.toml:4: metric: expected a table, found the string \"ents_f\"",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "search: metric and metrics",
      "metric = { name = \"f\", goal = \"maximize\" }\nmetrics = [{ name = "
        + "\"f\", goal = \"maximize\" }]",
      says: "s.toml:5: metrics: expected either metric or metrics, found both",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "search: a metric twice",
      "metrics = [{ name = \"f\", goal = \"maximize\" }, { name = \"f\", "
        + "goal = \"minimize\" }]",
      says: "s.toml:4: metrics: expected each metric once, found \"f\" twice",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "search: a pruner without a type", "pruner = { startup_trials = 2 }",
      says: "s.toml:4: pruner type: expected a value, found none",
      "help: pruner = { type = \"median\" }"),
    .key(
      "search: a pruner there is not", "pruner = { type = \"medain\" }",
      says: "s.toml:4: pruner type: expected \"median\", \"percentile\", "
        + "\"threshold\", \"patient\", \"halving\" or \"hyperband\", found "
        + "\"medain\"", "help: did you mean `median`?"),
    .key(
      "search: a pruner key there is not", "pruner = { type = \"median\", warmup = 2 }",
      says: "s.toml:4: pruner warmup: there is no such key in a sweep file",
      "help: the keys are type, startup_trials, warmup_steps and interval"),
    .key(
      "search: a percentile above 100", "pruner = { type = \"percentile\", percentile = 150 }",
      says: "s.toml:4: pruner percentile: expected a percentile from 0 to 100, "
        + "found 150.0",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "search: a threshold without bounds", "pruner = { type = \"threshold\" }",
      says: "s.toml:4: pruner min: expected a value, found none",
      "help: the pruner \"threshold\" needs min, max or both"),
    .key(
      "search: a threshold upside down", "pruner = { type = \"threshold\", min = 2, max = 1 }",
      says: "s.toml:4: pruner: the range is empty: min is 2.0, max is 1.0",
      "help: min has to be below max"),
    .key(
      "search: halving without a first step", "pruner = { type = \"halving\" }",
      says: "s.toml:4: pruner first_step: expected a value, found none",
      "help: the pruner \"halving\" needs first_step"),
    .key(
      "search: a reduction of 1", "pruner = { type = \"halving\", first_step = 1, reduction = 1 }",
      says: "s.toml:4: pruner reduction: expected a number from 2 on, found 1",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "search: a race with one seed", "race = { first_seeds = 1 }",
      says: "s.toml:4: race first_seeds: expected a number from 2 to 1000, found 1",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "search: a level above 1", "race = { level = 2 }",
      says: "s.toml:4: race level: expected a chance between 0 and 1, found 2.0",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "search: a race that is a number", "race = 3",
      says: "s.toml:4: race: expected a table, found 3",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "search: stop with an unknown key", "stop = { minutes = 3 }",
      says: "s.toml:4: stop minutes: there is no such key in a sweep file",
      "help: the keys are target, no_improvement and hours"),
    .key(
      "search: hours below 0", "stop = { hours = -1 }",
      says: "s.toml:4: stop hours: expected a number above 0, found -1.0",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "search: hours that are infinite", "stop = { hours = inf }",
      says: "s.toml:4: stop hours: expected a finite number, found inf",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "search: too little memory", "limits = { memory_mb = 1 }",
      says: "s.toml:4: limits memory_mb: expected a number from 100 to 100000000, "
        + "found 1",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "search: warm_start without a study", "warm_start = { store = \"a.db\" }",
      says: "s.toml:4: warm_start study: expected a value, found none",
      "help: warm_start = { study = \"ner\", store = \"sweep.db\" }"),
    .key(
      "search: an enqueued key that does not vary", "enqueue = [ { \"training.dropuot\" = 0.1 } ]",
      says: "s.toml:4: enqueue: there is no parameter \"training.dropuot\"",
      "help: did you mean `training.dropout`?"),
    .key(
      "search: a constraint with a missing sign", "constraints = [\"training.dropout 0.3\"]",
      says: "s.toml:4: constraints: expected an operator or the end at character "
        + "18, found 0.3",
      "help: for example \"variables.width >= 2 * variables.depth\"; texts "
        + "in single quotes"),
    .key(
      "search: a constraint with an unknown key", "constraints = [\"training.dropuot < 0.3\"]",
      says: "s.toml:4: constraints: there is no parameter \"training.dropuot\"",
      "help: did you mean `training.dropout`?"),
    .key(
      "search: a constraint that never holds", "constraints = [\"training.dropout > 5\"]",
      says: "s.toml:4: constraints: no assignment was found that keeps the "
        + "constraints", "help: loosen the constraints, or widen the parameters they name"),
    .key(
      "search: a constraint that compares kinds", "constraints = [\"training.dropout + 'a' < 3\"]",
      says: "s.toml:4: constraints: `+` needs a number on each side, and `'a'` may "
        + "be something else",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
  ]
}
