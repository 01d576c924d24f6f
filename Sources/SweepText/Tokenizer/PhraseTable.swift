/// Exceptions that the other rules take apart, as the tokens that they leave.
///
/// Tokens are numbered, so that a text is searched without comparing strings.
struct PhraseTable: Sendable {
  /// The number of each token that occurs, from 1, by the token's id.
  private let symbols: [UInt64: Int32]
  /// The next node by node and symbol.
  private let next: [UInt64: Int32]
  private let isEnd: [Bool]

  /// Finds the phrases of rules.
  init(_ rules: TokenizerRules, _ splitter: ChunkSplitter) {
    var scratch = ChunkScratch()
    var symbols: [UInt64: Int32] = [:]
    var next: [UInt64: Int32] = [:]
    var isEnd = [false]
    for exception in rules.exceptions {
      let text = exception.text
      guard !rules.usesFasterHeuristics || splitter.isDivided(text, &scratch) else { continue }
      let words = splitter.wordsWithoutExceptions(of: text, &scratch)
      var node: Int32 = 0
      for word in words {
        let id = StringStore.id(of: word)
        let symbol = symbols[id] ?? Int32(symbols.count + 1)
        symbols[id] = symbol
        let key = Self.key(node, symbol)
        if next[key] == nil {
          next[key] = Int32(isEnd.count)
          isEnd.append(false)
        }
        node = next[key] ?? 0
      }
      if !words.isEmpty { isEnd[Int(node)] = true }
    }
    self.symbols = symbols
    self.next = next
    self.isEnd = isEnd
  }

  private static func key(_ node: Int32, _ symbol: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: node)) << 32 | UInt64(UInt32(bitPattern: symbol))
  }

  /// The number of a token; 0 when no phrase has it.
  func symbol(of word: String) -> Int32 { symbols[StringStore.id(of: word)] ?? 0 }

  /// The phrases in a list of tokens: all of them, also those in one another.
  func matches(in tokens: [Int32]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    for start in tokens.indices where tokens[start] != 0 {
      var node: Int32 = 0
      var place = start
      while place < tokens.count, tokens[place] != 0,
        let following = next[Self.key(node, tokens[place])]
      {
        node = following
        place += 1
        if isEnd[Int(node)] { found.append(start..<place) }
      }
    }
    return found
  }
}

extension ChunkSplitter {
  /// Whether a text has a prefix, suffix, infix or blank.
  fileprivate func isDivided(_ text: String, _ scratch: inout ChunkScratch) -> Bool {
    let scalars = text.unicodeScalars.map(\.value)
    return scalars.withUnsafeBufferPointer { buffer in
      length(of: prefix, in: buffer, &scratch) > 0 || length(of: suffix, in: buffer, &scratch) > 0
        || !(infix?.matches(in: buffer, &scratch.pattern) ?? []).isEmpty || buffer.contains(0x20)
    }
  }

  /// The tokens of a text when there are no exceptions.
  fileprivate func wordsWithoutExceptions(
    of text: String, _ scratch: inout ChunkScratch
  ) -> [String] {
    var text = text
    return text.withUTF8 { utf8 in
      let bytes = UnsafeRawBufferPointer(utf8)
      var walk = ChunkWalk(bytes)
      var words: [String] = []
      while let chunk = walk.next() {
        let part = UnsafeRawBufferPointer(rebasing: bytes[chunk.range])
        words += pieces(of: part, usesExceptions: false, &scratch).map(\.text)
      }
      return words
    }
  }
}
