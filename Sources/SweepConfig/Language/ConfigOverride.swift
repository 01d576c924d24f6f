/// A value to be put in place of one of a config's, as `--training.dropout 0.2` asks for.
public struct ConfigOverride: Equatable, Sendable {
  /// The dotted path.
  public var key: String
  public var value: JSONValue
  /// Where it was asked for, for messages: `command line`, `sweeps/ner.toml:12`.
  public var origin: String

  public init(_ key: String, _ value: JSONValue, origin: String = "command line") {
    self.key = key
    self.value = value
    self.origin = origin
  }
}
