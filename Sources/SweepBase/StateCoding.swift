/// Writes the state of a computation as bytes, to go on from it later with the same bits.
///
/// Whole numbers take 8 bytes, the lowest first; numbers their 64 or 32 bits; texts and lists come after
/// their length. What is written is read with `StateReader`, in the same order.
public struct StateWriter: Sendable {
  /// What was written so far.
  public private(set) var bytes: [UInt8] = []

  /// Nothing is written yet.
  ///
  /// - Parameter capacity: How many bytes there will be, about.
  public init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  /// Writes a whole number.
  public mutating func write(_ number: Int) {
    write(bits: UInt64(bitPattern: Int64(number)))
  }

  /// Writes a number by its bits, which keeps NaN and the sign of 0.
  public mutating func write(_ number: Double) { write(bits: number.bitPattern) }

  /// Writes whether something holds.
  public mutating func write(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

  /// Writes a byte.
  public mutating func write(byte: UInt8) { bytes.append(byte) }

  /// Writes a text.
  public mutating func write(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      write(utf8.count)
      bytes.append(contentsOf: utf8)
    }
  }

  /// Writes bytes.
  public mutating func write(_ block: [UInt8]) {
    write(block.count)
    bytes.append(contentsOf: block)
  }

  /// Writes 32-bit numbers.
  public mutating func write(_ numbers: [Float]) { writeRaw(numbers) }

  /// Writes 32-bit words.
  public mutating func write(_ words: [UInt32]) { writeRaw(words) }

  /// Writes whole numbers.
  public mutating func write(_ numbers: [Int]) { writeRaw(numbers) }

  /// Writes flags.
  public mutating func write(_ flags: [Bool]) { write(flags.map { $0 ? 1 : 0 } as [UInt8]) }

  /// Writes whether there is something, and what.
  public mutating func write<Value>(
    optional value: Value?, _ body: (inout StateWriter, Value) -> Void
  ) {
    write(value != nil)
    if let value { body(&self, value) }
  }

  /// Writes a list.
  public mutating func write<Value>(
    list: [Value], _ body: (inout StateWriter, Value) -> Void
  ) {
    write(list.count)
    for value in list { body(&self, value) }
  }

  private mutating func write(bits: UInt64) {
    withUnsafeBytes(of: bits.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Numbers of fixed size, as they lie in the memory of a machine whose lowest bytes come first.
  private mutating func writeRaw<Value: BitwiseCopyable>(_ values: [Value]) {
    write(values.count)
    values.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }
}

/// Reads what a `StateWriter` has written.
public struct StateReader: Sendable {
  private let bytes: [UInt8]
  private var position = 0

  /// Reads from the start of the bytes.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether all bytes were read.
  public var isAtEnd: Bool { position == bytes.count }

  /// Reads a whole number.
  public mutating func int() throws(StateError) -> Int {
    Int(Int64(bitPattern: try bits()))
  }

  /// Reads how many of something there are, each of which takes at least `size` bytes.
  public mutating func count(size: Int = 1) throws(StateError) -> Int {
    let count = try int()
    guard count >= 0, count <= (bytes.count - position) / max(1, size) else {
      throw StateError("a length of \(count) at byte \(position - 8) of \(bytes.count)")
    }
    return count
  }

  /// Reads a number.
  public mutating func double() throws(StateError) -> Double { Double(bitPattern: try bits()) }

  /// Reads whether something holds.
  public mutating func bool() throws(StateError) -> Bool {
    guard position < bytes.count, bytes[position] <= 1 else {
      throw StateError("no truth value at byte \(position) of \(bytes.count)")
    }
    defer { position += 1 }
    return bytes[position] == 1
  }

  /// Reads a text.
  public mutating func text() throws(StateError) -> String {
    let start = position
    guard let text = String(validating: try block(), as: UTF8.self) else {
      throw StateError("no UTF-8 at byte \(start)")
    }
    return text
  }

  /// Reads bytes.
  public mutating func block() throws(StateError) -> [UInt8] {
    let count = try count()
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  /// Reads 32-bit numbers.
  public mutating func floats() throws(StateError) -> [Float] { try raw() }

  /// Reads 32-bit words.
  public mutating func words() throws(StateError) -> [UInt32] { try raw() }

  /// Reads whole numbers.
  public mutating func ints() throws(StateError) -> [Int] { try raw() }

  /// Reads flags.
  public mutating func flags() throws(StateError) -> [Bool] { try block().map { $0 == 1 } }

  /// Reads something that may not be there.
  public mutating func optional<Value>(
    _ body: (inout StateReader) throws(StateError) -> Value
  ) throws(StateError) -> Value? {
    try bool() ? try body(&self) : nil
  }

  /// Reads a list.
  public mutating func list<Value>(
    _ body: (inout StateReader) throws(StateError) -> Value
  ) throws(StateError) -> [Value] {
    var list: [Value] = []
    for _ in 0..<(try count()) { list.append(try body(&self)) }
    return list
  }

  private mutating func bits() throws(StateError) -> UInt64 {
    guard bytes.count - position >= 8 else {
      throw StateError("it ends at byte \(bytes.count), in the midst of a number")
    }
    defer { position += 8 }
    return bytes.withUnsafeBytes {
      UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }
  }

  private mutating func raw<Value: BitwiseCopyable>() throws(StateError) -> [Value] {
    let size = MemoryLayout<Value>.stride
    let count = try count(size: size)
    defer { position += count * size }
    let start = position
    return [Value](unsafeUninitializedCapacity: count) { buffer, initialized in
      bytes.withUnsafeBytes { bytes in
        UnsafeMutableRawBufferPointer(buffer).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + count * size]))
      }
      initialized = count
    }
  }
}

/// Why a state cannot be gone on from.
public struct StateError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong, for people.
  public var description: String

  /// Something is wrong.
  public init(_ description: String) { self.description = description }
}
