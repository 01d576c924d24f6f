// The arguments of component factories of spaCy 3.8.

extension Signature {
  /// The component factories, which a component names by `factory = "…"`.
  static let factories: [Signature] = functions(of: "factories") { f in
    [
      f("attribute_ruler", p("validate", .bool), p("scorer", .optional(.function(["scorers"])))),
      f(
        "beam_ner", p("model", .layer), p("moves", .optional(.anyFunction)),
        p("update_with_oracle_cut_size", .integer), p("beam_width", .integer),
        p("beam_density", .number), p("beam_update_prob", .number),
        p("incorrect_spans_key", .optional(.string)),
        p("scorer", .optional(.function(["scorers"])))),
      f(
        "beam_parser", p("model", .layer), p("moves", .optional(.anyFunction)),
        p("update_with_oracle_cut_size", .integer), p("learn_tokens", .bool),
        p("min_action_freq", .integer), p("beam_width", .integer), p("beam_density", .number),
        p("beam_update_prob", .number), p("scorer", .optional(.function(["scorers"])))),
      f("doc_cleaner", p("attrs", .dictionary(.any)), p("silent", .bool)),
      f(
        "entity_linker", p("model", .layer), p("labels_discard", .list(.string)),
        p("n_sents", .integer), p("incl_prior", .bool), p("incl_context", .bool),
        p("entity_vector_length", .integer), p("get_candidates", .anyFunction),
        p("get_candidates_batch", .anyFunction), p("generate_empty_kb", .anyFunction),
        p("overwrite", .bool), p("scorer", .optional(.function(["scorers"]))),
        p("use_gold_ents", .bool), p("candidates_batch_size", .integer),
        p("threshold", .optional(.number), .null)),
      f(
        "entity_ruler", p("phrase_matcher_attr", .optional(.either([.string, .integer]))),
        p("matcher_fuzzy_compare", .anyFunction), p("validate", .bool), p("overwrite_ents", .bool),
        p("ent_id_sep", .string), p("scorer", .optional(.function(["scorers"])))),
      f(
        "future_entity_ruler", p("phrase_matcher_attr", .optional(.either([.string, .integer]))),
        p("matcher_fuzzy_compare", .anyFunction), p("validate", .bool), p("overwrite_ents", .bool),
        p("scorer", .optional(.function(["scorers"]))), p("ent_id_sep", .string)),
      f(
        "lemmatizer", p("model", .optional(.layer)), p("mode", .string), p("overwrite", .bool),
        p("scorer", .optional(.function(["scorers"])))),
      f("merge_entities"),
      f("merge_noun_chunks"),
      f("merge_subtokens"),
      f(
        "morphologizer", p("model", .layer), p("overwrite", .bool), p("extend", .bool),
        p("label_smoothing", .number), p("scorer", .optional(.function(["scorers"])))),
      f(
        "ner", p("model", .layer), p("moves", .optional(.anyFunction)),
        p("update_with_oracle_cut_size", .integer),
        p("incorrect_spans_key", .optional(.string)),
        p("scorer", .optional(.function(["scorers"])))),
      f(
        "nn_labeller", p("model", .layer), p("labels", .optional(.dictionary(.any))),
        p("target", .string)),
      f(
        "parser", p("model", .layer), p("moves", .optional(.anyFunction)),
        p("update_with_oracle_cut_size", .integer),
        p("learn_tokens", .bool), p("min_action_freq", .integer),
        p("scorer", .optional(.function(["scorers"])))),
      f(
        "sentencizer", p("punct_chars", .optional(.list(.string))), p("overwrite", .bool),
        p("scorer", .optional(.function(["scorers"])))),
      f(
        "senter", p("model", .layer), p("overwrite", .bool),
        p("scorer", .optional(.function(["scorers"])))),
      f(
        "span_finder", p("model", .layer), p("spans_key", .string), p("threshold", .number),
        p("max_length", .optional(.integer)), p("min_length", .optional(.integer)),
        p("scorer", .optional(.function(["scorers"])))),
      f(
        "span_ruler", p("spans_key", .optional(.string)),
        p("spans_filter", .optional(.anyFunction)), p("annotate_ents", .bool),
        p("ents_filter", .anyFunction),
        p("phrase_matcher_attr", .optional(.either([.string, .integer]))),
        p("matcher_fuzzy_compare", .anyFunction), p("validate", .bool), p("overwrite", .bool),
        p("scorer", .optional(.function(["scorers"])))),
      f(
        "spancat", p("suggester", .function(["misc"])), p("model", .layer),
        p("spans_key", .string), p("scorer", .optional(.function(["scorers"]))),
        p("threshold", .number), p("max_positive", .optional(.integer))),
      f(
        "spancat_singlelabel", p("suggester", .function(["misc"])), p("model", .layer),
        p("spans_key", .string), p("negative_weight", .number), p("allow_overlap", .bool),
        p("scorer", .optional(.function(["scorers"])))),
      f(
        "tagger", p("model", .layer), p("overwrite", .bool),
        p("scorer", .optional(.function(["scorers"]))), p("neg_prefix", .string),
        p("label_smoothing", .number)),
      f(
        "textcat", p("model", .layer), p("threshold", .number),
        p("scorer", .optional(.function(["scorers"])))),
      f(
        "textcat_multilabel", p("model", .layer), p("threshold", .number),
        p("scorer", .optional(.function(["scorers"])))),
      f("tok2vec", p("model", .layer)),
      f("token_splitter", p("min_length", .integer, 0), p("split_length", .integer, 0)),
      f(
        "trainable_lemmatizer", p("model", .layer), p("backoff", .optional(.string)),
        p("min_tree_freq", .integer), p("overwrite", .bool), p("top_k", .integer),
        p("scorer", .optional(.function(["scorers"])))),
    ]
  }
}
