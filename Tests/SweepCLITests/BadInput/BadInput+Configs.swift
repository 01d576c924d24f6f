extension BadInput {
  /// Configs that are to be filled.
  static let configs: [BadInput] = [
    .config(
      "config: a line outside of sections", "dropout = 0.1\n",
      says: "c.cfg:1: expected a section header, found `dropout = 0.1`",
      "help: start with a section, such as `[training]`"),
    .config(
      "config: a section twice", "[nlp]\nlang = \"en\"\n[nlp]\n",
      says: "c.cfg:3: [nlp]: this section was already declared", "help: the first one is in line 1"),
    .config(
      "config: a key twice", "[nlp]\nlang = \"en\"\nlang = \"de\"\n",
      says: "c.cfg:3: [nlp] lang: this key was already given in this section",
      "help: the first one is in line 2"),
    .config(
      "config: no delimiter", "[nlp]\nlang\n",
      says: "c.cfg:2: [nlp]: expected `key = value`, found `lang`",
      "help: write `key = value`; indent a line to continue the value above "
        + "it"),
    .config(
      "config: a section without its parent",
      "[nlp]\nlang = \"en\"\n[components.ner.model]\nwidth = 1\n",
      says: "c.cfg:3: [components.ner.model]: the section [components] that this "
        + "one is part of is not declared", "help: add a line `[components]`"),
    .config(
      "config: a reserved section", "[DEFAULT]\na = 1\n",
      says: "c.cfg:1: [DEFAULT]: a section cannot have this name: its values would "
        + "be in no section", "help: give the section another name"),
    .config(
      "config: a stray bracket", "[nlp]\npipeline = [\"ner\",\n]\nlang = \"en\"\n",
      says: "c.cfg:3: [nlp]: expected `key = value`, found `]`",
      "help: indent the closing bracket: it continues the value above"),
    .config(
      "config: a variable that is not there", "[nlp]\nlang = ${paths.lang}\n",
      says: "c.cfg:2: [nlp] lang: the variable `${paths.lang}` refers to nothing "
        + "in this config",
      "help: `sweep init fill-config CONFIG -` writes a config with all its "
        + "settings"),
    .config(
      "config: a variable of itself", "[nlp]\nlang = ${nlp.lang}\n",
      says: "c.cfg:2: [nlp] lang: the variables in `${nlp.lang}` refer to each "
        + "other without an end", "help: let one of the values stand for itself"),
    .config(
      "config: a variable without an end", "[nlp]\nlang = \"${paths.lang\"\n",
      says: "c.cfg:2: [nlp] lang: the variable `${paths.lang\"` is not closed",
      "help: close it with `}`"),
    .config(
      "config: a section inside a text", "[nlp]\nlang = \"x${paths}\"\n[paths]\na = 1\n",
      says: "c.cfg:2: [nlp] lang: the variable `${paths}` is a whole section, "
        + "which cannot stand inside a text or a list",
      "help: refer to one value of it, such as `${paths.key}`"),
    .config(
      "config: a value that is also a section", "[nlp]\nlang = \"en\"\n[nlp.lang]\na = 1\n",
      says: "c.cfg:2: [nlp] lang: this is given as a value and as a section",
      "help: keep either the value or the section"),
    .config(
      "config: two functions in a section",
      "[nlp]\nlang = \"en\"\n[nlp.tokenizer]\n@tokenizers = \"a\"\n@readers "
        + "= \"b\"\n",
      says: "c.cfg:3: [nlp.tokenizer]: a section can name one function only, found "
        + "@tokenizers, @readers", "help: keep one of them"),
    .changed(
      "config: a factory there is not", "factory = \"ner\"", "factory = \"nre\"",
      says: "c.cfg:40: [components.ner] factory: there is no component factory "
        + "\"nre\"", "help: did you mean `ner`?"),
    .changed(
      "config: a function there is not", "Adam.v1", "Adma.v1",
      says: "c.cfg:114: [training.optimizer] @optimizers: no function \"Adma.v1\" "
        + "is registered under @optimizers", "help: did you mean `Adam.v1`?"),
    .changed(
      "config: a registry there is not", "@optimizers", "@optimisers",
      says: "c.cfg:113: [training.optimizer]: expected a section with @optimizers, "
        + "found a section with @optimisers", "help: did you mean `@optimizers`?"),
    .changed(
      "config: a key there is not", "[training.optimizer]",
      "[training.optimizer]\nlearning_rate = 1",
      says: "c.cfg:114: [training.optimizer] learning_rate: this section has no "
        + "such key", "help: did you mean `learn_rate`?"),
    .changed(
      "config: a text for a number", "max_steps = 1000", "max_steps = \"many\"",
      says: "c.cfg:92: [training] max_steps: expected a whole number, found the "
        + "string \"many\"",
      "help: `sweep init fill-config CONFIG -` writes a config with all its "
        + "settings"),
    .changed(
      "config: a component that is not there", "pipeline = [\"ner\"]", "pipeline = [\"nerr\"]",
      says: "c.cfg:24: [nlp] pipeline: the pipeline names \"nerr\", which is no "
        + "component",
      "help: `sweep init fill-config CONFIG -` writes a config with all its "
        + "settings"),
    .changed(
      "config: a component without a factory", "factory = \"ner\"", "other = \"ner\"",
      says: "c.cfg:39: [components.ner]: a component needs a factory or a source",
      "help: add `factory = \"…\"`, or `source = \"…\"` for a trained one"),
    .changed(
      "config: a function in Python", "Adam.v1", "my_adam.v1",
      says: "c.cfg:114: [training.optimizer] @optimizers: no function "
        + "\"my_adam.v1\" is registered under @optimizers; functions written in "
        + "Python cannot be run", "help: available: Adam.v1, RAdam.v1, SGD.v1"),
    BadInput(
      "config: bytes that are no text", ["init", "fill-config", "@/c.cfg"],
      [
        "c.cfg": .bytes([91, 110, 108, 112, 93, 10, 108, 97, 110, 103, 32, 61, 32, 34, 255, 34, 10])
      ],
      says: [
        "c.cfg:3: expected UTF-8 text, found other bytes",
        "help: `sweep init fill-config CONFIG -` writes a config with all its "
          + "settings",
      ]),
    .config(
      "config: too many levels",
      "[nlp]\nlang = "
        + "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
        + "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
        + "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
        + "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
        + "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
        + "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
        + "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
        + "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
        + "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\n",
      says: "c.cfg:2: [nlp] lang: nested more than 512 levels deep",
      "help: `sweep init fill-config CONFIG -` writes a config with all its "
        + "settings"),
    .config(
      "config: too many sections in each other",
      "[a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a"
        + ".a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a"
        + ".b]\n",
      says: "c.cfg:1: "
        + "[a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a…]: nested "
        + "more than 64 levels deep",
      "help: `sweep init fill-config CONFIG -` writes a config with all its "
        + "settings"),
    .config(
      "config: an empty file", "", says: "c.cfg: [nlp] lang: expected a string, found null",
      "help: `sweep init fill-config CONFIG -` writes a config with all its "
        + "settings"),
    BadInput(
      "config: no such file", ["init", "fill-config", "@/none.cfg"],
      says: ["none.cfg: cannot read: No such file or directory", "help: check the path"]),
    BadInput(
      "config: a folder", ["init", "fill-config", "@/f"], ["f": .folder],
      says: ["f: cannot read: Is a directory", "help: give a file of the folder"]),
    BadInput(
      "config: a folder for the result", ["init", "fill-config", "@/c.cfg", "@/f"],
      ["c.cfg": .copy("configs/ner-v3.cfg"), "f": .folder],
      says: ["f: cannot write: Is a directory", "help: give a file of the folder"]),
    BadInput(
      "config: a sweep file for a config", ["init", "fill-config", "@/s.toml"],
      [
        "s.toml": .text(
          "name = \"x\"\nconfig = \"c.cfg\"\ntrainer = "
            + "\"elsewhere\"\n[parameters]\n\"training.dropout\" = { values = [0.1, "
            + "0.2] }\n")
      ],
      says: [
        "s.toml:1: expected a section header, found `name = \"x\"`",
        "help: start with a section, such as `[training]`",
      ]),
    BadInput(
      "config: a sweep file that is there", ["init", "sweep", "@/c.cfg", "--output", "@/c.cfg"],
      ["c.cfg": .copy("configs/ner-v3.cfg")],
      says: ["c.cfg is there already", "help: remove it, or choose another name"]),
  ]
}
