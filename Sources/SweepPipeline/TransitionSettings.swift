import SweepConfig

/// The settings of a `ner` or `parser` component besides its network.
public struct TransitionSettings: Equatable, Sendable {
  /// The length of the pieces that long documents are cut into, about; 0 for no cutting.
  public var updateWithOracleCutSize = 100
  /// The key of spans that are known to be no entities.
  public var incorrectSpansKey: String?
  /// Labels that a corpus has less often stand for `dep`; the labels of NER have no lower limit.
  public var minActionFrequency = 1
  /// Whether a parser may join parts of words; kept for the `cfg` file in NER.
  public var learnsTokens = false

  /// spaCy's defaults.
  public init() {}

  /// Reads the block of a component.
  ///
  /// - Parameters:
  ///   - arguments: the block.
  ///   - leastFrequency: the default of `min_action_freq`.
  /// - Throws: `ConfigError` for values of the wrong type, and for beam search, which is not built.
  init(
    reading arguments: inout ArgumentReader, leastFrequency: Int = 1
  ) throws(ConfigError) {
    updateWithOracleCutSize = try arguments.integer("update_with_oracle_cut_size", default: 100)
    guard updateWithOracleCutSize >= 0 else {
      throw arguments.invalid(
        "update_with_oracle_cut_size", "0 or more", "\(updateWithOracleCutSize)")
    }
    incorrectSpansKey = try arguments.optionalString("incorrect_spans_key")
    minActionFrequency = try arguments.integer("min_action_freq", default: leastFrequency)
    learnsTokens = try arguments.bool("learn_tokens", default: false)
    if let moves = arguments.raw("moves"), !moves.isNull {
      throw ConfigError(
        .other(
          what: "moves of one's own are not supported",
          help: "leave moves = null: the labels come from the training corpus"),
        at: arguments.location(of: "moves"))
    }
    let width = try arguments.integer("beam_width", default: 1)
    let probability = try arguments.number("beam_update_prob", default: 0)
    guard width <= 1 && probability <= 0 else {
      throw ConfigError(
        .other(
          what: "beam search is not supported",
          help: "set beam_width to 1 and beam_update_prob to 0.0: decoding is greedy; engine = "
            + "\"spacy\" in a sweep file runs it by spaCy"),
        at: arguments.location(of: width > 1 ? "beam_width" : "beam_update_prob"))
    }
    _ = arguments.raw("beam_density")
    _ = arguments.raw("multitasks")
  }

  /// The content of the `cfg` file.
  var json: JSONObject {
    [
      "moves": .null, "update_with_oracle_cut_size": .integer(updateWithOracleCutSize),
      "multitasks": .array([]), "min_action_freq": .integer(minActionFrequency),
      "learn_tokens": .bool(learnsTokens), "beam_width": .integer(1),
      "beam_density": .number(0), "beam_update_prob": .number(0),
      "incorrect_spans_key": incorrectSpansKey.map { .string($0) } ?? .null,
    ]
  }
}
