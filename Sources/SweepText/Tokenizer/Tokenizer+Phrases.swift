extension Tokenizer {
  /// Puts exceptions together again that were taken apart.
  ///
  /// The longest come first, of equally long ones the first. One whose first or last token is in
  /// another that was looked at before is passed over.
  func joinPhrases(_ tokens: inout TokenList) {
    let replacements = replacements(in: tokens)
    if replacements.isEmpty { return }
    var joined = TokenList()
    joined.isMarked = true
    var next = 0
    for (range, number) in replacements {
      joined.copy(next..<range.lowerBound, of: tokens)
      let parts = rules.exceptions[number].parts
      for (part, norm) in zip(parts, splitter.parts[number].map(\.norm)) {
        joined.words.append(part.text)
        joined.spaces.append(false)
        joined.norms.append(norm)
      }
      joined.spaces[joined.spaces.count - 1] = tokens.spaces[range.upperBound - 1]
      next = range.upperBound
    }
    joined.copy(next..<tokens.words.count, of: tokens)
    tokens = joined
  }

  /// Tokens and the numbers of the exceptions that replace them, from left to right.
  func replacements(in tokens: TokenList) -> [(range: Range<Int>, exception: Int)] {
    let matches = phrases.matches(in: tokens.symbols)
    if matches.isEmpty { return [] }
    return choose(matches, count: tokens.words.count).compactMap { range in
      exception(for: range, of: tokens).map { (range, $0) }
    }
  }

  private func choose(_ matches: [Range<Int>], count: Int) -> [Range<Int>] {
    var isSeen = [Bool](repeating: false, count: count)
    var chosen: [Range<Int>] = []
    for match in matches.sorted(by: { ($1.count, $0.lowerBound) < ($0.count, $1.lowerBound) }) {
      if !isSeen[match.lowerBound] && !isSeen[match.upperBound - 1] { chosen.append(match) }
      for i in match { isSeen[i] = true }
    }
    return chosen.sorted { $0.lowerBound < $1.lowerBound }
  }

  /// The exception whose text some tokens make up, with their blanks.
  private func exception(for range: Range<Int>, of tokens: TokenList) -> Int? {
    var scalars: [UInt32] = []
    for i in range {
      scalars += tokens.words[i].unicodeScalars.map(\.value)
      if tokens.spaces[i] && i + 1 < range.upperBound { scalars.append(0x20) }
    }
    return scalars.withUnsafeBufferPointer { splitter.exceptions.find($0) }
  }
}

extension TokenList {
  fileprivate mutating func copy(_ range: Range<Int>, of tokens: TokenList) {
    words += tokens.words[range]
    spaces += tokens.spaces[range]
    norms += tokens.norms[range]
  }
}
