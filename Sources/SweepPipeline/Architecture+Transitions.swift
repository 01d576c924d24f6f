import SweepConfig

extension Architecture {
  /// `TransitionBasedParser`; `usesUpper` is the default of `use_upper`, `nil` where it
  /// must be given.
  static func transitionBasedParser(
    _ name: String, usesUpper: Bool?
  ) -> RegistryEntry<Architecture> {
    RegistryEntry(
      .architectures, name,
      [
        Parameter("tok2vec", .function(["architectures"])),
        Parameter("state_type", .literal(["parser", "ner"])),
        Parameter("extra_state_tokens", .bool), Parameter("hidden_width", .integer),
        Parameter("maxout_pieces", .integer),
        Parameter("use_upper", .bool, default: usesUpper.map { .bool($0) }),
        Parameter("nO", .optional(.integer), default: .null),
      ]
    ) { (arguments: inout ArgumentReader) throws(ConfigError) in
      let name = try arguments.string("state_type")
      guard let type = TransitionArchitecture.StateType(rawValue: name) else {
        throw arguments.invalid("state_type", "ner or parser", name)
      }
      let vectors = try arguments.vectors("tok2vec")
      return .transitions(
        TransitionArchitecture(
          stateType: type, vectors: vectors,
          extraStateTokens: try arguments.bool("extra_state_tokens"),
          hiddenWidth: try arguments.positive("hidden_width"),
          maxoutPieces: try arguments.positive("maxout_pieces"),
          usesUpper: try arguments.bool("use_upper")))
    }
  }
}

extension ArgumentReader {
  /// A whole number of at least 1.
  mutating func positive(_ key: String) throws(ConfigError) -> Int {
    let value = try integer(key)
    guard value >= 1 else { throw invalid(key, "a whole number of at least 1", "\(value)") }
    return value
  }

  /// The error of a value that is of the right type and makes no sense.
  func invalid(_ key: String, _ expected: String, _ found: String) -> ConfigError {
    ConfigError(.invalidValue(expected: expected, found: found), at: location(of: key))
  }
}
