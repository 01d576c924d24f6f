/// Why a text is not JSON, and where.
public struct JSONError: Error, Equatable, Sendable {
  public enum Reason: Equatable, Sendable {
    /// Something else was needed here, such as `"a value"` or `"',' or ']'"`.
    case expected(String)
    /// The text ends inside a value.
    case unexpectedEnd
    /// Text follows the value.
    case trailingText
    /// Arrays and objects are nested more than `limit` deep.
    case tooDeep(limit: Int)
    /// A `\` in a string is followed by something that is no escape.
    case badEscape
    /// A `\u` escape gives half of a surrogate pair.
    case loneSurrogate
    /// A control character stands in a string unescaped.
    case controlCharacter
    /// The bytes are not UTF-8.
    case notUTF8
  }

  public var reason: Reason
  /// The offset of the offending byte.
  public var offset: Int
  /// The line of the offending byte, from 1.
  public var line: Int

  public init(_ reason: Reason, offset: Int, line: Int) {
    self.reason = reason
    self.offset = offset
    self.line = line
  }
}

extension JSONError: CustomStringConvertible {
  public var description: String { "line \(line), offset \(offset): \(problem)" }

  /// What is wrong, without its place.
  package var problem: String {
    switch reason {
    case .expected(let what): "expected \(what)"
    case .unexpectedEnd: "the text ends inside a value"
    case .trailingText: "more text follows the value"
    case .tooDeep(let limit): "nested more than \(limit) levels deep"
    case .badEscape: "this is no valid escape sequence"
    case .loneSurrogate: "this escape is only half of a character (a lone surrogate)"
    case .controlCharacter: "a control character in a string must be escaped"
    case .notUTF8: "the text is not UTF-8"
    }
  }
}
