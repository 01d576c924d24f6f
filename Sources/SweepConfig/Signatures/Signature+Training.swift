// What training is made of, as Thinc 8.3 and spaCy 3.8 register it.

extension Signature {
  /// The functions of `@optimizers`.
  static let optimizers: [Signature] = functions(of: "optimizers") { f in
    [
      f(
        "Adam.v1", p("learn_rate", .schedule, 0.001), p("L2", .schedule, 0.0),
        p("beta1", .schedule, 0.9), p("beta2", .schedule, 0.999), p("eps", .schedule, 1e-08),
        p("grad_clip", .schedule, 1.0), p("L2_is_weight_decay", .bool, true),
        p("use_averages", .bool, true)),
      f(
        "RAdam.v1", p("learn_rate", .schedule, 0.001), p("beta1", .schedule, 0.9),
        p("beta2", .schedule, 0.999), p("eps", .schedule, 1e-08), p("L2", .schedule, 0.0),
        p("L2_is_weight_decay", .bool, true), p("grad_clip", .schedule, 1.0),
        p("use_averages", .bool, true)),
      f(
        "SGD.v1", p("learn_rate", .schedule), p("L2", .schedule, 0.0),
        p("grad_clip", .schedule, 1.0), p("L2_is_weight_decay", .bool, true),
        p("use_averages", .bool, true)),
    ]
  }

  /// The functions of `@schedules`.
  static let schedules: [Signature] = functions(of: "schedules") { f in
    [
      f(
        "compounding.v1", p("start", .number), p("stop", .number), p("compound", .number),
        p("t", .number, 0.0)),
      f("constant.v1", p("rate", .number)),
      f("constant_then.v1", p("rate", .number), p("steps", .integer), p("schedule", .schedule)),
      f("cyclic_triangular.v1", p("min_lr", .number), p("max_lr", .number), p("period", .integer)),
      f("decaying.v1", p("base_rate", .number), p("decay", .number), p("t", .integer, 0)),
      f(
        "slanted_triangular.v1", p("max_rate", .number), p("num_steps", .integer),
        p("cut_frac", .number, 0.1), p("ratio", .integer, 32), p("decay", .number, 1.0),
        p("t", .number, 0.0)),
      f(
        "warmup_linear.v1", p("initial_rate", .number), p("warmup_steps", .integer),
        p("total_steps", .integer)),
    ]
  }

  /// The functions of `@initializers`.
  static let initializers: [Signature] = functions(of: "initializers") { f in
    [
      f("glorot_normal_init.v1"),
      f("glorot_uniform_init.v1"),
      f("he_normal_init.v1"),
      f("he_uniform_init.v1"),
      f("lecun_normal_init.v1"),
      f("lecun_uniform_init.v1"),
      f("normal_init.v1", p("mean", .number, 0)),
      f("uniform_init.v1", p("lo", .number, -0.1), p("hi", .number, 0.1)),
      f("zero_init.v1"),
    ]
  }

  /// The functions of `@losses`.
  static let losses: [Signature] = functions(of: "losses") { f in
    [
      f(
        "CategoricalCrossentropy.v1", p("normalize", .bool, true),
        p("names", .optional(.list(.string)), .null),
        p("missing_value", .optional(.either([.string, .integer])), .null)),
      f(
        "CategoricalCrossentropy.v2", p("normalize", .bool, true),
        p("names", .optional(.list(.string)), .null),
        p("missing_value", .optional(.either([.string, .integer])), .null),
        p("neg_prefix", .optional(.string), .null)),
      f(
        "CategoricalCrossentropy.v3", p("normalize", .bool, true),
        p("names", .optional(.list(.string)), .null),
        p("missing_value", .optional(.either([.string, .integer])), .null),
        p("neg_prefix", .optional(.string), .null), p("label_smoothing", .number, 0.0)),
      f("CosineDistance.v1", p("normalize", .bool, true), p("ignore_zeros", .bool, false)),
      f("L2Distance.v1", p("normalize", .bool, true)),
      f(
        "SequenceCategoricalCrossentropy.v1", p("normalize", .bool, true),
        p("names", .optional(.list(.string)), .null)),
      f(
        "SequenceCategoricalCrossentropy.v2", p("normalize", .bool, true),
        p("names", .optional(.list(.string)), .null), p("neg_prefix", .optional(.string), .null)),
      f(
        "SequenceCategoricalCrossentropy.v3", p("normalize", .bool, true),
        p("names", .optional(.list(.string)), .null),
        p("missing_value", .optional(.either([.string, .integer])), .null),
        p("neg_prefix", .optional(.string), .null), p("label_smoothing", .number, 0.0)),
    ]
  }

  /// The functions of `@batchers`.
  static let batchers: [Signature] = functions(of: "batchers") { f in
    [
      f(
        "spacy.batch_by_padded.v1", p("size", .schedule), p("buffer", .integer),
        p("discard_oversize", .bool), p("get_length", .optional(.anyFunction), .null)),
      f(
        "spacy.batch_by_sequence.v1", p("size", .schedule),
        p("get_length", .optional(.anyFunction), .null)),
      f(
        "spacy.batch_by_words.v1", p("size", .schedule), p("tolerance", .number),
        p("discard_oversize", .bool), p("get_length", .optional(.anyFunction), .null)),
    ]
  }

  /// The functions of `@readers`.
  static let readers: [Signature] = functions(of: "readers") { f in
    [
      f(
        "spacy.Corpus.v1", p("path", .optional(.string)), p("gold_preproc", .bool),
        p("max_length", .integer, 0), p("limit", .integer, 0),
        p("augmenter", .optional(.anyFunction), .null)),
      f(
        "spacy.JsonlCorpus.v1", p("path", .optional(.string)), p("min_length", .integer, 0),
        p("max_length", .integer, 0), p("limit", .integer, 0)),
      f(
        "spacy.PlainTextCorpus.v1", p("path", .optional(.string)), p("min_length", .integer, 0),
        p("max_length", .integer, 0)),
      f("spacy.read_labels.v1", p("path", .string), p("require", .bool, false)),
      f("srsly.read_json.v1", p("path", .string)),
      f("srsly.read_jsonl.v1", p("path", .string), p("skip", .bool, false)),
      f("srsly.read_msgpack.v1", p("path", .string), p("use_list", .bool, true)),
      f("srsly.read_yaml.v1", p("path", .string)),
    ]
  }

  /// The functions of `@augmenters`.
  static let augmenters: [Signature] = functions(of: "augmenters") { f in
    [
      f(
        "spacy.combined_augmenter.v1", p("lower_level", .number), p("orth_level", .number),
        p("orth_variants", .optional(.dictionary(.any))), p("whitespace_level", .number),
        p("whitespace_per_token", .number), p("whitespace_variants", .optional(.list(.string)))),
      f("spacy.lower_case.v1", p("level", .number)),
      f(
        "spacy.orth_variants.v1", p("level", .number), p("lower", .number),
        p("orth_variants", .dictionary(.any))),
    ]
  }
}
