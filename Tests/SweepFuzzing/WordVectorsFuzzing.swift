import SweepText

/// Text files of word vectors, plain or packed, as `sweep init vectors` reads them.
///
/// The first byte says how many words are read at most, 0 for all; the file follows.
enum WordVectorsFuzzing {
  static func brokenPromise(_ bytes: [UInt8], _ checks: FuzzChecks) -> String? {
    guard let first = bytes.first else { return nil }
    let limit = Int(first % 4)
    do {
      let (table, words) = try WordVectorsReader.read(
        ByteSource(Array(bytes.dropFirst())), file: "x", limit: limit)
      if words.isEmpty || limit > 0 && words.count > limit { return "\(words.count) words" }
      if let broken = brokenPromise(of: table) { return broken }
      guard checks.areDue else { return nil }
      return brokenPromise(of: table.pruned(to: 1 + words.count / 2))
    } catch let error as VectorsError {
      return error.description.hasPrefix("x") ? nil : "an error without its file: \(error)"
    } catch {
      return "an error of another kind: \(error)"
    }
  }

  /// Words have rows, and what is written is written the same when read.
  private static func brokenPromise(of table: Vectors) -> String? {
    if table.entries.contains(where: { $0.row < 0 || $0.row >= table.rowCount }) {
      return "a word without its row"
    }
    let written = table.files
    let files = Dictionary(uniqueKeysWithValues: written.map { ($0.path, $0.bytes) })
    guard let again = try? Vectors(files: files, folder: "written").files else {
      return "the written table does not read"
    }
    return zip(written, again).allSatisfy { $0.bytes == $1.bytes }
      ? nil : "the written table changes when read"
  }
}
