// What pipelines are made of beside their models, as spaCy 3.8 registers it.

extension Signature {
  /// The functions of `@misc`.
  static let misc: [Signature] = functions(of: "misc") { f in
    [
      f("spacy.CandidateBatchGenerator.v1"),
      f("spacy.CandidateGenerator.v1"),
      f("spacy.EmptyKB.v1", p("entity_vector_length", .integer)),
      f("spacy.EmptyKB.v2"),
      f("spacy.KBFromFile.v1", p("kb_path", .string)),
      f("spacy.LookupsDataLoader.v1", p("lang", .any), p("tables", .any)),
      f("spacy.first_longest_spans_filter.v1"),
      f("spacy.levenshtein_compare.v1"),
      f("spacy.ngram_range_suggester.v1", p("min_size", .integer), p("max_size", .integer)),
      f("spacy.ngram_suggester.v1", p("sizes", .list(.integer))),
      f("spacy.preset_spans_suggester.v1", p("spans_key", .string)),
      f("spacy.prioritize_existing_ents_filter.v1"),
      f("spacy.prioritize_new_ents_filter.v1"),
    ]
  }

  /// The functions of `@callbacks`.
  static let callbacks: [Signature] = functions(of: "callbacks") { f in
    [
      f(
        "spacy.copy_from_base_model.v1", p("tokenizer", .optional(.string), .null),
        p("vocab", .optional(.string), .null)),
      f(
        "spacy.models_and_pipes_with_nvtx_range.v1", p("forward_color", .integer, -1),
        p("backprop_color", .integer, -1),
        p("additional_pipe_functions", .optional(.dictionary(.any)), .null)),
      f(
        "spacy.models_with_nvtx_range.v1", p("forward_color", .integer, -1),
        p("backprop_color", .integer, -1)),
    ]
  }

  /// The functions of `@scorers`.
  static let scorers: [Signature] = functions(of: "scorers") { f in
    [
      f("spacy-legacy.textcat_multilabel_scorer.v1"),
      f("spacy-legacy.textcat_scorer.v1"),
      f("spacy.attribute_ruler_scorer.v1"),
      f("spacy.entity_linker_scorer.v1"),
      f("spacy.entity_ruler_scorer.v1"),
      f("spacy.lemmatizer_scorer.v1"),
      f("spacy.morphologizer_scorer.v1"),
      f("spacy.ner_scorer.v1"),
      f("spacy.overlapping_labeled_spans_scorer.v1", p("spans_key", .string, "ruler")),
      f("spacy.parser_scorer.v1"),
      f("spacy.senter_scorer.v1"),
      f("spacy.span_finder_scorer.v1"),
      f("spacy.spancat_scorer.v1"),
      f("spacy.tagger_scorer.v1"),
      f("spacy.textcat_multilabel_scorer.v1"),
      f("spacy.textcat_multilabel_scorer.v2"),
      f("spacy.textcat_scorer.v1"),
      f("spacy.textcat_scorer.v2"),
    ]
  }

  /// The functions of `@tokenizers`.
  static let tokenizers: [Signature] = functions(of: "tokenizers") { f in
    [
      f("spacy.Tokenizer.v1"),
      f("spacy.ja.JapaneseTokenizer", p("split_mode", .optional(.string), .null)),
      f("spacy.ko.KoreanTokenizer"),
      f("spacy.th.ThaiTokenizer"),
      f("spacy.vi.VietnameseTokenizer", p("use_pyvi", .bool, true)),
      f(
        "spacy.zh.ChineseTokenizer", p("segmenter", .literal(["char", "jieba", "pkuseg"]), "char")),
    ]
  }

  /// The functions of `@vectors`.
  static let vectors: [Signature] = functions(of: "vectors") { f in
    [
      f("spacy.Vectors.v1")
    ]
  }
}
