import SweepConfig

extension CategoricalCrossentropy {
  static let parameters = [
    Parameter("normalize", .bool, default: true),
    Parameter("names", .optional(.list(.string)), default: nil as JSONValue),
    Parameter(
      "missing_value", .optional(.either([.string, .integer])), default: nil as JSONValue),
    Parameter("neg_prefix", .optional(.string), default: nil as JSONValue),
    Parameter("label_smoothing", .number, default: 0.0),
  ]

  /// The versions: each has a setting more than the one before.
  static let entries = [("v1", 3), ("v2", 4), ("v3", 5)].map { version, count in
    RegistryEntry<any Loss>(
      .losses, "CategoricalCrossentropy.\(version)", Array(parameters.prefix(count))
    ) { (arguments: inout ArgumentReader) throws(ConfigError) in
      try CategoricalCrossentropy(reading: &arguments, parameters.prefix(count).map(\.name))
    }
  }

  /// Reads the settings that a version has.
  init(reading arguments: inout ArgumentReader, _ keys: [String]) throws(ConfigError) {
    self.init(normalize: try arguments.bool("normalize"))
    if let value = arguments.raw("names"), !value.isNull { names = try arguments.strings("names") }
    if keys.contains("missing_value") {
      if let number = arguments.raw("missing_value")?.intValue {
        missingValue = .number(number)
      } else if let name = try arguments.optionalString("missing_value") {
        missingValue = .name(name)
      }
    }
    if keys.contains("neg_prefix") { negPrefix = try arguments.optionalString("neg_prefix") }
    if keys.contains("label_smoothing") {
      labelSmoothing = try arguments.number("label_smoothing")
      guard (0..<1).contains(labelSmoothing) else {
        throw ConfigError(
          .invalidValue(expected: "a share from 0 to below 1", found: "\(labelSmoothing)"),
          at: arguments.location(of: "label_smoothing"))
      }
    }
  }
}
