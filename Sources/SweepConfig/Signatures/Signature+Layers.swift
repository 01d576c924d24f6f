// Layers, as Thinc 8.3 and spaCy 3.8 register them.

extension Signature {
  /// The functions of `@layers`.
  static let layers: [Signature] = functions(of: "layers") { f in
    [
      f("CauchySimilarity.v1", p("nI", .optional(.integer), .null)),
      f(
        "ClippedLinear.v1", p("nO", .optional(.integer), .null),
        p("nI", .optional(.integer), .null),
        p("init_W", .optional(.function(["initializers"])), .null),
        p("init_b", .optional(.function(["initializers"])), .null),
        p("dropout", .optional(.number), .null), p("normalize", .bool, false),
        p("slope", .number, 1.0), p("offset", .number, 0.0), p("min_val", .number, 0.0),
        p("max_val", .number, 1.0)),
      f(
        "Dish.v1", p("nO", .optional(.integer), .null), p("nI", .optional(.integer), .null),
        p("init_W", .optional(.function(["initializers"])), .null),
        p("init_b", .optional(.function(["initializers"])), .null),
        p("dropout", .optional(.number), .null), p("normalize", .bool, false)),
      f("Dropout.v1", p("rate", .number, 0.0)),
      f(
        "Embed.v1", p("nO", .optional(.integer), .null), p("nV", .optional(.integer), .null),
        p("column", .optional(.integer), .null),
        p("initializer", .optional(.function(["initializers"])), .null),
        p("dropout", .optional(.number), .null)),
      f(
        "Gelu.v1", p("nO", .optional(.integer), .null), p("nI", .optional(.integer), .null),
        p("init_W", .optional(.function(["initializers"])), .null),
        p("init_b", .optional(.function(["initializers"])), .null),
        p("dropout", .optional(.number), .null), p("normalize", .bool, false)),
      f(
        "HardSigmoid.v1", p("nO", .optional(.integer), .null), p("nI", .optional(.integer), .null),
        p("init_W", .optional(.function(["initializers"])), .null),
        p("init_b", .optional(.function(["initializers"])), .null),
        p("dropout", .optional(.number), .null), p("normalize", .bool, false)),
      f(
        "HardSwish.v1", p("nO", .optional(.integer), .null), p("nI", .optional(.integer), .null),
        p("init_W", .optional(.function(["initializers"])), .null),
        p("init_b", .optional(.function(["initializers"])), .null),
        p("dropout", .optional(.number), .null), p("normalize", .bool, false)),
      f(
        "HardSwishMobilenet.v1", p("nO", .optional(.integer), .null),
        p("nI", .optional(.integer), .null),
        p("init_W", .optional(.function(["initializers"])), .null),
        p("init_b", .optional(.function(["initializers"])), .null),
        p("dropout", .optional(.number), .null), p("normalize", .bool, false)),
      f(
        "HardTanh.v1", p("nO", .optional(.integer), .null), p("nI", .optional(.integer), .null),
        p("init_W", .optional(.function(["initializers"])), .null),
        p("init_b", .optional(.function(["initializers"])), .null),
        p("dropout", .optional(.number), .null), p("normalize", .bool, false)),
      f(
        "HashEmbed.v1", p("nO", .integer), p("nV", .integer),
        p("seed", .optional(.integer), .null), p("column", .optional(.integer), .null),
        p("initializer", .optional(.function(["initializers"])), .null),
        p("dropout", .optional(.number), .null)),
      f(
        "LSTM.v1", p("nO", .optional(.integer), .null), p("nI", .optional(.integer), .null),
        p("bi", .bool, false), p("depth", .integer, 1), p("dropout", .number, 0.0),
        p("init_W", .optional(.function(["initializers"])), .null),
        p("init_b", .optional(.function(["initializers"])), .null)),
      f("LayerNorm.v1", p("nI", .optional(.integer), .null)),
      f(
        "Linear.v1", p("nO", .optional(.integer), .null), p("nI", .optional(.integer), .null),
        p("init_W", .optional(.function(["initializers"])), .null),
        p("init_b", .optional(.function(["initializers"])), .null)),
      f("Logistic.v1"),
      f(
        "MXNetWrapper.v1", p("mxnet_model", .any),
        p("convert_inputs", .optional(.anyFunction), .null),
        p("convert_outputs", .optional(.anyFunction), .null), p(optional: "model_class", .any),
        p("model_name", .string, "mxnet")),
      f(
        "Maxout.v1", p("nO", .optional(.integer), .null), p("nI", .optional(.integer), .null),
        p("nP", .optional(.integer), 3),
        p("init_W", .optional(.function(["initializers"])), .null),
        p("init_b", .optional(.function(["initializers"])), .null),
        p("dropout", .optional(.number), .null), p("normalize", .bool, false)),
      f(
        "Mish.v1", p("nO", .optional(.integer), .null), p("nI", .optional(.integer), .null),
        p("init_W", .optional(.function(["initializers"])), .null),
        p("init_b", .optional(.function(["initializers"])), .null),
        p("dropout", .optional(.number), .null), p("normalize", .bool, false)),
      f("MultiSoftmax.v1", p("nOs", .list(.integer)), p("nI", .optional(.integer), .null)),
      f("ParametricAttention.v1", p("nO", .optional(.integer), .null)),
      f(
        "ParametricAttention.v2", p("key_transform", .optional(.layer), .null),
        p("nO", .optional(.integer), .null)),
      f(
        "PyTorchLSTM.v1", p("nO", .integer), p("nI", .integer), p("bi", .bool, false),
        p("depth", .integer, 1), p("dropout", .number, 0.0)),
      f(
        "PyTorchRNNWrapper.v1", p("pytorch_model", .any),
        p("convert_inputs", .optional(.anyFunction), .null),
        p("convert_outputs", .optional(.anyFunction), .null)),
      f(
        "PyTorchWrapper.v1", p("pytorch_model", .any),
        p("convert_inputs", .optional(.anyFunction), .null),
        p("convert_outputs", .optional(.anyFunction), .null)),
      f(
        "PyTorchWrapper.v2", p("pytorch_model", .any),
        p("convert_inputs", .optional(.anyFunction), .null),
        p("convert_outputs", .optional(.anyFunction), .null), p("mixed_precision", .bool, false),
        p("grad_scaler", .any, .null), p("device", .any, .null)),
      f(
        "PyTorchWrapper.v3", p("pytorch_model", .any),
        p("convert_inputs", .optional(.anyFunction), .null),
        p("convert_outputs", .optional(.anyFunction), .null), p("mixed_precision", .bool, false),
        p("grad_scaler", .any, .null), p("device", .any, .null),
        p("serialize_model", .optional(.anyFunction), .null),
        p("deserialize_model", .optional(.anyFunction), .null)),
      f(
        "Relu.v1", p("nO", .optional(.integer), .null), p("nI", .optional(.integer), .null),
        p("init_W", .optional(.function(["initializers"])), .null),
        p("init_b", .optional(.function(["initializers"])), .null),
        p("dropout", .optional(.number), .null), p("normalize", .bool, false)),
      f(
        "ReluK.v1", p("nO", .optional(.integer), .null), p("nI", .optional(.integer), .null),
        p("init_W", .optional(.function(["initializers"])), .null),
        p("init_b", .optional(.function(["initializers"])), .null),
        p("dropout", .optional(.number), .null), p("normalize", .bool, false), p("k", .number, 6.0)),
      f(
        "Sigmoid.v1", p("nO", .optional(.integer), .null), p("nI", .optional(.integer), .null),
        p("init_W", .optional(.function(["initializers"])), .null),
        p("init_b", .optional(.function(["initializers"])), .null)),
      f(
        "Softmax.v1", p("nO", .optional(.integer), .null), p("nI", .optional(.integer), .null),
        p("init_W", .optional(.function(["initializers"])), .null),
        p("init_b", .optional(.function(["initializers"])), .null)),
      f(
        "Softmax.v2", p("nO", .optional(.integer), .null), p("nI", .optional(.integer), .null),
        p("init_W", .optional(.function(["initializers"])), .null),
        p("init_b", .optional(.function(["initializers"])), .null),
        p("normalize_outputs", .bool, true), p("temperature", .number, 1.0)),
      f("SparseLinear.v1", p("nO", .optional(.integer), .null), p("length", .integer, 262144)),
      f("SparseLinear.v2", p("nO", .optional(.integer), .null), p("length", .integer, 262144)),
      f(
        "Swish.v1", p("nO", .optional(.integer), .null), p("nI", .optional(.integer), .null),
        p("init_W", .optional(.function(["initializers"])), .null),
        p("init_b", .optional(.function(["initializers"])), .null),
        p("dropout", .optional(.number), .null), p("normalize", .bool, false)),
      f("add.v1", p("layer1", .layer), p("layer2", .layer)),
      f("bidirectional.v1", p("l2r", .layer), p("r2l", .optional(.layer), .null)),
      f("chain.v1"),
      f("clone.v1", p("orig", .layer), p("n", .integer)),
      f("concatenate.v1"),
      f("expand_window.v1", p("window_size", .integer, 1)),
      f("list2array.v1"),
      f("list2padded.v1"),
      f("list2ragged.v1"),
      f("noop.v1"),
      f("padded2list.v1"),
      f(
        "premap_ids.v1", p("mapping_table", .dictionary(.any)), p("default", .integer, 0),
        p("column", .optional(.integer), .null)),
      f("ragged2list.v1"),
      f("reduce_first.v1"),
      f("reduce_last.v1"),
      f("reduce_max.v1"),
      f("reduce_mean.v1"),
      f("reduce_sum.v1"),
      f(
        "remap_ids.v1", p("mapping_table", .dictionary(.any), [:]), p("default", .integer, 0),
        p(
          "dtype",
          .literal([
            "f", "i", "float16", "float32", "float64", "int32", "int64", "uint32", "uint64",
          ]), "i")),
      f(
        "remap_ids.v2", p("mapping_table", .optional(.dictionary(.any)), .null),
        p("default", .integer, 0), p("column", .optional(.integer), .null)),
      f("residual.v1", p("layer", .layer)),
      f("resizable.v1", p("layer", .any), p("resize_layer", .anyFunction)),
      f("siamese.v1", p("layer", .layer), p("similarity", .layer)),
      f("sigmoid_activation.v1"),
      f("softmax_activation.v1"),
      f(
        "spacy-legacy.StaticVectors.v1", p("nO", .optional(.integer), .null),
        p("nM", .optional(.integer), .null), p("dropout", .optional(.number), .null),
        p(optional: "init_W", .function(["initializers"])), p("key_attr", .string, "ORTH")),
      f("spacy.CharEmbed.v1", p("nM", .integer), p("nC", .integer)),
      f("spacy.FeatureExtractor.v1", p("columns", .list(.either([.string, .integer])))),
      f("spacy.LinearLogistic.v1", p("nO", .any, .null), p("nI", .any, .null)),
      f(
        "spacy.PrecomputableAffine.v1", p("nO", .any), p("nI", .any), p("nF", .any), p("nP", .any),
        p("dropout", .any, 0.1)),
      f(
        "spacy.StaticVectors.v2", p("nO", .optional(.integer), .null),
        p("nM", .optional(.integer), .null), p("dropout", .optional(.number), .null),
        p(optional: "init_W", .function(["initializers"])), p("key_attr", .string, "ORTH")),
      f(
        "spacy.TransitionModel.v1", p("tok2vec", .any), p("lower", .any), p("upper", .any),
        p("resize_output", .any), p("dropout", .any, 0.2), p(optional: "unseen_classes", .any)),
      f("spacy.extract_ngrams.v1", p("ngram_size", .integer), p("attr", .integer, 66)),
      f("spacy.extract_spans.v1"),
      f("spacy.mean_max_reducer.v1", p("hidden_size", .integer)),
      f("strings2arrays.v1"),
      f("tuplify.v1", p("layer1", .layer), p("layer2", .layer)),
      f("uniqued.v1", p("layer", .layer), p("column", .integer, 0)),
      f("with_array.v1", p("layer", .layer), p("pad", .integer, 0)),
      f("with_array2d.v1", p("layer", .layer), p("pad", .integer, 0)),
      f("with_cpu.v1", p("layer", .layer), p("ops", .any)),
      f("with_flatten.v1", p("layer", .layer)),
      f("with_flatten.v2", p("layer", .layer)),
      f("with_getitem.v1", p("idx", .integer), p("layer", .layer)),
      f("with_list.v1", p("layer", .layer)),
      f("with_padded.v1", p("layer", .layer)),
      f("with_ragged.v1", p("layer", .layer)),
      f("with_reshape.v1", p("layer", .layer)),
    ]
  }
}
