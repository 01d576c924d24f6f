import SweepConfig

extension Architecture {
  /// `TextCatBOW`: a linear model of words and n-grams.
  static func textCatBOW(_ name: String, version: Int) -> RegistryEntry<Architecture> {
    var parameters = [
      Parameter("exclusive_classes", .bool), Parameter("ngram_size", .integer),
      Parameter("no_output_layer", .bool), Parameter("nO", .optional(.integer), default: .null),
    ]
    if version == 3 { parameters.append(Parameter("length", .integer, default: 262144)) }
    return RegistryEntry(.architectures, name, parameters) {
      (arguments: inout ArgumentReader) throws(ConfigError) in
      var length = BagOfWordsSettings.fixedLength
      if version == 3 {
        let wanted = try arguments.positive("length")
        guard wanted <= 1 << 30 else {
          throw arguments.invalid("length", "at most \(1 << 30)", "\(wanted)")
        }
        length = 1
        while length < wanted { length *= 2 }
      }
      let settings = BagOfWordsSettings(
        isExclusive: try arguments.bool("exclusive_classes"),
        ngramSize: try arguments.positive("ngram_size"),
        hasOutputLayer: !(try arguments.bool("no_output_layer")), length: length, version: version)
      return .textCat(
        TextCatArchitecture(
          kind: .bagOfWords(settings), isExclusive: settings.isExclusive, vectors: nil,
          outputs: try arguments.optionalInteger("nO")))
    }
  }

  /// `TextCatEnsemble.v2`: a bag of words beside attention over word vectors.
  static let textCatEnsemble = RegistryEntry(
    .architectures, "spacy.TextCatEnsemble.v2",
    [
      Parameter("tok2vec", .function(["architectures"])),
      Parameter("linear_model", .function(["architectures"])),
      Parameter("nO", .optional(.integer), default: .null),
    ]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    let linear: Architecture = try arguments.object("linear_model", .architectures)
    guard case .textCat(let inner) = linear, case .bagOfWords(let settings) = inner.kind else {
      throw arguments.invalid(
        "linear_model", "a bag of words such as spacy.TextCatBOW.v3", "another network")
    }
    return .textCat(
      TextCatArchitecture(
        kind: .ensemble(settings), isExclusive: settings.isExclusive,
        vectors: try arguments.vectors("tok2vec"), outputs: try arguments.optionalInteger("nO")))
  }

  /// `TextCatReduce.v1`: word vectors reduced in several ways.
  static let textCatReduce = RegistryEntry(
    .architectures, "spacy.TextCatReduce.v1",
    [
      Parameter("tok2vec", .function(["architectures"])), Parameter("exclusive_classes", .bool),
      Parameter("use_reduce_first", .bool), Parameter("use_reduce_last", .bool),
      Parameter("use_reduce_max", .bool), Parameter("use_reduce_mean", .bool),
      Parameter("nO", .optional(.integer), default: .null),
    ]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    var reductions: [Reduction] = []
    for reduction in [Reduction.first, .last, .max, .mean]
    where try arguments.bool("use_\(reduction.rawValue)") {
      reductions.append(reduction)
    }
    guard !reductions.isEmpty else {
      throw arguments.invalid("use_reduce_mean", "at least one reduction", "none of the four")
    }
    return try textCat(.reductions(reductions, isResizable: true), &arguments)
  }

  /// `TextCatCNN`: the mean of word vectors.
  static func textCatCNN(_ name: String, isResizable: Bool) -> RegistryEntry<Architecture> {
    RegistryEntry(
      .architectures, name,
      [
        Parameter("tok2vec", .function(["architectures"])), Parameter("exclusive_classes", .bool),
        Parameter("nO", .optional(.integer), default: .null),
      ]
    ) { (arguments: inout ArgumentReader) throws(ConfigError) in
      try textCat(.reductions([.mean], isResizable: isResizable), &arguments)
    }
  }

  /// `TextCatParametricAttention.v1`: word vectors weighted by attention.
  static let textCatAttention = RegistryEntry(
    .architectures, "spacy.TextCatParametricAttention.v1",
    [
      Parameter("tok2vec", .function(["architectures"])), Parameter("exclusive_classes", .bool),
      Parameter("nO", .optional(.integer), default: .null),
    ]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    try textCat(.attention, &arguments)
  }

  private static func textCat(
    _ kind: TextCatArchitecture.Kind, _ arguments: inout ArgumentReader
  ) throws(ConfigError) -> Architecture {
    .textCat(
      TextCatArchitecture(
        kind: kind, isExclusive: try arguments.bool("exclusive_classes"),
        vectors: try arguments.vectors("tok2vec"), outputs: try arguments.optionalInteger("nO")))
  }
}
