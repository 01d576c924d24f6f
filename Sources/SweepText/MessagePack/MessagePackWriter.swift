/// Writes values as bytes, one after the other, each in its shortest form.
package struct MessagePackWriter {
  /// What was written.
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// Makes room for bytes that will be written.
  package mutating func reserveCapacity(_ count: Int) { bytes.reserveCapacity(count) }

  /// Writes a value and all that is in it.
  package mutating func write(_ value: MessagePack.Value) {
    switch value {
    case .null: bytes.append(0xc0)
    case .bool(let bool): bytes.append(bool ? 0xc3 : 0xc2)
    case .integer(let integer): write(integer)
    case .unsigned(let integer): writeUnsigned(integer)
    case .number(let number): writeNumber(number)
    case .string(let text): write(text)
    case .binary(let data): write(data)
    case .array(let items):
      beginArray(items.count)
      for item in items { write(item) }
    case .map(let entries):
      beginMap(entries.count)
      for entry in entries {
        write(entry.key)
        write(entry.value)
      }
    case .extended(let type, let data): writeExtended(type, data)
    }
  }

  /// Starts a map of `count` keys and values that are written next.
  package mutating func beginMap(_ count: Int) {
    writeCount(count, short: 0x80, shortLimit: 16, types: [nil, 0xde, 0xdf])
  }

  /// Starts a list of `count` items that are written next.
  package mutating func beginArray(_ count: Int) {
    writeCount(count, short: 0x90, shortLimit: 16, types: [nil, 0xdc, 0xdd])
  }

  /// Writes a text.
  package mutating func write(_ text: String) {
    writeCount(text.utf8.count, short: 0xa0, shortLimit: 32, types: [0xd9, 0xda, 0xdb])
    bytes.append(contentsOf: text.utf8)
  }

  /// Writes bytes.
  package mutating func write(_ data: [UInt8]) {
    data.withUnsafeBytes { write($0) }
  }

  /// Writes bytes.
  package mutating func write(_ data: UnsafeRawBufferPointer) {
    writeCount(data.count, short: nil, shortLimit: 0, types: [0xc4, 0xc5, 0xc6])
    bytes.append(contentsOf: data)
  }

  /// Writes an integer.
  package mutating func write(_ integer: Int64) {
    switch integer {
    case 0...: writeUnsigned(UInt64(integer))
    case -32..<0: bytes.append(UInt8(bitPattern: Int8(integer)))
    case -0x80..<(-32): appendBigEndian(0xd0, integer, 1)
    case -0x8000..<(-0x80): appendBigEndian(0xd1, integer, 2)
    case -0x8000_0000..<(-0x8000): appendBigEndian(0xd2, integer, 4)
    default: appendBigEndian(0xd3, integer, 8)
    }
  }

  // MARK: - Parts

  private mutating func writeUnsigned(_ integer: UInt64) {
    let pattern = Int64(bitPattern: integer)
    switch integer {
    case 0..<0x80: bytes.append(UInt8(integer))
    case 0x80...0xff: appendBigEndian(0xcc, pattern, 1)
    case 0x100...0xffff: appendBigEndian(0xcd, pattern, 2)
    case 0x1_0000...0xffff_ffff: appendBigEndian(0xce, pattern, 4)
    default: appendBigEndian(0xcf, pattern, 8)
    }
  }

  private mutating func writeNumber(_ number: Double) {
    appendBigEndian(0xcb, Int64(bitPattern: number.bitPattern), 8)
  }

  private mutating func writeExtended(_ type: Int8, _ data: [UInt8]) {
    let fixed: [Int: UInt8] = [1: 0xd4, 2: 0xd5, 4: 0xd6, 8: 0xd7, 16: 0xd8]
    if let byte = fixed[data.count] {
      bytes.append(byte)
    } else {
      writeCount(data.count, short: nil, shortLimit: 0, types: [0xc7, 0xc8, 0xc9])
    }
    bytes.append(UInt8(bitPattern: type))
    bytes.append(contentsOf: data)
  }

  /// Writes the type and length of a value; `types` are those of lengths in 1, 2 and 4 bytes.
  private mutating func writeCount(
    _ count: Int, short: UInt8?, shortLimit: Int, types: [UInt8?]
  ) {
    precondition(count <= 0xffff_ffff, "MessagePack has no room for \(count) items or bytes")
    if let short, count < shortLimit {
      bytes.append(short | UInt8(count))
    } else if let type = types[0], count <= 0xff {
      appendBigEndian(type, Int64(count), 1)
    } else if let type = types[1], count <= 0xffff {
      appendBigEndian(type, Int64(count), 2)
    } else if let type = types[2] {
      appendBigEndian(type, Int64(count), 4)
    }
  }

  private mutating func appendBigEndian(_ type: UInt8, _ value: Int64, _ count: Int) {
    bytes.append(type)
    for shift in stride(from: 8 * (count - 1), through: 0, by: -8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> Int64(shift)))
    }
  }
}
