/// The type that a registered function declares for an argument.
///
/// The checks are as lenient as spaCy's: a whole number is a float and a string that reads as a
/// whole number is one, but a truth value is never a number.
public indirect enum ParameterType: Equatable, Sendable {
  case any
  case bool
  case integer
  case number
  case string
  /// One of these strings.
  case literal([String])
  case list(ParameterType)
  /// A section with arbitrary keys.
  case dictionary(ParameterType)
  case optional(ParameterType)
  case either([ParameterType])
  /// A section that calls a function of this registry.
  case function(String)
  /// A number, a list of numbers, or a section that calls a function of `@schedules`.
  case schedule
}

/// One argument of a registered function.
public struct Parameter: Equatable, Sendable {
  public let name: String
  public let type: ParameterType
  /// What is written into a filled config when the argument is absent; `nil` means it is required.
  public let defaultValue: JSONValue?

  public init(_ name: String, _ type: ParameterType, default defaultValue: JSONValue? = nil) {
    self.name = name
    self.type = type
    self.defaultValue = defaultValue
  }
}
