import SweepConfig

extension ArgumentReader {
  /// Accepts `get_length = null` only: a function of one's own needs Python.
  ///
  /// - Throws: `ConfigError` when the key names a function.
  mutating func requireNoGetLength() throws(ConfigError) {
    guard let value = raw("get_length"), value != .null else { return }
    throw ConfigError(
      .wrongType(expected: "null (the number of tokens)", found: value.serialized(.python)),
      at: location(of: "get_length"))
  }
}
