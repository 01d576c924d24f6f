import Synchronization

/// Divides texts into tokens as spaCy does.
///
/// A text is cut at white space; of each chunk, prefixes and suffixes are taken off until an exception
/// or nothing more to take off remains, and what remains is divided at infixes. Then exceptions that
/// those rules have taken apart are put together again.
///
/// A class since all copies share a cache, under a lock. What is in the cache changes no result, so a
/// tokenizer may be used by several threads at once.
///
/// - Source: spaCy 3.8 `Tokenizer`.
public final class Tokenizer: Sendable {
  /// What it was made of.
  public let rules: TokenizerRules
  let splitter: ChunkSplitter
  let phrases: PhraseTable
  /// The texts of norms.
  private let strings: StringStore
  private let caches = Mutex<[ChunkCache]>([])

  /// Makes a tokenizer of rules.
  ///
  /// - Parameters:
  ///   - rules: Patterns and exceptions.
  ///   - file: Where the rules come from, for errors.
  /// - Throws: `TokenizerError` with all patterns that cannot be compiled.
  public init(_ rules: TokenizerRules, file: String? = nil) throws(TokenizerError) {
    self.rules = rules
    splitter = try ChunkSplitter(rules, file: file)
    strings = StringStore(rules.exceptions.flatMap { $0.parts.compactMap(\.norm) }).shared()
    phrases = PhraseTable(rules, splitter)
  }

  /// The tokenizer of a blank pipeline.
  ///
  /// - Parameter language: `en` or `xx`.
  /// - Throws: `TokenizerError` for another one, with the line that exports its rules from spaCy.
  public convenience init(language: String) throws(TokenizerError) {
    guard let rules = TokenizerRules(language: language) else {
      throw TokenizerError([.unknownLanguage(language)])
    }
    try self.init(rules)
  }

  /// The tokenizer of a model folder's `tokenizer` file.
  ///
  /// - Throws: `TokenizerError` with everything that is wrong with the file.
  public convenience init(bytes: [UInt8], file: String? = nil) throws(TokenizerError) {
    let (rules, problems) = try TokenizerRules.read(bytes, file: file)
    do throws(TokenizerError) {
      try self.init(rules, file: file)
    } catch {
      throw TokenizerError(problems + error.problems, file: file)
    }
    if !problems.isEmpty { throw TokenizerError(problems, file: file) }
  }

  /// The `tokenizer` file of a model folder; spaCy's tokens are the same with it.
  public var bytes: [UInt8] { rules.bytes }

  /// The tokens of a text, with the norms that exceptions give.
  public func tokenize(_ text: String) -> Doc {
    var text = text
    var cache = caches.withLock { $0.popLast() } ?? ChunkCache()
    var tokens = TokenList()
    text.withUTF8 { addTokens(of: UnsafeRawBufferPointer($0), to: &tokens, &cache) }
    caches.withLock { $0.append(cache) }
    if tokens.isMarked { joinPhrases(&tokens) }
    var doc = Doc(words: tokens.words, spaces: tokens.spaces, strings: strings)
    if tokens.isMarked, tokens.norms.contains(where: { $0 != 0 }) { doc.norms = tokens.norms }
    return doc
  }

  // MARK: - Chunks

  private func addTokens(
    of text: UnsafeRawBufferPointer, to tokens: inout TokenList, _ cache: inout ChunkCache
  ) {
    var walk = ChunkWalk(text)
    tokens.words.reserveCapacity(text.count / 4)
    tokens.spaces.reserveCapacity(text.count / 4)
    while let chunk = walk.next() {
      let bytes = UnsafeRawBufferPointer(rebasing: text[chunk.range])
      let hash = ChunkCache.hash(bytes)
      let entry = cache.find(bytes, hash: hash) ?? makeEntry(bytes, hash, &cache)
      tokens.append(entry, of: cache, endsWithSpace: chunk.endsWithSpace)
    }
  }

  private func makeEntry(
    _ bytes: UnsafeRawBufferPointer, _ hash: UInt64, _ cache: inout ChunkCache
  ) -> ChunkCache.Entry {
    let tokens = pieces(of: bytes, usesExceptions: true, &cache.scratch).map { piece in
      (piece.text, piece.norm, phrases.symbol(of: piece.text))
    }
    return cache.add(bytes, hash: hash, tokens)
  }

  /// The tokens of a chunk with their texts.
  func pieces(
    of bytes: UnsafeRawBufferPointer, usesExceptions: Bool, _ scratch: inout ChunkScratch
  ) -> [(text: String, norm: UInt64, rule: ChunkPiece.Rule)] {
    splitter.pieces(of: bytes, usesExceptions: usesExceptions, &scratch)
  }
}

extension ChunkSplitter {
  /// The tokens of a chunk with their texts.
  func pieces(
    of bytes: UnsafeRawBufferPointer, usesExceptions: Bool, _ scratch: inout ChunkScratch
  ) -> [(text: String, norm: UInt64, rule: ChunkPiece.Rule)] {
    let text = String(decoding: bytes, as: UTF8.self)
    let scalars = text.unicodeScalars.map(\.value)
    scalars.withUnsafeBufferPointer { split($0, usesExceptions: usesExceptions, &scratch) }
    let isASCII = scalars.count == bytes.count
    var end = text.utf8.startIndex
    return scratch.pieces.map { piece in
      let start = end
      let count =
        isASCII
        ? piece.range.count
        : scalars[piece.range].reduce(0) { $0 + Self.width(of: $1) }
      end = text.utf8.index(start, offsetBy: count)
      return (String(text.unicodeScalars[start..<end]), piece.norm, piece.rule)
    }
  }

  /// How many bytes a scalar has in UTF-8.
  private static func width(of value: UInt32) -> Int {
    value < 0x80 ? 1 : value < 0x800 ? 2 : value < 0x10000 ? 3 : 4
  }
}

/// Tokens of a text as they are found.
struct TokenList {
  var words: [String] = []
  var spaces: [Bool] = []
  var norms: [UInt64] = []
  var symbols: [Int32] = []
  /// Whether a token has a norm or a symbol.
  var isMarked = false

  @inline(__always)
  mutating func append(_ entry: ChunkCache.Entry, of cache: ChunkCache, endsWithSpace: Bool) {
    if entry.isMarked && !isMarked {
      isMarked = true
      norms = [UInt64](repeating: 0, count: words.count)
      symbols = [Int32](repeating: 0, count: words.count)
    }
    for i in entry.first..<entry.first + entry.count {
      words.append(cache.words[i])
      spaces.append(false)
      if isMarked {
        norms.append(cache.norms[i])
        symbols.append(cache.symbols[i])
      }
    }
    if endsWithSpace { spaces[spaces.count - 1] = true }
  }
}
