/// The type that a registered function declares for an argument.
///
/// The checks are as lenient as spaCy's: a whole number is a float and a string that reads as a
/// number is one, but a truth value is never a number.
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
  /// A section that calls a function of one of these registries; of any, if there are none.
  case function([String])
  /// A number, a list of numbers, or a section that calls a function of `@schedules`.
  case schedule

  /// A section that calls a function which makes a model.
  public static var layer: ParameterType { .function(["architectures", "layers"]) }

  /// A section that calls any function.
  public static var anyFunction: ParameterType { .function([]) }
}

extension ParameterType {
  /// What a value of this type is, for messages: `a whole number or null`.
  public var expectation: String {
    switch self {
    case .any: "any value"
    case .bool: "true or false"
    case .integer: "a whole number"
    case .number: "a number"
    case .string: "a string"
    case .literal(let names): names.map { "\"\($0)\"" }.joined(separator: " or ")
    case .list(let element): "a list of " + element.pluralExpectation
    case .dictionary: "a section"
    case .optional(let type): type.expectation + " or null"
    case .either(let types): types.map(\.expectation).joined(separator: " or ")
    case .function(let registries):
      registries.isEmpty
        ? "a section that calls a function"
        : "a section with " + registries.map { "@\($0)" }.joined(separator: " or ")
    case .schedule: "a number, a list of numbers or a section with @schedules"
    }
  }

  private var pluralExpectation: String {
    switch self {
    case .integer: "whole numbers"
    case .number: "numbers"
    case .string: "strings"
    case .either(let types): types.map(\.pluralExpectation).joined(separator: " or ")
    default: "values"
    }
  }

  /// Why a value is not of this type; `nil` when it is.
  ///
  /// A section that calls a function is accepted by the registry it names; its arguments are
  /// another matter. A value with a variable in it is taken on trust.
  ///
  /// - Parameter value: The value to look at.
  /// - Returns: What was found instead of the expectation, such as `the string "x"`.
  func mismatch(of value: JSONValue) -> String? {
    if value.containsVariable || accepts(value) { return nil }
    let unwrapped: ParameterType = if case .optional(let type) = self { type } else { self }
    if case .list(let element) = unwrapped, let elements = value.arrayValue,
      let wrong = elements.first(where: { !element.accepts($0) })
    {
      return "a list with " + wrong.kindDescription
    }
    if let function = value.objectValue?.keys.first(where: { $0.hasPrefix("@") }) {
      return "a section with \(function)"
    }
    return value.kindDescription
  }

  private func accepts(_ value: JSONValue) -> Bool {
    if value.containsVariable { return true }
    return switch self {
    case .any: true
    case .bool: value.boolValue != nil
    case .integer: value.lenientInteger != nil
    case .number: value.lenientNumber != nil
    case .string: value.stringValue != nil
    case .literal(let names): value.stringValue.map(names.contains) ?? false
    case .list(let element): value.arrayValue?.allSatisfy(element.accepts) ?? false
    case .dictionary(let element): value.objectValue?.values.allSatisfy(element.accepts) ?? false
    case .optional(let type): value.isNull || type.accepts(value)
    case .either(let types): types.contains { $0.accepts(value) }
    case .function(let registries): value.calls(oneOf: registries)
    case .schedule:
      value.lenientNumber != nil
        || value.arrayValue?.allSatisfy { $0.lenientNumber != nil } ?? false
        || value.calls(oneOf: ["schedules"])
    }
  }
}

extension JSONValue {
  /// Whether this is a section that calls a function of one of these registries; of any, if empty.
  fileprivate func calls(oneOf registries: [String]) -> Bool {
    let called = objectValue?.keys.first { $0.hasPrefix("@") }
    return called.map { registries.isEmpty || registries.contains(String($0.dropFirst())) } ?? false
  }
}

/// One argument of a registered function.
public struct Parameter: Equatable, Sendable {
  public let name: String
  public let type: ParameterType
  /// What is written into a filled config when the argument is absent.
  public let defaultValue: JSONValue?
  /// Whether the argument must be given.
  public let isRequired: Bool

  /// An argument; it is required unless it has a default.
  public init(_ name: String, _ type: ParameterType, default defaultValue: JSONValue? = nil) {
    self.name = name
    self.type = type
    self.defaultValue = defaultValue
    isRequired = defaultValue == nil
  }

  /// An argument that may be absent and then stays absent.
  public init(optional name: String, _ type: ParameterType) {
    self.name = name
    self.type = type
    defaultValue = nil
    isRequired = false
  }
}
