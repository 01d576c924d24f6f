/// Reads values from bytes, one after the other.
///
/// Sizes are checked against what is left before anything is allocated, and the number of values is
/// limited, so that broken or hostile data costs no more memory than its length and 1 GB.
package struct MessagePackReader {
  /// How deep values may be nested.
  package static let depthLimit = 64
  /// How many values are read at most.
  package static let defaultValueLimit = 1 << 25
  /// The most items that are reserved on the word of a length field alone.
  private static let reservationLimit = 4096

  private let bytes: [UInt8]
  /// Where the next value starts.
  package private(set) var offset = 0
  private var valueCount = 0
  private let valueLimit: Int

  package init(_ bytes: [UInt8], valueLimit: Int = MessagePackReader.defaultValueLimit) {
    self.bytes = bytes
    self.valueLimit = valueLimit
  }

  /// Starts at an offset, which must be that of a value.
  package init(_ bytes: [UInt8], from offset: Int) {
    self.init(bytes, valueLimit: .max)
    self.offset = offset
  }

  /// Reads the head of a map: how many entries follow; `nil` when the next value is none.
  package mutating func readMapCount() throws(MessagePackError) -> Int? {
    try readCount(fix: 0x80, types: [0xde: 2, 0xdf: 4])
  }

  /// Reads the head of a list: how many items follow; `nil` when the next value is none.
  package mutating func readArrayCount() throws(MessagePackError) -> Int? {
    try readCount(fix: 0x90, types: [0xdc: 2, 0xdd: 4])
  }

  /// Reads the head of bytes: how many follow; `nil` when the next value is none.
  package mutating func readBinaryCount() throws(MessagePackError) -> Int? {
    try readCount(fix: nil, types: [0xc4: 1, 0xc5: 2, 0xc6: 4])
  }

  private mutating func readCount(
    fix: UInt8?, types: [UInt8: Int]
  ) throws(MessagePackError) -> Int? {
    try expect(1)
    let type = bytes[offset]
    if let fix, type & 0xf0 == fix {
      offset += 1
      return Int(type & 0x0f)
    }
    guard let size = types[type] else { return nil }
    offset += 1
    return Int(try readBigEndian(size))
  }

  /// How many bytes are left.
  package var left: Int { bytes.count - offset }

  /// Reads a value and all that is in it.
  package mutating func readValue(depth: Int = 0) throws(MessagePackError) -> MessagePack.Value {
    let start = offset
    guard depth < Self.depthLimit else {
      throw MessagePackError(.tooDeep(limit: Self.depthLimit), at: start)
    }
    valueCount += 1
    guard valueCount <= valueLimit else {
      throw MessagePackError(.tooManyValues(limit: valueLimit), at: start)
    }
    let type = try readByte()
    switch type {
    case 0x00...0x7f: return .integer(Int64(type))
    case 0x80...0x8f: return .map(try readEntries(Int(type & 0x0f), depth))
    case 0x90...0x9f: return .array(try readItems(Int(type & 0x0f), depth))
    case 0xa0...0xbf: return .string(try readString(Int(type & 0x1f)))
    case 0xc0: return .null
    case 0xc2: return .bool(false)
    case 0xc3: return .bool(true)
    case 0xc4...0xc6: return .binary(try readBinary(Int(try readBigEndian(1 << (type - 0xc4)))))
    case 0xc7...0xc9: return try readExtended(Int(try readBigEndian(1 << (type - 0xc7))))
    case 0xca: return .number(Double(Float(bitPattern: UInt32(try readBigEndian(4)))))
    case 0xcb: return .number(Double(bitPattern: try readBigEndian(8)))
    case 0xcc...0xcf: return Self.unsigned(try readBigEndian(1 << (type - 0xcc)))
    case 0xd0...0xd3: return .integer(try readSigned(1 << (type - 0xd0)))
    case 0xd4...0xd8: return try readExtended(1 << (type - 0xd4))
    case 0xd9...0xdb: return .string(try readString(Int(try readBigEndian(1 << (type - 0xd9)))))
    case 0xdc, 0xdd:
      return .array(try readItems(Int(try readBigEndian(type == 0xdc ? 2 : 4)), depth))
    case 0xde, 0xdf:
      return .map(try readEntries(Int(try readBigEndian(type == 0xde ? 2 : 4)), depth))
    case 0xe0...0xff: return .integer(Int64(Int8(bitPattern: type)))
    default: throw MessagePackError(.unknownType(type), at: start)
    }
  }

  /// Throws unless all bytes were read.
  package func expectEnd() throws(MessagePackError) {
    guard left == 0 else { throw MessagePackError(.trailingBytes(left), at: offset) }
  }

  // MARK: - Parts

  private static func unsigned(_ value: UInt64) -> MessagePack.Value {
    if let integer = Int64(exactly: value) { .integer(integer) } else { .unsigned(value) }
  }

  /// Throws unless at least `count` bytes are left.
  private func expect(_ count: Int) throws(MessagePackError) {
    guard count <= left else {
      throw MessagePackError(.truncated(needed: count, left: left), at: offset)
    }
  }

  private mutating func readByte() throws(MessagePackError) -> UInt8 {
    try expect(1)
    defer { offset += 1 }
    return bytes[offset]
  }

  private mutating func readBigEndian(_ count: Int) throws(MessagePackError) -> UInt64 {
    try expect(count)
    defer { offset += count }
    return bytes[offset..<offset + count].reduce(0) { $0 << 8 | UInt64($1) }
  }

  private mutating func readSigned(_ count: Int) throws(MessagePackError) -> Int64 {
    let shift = 64 - 8 * count
    return Int64(bitPattern: try readBigEndian(count) << shift) >> shift
  }

  private mutating func readBinary(_ count: Int) throws(MessagePackError) -> [UInt8] {
    try expect(count)
    defer { offset += count }
    return Array(bytes[offset..<offset + count])
  }

  private mutating func readString(_ count: Int) throws(MessagePackError) -> String {
    try expect(count)
    guard let text = String(validating: bytes[offset..<offset + count], as: UTF8.self) else {
      throw MessagePackError(.invalidUTF8, at: offset)
    }
    offset += count
    return text
  }

  private mutating func readExtended(_ count: Int) throws(MessagePackError) -> MessagePack.Value {
    let type = Int8(bitPattern: try readByte())
    return .extended(type, try readBinary(count))
  }

  private mutating func readItems(
    _ count: Int, _ depth: Int
  ) throws(MessagePackError) -> [MessagePack.Value] {
    try expect(count)
    var items: [MessagePack.Value] = []
    items.reserveCapacity(min(count, Self.reservationLimit))
    for _ in 0..<count { items.append(try readValue(depth: depth + 1)) }
    return items
  }

  private mutating func readEntries(
    _ count: Int, _ depth: Int
  ) throws(MessagePackError) -> [MessagePack.Entry] {
    try expect(2 * count)
    var entries: [MessagePack.Entry] = []
    entries.reserveCapacity(min(count, Self.reservationLimit))
    for _ in 0..<count {
      let key = try readValue(depth: depth + 1)
      entries.append(MessagePack.Entry(key, try readValue(depth: depth + 1)))
    }
    return entries
  }
}
