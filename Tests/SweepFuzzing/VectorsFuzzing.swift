import SweepText

/// The word vectors of a model folder: a NumPy matrix, and the rows of words.
///
/// The input is the length of the matrix in two bytes (the lower one first), the matrix, and the table.
enum VectorsFuzzing {
  static func brokenPromise(_ bytes: [UInt8]) -> String? {
    guard bytes.count >= 2 else { return nil }
    let rest = bytes[2...]
    let matrix = Array(rest.prefix(Int(bytes[0]) | Int(bytes[1]) << 8))
    let table = Array(rest.dropFirst(matrix.count))
    do throws(VectorsError) {
      let vectors = try Vectors(
        files: ["vocab/vectors": matrix, "vocab/key2row": table], folder: "model")
      let written = vectors.files
      let files = Dictionary(uniqueKeysWithValues: written.map { ($0.path, $0.bytes) })
      let again = try Vectors(files: files, folder: "written").files
      return zip(written, again).allSatisfy { $0.bytes == $1.bytes }
        ? nil : "the written table changes when read"
    } catch {
      return error.description.isEmpty ? "an error without words" : nil
    }
  }

  /// Two words with the same row, and one with another.
  static var seeds: [[UInt8]] {
    let matrix = NumpyFile.bytes(rows: 2, columns: 3, [1, -2, 0.5, 3, 4, 5])
    let table: MessagePack.Value = .map(
      [(7, 0), (8, 0), (9, 1)].map { MessagePack.Entry(.integer($0), .integer($1)) })
    return [
      [UInt8(matrix.count & 0xff), UInt8(matrix.count >> 8)] + matrix + MessagePack.bytes(table)
    ]
  }
}
