/// Bytes that are not MessagePack, and where.
public struct MessagePackError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Equatable, Sendable {
    /// The bytes end before the value does.
    case truncated(needed: Int, left: Int)
    /// The byte 0xc1 starts no value.
    case unknownType(UInt8)
    /// A text whose bytes are not UTF-8.
    case invalidUTF8
    /// Values nested deeper than `limit`.
    case tooDeep(limit: Int)
    /// More than `limit` values in one another.
    case tooManyValues(limit: Int)
    /// Bytes after the value.
    case trailingBytes(Int)
  }

  public let reason: Reason
  /// Where, in bytes from the start of the MessagePack data.
  public let offset: Int

  public init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  public var description: String {
    let what =
      switch reason {
      case .truncated(let needed, let left):
        "the data ends too early: \(needed) bytes expected, \(left) left"
      case .unknownType(let byte): "no value starts with byte 0x" + String(byte, radix: 16)
      case .invalidUTF8: "a text is not UTF-8"
      case .tooDeep(let limit): "values are nested more than \(limit) deep"
      case .tooManyValues(let limit): "there are more than \(limit) values"
      case .trailingBytes(let count): "\(count) bytes follow the value"
      }
    return "offset \(offset): \(what)"
  }
}
