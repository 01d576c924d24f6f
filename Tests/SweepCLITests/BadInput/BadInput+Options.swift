extension BadInput {
  /// Arguments of commands.
  static let options: [BadInput] = [
    BadInput(
      "option: no such command", ["ruin"], status: 64,
      says: ["error: there is no command `sweep ruin`", "help: did you mean `sweep run`?"]),
    BadInput(
      "option: no such option", ["run", "x.toml", "--job", "3"], status: 64,
      says: [
        "Unknown option '--job'. Did you mean '--jobs'?",
        "See 'sweep run --help' for more information.",
      ]),
    BadInput(
      "option: no argument", ["run"], status: 64,
      says: ["Missing expected argument '<file>'", "See 'sweep run --help' for more information."]),
    BadInput(
      "option: 0 jobs", ["run", "x.toml", "--jobs", "0"], status: 64,
      says: ["--jobs 0: expected at least 1", "See 'sweep run --help' for more information."]),
    BadInput(
      "option: jobs in words", ["run", "x.toml", "--jobs", "two"], status: 64,
      says: [
        "The value 'two' is invalid for '--jobs <n>'",
        "See 'sweep run --help' for more information.",
      ]),
    BadInput(
      "option: seeds without vary", ["run", "x.toml", "--seeds", "3"], status: 64,
      says: [
        "--seeds goes with --vary; a sweep file has its own",
        "See 'sweep run --help' for more information.",
      ]),
    BadInput(
      "option: two formats", ["report", "a", "b"], status: 64,
      says: ["Unexpected argument 'b'", "See 'sweep report --help' for more information."]),
    BadInput(
      "option: a format there is not", ["report", "--format", "pdf"], status: 64,
      says: [
        "The value 'pdf' is invalid for '--format <format>'. Please provide one of 'markdown', ",
        "See 'sweep report --help' for more information.",
      ]),
    BadInput(
      "option: no threads", ["train", "c.cfg", "--threads", "0", "--output", "o"], status: 64,
      says: ["--threads 0: expected at least 1", "See 'sweep train --help' for more information."]),
    BadInput(
      "option: an importance there is not", ["report", "--importance", "shap"], status: 64,
      says: [
        "The value 'shap' is invalid for '--importance <importance>'. Please "
          + "provide one of 'ped-anova' and 'fanova'.",
        "See 'sweep report --help' for more information.",
      ]),
    BadInput(
      "option: no lease", ["ask", "x.toml", "--lease", "soon"], status: 64,
      says: [
        "The value 'soon' is invalid for '--lease <time>'",
        "See 'sweep ask --help' for more information.",
      ]),
    BadInput(
      "option: a converter there is not", ["convert", "a.iob", "out", "--converter", "xml"],
      status: 64,
      says: [
        "--converter xml: expected conllu, conllubio, conll, ner, iob, json, jsonl or auto",
        "See 'sweep convert --help' for more information.",
      ]),
    BadInput(
      "option: a count of 0", ["ask", "x.toml", "--count", "0"], status: 64,
      says: ["--count 0: expected at least 1", "See 'sweep ask --help' for more information."]),
    BadInput(
      "option: no trial", ["show"], status: 64,
      says: [
        "Missing expected argument '<trial>'", "See 'sweep show --help' for more information.",
      ]),
    BadInput(
      "option: half a difference", ["diff", "1"], status: 64,
      says: ["Missing expected argument '<b>'", "See 'sweep diff --help' for more information."]),
    BadInput(
      "option: an option without its value", ["list", "--store"], status: 64,
      says: ["Missing value for '--store <file>'", "See 'sweep list --help' for more information."]),
    BadInput(
      "option: 0 trials", ["run", "x.toml", "--trials", "0"], status: 64,
      says: ["--trials 0: expected at least 1", "See 'sweep run --help' for more information."]),
    BadInput(
      "option: vary without a value",
      ["run", "@/c.cfg", "--vary", "training.dropout", "--dry-run"],
      ["c.cfg": .copy("configs/ner-v3.cfg")],
      says: [
        "command line: --vary: expected KEY=VALUE,VALUE,… such as "
          + "training.dropout=0.1,0.2, found \"training.dropout\"",
        "help: `sweep init sweep CONFIG` writes a sweep file with comments; "
          + "all keys are in docs/sweep-files.md",
      ]),
    BadInput(
      "option: vary an unknown key",
      ["run", "@/c.cfg", "--vary", "training.dropuot=1,2", "--dry-run"],
      ["c.cfg": .copy("configs/ner-v3.cfg")],
      says: [
        "command line: [parameters] training.dropuot: the config has no such "
          + "setting", "help: did you mean `training.dropout`?",
      ]),
  ]
}
