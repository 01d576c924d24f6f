extension BadInput {
  /// Configs that are to be trained.
  static let training: [BadInput] = [
    .train(
      "training: an override of an unknown section", "--trainin.dropout", "0.1",
      says: "command line: [trainin] dropout: there is no section [trainin] to "
        + "override a value in", "help: did you mean `training`?"),
    .train(
      "training: an override of an unknown key", "--training.dropuot", "0.1",
      says: "command line: [training] dropuot: this section has no such key",
      "help: did you mean `dropout`?"),
    .train(
      "training: an override without a value", "--override", "training.dropout", status: 64,
      says: "--override training.dropout: expected KEY=VALUE, for example "
        + "training.dropout=0.2", "See 'sweep --help' for more information."),
    .train(
      "training: an override of another type", "--training.max_epochs", "many",
      says: "command line: [training] max_epochs: expected a whole number, found "
        + "the string \"many\"",
      "help: `sweep init fill-config CONFIG -` writes a config with all its "
        + "settings"),
    .train(
      "training: a corpus that is not there", "--paths.dev", "@/none.spacy",
      says: "none.spacy: cannot read: No such file or directory", "help: check the path"),
    .train(
      "training: steps below 0", "--training.max_steps", "-5",
      says: "command line: [training] max_steps: expected a whole number of at "
        + "least 0, found -5",
      "help: `sweep init fill-config CONFIG -` writes a config with all its "
        + "settings"),
    .train(
      "training: a frozen component", "--training.frozen_components", "[\"ner\"]",
      says: "command line: [training] frozen_components: \"ner\" cannot be frozen: "
        + "there is no trained component to start from",
      "help: give it a source in [components.ner]"),
    .train(
      "training: a corpus of no format", "--paths.train", "@/c.cfg",
      says: "c.cfg: offset 2: expected a .spacy file (zlib-compressed), found "
        + "other data (incorrect header check)",
      "help: make the file anew with `sweep convert`, `spacy convert` or "
        + "`DocBin.to_disk`"),
    .train(
      "training: a depth that is a list", "--variables.depth", "[1,2]",
      says: "c.cfg:58: [components.ner.model.tok2vec] depth: expected a whole "
        + "number, found a list",
      "help: `sweep init fill-config CONFIG -` writes a config with all its "
        + "settings"),
    .train(
      "training: an optimizer of another kind", "--training.optimizer", "3",
      says: "command line: [training] optimizer: expected a section with "
        + "@optimizers, found the number 3",
      "help: `sweep init fill-config CONFIG -` writes a config with all its "
        + "settings"),
    .train(
      "training: a score that is a text", "--training.score_weights.ents_f", "\"x\"",
      says: "c.cfg:124: [training.score_weights]: expected a section, found a "
        + "section",
      "help: `sweep init fill-config CONFIG -` writes a config with all its "
        + "settings"),
    .train(
      "training: a seed below 0", "--training.seed", "-1",
      says: "command line: [training] seed: expected a seed from 0 to 4294967295, "
        + "found -1",
      "help: `sweep init fill-config CONFIG -` writes a config with all its "
        + "settings"),
    .train(
      "training: an evaluation every 0 steps", "--training.eval_frequency", "0",
      says: "command line: [training] eval_frequency: expected a whole number of "
        + "at least 1, found 0",
      "help: `sweep init fill-config CONFIG -` writes a config with all its "
        + "settings"),
    BadInput(
      "training: a file in place of the output folder",
      [
        "train", "@/c.cfg", "--output", "@/t.spacy", "--training.max_steps", "1", "--paths.train",
        "@/t.spacy", "--paths.dev", "@/t.spacy",
      ],
      [
        "c.cfg": .copy("configs/ner-v3.cfg"),
        "t.spacy": .copy("Tests/Fixtures/docbin/ner_only.spacy"),
      ],
      says: [
        "t.spacy: cannot create the directory: Not a directory",
        "help: a part of the path is a file: choose another folder",
      ]),
    .train(
      "training: a width of 0", "--variables.width", "0",
      says: "[components.ner.model.tok2vec] width: expected a whole number of at least 1, found 0",
      "help: `sweep init fill-config"),
    .train(
      "training: sizes beyond all memory", "--variables.width", "100000000",
      says: "[components.ner.model]: expected sizes that make at most 268435456 weights, found 48",
      "help: make the width, the rows or the depth smaller"),
    .train(
      "training: sizes beyond all numbers", "--variables.width", "9223372036854775807",
      says: "[components.ner.model]: expected sizes that make at most 268435456 weights",
      "found more than 10^18", "help: make the width, the rows or the depth smaller"),
    .train(
      "training: no pipeline", "--nlp.pipeline", "[]",
      says:
        "command line: [nlp] pipeline: expected at least one component, found an empty pipeline",
      "help: `sweep init fill-config"),
  ]
}
