/// A matrix of 32-bit floats in NumPy's `.npy` format.
///
/// - Source: the NumPy format, versions 1 to 3.
package enum NumpyFile {
  /// The bytes of a file with a matrix.
  ///
  /// - Precondition: `data` has `rows * columns` numbers.
  package static func bytes(rows: Int, columns: Int, _ data: [Float]) -> [UInt8] {
    precondition(data.count == rows * columns, "expected \(rows) rows of \(columns)")
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
    // NumPy leaves room for the number of rows to grow, and then aligns the numbers.
    header += String(repeating: " ", count: max(0, 21 - "\(rows)".utf8.count))
    header += String(repeating: " ", count: (64 - (10 + header.utf8.count + 1) % 64) % 64) + "\n"
    let count = header.utf8.count
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    bytes += [UInt8(count & 0xff), UInt8(count >> 8)]
    bytes += Array(header.utf8)
    bytes.reserveCapacity(bytes.count + 4 * data.count)
    for number in data {
      withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  /// Reads a matrix.
  ///
  /// - Throws: `VectorsError` for other arrays than matrices of little-endian 32-bit floats in rows.
  package static func read(
    _ bytes: [UInt8], file: String
  ) throws(VectorsError) -> (rows: Int, columns: Int, data: [Float]) {
    let (header, start) = try header(bytes, file)
    guard let type = value(of: "descr", in: header), type == "'<f4'" else {
      throw VectorsError(
        file: file, expected: "32-bit floats ('<f4')",
        found: value(of: "descr", in: header).map { "numbers of type \($0)" } ?? "no `descr`")
    }
    guard value(of: "fortran_order", in: header) == "False" else {
      throw VectorsError(
        file: file, expected: "numbers row by row (`fortran_order` False)",
        found: "them column by column")
    }
    let shape = shape(of: header)
    guard shape.count == 2, let rows = shape[0], let columns = shape[1] else {
      throw VectorsError(
        file: file, expected: "a matrix, with a `shape` of two numbers",
        found: "the header \(header)")
    }
    let (product, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow, product <= (bytes.count - start) / 4, bytes.count - start == 4 * product else {
      throw VectorsError(
        file: file, expected: "\(rows) rows of \(columns) numbers",
        found: "\(bytes.count - start) bytes")
    }
    let data = [Float](unsafeUninitializedCapacity: product) { buffer, filled in
      bytes.withUnsafeBytes { bytes in
        for i in 0..<product {
          let bits = bytes.loadUnaligned(fromByteOffset: start + 4 * i, as: UInt32.self)
          buffer[i] = Float(bitPattern: UInt32(littleEndian: bits))
        }
      }
      filled = product
    }
    return (rows, columns, data)
  }

  /// The header as text, and where the numbers start.
  private static func header(
    _ bytes: [UInt8], _ file: String
  ) throws(VectorsError) -> (String, Int) {
    let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
    guard bytes.starts(with: magic), bytes.count >= 12, (1...3).contains(bytes[6]) else {
      throw VectorsError(file: file, expected: "an array of NumPy", found: "something else")
    }
    let sizeBytes = bytes[6] == 1 ? 2 : 4
    let size = (0..<sizeBytes).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
    let start = 8 + sizeBytes
    guard size <= bytes.count - start,
      let text = String(validating: bytes[start..<start + size], as: UTF8.self)
    else {
      throw VectorsError(
        file: file, expected: "a header of \(size) bytes", found: "\(bytes.count - start) bytes")
    }
    return (text, start + size)
  }

  /// What stands after a key of the header, up to the next comma.
  private static func value(of key: String, in header: String) -> String? {
    guard let range = header.firstRange(of: "'\(key)':") else { return nil }
    let rest = header[range.upperBound...].drop { $0 == " " }
    return String(rest.prefix { $0 != "," && $0 != "}" })
  }

  private static func shape(of header: String) -> [Int?] {
    guard let range = header.firstRange(of: "'shape':"),
      let open = header[range.upperBound...].firstIndex(of: "("),
      let close = header[open...].firstIndex(of: ")")
    else { return [] }
    return header[header.index(after: open)..<close].split(separator: ",")
      .map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
      .map { Int($0).flatMap { $0 >= 0 ? $0 : nil } }
  }
}
