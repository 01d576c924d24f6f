// Model architectures, as spaCy 3.8 and spacy-legacy 3.0 register them.

extension Signature {
  /// The functions of `@architectures`.
  static let architectures: [Signature] = functions(of: "architectures") { f in
    [
      f(
        "spacy-legacy.CharacterEmbed.v1", p("width", .integer), p("rows", .integer),
        p("nM", .integer), p("nC", .integer), p("include_static_vectors", .bool),
        p("feature", .either([.integer, .string]), "LOWER")),
      f("spacy-legacy.EntityLinker.v1", p("tok2vec", .layer), p("nO", .optional(.integer), .null)),
      f(
        "spacy-legacy.HashEmbedCNN.v1", p("width", .integer), p("depth", .integer),
        p("embed_size", .integer), p("window_size", .integer), p("maxout_pieces", .integer),
        p("subword_features", .bool), p("pretrained_vectors", .optional(.bool))),
      f(
        "spacy-legacy.MaxoutWindowEncoder.v1", p("width", .integer), p("window_size", .integer),
        p("maxout_pieces", .integer), p("depth", .integer)),
      f(
        "spacy-legacy.MishWindowEncoder.v1", p("width", .integer), p("window_size", .integer),
        p("depth", .integer)),
      f(
        "spacy-legacy.MultiHashEmbed.v1", p("width", .integer),
        p("attrs", .list(.either([.string, .integer]))), p("rows", .list(.integer)),
        p("include_static_vectors", .bool)),
      f("spacy-legacy.Tagger.v1", p("tok2vec", .layer), p("nO", .optional(.integer), .null)),
      f(
        "spacy-legacy.TextCatBOW.v1", p("exclusive_classes", .bool), p("ngram_size", .integer),
        p("no_output_layer", .bool), p("nO", .optional(.integer), .null)),
      f(
        "spacy-legacy.TextCatCNN.v1", p("tok2vec", .layer), p("exclusive_classes", .bool),
        p("nO", .optional(.integer), .null)),
      f(
        "spacy-legacy.TextCatEnsemble.v1", p("width", .integer), p("embed_size", .integer),
        p("pretrained_vectors", .optional(.bool)), p("exclusive_classes", .bool),
        p("ngram_size", .integer), p("window_size", .integer), p("conv_depth", .integer),
        p("dropout", .optional(.number)), p("nO", .optional(.integer), .null)),
      f("spacy-legacy.Tok2Vec.v1", p("embed", .layer), p("encode", .layer)),
      f(
        "spacy-legacy.TransitionBasedParser.v1", p("tok2vec", .layer),
        p("state_type", .literal(["parser", "ner"])), p("extra_state_tokens", .bool),
        p("hidden_width", .integer), p("maxout_pieces", .integer), p("use_upper", .bool, true),
        p("nO", .optional(.integer), .null)),
      f(
        "spacy.CharacterEmbed.v2", p("width", .integer), p("rows", .integer), p("nM", .integer),
        p("nC", .integer), p("include_static_vectors", .bool),
        p("feature", .either([.integer, .string]), "LOWER")),
      f("spacy.EntityLinker.v2", p("tok2vec", .layer), p("nO", .optional(.integer), .null)),
      f(
        "spacy.HashEmbedCNN.v2", p("width", .integer), p("depth", .integer),
        p("embed_size", .integer), p("window_size", .integer), p("maxout_pieces", .integer),
        p("subword_features", .bool), p("pretrained_vectors", .optional(.bool))),
      f(
        "spacy.MaxoutWindowEncoder.v2", p("width", .integer), p("window_size", .integer),
        p("maxout_pieces", .integer), p("depth", .integer)),
      f(
        "spacy.MishWindowEncoder.v2", p("width", .integer), p("window_size", .integer),
        p("depth", .integer)),
      f(
        "spacy.MultiHashEmbed.v2", p("width", .integer),
        p("attrs", .list(.either([.string, .integer]))), p("rows", .list(.integer)),
        p("include_static_vectors", .bool)),
      f(
        "spacy.PretrainCharacters.v1", p("maxout_pieces", .integer), p("hidden_size", .integer),
        p("n_characters", .integer)),
      f(
        "spacy.PretrainVectors.v1", p("maxout_pieces", .integer), p("hidden_size", .integer),
        p("loss", .string)),
      f(
        "spacy.SpanCategorizer.v1", p("tok2vec", .layer), p("reducer", .layer), p("scorer", .layer)),
      f("spacy.SpanFinder.v1", p("tok2vec", .layer), p("scorer", .layer)),
      f(
        "spacy.Tagger.v2", p("tok2vec", .layer), p("nO", .optional(.integer), .null),
        p("normalize", .any, false)),
      f(
        "spacy.TextCatBOW.v2", p("exclusive_classes", .bool), p("ngram_size", .integer),
        p("no_output_layer", .bool), p("nO", .optional(.integer), .null)),
      f(
        "spacy.TextCatBOW.v3", p("exclusive_classes", .bool), p("ngram_size", .integer),
        p("no_output_layer", .bool), p("length", .integer, 262144),
        p("nO", .optional(.integer), .null)),
      f(
        "spacy.TextCatCNN.v2", p("tok2vec", .layer), p("exclusive_classes", .bool),
        p("nO", .optional(.integer), .null)),
      f(
        "spacy.TextCatEnsemble.v2", p("tok2vec", .layer), p("linear_model", .layer),
        p("nO", .optional(.integer), .null)),
      f(
        "spacy.TextCatLowData.v1", p("width", .integer), p("dropout", .optional(.number)),
        p("nO", .optional(.integer), .null)),
      f(
        "spacy.TextCatParametricAttention.v1", p("tok2vec", .layer), p("exclusive_classes", .bool),
        p("nO", .optional(.integer), .null)),
      f(
        "spacy.TextCatReduce.v1", p("tok2vec", .layer), p("exclusive_classes", .bool),
        p("use_reduce_first", .bool), p("use_reduce_last", .bool), p("use_reduce_max", .bool),
        p("use_reduce_mean", .bool), p("nO", .optional(.integer), .null)),
      f("spacy.Tok2Vec.v2", p("embed", .layer), p("encode", .layer)),
      f("spacy.Tok2VecListener.v1", p("width", .integer), p("upstream", .string, "*")),
      f(
        "spacy.TorchBiLSTMEncoder.v1", p("width", .integer), p("depth", .integer),
        p("dropout", .number)),
      f(
        "spacy.TransitionBasedParser.v2", p("tok2vec", .layer),
        p("state_type", .literal(["parser", "ner"])), p("extra_state_tokens", .bool),
        p("hidden_width", .integer), p("maxout_pieces", .integer), p("use_upper", .bool),
        p("nO", .optional(.integer), .null)),
    ]
  }
}
