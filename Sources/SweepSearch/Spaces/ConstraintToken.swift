/// A word of a constraint, with the column where it begins, counted from 1.
struct ConstraintToken: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    case number(Double)
    case text(String)
    case key(String)
    case sign(String)
    case unknown(String)
    case end
  }

  var kind: Kind
  var column: Int

  /// What an error message calls the word.
  var name: String {
    switch kind {
    case .number(let x): x == x.rounded() && abs(x) < 1e15 ? "\(Int(x))" : "\(x)"
    case .text(let text): "the text '\(text)'"
    case .key(let key): "`\(key)`"
    case .sign(let sign), .unknown(let sign): "`\(sign)`"
    case .end: "the end"
    }
  }

  static let words = ["and", "or", "not", "true", "false"]

  /// Whether a key needs no backticks.
  static func isPlainKey(_ key: String) -> Bool {
    guard let first = key.first, isStart(first) else { return false }
    return key.allSatisfy(isPart) && !words.contains(key)
  }

  private static func isStart(_ c: Character) -> Bool { c.isLetter || c == "_" || c == "@" }
  private static func isPart(_ c: Character) -> Bool { isStart(c) || c.isNumber || c == "." }

  /// The words of a text, and the end behind them.
  static func all(of text: String) -> [ConstraintToken] {
    let characters = Array(text)
    var tokens: [ConstraintToken] = []
    var i = 0
    while i < characters.count {
      let start = i
      let c = characters[i]
      func take(_ isMore: (Character) -> Bool) -> String {
        while i < characters.count, isMore(characters[i]) { i += 1 }
        return String(characters[start..<i])
      }
      if c.isWhitespace {
        i += 1
        continue
      }
      let kind: Kind
      if isStart(c) {
        let word = take(isPart)
        kind = words.contains(word) ? .sign(word) : .key(word)
      } else if c.isNumber || c == "." {
        var word = take { $0.isNumber || $0 == "." }
        if i < characters.count, "eE".contains(characters[i]) {
          i += 1
          if i < characters.count, "+-".contains(characters[i]) { i += 1 }
          word = take { $0.isNumber }
        }
        kind = Double(word).map(Kind.number) ?? .unknown(word)
      } else if "'\"`".contains(c) {
        i += 1
        while i < characters.count, characters[i] != c { i += 1 }
        let inner = String(characters[(start + 1)..<i])
        kind = i == characters.count ? .unknown("\(c)") : c == "`" ? .key(inner) : .text(inner)
        i += 1
      } else {
        let pair = String(characters[start..<min(start + 2, characters.count)])
        let sign = ["==", "!=", "<=", ">="].contains(pair) ? pair : String(c)
        i += sign.count
        kind = sign.count == 2 || "<>+-*/()".contains(c) ? .sign(sign) : .unknown(sign)
      }
      tokens.append(ConstraintToken(kind: kind, column: start + 1))
    }
    return tokens + [ConstraintToken(kind: .end, column: characters.count + 1)]
  }
}
