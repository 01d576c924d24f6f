extension BadInput {
  /// Distributions, conditions and copies.
  static let spaces: [BadInput] = [
    .parameter(
      "space: a number", "0.1", grid: true,
      says: "s.toml:5: [parameters] training.dropout: expected a table such as { "
        + "values = [0.1, 0.2] }, found 0.1",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .parameter(
      "space: a list", "[0.1, 0.2]", grid: true,
      says: "s.toml:5: [parameters] training.dropout: expected a table such as { "
        + "values = [0.1, 0.2] }, found a list",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .parameter(
      "space: an empty table", "{}", grid: true,
      says: "s.toml:5: [parameters] training.dropout: expected a value, found none",
      "help: give `value`, `values`, or `min` and `max`"),
    .parameter(
      "space: no values", "{ values = [] }", grid: true,
      says: "s.toml:5: [parameters.\"training.dropout\"] values: expected a list "
        + "of values, found an empty one",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .parameter(
      "space: values that are a number", "{ values = 3 }", grid: true,
      says: "s.toml:5: [parameters.\"training.dropout\"] values: expected a list, "
        + "found 3",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .parameter(
      "space: min above max", "{ min = 2.0, max = 1.0 }",
      says: "s.toml:7: [parameters] training.dropout: the range is empty: min is "
        + "2.0, max is 1.0", "help: min has to be below max"),
    .parameter(
      "space: min alone", "{ min = 0.5 }",
      says: "s.toml:7: [parameters] training.dropout: the distribution \"uniform\" "
        + "needs max",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .parameter(
      "space: a distribution there is not",
      "{ distribution = \"log_unifrom\", min = 1e-4, max = 1e-2 }",
      says: "s.toml:7: [parameters.\"training.dropout\"] distribution: expected "
        + "\"constant\", \"categorical\", \"ordered\", \"copy\", \"uniform\", "
        + "\"normal\", \"int_uniform\",", "help: did you mean `log_uniform`?"),
    .parameter(
      "space: a distribution that is a number", "{ distribution = 3 }",
      says: "s.toml:7: [parameters.\"training.dropout\"] distribution: expected "
        + "\"constant\" or \"categorical\" or \"ordered\" or \"copy\" or "
        + "\"uniform\" or \"normal\" or",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .parameter(
      "space: a log from 0", "{ distribution = \"log_uniform_values\", min = 0.0, max = 1.0 }",
      says: "s.toml:7: [parameters.\"training.dropout\"] min: expected a number "
        + "above 0, as logarithms need, found 0.0",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .parameter(
      "space: a log below 0", "{ distribution = \"log_uniform_values\", min = -1.0, max = 1.0 }",
      says: "s.toml:7: [parameters.\"training.dropout\"] min: expected a number "
        + "above 0, as logarithms need, found -1.0",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .parameter(
      "space: a step of 0", "{ distribution = \"q_uniform\", min = 0, max = 1, q = 0 }",
      says: "s.toml:7: [parameters.\"training.dropout\"] q: expected a number "
        + "above 0, found 0",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .parameter(
      "space: a step below 0", "{ distribution = \"q_uniform\", min = 0, max = 1, q = -0.1 }",
      says: "s.toml:7: [parameters.\"training.dropout\"] q: expected a number "
        + "above 0, found -0.1",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .parameter(
      "space: sigma of 0", "{ distribution = \"normal\", mu = 0, sigma = 0 }",
      says: "s.toml:7: [parameters.\"training.dropout\"] sigma: expected a number "
        + "above 0, found 0",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .parameter(
      "space: sigma below 0", "{ distribution = \"normal\", mu = 0, sigma = -1 }",
      says: "s.toml:7: [parameters.\"training.dropout\"] sigma: expected a number "
        + "above 0, found -1",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .parameter(
      "space: probabilities that are too few", "{ values = [1, 2], probabilities = [1.0] }",
      says: "s.toml:7: [parameters.\"training.dropout\"] probabilities: expected "
        + "one probability for each of the 2 values, found 1",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .parameter(
      "space: probabilities that add to 2", "{ values = [1, 2], probabilities = [1.0, 1.0] }",
      says: "s.toml:7: [parameters.\"training.dropout\"] probabilities: expected "
        + "probabilities that add up to 1, found a sum of 2.0",
      "help: weights can be divided by their sum"),
    .parameter(
      "space: a probability below 0", "{ values = [1, 2], probabilities = [-0.5, 1.5] }",
      says: "s.toml:7: [parameters.\"training.dropout\"] probabilities: expected a "
        + "probability from 0 on, found -0.5",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .parameter(
      "space: a text as min", "{ min = \"0\", max = 1 }",
      says: "s.toml:7: [parameters.\"training.dropout\"] min: expected a number, "
        + "found the string \"0\"",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .parameter(
      "space: an infinite max", "{ min = 0.0, max = inf }",
      says: "s.toml:7: [parameters.\"training.dropout\"] max: expected a finite "
        + "number, found inf",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .parameter(
      "space: max that is no number", "{ min = 0.0, max = nan }",
      says: "s.toml:7: [parameters.\"training.dropout\"] max: expected a finite "
        + "number, found nan",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .parameter(
      "space: integers with fractions", "{ distribution = \"int_uniform\", min = 0.5, max = 2.5 }",
      says: "s.toml:7: [parameters.\"training.dropout\"] min: expected a whole "
        + "number, found 0.5",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .parameter(
      "space: a key there is not", "{ minn = 0.0, max = 1.0 }",
      says: "s.toml:7: [parameters.\"training.dropout\"] minn: there is no such "
        + "key in a sweep file", "help: did you mean `min`?"),
    .parameter(
      "space: a key that is of another distribution", "{ values = [1, 2], mu = 3 }",
      says: "s.toml:7: [parameters.\"training.dropout\"] mu: the distribution "
        + "\"categorical\" does not use this key", "help: it uses values and probabilities"),
    .parameter(
      "space: a continuous range in a grid", "{ min = 0.0, max = 1.0 }", grid: true,
      says: "s.toml:5: [parameters] training.dropout: a grid needs values that can "
        + "be counted, found the distribution \"uniform\"",
      "help: give `values`, use \"q_uniform\" or \"int_uniform\", or set "
        + "method = \"random\""),
    .parameter(
      "space: a grid that is too large",
      "{ distribution = \"q_uniform\", min = 0, max = 1, q = 1e-9 }", grid: true,
      says: "s.toml:4: [parameters]: the grid has more than 100000 assignments",
      "help: set `trials`, and method = \"random\" to draw them"),
    .parameter(
      "space: a copy of nothing", "{ copy = \"training.drop\" }",
      says: "s.toml:7: [parameters.\"training.dropout\"] copy: there is no "
        + "parameter \"training.drop\"", "help: did you mean `training.dropout`?"),
    .parameter(
      "space: a copy of itself", "{ copy = \"training.dropout\" }",
      says: "s.toml:7: [parameters] training.dropout: the setting depends on itself",
      "help: take one of the conditions or copies out"),
    .parameter(
      "space: a condition on nothing", "{ values = [0.1, 0.2], when = { \"training.seeed\" = 1 } }",
      says: "s.toml:7: [parameters.\"training.dropout\"] when training.seeed: "
        + "there is no parameter \"training.seeed\"", "help: it has to be a key of [parameters]"),
    .parameter(
      "space: a condition on itself",
      "{ values = [0.1, 0.2], when = { \"training.dropout\" = 0.1 } }",
      says: "s.toml:7: [parameters] training.dropout: the setting depends on itself",
      "help: take one of the conditions or copies out"),
    .parameter(
      "space: a condition that never is",
      "{ values = [0.1, 0.2], when = { \"training.seed\" = 5 } "
        + "}\n\"training.seed\" = { values = [1, 2] }",
      says: "s.toml:7: [parameters.\"training.dropout\"] when training.seed: "
        + "training.seed never is 5", "help: its values are 1 and 2"),
    .parameter(
      "space: a condition without end", "{ values = [0.1, 0.2], when = 3 }",
      says: "s.toml:7: [parameters.\"training.dropout\"] when: expected a table, "
        + "found 3",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .parameter(
      "space: an unknown setting of a config",
      "{ values = [0.1, 0.2] }\n\"training.optimzer.learn_rate\" = { values "
        + "= [1] }",
      says: "s.toml:8: [parameters] training.optimzer.learn_rate: the config has "
        + "no such setting", "help: did you mean `training.optimizer.learn_rate`?"),
    .parameter(
      "space: the seed as a parameter",
      "{ values = [0.1] }\n\"training.seed\" = { values = [1, 2] }",
      says: "s.toml:8: [parameters] training.seed: the seed of each trial is "
        + "written here", "help: use `seeds`"),
    .parameter(
      "space: a section and its key", "{ values = [0.1] }\n\"training\" = { values = [1, 2] }",
      says: "s.toml:7: [parameters] training.dropout: the key lies inside "
        + "training, which line 8 varies as a whole",
      "help: put its values into the section's, or vary the section's keys "
        + "one by one"),
    .parameter(
      "space: a key twice under two spellings",
      "{ values = [0.1] }\n[parameters.training]\ndropout = { values = [0.2] "
        + "}",
      says: "s.toml:9: [parameters] training.dropout: the key is set twice, first "
        + "in line 7", "help: keep one of them"),
    .parameter(
      "space: a value that is a date", "{ values = [2020-01-01] }",
      says: "s.toml:7: [parameters.\"training.dropout\"] values: expected a text, "
        + "a number, true or false, a list or a table, found the date 2020-01-01",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
  ]
}
