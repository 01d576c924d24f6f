/// A word or sign of a filter.
struct FilterToken: Equatable {
  enum Kind: Equatable {
    case open, close, comma, end
    case compare(FilterOperator)
    case and, or, not, `in`
    /// A name, or a text that needs no quotes.
    case word
    /// A text in quotes.
    case quoted
    /// A name in backquotes.
    case name
    /// A number, time, `true`, `false` or `null`.
    case literal(FilterLiteral)
  }

  var kind: Kind
  /// As written; without quotes.
  var text: String
  /// In bytes from the start.
  var offset: Int
}

/// Cuts a filter into words and signs.
struct FilterLexer {
  private let filter: String
  private let bytes: [UInt8]
  private var index = 0

  /// - Parameter filter: The text.
  init(_ filter: String) {
    self.filter = filter
    bytes = Array(filter.utf8)
  }

  /// The next word or sign; `end` from the end on.
  mutating func next() throws(FilterError) -> FilterToken {
    while index < bytes.count, isBlank(bytes[index]) { index += 1 }
    guard index < bytes.count else { return FilterToken(kind: .end, text: "", offset: index) }
    switch bytes[index] {
    case UInt8(ascii: "("): return sign(.open, 1)
    case UInt8(ascii: ")"): return sign(.close, 1)
    case UInt8(ascii: ","): return sign(.comma, 1)
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): return try quoted()
    case UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "~"),
      UInt8(ascii: "!"):
      return try comparison()
    case UInt8(ascii: "&"), UInt8(ascii: "|"): throw connective()
    default: return word()
    }
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte >= 9 && byte <= 13 }

  private mutating func sign(_ kind: FilterToken.Kind, _ length: Int) -> FilterToken {
    defer { index += length }
    return FilterToken(kind: kind, text: text(index, index + length), offset: index)
  }

  private func text(_ start: Int, _ end: Int) -> String {
    String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private func next(is sign: String) -> Bool {
    bytes[index...].starts(with: sign.utf8)
  }

  private mutating func comparison() throws(FilterError) -> FilterToken {
    // The longer ones first.
    let signs: [(String, FilterOperator)] = [
      ("==", .equal), ("!=", .unequal), ("<=", .atMost), (">=", .atLeast), ("!~", .unlike),
      ("=", .equal), ("<", .less), (">", .greater), ("~", .like),
    ]
    for (text, kind) in signs where next(is: text) { return sign(.compare(kind), text.utf8.count) }
    throw FilterError(
      filter: filter, offset: index, problem: "expected a condition, found `!`",
      help: "write `not` for the opposite, or `!=`")
  }

  private func connective() -> FilterError {
    let isAnd = bytes[index] == UInt8(ascii: "&")
    return FilterError(
      filter: filter, offset: index,
      problem: "expected a condition, found `\(isAnd ? "&" : "|")`",
      help: "write `\(isAnd ? "and" : "or")`")
  }

  /// A text between quotes, in which a backslash takes the next character as it is.
  private mutating func quoted() throws(FilterError) -> FilterToken {
    let (start, quote) = (index, bytes[index])
    var content: [UInt8] = []
    index += 1
    while index < bytes.count, bytes[index] != quote {
      if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count { index += 1 }
      content.append(bytes[index])
      index += 1
    }
    guard index < bytes.count else {
      let sign = Character(UnicodeScalar(quote))
      throw FilterError(
        filter: filter, offset: start, problem: "the text that begins here has no end",
        help: "close it with \(sign)")
    }
    index += 1
    return FilterToken(
      kind: quote == UInt8(ascii: "`") ? .name : .quoted,
      text: String(decoding: content, as: UTF8.self), offset: start)
  }

  /// All up to a blank or sign: names, numbers and times look alike until they end.
  private mutating func word() -> FilterToken {
    let start = index
    let ends = Array("()=<>~!,\"'`&|".utf8)
    while index < bytes.count, !isBlank(bytes[index]), !ends.contains(bytes[index]) { index += 1 }
    let word = text(start, index)
    let kind: FilterToken.Kind =
      switch word.lowercased() {
      case "and": .and
      case "or": .or
      case "not": .not
      case "in": .in
      default: FilterLiteral(word).map { .literal($0) } ?? .word
      }
    return FilterToken(kind: kind, text: word, offset: start)
  }
}
