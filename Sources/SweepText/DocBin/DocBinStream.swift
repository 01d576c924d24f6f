/// The documents of a `.spacy` file, read one piece after the other.
///
/// In memory are the file's strings, one byte per token, what the file has per document, and the
/// tokens of one piece; of a small file, all tokens as the file has them. A class because it owns the
/// unpacking and its position.
package final class DocBinStream {
  /// About how many tokens are read at once.
  private static let pieceSize = 4096
  /// 32 MiB: about 300,000 tokens.
  package static let keptSize = 1 << 25

  /// SHA-256 of the file.
  package var hash: String { index.hash }
  /// The size of the file in bytes.
  package var byteCount: Int { index.byteCount }

  private let file: String
  private let index: DocBinIndex
  /// Unpacks the tokens a second time, if they were not kept.
  private let inflater: Inflater?
  private var document = 0
  private var row = 0
  private var lists: [String: MessagePackReader]

  /// Opens a file and reads all of it once.
  ///
  /// - Parameters:
  ///   - source: The bytes of the file.
  ///   - file: Its name, for errors.
  ///   - limit: The most bytes that it may unpack to.
  ///   - keptSize: The most bytes of tokens that are kept, to save unpacking them twice.
  /// - Throws: `DocBinError` that names file and place, or `FileError`.
  package init(
    _ source: ByteSource, file: String, limit: Int = DocBin.streamLimit,
    keptSize: Int = DocBinStream.keptSize
  ) throws {
    self.file = file
    do {
      index = try DocBinIndex(source, file: file, limit: limit, keptSize: keptSize)
      inflater = index.keptTokens == nil ? try Inflater(source) : nil
      try inflater?.skip(index.tokens.lowerBound)
    } catch let failure as Zlib.Failure {
      throw DocBinError(unpacking: failure, file: file)
    }
    let bytes = index.bytes
    lists = index.lists.mapValues { MessagePackReader(bytes, from: $0) }
  }

  /// The next documents; none at the end.
  ///
  /// - Throws: `DocBinError` or `FileError`.
  package func next() throws -> [Doc] {
    let first = document
    var words = 0
    while document < index.lengths.count, document == first || words < Self.pieceSize {
      words += index.lengths[document]
      document += 1
    }
    guard document > first else { return [] }
    defer { row += words }
    let width = 8 * index.attributes.count
    do {
      let tokens =
        try inflater?.read(words * width)
        ?? index.keptTokens.map { Array($0[row * width..<(row + words) * width]) } ?? []
      guard tokens.count == words * width else {
        throw Zlib.Failure.truncated(offset: index.byteCount)
      }
      var decoder = DocBinDecoder(
        file: file, attributes: index.attributes, strings: index.strings, tokens: tokens,
        spaces: Array(index.spaces[row..<row + words]),
        lengths: Array(index.lengths[first..<document]),
        lists: try index.lists.keys.reduce(into: [:]) { $0[$1] = try items($1, document - first) })
      return try decoder.readDocs()
    } catch let failure as Zlib.Failure {
      throw DocBinError(unpacking: failure, file: file)
    } catch let error as DocBinError {
      throw error.movedBy(documents: first)
    }
  }

  /// The next items of a list with one per document.
  private func items(_ key: String, _ count: Int) throws -> [MessagePack.Value] {
    // Taken out and put back, so that it moves on in place.
    guard var reader = lists.removeValue(forKey: key) else { return [] }
    defer { lists[key] = reader }
    return try (0..<count).map { _ in try reader.readValue() }
  }
}

extension DocBin {
  /// The most bytes that a file may have when unpacked and read in pieces.
  package static let streamLimit = 1 << 40
}

extension DocBinError {
  /// The error with its document counted from the start of the file.
  fileprivate func movedBy(documents count: Int) -> DocBinError {
    DocBinError(
      reason, file: file, document: document.map { $0 + count }, token: token, offset: offset)
  }
}
