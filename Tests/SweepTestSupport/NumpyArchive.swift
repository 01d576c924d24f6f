import CZlib

/// An array of a `.npy` file.
public struct NumpyArray: Sendable {
  /// The sizes, outermost first.
  public let shape: [Int]
  /// NumPy's name of the element type, such as `<f4`.
  public let type: String
  /// The elements in C order, as 64-bit patterns of their own type.
  private let patterns: [UInt64]

  /// The elements as `Float`.
  public var floats: [Float] { doubles.map { Float($0) } }

  /// The elements as `Double`; whole numbers are converted.
  public var doubles: [Double] {
    switch type {
    case "<f4": patterns.map { Double(Float(bitPattern: UInt32($0))) }
    case "<f8": patterns.map { Double(bitPattern: $0) }
    default: integers.map { Double($0) }
    }
  }

  /// The elements as `Int`, with the bits of unsigned ones.
  ///
  /// - Precondition: the array holds whole numbers or truth values.
  public var integers: [Int] {
    switch type {
    case "<i8", "<u8": patterns.map { Int(bitPattern: UInt($0)) }
    case "<i4": patterns.map { Int(Int32(truncatingIfNeeded: $0)) }
    case "<i2": patterns.map { Int(Int16(truncatingIfNeeded: $0)) }
    case "|i1": patterns.map { Int(Int8(truncatingIfNeeded: $0)) }
    case "<u4", "<u2", "|u1", "|b1": patterns.map { Int($0) }
    default: preconditionFailure("an array of \(type) holds no whole numbers")
    }
  }

  /// Reads the bytes of a `.npy` file, version 1 to 3.
  ///
  /// - Throws: `NumpyError`.
  public init(npy bytes: [UInt8], named name: String) throws {
    guard bytes.count > 12, bytes[0] == 0x93, bytes[1..<6].elementsEqual("NUMPY".utf8) else {
      throw NumpyError(name: name, problem: "is no .npy file")
    }
    let isFirstVersion = bytes[6] == 1
    let start = isFirstVersion ? 10 : 12
    let length = littleEndian(bytes, at: 8, count: isFirstVersion ? 2 : 4)
    let header = String(decoding: bytes[start..<start + length], as: UTF8.self)
    guard let type = header.text(between: "'descr': '", and: "'"),
      let sizes = header.text(between: "'shape': (", and: ")"),
      header.contains("'fortran_order': False")
    else { throw NumpyError(name: name, problem: "has an unknown header: \(header)") }
    self.type = type
    shape = sizes.split { $0 == "," || $0 == " " }.compactMap { Int($0) }
    guard let width = type.last?.wholeNumberValue, "fiub".contains(type.dropFirst().first ?? "?")
    else { throw NumpyError(name: name, problem: "has elements of type \(type)") }
    let first = start + length
    let count = shape.reduce(1, *)
    guard bytes.count == first + count * width else {
      throw NumpyError(
        name: name, problem: "has \(bytes.count - first) bytes for \(count) elements")
    }
    patterns = (0..<count).map {
      UInt64(bitPattern: Int64(littleEndian(bytes, at: first + $0 * width, count: width)))
    }
  }
}

/// The arrays of an `.npz` file: a zip archive of `.npy` files, stored or deflated.
public struct NumpyArchive: Sendable {
  /// The names in the order of the archive.
  public let names: [String]
  private let arrays: [String: NumpyArray]

  /// The array with this name.
  public subscript(name: String) -> NumpyArray? { arrays[name] }

  /// Reads a fixture, such as `"model_ner.init_params.npz"`.
  ///
  /// - Throws: `FixtureError`, `NumpyError`.
  public init(fixture name: String) throws {
    try self.init(bytes: Fixture.bytes(name), named: name)
  }

  /// Reads the bytes of an archive.
  ///
  /// - Throws: `NumpyError`.
  public init(bytes: [UInt8], named name: String) throws {
    // The end record stands last, because these archives have no comment.
    let end = bytes.count - 22
    guard end >= 0, littleEndian(bytes, at: end, count: 4) == 0x0605_4b50 else {
      throw NumpyError(name: name, problem: "is no zip archive")
    }
    var at = littleEndian(bytes, at: end + 16, count: 4)
    var names: [String] = []
    var arrays: [String: NumpyArray] = [:]
    for _ in 0..<littleEndian(bytes, at: end + 10, count: 2) {
      let lengths = (28..<34).filter { $0 % 2 == 0 }
        .map { littleEndian(bytes, at: at + $0, count: 2) }
      let file = String(decoding: bytes[at + 46..<at + 46 + lengths[0]], as: UTF8.self)
      let content = try Self.content(of: bytes, entry: at, named: name + ":" + file)
      let key = file.hasSuffix(".npy") ? String(file.dropLast(4)) : file
      names.append(key)
      arrays[key] = try NumpyArray(npy: content, named: name + ":" + file)
      at += 46 + lengths.reduce(0, +)
    }
    self.names = names
    self.arrays = arrays
  }

  /// The uncompressed bytes of the file with the directory entry at `entry`.
  private static func content(of bytes: [UInt8], entry: Int, named name: String) throws -> [UInt8] {
    let method = littleEndian(bytes, at: entry + 10, count: 2)
    let packedCount = littleEndian(bytes, at: entry + 20, count: 4)
    let count = littleEndian(bytes, at: entry + 24, count: 4)
    let header = littleEndian(bytes, at: entry + 42, count: 4)
    let start =
      header + 30 + littleEndian(bytes, at: header + 26, count: 2)
      + littleEndian(bytes, at: header + 28, count: 2)
    let packed = bytes[start..<start + packedCount]
    switch method {
    case 0: return Array(packed)
    case 8: return try inflated(packed, count: count, named: name)
    default: throw NumpyError(name: name, problem: "is compressed by method \(method)")
    }
  }

  private static func inflated(
    _ packed: ArraySlice<UInt8>, count: Int, named name: String
  ) throws -> [UInt8] {
    var stream = z_stream()
    // Negative: raw deflate, without zlib's own header.
    let started = inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard started == Z_OK else { throw NumpyError(name: name, problem: "cannot be inflated") }
    defer { inflateEnd(&stream) }
    var input = Array(packed)
    var output = [UInt8](repeating: 0, count: count)
    let status = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        stream.next_in = input.baseAddress
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        return inflate(&stream, Z_FINISH)
      }
    }
    guard status == Z_STREAM_END, stream.avail_out == 0 else {
      throw NumpyError(name: name, problem: "is damaged")
    }
    return output
  }
}

/// What is wrong with a `.npy` or `.npz` file.
public struct NumpyError: Error, CustomStringConvertible {
  let name: String
  let problem: String
  public var description: String { "\(name) \(problem)" }
}

/// The number in `count` bytes, the lowest first.
private func littleEndian(_ bytes: [UInt8], at offset: Int, count: Int) -> Int {
  var value: UInt64 = 0
  for i in (0..<count).reversed() { value = value << 8 | UInt64(bytes[offset + i]) }
  return Int(bitPattern: UInt(value))
}

extension String {
  /// The text after the first `start` up to the next `end`.
  fileprivate func text(between start: String, and end: Character) -> String? {
    var rest = self[...]
    while !rest.isEmpty {
      if rest.hasPrefix(start) {
        return rest.dropFirst(start.count).firstIndex(of: end).map {
          String(rest.dropFirst(start.count)[..<$0])
        }
      }
      rest = rest.dropFirst()
    }
    return nil
  }
}
