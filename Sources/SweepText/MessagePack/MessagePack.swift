/// The binary format that `.spacy` files, model files and tokenizer files share.
///
/// Maps keep the order of their entries, text and bytes are different types, and integers are written
/// in the fewest bytes, so that a file that was read can be written with the same bytes.
///
/// - Source: the MessagePack specification; conventions of spaCy's files (srsly 2.4).
public enum MessagePack {
  /// One value of a file.
  public enum Value: Equatable, Sendable {
    case null
    case bool(Bool)
    /// An integer that fits in 64 bits with a sign.
    case integer(Int64)
    /// An integer above `Int64.max`, such as most string ids.
    case unsigned(UInt64)
    case number(Double)
    case string(String)
    case binary([UInt8])
    case array([Value])
    case map([Entry])
    /// An extension type: its number and bytes.
    case extended(Int8, [UInt8])
  }

  /// A key and its value in a map.
  public struct Entry: Equatable, Sendable {
    public var key: Value
    public var value: Value

    public init(_ key: Value, _ value: Value) {
      self.key = key
      self.value = value
    }
  }

  /// Reads one value that fills `bytes`.
  ///
  /// - Throws: `MessagePackError` with the offset of the fault.
  public static func read(_ bytes: [UInt8]) throws(MessagePackError) -> Value {
    var reader = MessagePackReader(bytes)
    let value = try reader.readValue()
    try reader.expectEnd()
    return value
  }

  /// The bytes of a value.
  public static func bytes(_ value: Value) -> [UInt8] {
    var writer = MessagePackWriter()
    writer.write(value)
    return writer.bytes
  }
}

extension MessagePack.Value {
  /// The value of a text key in a map, or `nil`; of equal keys, the last one counts.
  public subscript(key: String) -> MessagePack.Value? {
    guard case .map(let entries) = self else { return nil }
    return entries.last {
      guard case .string(let text) = $0.key else { return false }
      return text.utf8.elementsEqual(key.utf8)
    }?.value
  }

  /// The value of a key of bytes in a map, as Thinc writes the fields of arrays.
  public subscript(binary key: String) -> MessagePack.Value? {
    guard case .map(let entries) = self else { return nil }
    return entries.last {
      guard case .binary(let bytes) = $0.key else { return false }
      return bytes.elementsEqual(key.utf8)
    }?.value
  }

  /// The text, or `nil`.
  public var stringValue: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The bytes, or `nil`.
  public var binaryValue: [UInt8]? {
    if case .binary(let bytes) = self { bytes } else { nil }
  }

  /// The items, or `nil`.
  public var arrayValue: [MessagePack.Value]? {
    if case .array(let items) = self { items } else { nil }
  }

  /// The entries, or `nil`.
  public var mapValue: [MessagePack.Entry]? {
    if case .map(let entries) = self { entries } else { nil }
  }

  /// The integer, or `nil` when it is none or too large.
  public var intValue: Int? {
    if case .integer(let integer) = self { Int(exactly: integer) } else { nil }
  }

  /// The integer without a sign, or `nil`.
  public var unsignedValue: UInt64? {
    switch self {
    case .integer(let integer): UInt64(exactly: integer)
    case .unsigned(let integer): integer
    default: nil
    }
  }

  /// The number; integers and booleans count, as in Python.
  public var doubleValue: Double? {
    switch self {
    case .number(let number): number
    case .integer(let integer): Double(integer)
    case .unsigned(let integer): Double(integer)
    case .bool(let bool): bool ? 1 : 0
    default: nil
    }
  }

  /// The truth value, or `nil`.
  public var boolValue: Bool? {
    if case .bool(let bool) = self { bool } else { nil }
  }

  /// Whether this is nil.
  public var isNull: Bool { self == .null }

  /// What the value is, for messages.
  package var typeName: String {
    switch self {
    case .null: "nil"
    case .bool: "a boolean"
    case .integer, .unsigned: "an integer"
    case .number: "a number"
    case .string: "a text"
    case .binary: "bytes"
    case .array: "a list"
    case .map: "a map"
    case .extended: "an extension"
    }
  }
}
