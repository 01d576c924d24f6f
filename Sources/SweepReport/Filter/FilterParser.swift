/// A filter as a tree.
indirect enum FilterNode: Equatable, Sendable {
  case all([FilterNode])
  case any([FilterNode])
  case not(FilterNode)
  case compare(FilterOperand, FilterOperator, FilterOperand)
  case among(FilterOperand, [FilterOperand])
  /// A name alone.
  case present(FilterOperand)
}

/// What stands beside an operator.
struct FilterOperand: Equatable, Sendable {
  enum Kind: Equatable, Sendable {
    /// A name by its place: left of an operator, alone, or in backquotes.
    case name
    /// A name or a text, which is told by what it is compared with.
    case word
    case text
    case literal(FilterLiteral)
  }

  var kind: Kind
  /// As written, without quotes.
  var text: String
  /// In bytes from the start of the filter.
  var offset: Int

  var isNull: Bool { kind == .literal(.null) }

  var isName: Bool { kind == .name || kind == .word }
}

/// Makes a tree of a filter's text.
///
/// ```text
/// filter    = and-part { "or" and-part }
/// and-part  = not-part { "and" not-part }
/// not-part  = "not" not-part | "(" filter ")" | condition
/// condition = operand [ operator operand | [ "not" ] "in" "(" operand { "," operand } ")" ]
/// operator  = "=" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "!~"
/// ```
struct FilterParser {
  private let filter: String
  private var lexer: FilterLexer
  private var token: FilterToken
  private var depth = 0

  /// How many brackets and `not` may stand in each other.
  static let deepest = 64

  private init(_ filter: String) throws(FilterError) {
    self.filter = filter
    lexer = FilterLexer(filter)
    token = try lexer.next()
  }

  /// Reads a filter.
  static func parse(_ filter: String) throws(FilterError) -> FilterNode {
    var parser = try FilterParser(filter)
    let node = try parser.either()
    switch parser.token.kind {
    case .end: return node
    case .close: throw parser.problem("found `)` without its `(`", help: nil)
    case .compare:
      throw parser.problem(
        "expected `and`, `or` or the end, found `\(parser.token.text)`",
        help: "comparisons are joined by `and`, as in `0.1 < dropout and dropout < 0.3`")
    default:
      throw parser.problem("expected `and`, `or` or the end, found \(parser.found)", help: nil)
    }
  }

  private var found: String { token.kind == .end ? "the end" : "`\(token.text)`" }

  private func problem(_ text: String, help: String?) -> FilterError {
    FilterError(filter: filter, offset: token.offset, problem: text, help: help)
  }

  private mutating func advance() throws(FilterError) { token = try lexer.next() }

  private mutating func either() throws(FilterError) -> FilterNode {
    var parts = [try both()]
    while token.kind == .or {
      try advance()
      parts.append(try both())
    }
    return parts.count == 1 ? parts[0] : .any(parts)
  }

  private mutating func both() throws(FilterError) -> FilterNode {
    var parts = [try negated()]
    while token.kind == .and {
      try advance()
      parts.append(try negated())
    }
    return parts.count == 1 ? parts[0] : .all(parts)
  }

  private mutating func negated() throws(FilterError) -> FilterNode {
    guard depth < Self.deepest else {
      throw problem("more than \(Self.deepest) brackets and `not` in each other", help: nil)
    }
    depth += 1
    defer { depth -= 1 }
    switch token.kind {
    case .not:
      try advance()
      return .not(try negated())
    case .open:
      let start = token.offset
      try advance()
      let node = try either()
      guard token.kind == .close else {
        let column = FilterError(filter: filter, offset: start, problem: "").column
        throw problem(
          "expected `)` for the `(` in column \(column), found \(found)", help: nil)
      }
      try advance()
      return node
    default: return try condition()
    }
  }

  private mutating func condition() throws(FilterError) -> FilterNode {
    let left = try operand("a name such as `state` or `ents_f`")
    switch token.kind {
    case .compare(let sign):
      try advance()
      let right = try operand("a value after `\(sign.rawValue)`")
      return try comparison(left, sign, right)
    case .in: return .among(try name(left), try members())
    case .not:
      try advance()
      guard token.kind == .in else {
        throw problem("expected `in` after `not`, found \(found)", help: nil)
      }
      return .not(.among(try name(left), try members()))
    default: break
    }
    guard left.isName else {
      throw problem("expected an operator such as `=` or `<`, found \(found)", help: nil)
    }
    if token.kind == .word, token.text.lowercased() == "is" {
      throw problem("expected an operator, found `is`", help: "write `\(left.text) = null`")
    }
    return .present(try name(left))
  }

  /// A comparison with its name at the left.
  private func comparison(
    _ left: FilterOperand, _ sign: FilterOperator, _ right: FilterOperand
  ) throws(FilterError) -> FilterNode {
    if left.isName { return .compare(try name(left), sign, right) }
    guard right.isName, sign != .like, sign != .unlike else {
      throw FilterError(
        filter: filter, offset: left.offset,
        problem: "expected a name on the left side, found the value `\(left.text)`",
        help: "texts in quotes are values; names stand without, or in backquotes")
    }
    return .compare(try name(right), sign.flipped, left)
  }

  private func name(_ operand: FilterOperand) throws(FilterError) -> FilterOperand {
    guard operand.isName else {
      throw FilterError(
        filter: filter, offset: operand.offset,
        problem: "expected a name, found the value `\(operand.text)`", help: nil)
    }
    return FilterOperand(kind: .name, text: operand.text, offset: operand.offset)
  }

  private mutating func operand(_ expected: String) throws(FilterError) -> FilterOperand {
    let kind: FilterOperand.Kind
    switch token.kind {
    case .word: kind = .word
    case .name: kind = .name
    case .quoted: kind = .text
    case .literal(let literal): kind = .literal(literal)
    default: throw problem("expected \(expected), found \(found)", help: nil)
    }
    let operand = FilterOperand(kind: kind, text: token.text, offset: token.offset)
    try advance()
    return operand
  }

  private mutating func members() throws(FilterError) -> [FilterOperand] {
    try advance()
    guard token.kind == .open else {
      throw problem(
        "expected `(` after `in`, found \(found)", help: "as in `seed in (0, 1, 2)`")
    }
    var members: [FilterOperand] = []
    repeat {
      try advance()
      members.append(try operand("a value"))
    } while token.kind == .comma
    guard token.kind == .close else {
      throw problem("expected `,` or `)`, found \(found)", help: nil)
    }
    try advance()
    return members
  }
}
