extension BadInput {
  /// Model folders.
  static let models: [BadInput] = [
    BadInput(
      "model: no such folder", ["evaluate", "@/none", "@/x.spacy"],
      ["x.spacy": .copy("Tests/Fixtures/docbin/ner_only.spacy")],
      says: ["none: cannot list: No such file or directory", "help: check the path"]),
    BadInput(
      "model: a file for a model", ["evaluate", "@/x.spacy", "@/x.spacy"],
      ["x.spacy": .copy("Tests/Fixtures/docbin/ner_only.spacy")],
      says: ["x.spacy: cannot list: Not a directory", "help: give the folder itself"]),
    BadInput(
      "model: an empty folder", ["evaluate", "@/m", "@/x.spacy"],
      ["x.spacy": .copy("Tests/Fixtures/docbin/ner_only.spacy"), "m": .folder],
      says: [
        "m/config.cfg: expected a file of the model, found none",
        "help: a model folder is written by `sweep train` or by spaCy; give "
          + "the folder itself, such as output/model-best",
      ]),
    BadInput(
      "model: a config without sections", ["evaluate", "@/m", "@/x.spacy"],
      [
        "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
        "x.spacy": .copy("Tests/Fixtures/docbin/ner_only.spacy"), "m/config.cfg": .text("x\n"),
      ],
      says: [
        "m/config.cfg:1: expected a section header, found `x`",
        "help: start with a section, such as `[training]`",
      ]),
    BadInput(
      "model: a config of other sizes", ["evaluate", "@/m", "@/x.spacy"],
      [
        "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
        "x.spacy": .copy("Tests/Fixtures/docbin/ner_only.spacy"),
        "m/config.cfg": .changed(
          "Tests/Fixtures/ner_variants/hard/model/config.cfg", "hidden_width = 16",
          "hidden_width = 20"),
      ],
      says: [
        "m/ner/model: expected shape [3, 20, 2, 20] as in the config, not [3, "
          + "16, 2, 16] at node 2 (precomputable_affine), parameter W",
        "help: the file is damaged or from another program; train or copy the "
          + "model again",
      ]),
    BadInput(
      "model: a config of huge sizes", ["evaluate", "@/m", "@/x.spacy"],
      [
        "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
        "x.spacy": .copy("Tests/Fixtures/docbin/ner_only.spacy"),
        "m/config.cfg": .changed(
          "Tests/Fixtures/ner_variants/hard/model/config.cfg", "hidden_width = 16",
          "hidden_width = 16000000000"),
      ],
      says: [
        "m/config.cfg:110: [components.ner.model]: expected sizes that make at "
          + "most 268435456 weights, found more than 10^18",
        "help: make the width, the rows or the depth smaller",
      ]),
    BadInput(
      "model: a config without the component", ["evaluate", "@/m", "@/x.spacy"],
      [
        "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
        "x.spacy": .copy("Tests/Fixtures/docbin/ner_only.spacy"),
        "m/config.cfg": .changed(
          "Tests/Fixtures/ner_variants/hard/model/config.cfg", "pipeline = [\"ner\"]",
          "pipeline = [\"tagger\"]"),
      ],
      says: [
        "m/config.cfg:13: [nlp] pipeline: the pipeline names \"tagger\", which "
          + "is no component",
        "help: `sweep init fill-config CONFIG -` writes a config with all its "
          + "settings",
      ]),
    BadInput(
      "model: weights that are cut off", ["evaluate", "@/m", "@/x.spacy"],
      [
        "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
        "x.spacy": .copy("Tests/Fixtures/docbin/ner_only.spacy"),
        "m/ner/model": .start("Tests/Fixtures/ner_variants/hard/model/ner/model", 2000),
      ],
      says: [
        "m/ner/model: expected the config's 8800 weights or more, found 2000 "
          + "bytes",
        "help: the file is damaged or from another program; train or copy the "
          + "model again",
      ]),
    BadInput(
      "model: weights that are text", ["evaluate", "@/m", "@/x.spacy"],
      [
        "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
        "x.spacy": .copy("Tests/Fixtures/docbin/ner_only.spacy"), "m/ner/model": .text("hello"),
      ],
      says: [
        "m/ner/model: expected the config's 8800 weights or more, found 5 bytes",
        "help: the file is damaged or from another program; train or copy the "
          + "model again",
      ]),
    BadInput(
      "model: no weights", ["evaluate", "@/m", "@/x.spacy"],
      [
        "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
        "x.spacy": .copy("Tests/Fixtures/docbin/ner_only.spacy"), "m/ner/model": .bytes([]),
      ],
      says: [
        "m/ner/model: expected the config's 8800 weights or more, found 0 bytes",
        "help: the file is damaged or from another program; train or copy the "
          + "model again",
      ]),
    BadInput(
      "model: weights of doubles", ["evaluate", "@/m", "@/x.spacy"],
      [
        "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
        "x.spacy": .copy("Tests/Fixtures/docbin/ner_only.spacy"),
        "m/ner/model": .changed("Tests/Fixtures/ner_variants/hard/model/ner/model", "<f4", "<f8"),
      ],
      says: [
        "m/ner/model: expected 32-bit floats (type \"<f4\") at node 2 "
          + "(precomputable_affine), W",
        "help: the file is damaged or from another program; train or copy the "
          + "model again",
      ]),
    BadInput(
      "model: moves that are text", ["evaluate", "@/m", "@/x.spacy"],
      [
        "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
        "x.spacy": .copy("Tests/Fixtures/docbin/ner_only.spacy"), "m/ner/moves": .text("hello"),
      ],
      says: [
        "m/ner/moves: expected MessagePack of moves with labels and frequencies",
        "help: the file is damaged or from another program; train or copy the "
          + "model again",
      ]),
    BadInput(
      "model: a meta.json that is none", ["evaluate", "@/m", "@/x.spacy"],
      [
        "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
        "x.spacy": .copy("Tests/Fixtures/docbin/ner_only.spacy"), "m/meta.json": .text("{"),
      ],
      says: [
        "m/meta.json: expected JSON; line 1, offset 1: the text ends inside a "
          + "value",
        "help: the file is damaged or from another program; train or copy the "
          + "model again",
      ]),
    BadInput(
      "model: a meta.json that is a list", ["evaluate", "@/m", "@/x.spacy"],
      [
        "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
        "x.spacy": .copy("Tests/Fixtures/docbin/ner_only.spacy"), "m/meta.json": .text("[]"),
      ],
      says: [
        "m/meta.json: expected a JSON object",
        "help: the file is damaged or from another program; train or copy the "
          + "model again",
      ]),
    BadInput(
      "model: strings that are no list", ["evaluate", "@/m", "@/x.spacy"],
      [
        "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
        "x.spacy": .copy("Tests/Fixtures/docbin/ner_only.spacy"),
        "m/vocab/strings.json": .text("{}"),
      ],
      says: [
        "m/vocab/strings.json: expected a JSON list of strings",
        "help: the file is damaged or from another program; train or copy the "
          + "model again",
      ]),
    BadInput(
      "model: strings that are no JSON", ["evaluate", "@/m", "@/x.spacy"],
      [
        "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
        "x.spacy": .copy("Tests/Fixtures/docbin/ner_only.spacy"),
        "m/vocab/strings.json": .text("[1,"),
      ],
      says: [
        "m/vocab/strings.json: expected JSON; line 1, offset 3: the text ends "
          + "inside a value",
        "help: the file is damaged or from another program; train or copy the "
          + "model again",
      ]),
    BadInput(
      "model: missing moves", ["evaluate", "@/m", "@/x.spacy"],
      [
        "m": .copy("Tests/Fixtures/ner_variants/hard/model"), "m/tokenizer": .bytes([128]),
        "x.spacy": .copy("Tests/Fixtures/docbin/ner_only.spacy"), "m/ner/moves": .absent,
      ],
      says: [
        "m/ner/moves: expected a file of the model, found none",
        "help: a model folder is written by `sweep train` or by spaCy; give "
          + "the folder itself, such as output/model-best",
      ]),
  ]
}
