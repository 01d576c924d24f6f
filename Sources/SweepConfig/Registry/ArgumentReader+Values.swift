extension ArgumentReader {
  /// Reads a number, or the default when the key is absent.
  public mutating func number(
    _ key: String, default defaultValue: Double? = nil
  ) throws(ConfigError) -> Double {
    guard let value = try optionalNumber(key) ?? defaultValue else { throw missingOrNull(key) }
    return value
  }

  /// Reads a whole number, or the default when the key is absent.
  ///
  /// A string that reads as a whole number is one, as in spaCy.
  public mutating func integer(
    _ key: String, default defaultValue: Int? = nil
  ) throws(ConfigError) -> Int {
    guard let value = try optionalInteger(key) ?? defaultValue else { throw missingOrNull(key) }
    return value
  }

  /// Reads a truth value, or the default when the key is absent.
  public mutating func bool(
    _ key: String, default defaultValue: Bool? = nil
  ) throws(ConfigError) -> Bool {
    guard let value = try optional(key, "true or false", { $0.boolValue }) ?? defaultValue else {
      throw missingOrNull(key)
    }
    return value
  }

  /// Reads a string, or the default when the key is absent.
  public mutating func string(
    _ key: String, default defaultValue: String? = nil
  ) throws(ConfigError) -> String {
    guard let value = try optionalString(key) ?? defaultValue else { throw missingOrNull(key) }
    return value
  }

  /// Reads a number; `nil` when the key is absent or null.
  public mutating func optionalNumber(_ key: String) throws(ConfigError) -> Double? {
    try optional(key, "a number", { $0.lenientNumber })
  }

  /// Reads a whole number; `nil` when the key is absent or null.
  public mutating func optionalInteger(_ key: String) throws(ConfigError) -> Int? {
    try optional(key, "a whole number", { $0.lenientInteger })
  }

  /// Reads a truth value; `nil` when the key is absent or null.
  public mutating func optionalBool(_ key: String) throws(ConfigError) -> Bool? {
    try optional(key, "true or false", { $0.boolValue })
  }

  /// Reads a string; `nil` when the key is absent or null.
  public mutating func optionalString(_ key: String) throws(ConfigError) -> String? {
    try optional(key, "a string", { $0.containsVariable ? nil : $0.stringValue })
  }

  /// Reads a list of strings, or the default when the key is absent.
  public mutating func strings(
    _ key: String, default defaultValue: [String]? = nil
  ) throws(ConfigError) -> [String] {
    try list(key, "a list of strings", { $0.stringValue }, defaultValue)
  }

  /// Reads a list of whole numbers, or the default when the key is absent.
  public mutating func integers(
    _ key: String, default defaultValue: [Int]? = nil
  ) throws(ConfigError) -> [Int] {
    try list(key, "a list of whole numbers", { $0.lenientInteger }, defaultValue)
  }

  /// Reads a list of numbers, or the default when the key is absent.
  public mutating func numbers(
    _ key: String, default defaultValue: [Double]? = nil
  ) throws(ConfigError) -> [Double] {
    try list(key, "a list of numbers", { $0.lenientNumber }, defaultValue)
  }

  private mutating func list<Element>(
    _ key: String, _ expected: String, _ convert: (JSONValue) -> Element?,
    _ defaultValue: [Element]?
  ) throws(ConfigError) -> [Element] {
    let elements = try optional(
      key, expected,
      { (value: JSONValue) -> [Element]? in
        guard let elements = value.arrayValue else { return nil }
        let converted = elements.compactMap(convert)
        return converted.count == elements.count ? converted : nil
      })
    guard let elements = elements ?? defaultValue else { throw missingOrNull(key) }
    return elements
  }

  private mutating func optional<Value>(
    _ key: String, _ expected: String, _ convert: (JSONValue) -> Value?
  ) throws(ConfigError) -> Value? {
    guard let value = raw(key), !value.isNull else { return nil }
    guard let converted = convert(value) else { throw wrongType(key, expected, value) }
    return converted
  }

  /// The error of a value that must be there: absent, or given as null.
  private mutating func missingOrNull(_ key: String) -> ConfigError {
    guard raw(key) != nil else { return missing(key) }
    return wrongType(key, "a value", .null)
  }
}

extension JSONValue {
  /// A float, a whole number, or a string that reads as a number.
  var lenientNumber: Double? {
    if let text = stringValue { return try? JSONValue(parsing: text).doubleValue }
    return doubleValue
  }

  /// A whole number, or a string that reads as one.
  var lenientInteger: Int? {
    if let text = stringValue { return Int(text) }
    return intValue
  }

  /// Whether this is a string with a `${variable}`.
  var containsVariable: Bool { stringValue?.containsVariable ?? false }

  /// What kind of value this is, for messages: `the number 0.5`.
  public var kindDescription: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer, .unsigned, .number: "the number \(serialized(.python))"
    case .string(let value): "the string \(JSONValue.string(value.shortened).serialized(.compact))"
    case .array: "a list"
    case .object: "a section"
    }
  }
}
