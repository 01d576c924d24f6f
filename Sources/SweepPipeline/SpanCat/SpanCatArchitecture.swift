public import SweepConfig

/// The settings of `SpanCategorizer.v1`.
public struct SpanCatArchitecture: Equatable, Sendable {
  /// Where word vectors come from.
  public var vectors: VectorArchitecture
  /// The width of the layer over a span's vector.
  public var hiddenWidth: Int
  /// Whether scores are a softmax over labels, or a logistic function of each.
  public var isSoftmax: Bool
}

/// A function under `@layers` that a span categorizer is made of.
public enum SpanLayer: Equatable, Sendable {
  /// `spacy.mean_max_reducer.v1`: a span's vector from those of its words.
  case reducer(hiddenWidth: Int)
  /// `spacy.LinearLogistic.v1`, or `Softmax.v2`.
  case scorer(isSoftmax: Bool)
}

extension RegistryKind where Product == SpanLayer {
  /// The layers of span categorizers under `@layers`.
  public static var spanLayers: RegistryKind { RegistryKind("layers") }
}

extension SpanLayer {
  private static let sizes = [
    Parameter("nO", .optional(.integer), default: .null),
    Parameter("nI", .optional(.integer), default: .null),
  ]

  /// The last, first, mean and largest vectors of a span, mixed.
  static let meanMaxReducer = RegistryEntry(
    .spanLayers, "spacy.mean_max_reducer.v1", [Parameter("hidden_size", .integer)]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    SpanLayer.reducer(hiddenWidth: try arguments.positive("hidden_size"))
  }

  /// A logistic function for each label.
  static let linearLogistic = RegistryEntry(.spanLayers, "spacy.LinearLogistic.v1", sizes) {
    (_: inout ArgumentReader) throws(ConfigError) in SpanLayer.scorer(isSoftmax: false)
  }

  /// A softmax over the labels.
  static func softmax(_ name: String) -> RegistryEntry<SpanLayer> {
    RegistryEntry(.spanLayers, name, sizes) {
      (arguments: inout ArgumentReader) throws(ConfigError) in
      for key in ["init_W", "init_b"] where arguments.raw(key).map({ !$0.isNull }) ?? false {
        throw ConfigError(
          .other(
            what: "initial weights of one's own are not supported here",
            help: "leave \(key) out: a softmax starts at 0"), at: arguments.location(of: key))
      }
      let isNormalized = try arguments.bool("normalize_outputs", default: true)
      let temperature = try arguments.number("temperature", default: 1)
      guard isNormalized, temperature == 1 else {
        throw ConfigError(
          .other(
            what: "only normalized outputs at temperature 1 are supported here",
            help: "leave normalize_outputs and temperature out"),
          at: arguments.location(of: "normalize_outputs"))
      }
      return .scorer(isSoftmax: true)
    }
  }
}

extension Architecture {
  /// `SpanCategorizer.v1`: labels of suggested spans.
  static let spanCategorizer = RegistryEntry(
    .architectures, "spacy.SpanCategorizer.v1",
    [
      Parameter("tok2vec", .function(["architectures"])),
      Parameter("reducer", .function(["layers"])), Parameter("scorer", .function(["layers"])),
    ]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    guard case .reducer(let width) = try arguments.object("reducer", .spanLayers) else {
      throw arguments.invalid("reducer", "spacy.mean_max_reducer.v1", "another layer")
    }
    guard case .scorer(let isSoftmax) = try arguments.object("scorer", .spanLayers) else {
      throw arguments.invalid(
        "scorer", "spacy.LinearLogistic.v1 or Softmax.v2", "another layer")
    }
    return .spanCat(
      SpanCatArchitecture(
        vectors: try arguments.vectors("tok2vec"), hiddenWidth: width, isSoftmax: isSoftmax))
  }
}
