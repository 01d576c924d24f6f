/// The settings of components in a config to start from.
///
/// Their order is that of the text: values, sections, then what spaCy writes as inline objects.
///
/// - Source: spaCy 3.8.18, `init config` for a CPU.
enum StarterComponents {
  /// The components that embed words.
  static let trained: Set = [
    "tagger", "morphologizer", "parser", "ner", "textcat", "textcat_multilabel", "entity_linker",
    "span_finder", "spancat", "spancat_singlelabel", "trainable_lemmatizer",
  ]

  private static let width: JSONValue = "${components.tok2vec.model.encode.width}"
  private static let listener: JSONValue = [
    "@architectures": "spacy.Tok2VecListener.v1", "width": width,
  ]

  /// The shared network.
  static func tok2vec(_ optimization: StarterConfig.Optimization) -> JSONValue {
    let isAccurate = optimization == .accuracy
    return [
      "factory": "tok2vec",
      "model": [
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": [
          "@architectures": "spacy.MultiHashEmbed.v2", "width": width,
          "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"], "rows": [5000, 1000, 2500, 2500],
          "include_static_vectors": .bool(isAccurate),
        ],
        "encode": [
          "@architectures": "spacy.MaxoutWindowEncoder.v2",
          "width": isAccurate ? 256 : 96, "depth": isAccurate ? 8 : 4, "window_size": 1,
          "maxout_pieces": 3,
        ],
      ],
    ]
  }

  /// The settings of a component that embeds words; `nil` for all others.
  static func settings(
    of name: String, _ optimization: StarterConfig.Optimization
  ) -> JSONValue? {
    switch name {
    case "tagger", "morphologizer":
      [
        "factory": .string(name), "label_smoothing": 0.05,
        "model": ["@architectures": "spacy.Tagger.v2", "nO": nil, "tok2vec": listener],
      ]
    case "parser": transitions(name, hiddenWidth: 128, pieces: 3)
    case "ner": transitions(name, hiddenWidth: 64, pieces: 2)
    case "span_finder": spanFinder
    case "spancat": spanCategorizer
    case "spancat_singlelabel": singleLabelSpanCategorizer
    case "trainable_lemmatizer": lemmatizer
    case "entity_linker": entityLinker
    case "textcat": textCategorizer(name, isExclusive: true, optimization)
    case "textcat_multilabel": textCategorizer(name, isExclusive: false, optimization)
    default: nil
    }
  }

  private static func transitions(
    _ name: String, hiddenWidth: Int, pieces: Int
  ) -> JSONValue {
    [
      "factory": .string(name),
      "model": [
        "@architectures": "spacy.TransitionBasedParser.v2", "state_type": .string(name),
        "extra_state_tokens": false, "hidden_width": .integer(hiddenWidth),
        "maxout_pieces": .integer(pieces), "use_upper": true, "nO": nil, "tok2vec": listener,
      ],
    ]
  }

  private static let spanFinder: JSONValue = [
    "factory": "span_finder", "max_length": 25, "min_length": nil, "spans_key": "sc",
    "threshold": 0.5,
    "model": [
      "@architectures": "spacy.SpanFinder.v1",
      "scorer": ["@layers": "spacy.LinearLogistic.v1", "nO": 2], "tok2vec": listener,
    ],
    "scorer": ["@scorers": "spacy.span_finder_scorer.v1"],
  ]

  private static func spans(scorer: JSONValue) -> JSONValue {
    [
      "@architectures": "spacy.SpanCategorizer.v1",
      "reducer": ["@layers": "spacy.mean_max_reducer.v1", "hidden_size": 128],
      "scorer": scorer, "tok2vec": listener,
    ]
  }

  private static let suggester: JSONValue = [
    "@misc": "spacy.ngram_suggester.v1", "sizes": [1, 2, 3],
  ]

  private static let spanCategorizer: JSONValue = [
    "factory": "spancat", "max_positive": nil, "spans_key": "sc", "threshold": 0.5,
    "model": spans(scorer: ["@layers": "spacy.LinearLogistic.v1", "nO": nil, "nI": nil]),
    "suggester": suggester, "scorer": ["@scorers": "spacy.spancat_scorer.v1"],
  ]

  private static let singleLabelSpanCategorizer: JSONValue = [
    "factory": "spancat_singlelabel", "negative_weight": 1.0, "allow_overlap": true,
    "spans_key": "sc", "model": spans(scorer: ["@layers": "Softmax.v2"]), "suggester": suggester,
    "scorer": ["@scorers": "spacy.spancat_scorer.v1"],
  ]

  private static let lemmatizer: JSONValue = [
    "factory": "trainable_lemmatizer", "backoff": "orth", "min_tree_freq": 3, "overwrite": false,
    "top_k": 1,
    "model": [
      "@architectures": "spacy.Tagger.v2", "nO": nil, "normalize": false, "tok2vec": listener,
    ],
    "scorer": ["@scorers": "spacy.lemmatizer_scorer.v1"],
  ]

  private static let entityLinker: JSONValue = [
    "factory": "entity_linker", "incl_context": true, "incl_prior": true,
    "model": ["@architectures": "spacy.EntityLinker.v2", "nO": nil, "tok2vec": listener],
    "get_candidates": ["@misc": "spacy.CandidateGenerator.v1"],
  ]

  private static func textCategorizer(
    _ name: String, isExclusive: Bool, _ optimization: StarterConfig.Optimization
  ) -> JSONValue {
    var words: JSONObject = [
      "@architectures": "spacy.TextCatBOW.v3", "exclusive_classes": .bool(isExclusive),
      "length": 262144, "ngram_size": 1, "no_output_layer": false,
    ]
    guard optimization == .accuracy else {
      // Filled in later, and therefore last.
      if isExclusive { words.removeValue(forKey: "length") }
      return ["factory": .string(name), "model": .object(words)]
    }
    return [
      "factory": .string(name),
      "model": [
        "@architectures": "spacy.TextCatEnsemble.v2", "nO": nil, "tok2vec": listener,
        "linear_model": .object(words),
      ],
    ]
  }
}
