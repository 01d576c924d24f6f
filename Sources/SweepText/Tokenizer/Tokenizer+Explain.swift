/// A token and the rule that made it.
public struct ExplainedToken: Equatable, Sendable {
  /// The name of the rule: `PREFIX`, `SUFFIX`, `INFIX`, `TOKEN`, `TOKEN_MATCH`, `URL_MATCH`, or
  /// `SPECIAL-` and the number of the token in its exception.
  public var rule: String
  public var text: String
}

extension Tokenizer {
  /// The tokens of a text with the rules that made them, white space left out.
  ///
  /// - Source: spaCy 3.8 `Tokenizer.explain`.
  public func explain(_ text: String) -> [ExplainedToken] {
    var text = text
    var scratch = ChunkScratch()
    var tokens = TokenList()
    var names: [String] = []
    tokens.isMarked = true
    text.withUTF8 { utf8 in
      let bytes = UnsafeRawBufferPointer(utf8)
      var walk = ChunkWalk(bytes)
      while let chunk = walk.next() {
        let part = UnsafeRawBufferPointer(rebasing: bytes[chunk.range])
        for piece in pieces(of: part, usesExceptions: true, &scratch) {
          tokens.words.append(piece.text)
          tokens.spaces.append(false)
          tokens.symbols.append(phrases.symbol(of: piece.text))
          names.append(piece.rule.name)
        }
        if chunk.endsWithSpace { tokens.spaces[tokens.spaces.count - 1] = true }
      }
    }
    return explainPhrases(tokens, names).filter { !PythonText.isSpace($0.text) }
  }

  private func explainPhrases(_ tokens: TokenList, _ names: [String]) -> [ExplainedToken] {
    var result: [ExplainedToken] = []
    var next = 0
    func copy(to end: Int) {
      for i in next..<end { result.append(ExplainedToken(rule: names[i], text: tokens.words[i])) }
    }
    for (range, number) in replacements(in: tokens) {
      copy(to: range.lowerBound)
      for (i, part) in rules.exceptions[number].parts.enumerated() {
        result.append(ExplainedToken(rule: "SPECIAL-\(i + 1)", text: part.text))
      }
      next = range.upperBound
    }
    copy(to: names.count)
    return result
  }
}

extension ChunkPiece.Rule {
  /// The name that spaCy gives it.
  fileprivate var name: String {
    switch self {
    case .prefix: "PREFIX"
    case .suffix: "SUFFIX"
    case .infix: "INFIX"
    case .token: "TOKEN"
    case .tokenMatch: "TOKEN_MATCH"
    case .urlMatch: "URL_MATCH"
    case .special(let part): "SPECIAL-\(part + 1)"
    }
  }
}
