/// A token of a chunk, and why it is one.
struct ChunkPiece {
  /// The rule that made a token.
  enum Rule: Equatable {
    case prefix
    case suffix
    case infix
    case token
    case tokenMatch
    case urlMatch
    /// A part of an exception, from 0.
    case special(Int)
  }

  /// Scalars of the chunk.
  var range: Range<Int>
  var rule: Rule
  /// The id of the token's own norm; 0 for that of the word.
  var norm: UInt64 = 0
}

/// Takes chunks of text apart: what tokenizer rules look like when they are compiled.
///
/// - Source: spaCy 3.8 `Tokenizer`.
struct ChunkSplitter: Sendable {
  let prefix: Pattern?
  let suffix: Pattern?
  let infix: Pattern?
  let tokenMatch: Pattern?
  let urlMatch: Pattern?
  /// Exceptions by their texts; `parts` has their tokens.
  let exceptions: ScalarTable
  /// For each exception the lengths in scalars and norms of its tokens.
  let parts: [[(length: Int, norm: UInt64)]]

  /// Compiles rules.
  ///
  /// - Throws: `TokenizerError` with all patterns that cannot be compiled.
  init(_ rules: TokenizerRules, file: String?) throws(TokenizerError) {
    var problems: [TokenizerError.Problem] = []
    func compile(_ key: String, _ source: String?) -> Pattern? {
      guard let source else { return nil }
      do throws(PatternError) {
        return try Pattern(source)
      } catch {
        problems.append(.badPattern(key: key, error))
        return nil
      }
    }
    prefix = compile("prefix_search", rules.prefixSearch)
    suffix = compile("suffix_search", rules.suffixSearch)
    infix = compile("infix_finditer", rules.infixFinditer)
    tokenMatch = compile("token_match", rules.tokenMatch)
    urlMatch = compile("url_match", rules.urlMatch)
    exceptions = ScalarTable(rules.exceptions.map(\.text))
    parts = rules.exceptions.map { exception in
      exception.parts.map {
        ($0.text.unicodeScalars.count, $0.norm.map { StringStore.id(of: $0) } ?? 0)
      }
    }
    if !problems.isEmpty { throw TokenizerError(problems, file: file) }
  }

  /// The tokens of a chunk, in order, in `scratch.pieces`.
  func split(
    _ chunk: UnsafeBufferPointer<UInt32>, usesExceptions: Bool = true,
    _ scratch: inout ChunkScratch
  ) {
    scratch.pieces.removeAll(keepingCapacity: true)
    scratch.suffixes.removeAll(keepingCapacity: true)
    if usesExceptions, let number = exceptions.find(chunk) {
      addException(number, at: 0, &scratch)
      return
    }
    let middle = splitAffixes(chunk, usesExceptions, &scratch)
    if !middle.isEmpty { splitMiddle(chunk, middle, usesExceptions, &scratch) }
    scratch.pieces.append(contentsOf: scratch.suffixes.reversed())
  }

  /// How many scalars a prefix or suffix has; 0 when there is none.
  func length(
    of pattern: Pattern?, in text: UnsafeBufferPointer<UInt32>, _ scratch: inout ChunkScratch
  ) -> Int {
    pattern?.search(text, &scratch.pattern)?.count ?? 0
  }

  /// Takes prefixes and suffixes off until none is left or an exception remains.
  ///
  /// - Returns: What remains.
  private func splitAffixes(
    _ chunk: UnsafeBufferPointer<UInt32>, _ usesExceptions: Bool, _ scratch: inout ChunkScratch
  ) -> Range<Int> {
    var (low, high) = (0, chunk.count)
    var last = -1
    func isException(_ range: Range<Int>) -> Bool {
      usesExceptions && !range.isEmpty && exceptions.find(chunk[rebasing: range]) != nil
    }
    while low < high && high - low != last {
      let text = chunk[rebasing: low..<high]
      if let tokenMatch, tokenMatch.matches(text, &scratch.pattern) { break }
      if isException(low..<high) { break }
      last = high - low
      let before = length(of: prefix, in: text, &scratch)
      if before > 0 && isException(low + before..<high) {
        scratch.pieces.append(ChunkPiece(range: low..<low + before, rule: .prefix))
        low += before
        break
      }
      let after = length(of: suffix, in: chunk[rebasing: low + before..<high], &scratch)
      if after > 0 && isException(low..<high - after) {
        scratch.suffixes.append(ChunkPiece(range: high - after..<high, rule: .suffix))
        high -= after
        break
      }
      if before > 0 {
        scratch.pieces.append(ChunkPiece(range: low..<low + before, rule: .prefix))
        low += before
        if before + after > last { continue }
      }
      if after > 0 {
        scratch.suffixes.append(ChunkPiece(range: high - after..<high, rule: .suffix))
        high -= after
      }
    }
    return low..<high
  }

  private func splitMiddle(
    _ chunk: UnsafeBufferPointer<UInt32>, _ middle: Range<Int>, _ usesExceptions: Bool,
    _ scratch: inout ChunkScratch
  ) {
    let text = chunk[rebasing: middle]
    if usesExceptions, let number = exceptions.find(text) {
      addException(number, at: middle.lowerBound, &scratch)
    } else if tokenMatch?.matches(text, &scratch.pattern) ?? false {
      scratch.pieces.append(ChunkPiece(range: middle, rule: .tokenMatch))
    } else if urlMatch?.matches(text, &scratch.pattern) ?? false {
      scratch.pieces.append(ChunkPiece(range: middle, rule: .urlMatch))
    } else {
      splitInfixes(text, at: middle.lowerBound, &scratch)
    }
  }

  private func splitInfixes(
    _ text: UnsafeBufferPointer<UInt32>, at offset: Int, _ scratch: inout ChunkScratch
  ) {
    var start = 0
    func add(_ range: Range<Int>, _ rule: ChunkPiece.Rule) {
      if range.isEmpty { return }
      let shifted = offset + range.lowerBound..<offset + range.upperBound
      scratch.pieces.append(ChunkPiece(range: shifted, rule: rule))
    }
    let matches = infix?.matches(in: text, &scratch.pattern) ?? []
    for match in matches where match.lowerBound > 0 {
      add(start..<max(start, match.lowerBound), .token)
      add(match, .infix)
      start = match.upperBound
    }
    add(start..<text.count, .token)
  }

  private func addException(_ number: Int, at offset: Int, _ scratch: inout ChunkScratch) {
    var start = offset
    for (i, part) in parts[number].enumerated() {
      scratch.pieces.append(
        ChunkPiece(range: start..<start + part.length, rule: .special(i), norm: part.norm))
      start += part.length
    }
  }
}

extension UnsafeBufferPointer {
  /// A part of the buffer, as a buffer.
  subscript(rebasing range: Range<Int>) -> UnsafeBufferPointer<Element> {
    UnsafeBufferPointer(rebasing: self[range])
  }
}
