/// All of a `.spacy` file but its tokens, which come first in it and make up most of it.
///
/// With it, documents can be read in order without the whole file in memory: once to the end for
/// the index, then again for the tokens. Tokens that are not many are kept.
struct DocBinIndex {
  /// Where the unpacked bytes of the tokens start, and how many they are.
  let tokens: Range<Int>
  /// The bytes of the tokens, unless they are too many.
  let keptTokens: [UInt8]?
  let attributes: [Attribute]
  let strings: StringStore
  let spaces: [UInt8]
  let lengths: [Int]
  /// The unpacked bytes from the first list with one item per document on.
  let bytes: [UInt8]
  /// Where the first item of each list with one item per document starts in `bytes`.
  private(set) var lists: [String: Int] = [:]
  /// SHA-256 and size of the file.
  let hash: String
  let byteCount: Int

  /// The first bytes, in which the tokens' header must be.
  private static let headSize = 1 << 16

  /// Reads a file to its end.
  ///
  /// - Throws: `DocBinError`, `FileError` or `Zlib.Failure`.
  init(_ source: ByteSource, file: String, limit: Int, keptSize: Int) throws {
    let inflater = try Inflater(source)
    var bytes = try inflater.read(Self.headSize)
    let (header, start, count) = try Self.findTokens(in: bytes, file: file)
    tokens = start..<start + count
    guard tokens.upperBound <= limit else { throw DocBinError(.tooLarge(limit: limit), file: file) }
    let end = min(tokens.upperBound, bytes.count)
    let rest = tokens.upperBound - end
    if count <= keptSize {
      var kept = Array(bytes[start..<end])
      kept += try inflater.read(rest)
      guard kept.count == count else { throw Zlib.Failure.truncated(offset: inflater.readCount) }
      keptTokens = kept
    } else {
      keptTokens = nil
      try inflater.skip(rest)
    }
    // Bytes of length 0 stand in for them.
    bytes.replaceSubrange(header..<end, with: [0xc4, 0])
    while true {
      let piece = try inflater.read(Self.headSize)
      if piece.isEmpty { break }
      bytes += piece
      guard bytes.count + count <= limit else {
        throw DocBinError(.tooLarge(limit: limit), file: file)
      }
    }
    (hash, byteCount) = try inflater.finish()
    var parts = Parts()
    do {
      try parts.read(bytes)
    } catch {
      throw DocBinError(.notMessagePack(error), file: file)
    }
    let fields = DocBinFields(.map(parts.entries), file: file)
    attributes = try fields.attributes()
    spaces = try fields.binary("spaces")
    lengths = try fields.lengths()
    // Where there is no list, this says what there is.
    strings = try parts.hasStrings ? parts.strings.shared() : fields.strings()
    if let type = parts.noString {
      throw DocBinError(
        .wrongType(key: "strings", expected: "texts", found: type), file: file)
    }
    for key in Parts.listKeys { _ = try fields.perDocument(key, lengths.count, isOptional: true) }
    let total = lengths.reduce(0, +)
    guard count == 8 * attributes.count * total else {
      throw DocBinError(
        .wrongCount(key: "tokens", expected: total * attributes.count, found: count / 8),
        file: file)
    }
    guard spaces.count == total else {
      throw DocBinError(
        .wrongCount(key: "spaces", expected: total, found: spaces.count), file: file)
    }
    let firstList = parts.lists.map(\.start).min() ?? bytes.count
    self.bytes = Array(bytes[firstList...])
    for list in parts.lists {
      guard list.count == lengths.count else {
        throw DocBinError(
          .wrongCount(key: list.key, expected: lengths.count, found: list.count), file: file)
      }
      lists[list.key] = list.start - firstList
    }
  }

  /// Where the header of the tokens' bytes starts, where the bytes start, and how many they are.
  private static func findTokens(
    in head: [UInt8], file: String
  ) throws -> (header: Int, start: Int, count: Int) {
    func wrongType(_ key: String, _ expected: String, _ found: MessagePack.Value) -> DocBinError {
      DocBinError(
        .wrongType(key: key, expected: expected, found: found.typeName), file: file)
    }
    var reader = MessagePackReader(head)
    do {
      guard let count = try reader.readMapCount() else {
        throw wrongType("file", "a map", try reader.readValue())
      }
      for _ in 0..<count {
        let key = try reader.readValue()
        if key.stringValue == "tokens" {
          let header = reader.offset
          if let count = try reader.readBinaryCount() { return (header, reader.offset, count) }
          throw wrongType("tokens", "bytes", try reader.readValue())
        }
        _ = try reader.readValue()
      }
    } catch let error as MessagePackError {
      throw DocBinError(.notMessagePack(error), file: file)
    }
    throw DocBinError(.missingKey("tokens"), file: file)
  }
}

extension DocBinIndex {
  /// The map of a file, read without making values of its long lists.
  private struct Parts {
    /// What is small.
    var entries: [MessagePack.Entry] = []
    var strings = StringStore()
    var hasStrings = false
    /// What one of the strings is, if it is none.
    var noString: String?
    var lists: [(key: String, start: Int, count: Int)] = []

    static let listKeys = ["cats", "flags", "span_groups", "user_data"]

    mutating func read(_ bytes: [UInt8]) throws(MessagePackError) {
      var reader = MessagePackReader(bytes, valueLimit: .max)
      let count = try reader.readMapCount() ?? 0
      for _ in 0..<count {
        let key = try reader.readValue()
        let name = key.stringValue ?? ""
        let start = reader.offset
        if name == "strings", let count = try reader.readArrayCount() {
          hasStrings = true
          strings.reserveCapacity(min(count, reader.left))
          for _ in 0..<count {
            let value = try reader.readValue()
            if let text = value.stringValue { strings.add(text) } else { noString = value.typeName }
          }
        } else if Self.listKeys.contains(name), let count = try reader.readArrayCount() {
          lists.append((name, reader.offset, count))
          for _ in 0..<count { _ = try reader.readValue() }
        } else {
          reader = MessagePackReader(bytes, from: start)
          entries.append(MessagePack.Entry(key, try reader.readValue()))
        }
      }
      try reader.expectEnd()
    }
  }
}
