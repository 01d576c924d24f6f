extension BadInput {
  /// Keys of sweep files.
  static let sweepFiles: [BadInput] = [
    .key(
      "sweep file: unknown key", "metrik = 1",
      says: "s.toml:4: metrik: there is no such key in a sweep file", "help: did you mean `metric`?"
    ),
    .key(
      "sweep file: unknown key, nothing near", "zzzzqqq = 1",
      says: "s.toml:4: zzzzqqq: there is no such key in a sweep file",
      "help: the keys are name, config, "),
    .sweep(
      "sweep file: no config",
      "name = \"x\"\n[parameters]\n\"training.dropout\" = { values = [0.1, "
        + "0.2] }\n", says: "s.toml: config: expected a value, found none",
      "help: name the base config: config = \"ner.cfg\""),
    .sweep(
      "sweep file: no parameters", "name = \"x\"\nconfig = \"c.cfg\"\ntrainer = \"elsewhere\"\n",
      says: "s.toml: [parameters]: expected a value, found none",
      "help: say what varies: \"training.dropout\" = { values = [0.1, 0.2] }"),
    .sweep(
      "sweep file: empty parameters",
      "name = \"x\"\nconfig = \"c.cfg\"\ntrainer = "
        + "\"elsewhere\"\n[parameters]\n",
      says: "s.toml:4: [parameters]: expected a value, found none",
      "help: say what varies: \"training.dropout\" = { values = [0.1, 0.2] }"),
    .sweep(
      "sweep file: a name with a slash",
      "name = \"a/b\"\nconfig = "
        + "\"c.cfg\"\n[parameters]\n\"training.dropout\" = { values = [0.1, 0.2] "
        + "}\n", says: "s.toml:1: name: expected a name that a file can have, found \"a/b\"",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .sweep(
      "sweep file: an empty name",
      "name = \"\"\nconfig = \"c.cfg\"\n[parameters]\n\"training.dropout\" = "
        + "{ values = [0.1, 0.2] }\n", says: "s.toml:1: name: expected a text, found an empty one",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "sweep file: a method there is not", "method = \"baysian\"",
      says: "s.toml:4: method: expected \"grid\", \"random\", \"sobol\", \"tpe\", "
        + "\"gp\", \"cmaes\", \"nsga2\" or \"auto\", found \"baysian\"",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "sweep file: a method of another type", "method = 3",
      says: "s.toml:4: method: expected \"grid\" or \"random\" or \"sobol\" or "
        + "\"tpe\" or \"gp\" or \"cmaes\" or \"nsga2\" or \"auto\", found 3",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "sweep file: a seed below 0", "seed = -1",
      says: "s.toml:4: seed: expected a number from 0 on, found -1",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "sweep file: a seed in quotes", "seed = \"0\"",
      says: "s.toml:4: seed: expected a whole number, found the string \"0\"",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "sweep file: seeds twice", "seeds = [0, 0]",
      says: "s.toml:4: seeds: expected each seed once, found 0 twice",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "sweep file: no seeds", "seeds = []",
      says: "s.toml:4: seeds: expected a list of values, found an empty one",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "sweep file: 0 seeds", "seeds = 0",
      says: "s.toml:4: seeds: expected a number from 1 to 10000, found 0",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "sweep file: a seed that is no number", "seeds = [0, \"1\"]",
      says: "s.toml:4: seeds: expected a whole number, found the string \"1\"",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "sweep file: 0 trials", "trials = 0",
      says: "s.toml:4: trials: expected a number from 1 on, found 0",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "sweep file: trials that are a float", "trials = 2.5",
      says: "s.toml:4: trials: expected a whole number, found 2.5",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "sweep file: one fold", "folds = 1",
      says: "s.toml:4: folds: expected a number from 2 to 1000, found 1",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "sweep file: jobs without end", "jobs = 100000",
      says: "s.toml:4: jobs: expected a number from 1 to 1024, found 100000",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "sweep file: a window of 0", "window = 0",
      says: "s.toml:4: window: expected a number from 1 to 10000, found 0",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "sweep file: keep_models there is not", "keep_models = \"bset\"",
      says: "s.toml:4: keep_models: expected \"best\", \"all\" or \"none\", found "
        + "\"bset\"", "help: did you mean `best`?"),
    .key(
      "sweep file: a baseline in words", "baseline = \"no\"",
      says: "s.toml:4: baseline: expected true or false, found the string \"no\"",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .key(
      "sweep file: an override that varies", "[overrides]\n\"training.dropout\" = 0.3",
      says: "s.toml:7: [parameters] training.dropout: the key is set twice, first "
        + "in line 5", "help: keep one of them"),
    .key(
      "sweep file: an override of an unknown section", "[overrides]\n\"trainin.dropout\" = 0.3",
      says: "s.toml:5: [overrides] trainin.dropout: the config has no such setting",
      "help: did you mean `training.dropout`?"),
    .key(
      "sweep file: a date", "[overrides]\n\"training.dropout\" = 2020-01-01",
      says: "s.toml:5: [overrides] training.dropout: expected a text, a number, "
        + "true or false, a list or a table, found the date 2020-01-01",
      "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
        + "all keys are in docs/sweep-files.md"),
    .sweep(
      "sweep file: several problems at once",
      "nam = 1\nmethod = \"x\"\nseed = -1\n[parameters]\na = { min = 2, max "
        + "= 1 }\n", says: "s.toml: config: expected a value, found none",
      "help: name the base config: config = \"ner.cfg\""),
  ]
}
