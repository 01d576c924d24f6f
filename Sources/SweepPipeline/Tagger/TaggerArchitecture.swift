import SweepConfig

/// The settings of `Tagger`: a softmax layer on word vectors.
public struct TaggerArchitecture: Equatable, Sendable {
  /// The word vectors.
  public var vectors: VectorArchitecture
  /// Whether predictions go through the softmax; the best class is the same but for ties.
  public var normalizes: Bool
}

extension Architecture {
  /// `Tagger`; the first version always normalises.
  static func tagger(_ name: String, hasNormalize: Bool) -> RegistryEntry<Architecture> {
    let normalize = Parameter("normalize", .bool, default: false)
    return RegistryEntry(
      .architectures, name,
      [
        Parameter("tok2vec", .function(["architectures"])),
        Parameter("nO", .optional(.integer), default: .null),
      ] + (hasNormalize ? [normalize] : [])
    ) { (arguments: inout ArgumentReader) throws(ConfigError) in
      .tagger(
        TaggerArchitecture(
          vectors: try arguments.vectors("tok2vec"),
          normalizes: hasNormalize ? try arguments.bool("normalize") : true))
    }
  }
}

extension ArgumentReader {
  /// The network of a component that classifies words.
  ///
  /// - Throws: `ConfigError` for another kind of network.
  mutating func tagger() throws(ConfigError) -> TaggerArchitecture {
    guard case .tagger(let architecture) = try object("model", .architectures) else {
      throw invalid("model", "a network such as spacy.Tagger.v2", "another network")
    }
    return architecture
  }

  /// The share of targets that goes to other classes.
  mutating func labelSmoothing() throws(ConfigError) -> Double {
    let value = try number("label_smoothing", default: 0)
    guard value >= 0 && value < 1 else {
      throw invalid("label_smoothing", "a number from 0 to below 1", "\(value)")
    }
    return value
  }
}
