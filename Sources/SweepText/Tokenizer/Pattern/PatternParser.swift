/// Reads regular expressions in the syntax of Python's `re`, as `tokenizer` files have them.
///
/// Groups are never asked for, so named and numbered ones are read as plain groups. What cannot be
/// matched without them, such as `\1`, is an error that names it.
///
/// - Source: Python 3.11 `re`.
struct PatternParser {
  private static let depthLimit = 100

  /// Flags that change how what follows is read.
  struct Flags {
    var ignoresCase = false
    var dotMatchesLineEnd = false
    var isMultiline = false
  }

  let source: [UInt32]
  private(set) var offset = 0
  private(set) var flags = Flags()
  private var depth = 0

  private init(_ source: String) {
    self.source = source.unicodeScalars.map(\.value)
  }

  /// The parts of a pattern.
  static func parse(_ source: String) throws(PatternError) -> PatternNode {
    var parser = PatternParser(source)
    let node = try parser.parseAlternation()
    if parser.peek != nil { throw parser.malformed("unbalanced )") }
    return node
  }

  // MARK: - Characters

  var peek: UInt32? { offset < source.count ? source[offset] : nil }

  mutating func advance() { offset += 1 }

  /// Passes over a scalar if it comes next.
  mutating func accept(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar.value else { return false }
    offset += 1
    return true
  }

  mutating func accept(all text: String) -> Bool {
    let scalars = text.unicodeScalars.map(\.value)
    guard source[offset...].starts(with: scalars) else { return false }
    offset += scalars.count
    return true
  }

  func unsupported(_ what: String, at start: Int? = nil) -> PatternError {
    PatternError(.unsupported(what), at: start ?? offset)
  }

  func malformed(_ what: String, at start: Int? = nil) -> PatternError {
    PatternError(.malformed(what), at: start ?? offset)
  }

  static func scalar(_ scalar: Unicode.Scalar) -> UInt32 { scalar.value }

  // MARK: - Structure

  private mutating func parseAlternation() throws(PatternError) -> PatternNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw PatternError(.tooLarge(limit: Self.depthLimit), at: offset)
    }
    var parts = [try parseSequence()]
    while accept("|") { parts.append(try parseSequence()) }
    return parts.count == 1 ? parts[0] : .alternation(parts)
  }

  private mutating func parseSequence() throws(PatternError) -> PatternNode {
    var parts: [PatternNode] = []
    while let next = peek, next != Self.scalar("|"), next != Self.scalar(")") {
      let start = offset
      guard let atom = try parseAtom() else { continue }
      parts.append(try parseRepetition(of: atom, from: start))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func parseRepetition(
    of atom: PatternNode, from start: Int
  ) throws(PatternError) -> PatternNode {
    let place = offset
    guard let (least, most) = try parseCount() else { return atom }
    if case .assertion = atom { throw malformed("nothing to repeat", at: place) }
    let isGreedy = !accept("?")
    if isGreedy && peek == Self.scalar("+") {
      throw unsupported("a possessive repetition")
    }
    let next = offset
    if try parseCount() != nil { throw malformed("multiple repeat", at: next) }
    if most == nil && atom.width.least == 0 {
      throw unsupported("the unlimited repetition of what may be empty", at: start)
    }
    return .repetition(atom, least: least, most: most, isGreedy: isGreedy)
  }

  /// `*`, `+`, `?`, `{m}`, `{m,}`, `{,n}` or `{m,n}`; a brace that begins none of them is a character.
  private mutating func parseCount() throws(PatternError) -> (least: Int, most: Int?)? {
    if accept("*") { return (0, nil) }
    if accept("+") { return (1, nil) }
    if accept("?") { return (0, 1) }
    let start = offset
    guard accept("{") else { return nil }
    let least = try parseNumber()
    let hasComma = accept(",")
    let most = hasComma ? try parseNumber() : least
    guard accept("}"), hasComma || least != nil else {
      offset = start
      return nil
    }
    if let most, most < least ?? 0 {
      throw malformed("the least repeats are more than the most", at: start)
    }
    return (least ?? 0, most)
  }

  private mutating func parseNumber() throws(PatternError) -> Int? {
    let start = offset
    var value = 0
    while let digit = peek, (0x30...0x39).contains(digit) {
      value = value * 10 + Int(digit - 0x30)
      guard value <= 10_000 else { throw PatternError(.tooLarge(limit: 10_000), at: start) }
      offset += 1
    }
    return offset > start ? value : nil
  }

  /// One character, set, condition or group; `nil` for flags and comments.
  private mutating func parseAtom() throws(PatternError) -> PatternNode? {
    guard let next = peek, let scalar = Unicode.Scalar(next) else { return nil }
    switch scalar {
    case "(": return try parseGroup()
    case "[": return .set(try parseSet())
    case "\\": return try parseEscape()
    case ".":
      offset += 1
      return .set(flags.dotMatchesLineEnd ? .all : ScalarSet([0x0a...0x0a], isNegated: true))
    case "^":
      offset += 1
      return .assertion(flags.isMultiline ? .lineStart : .start)
    case "$":
      offset += 1
      return .assertion(flags.isMultiline ? .lineEnd : .end)
    case "*", "+", "?": throw malformed("nothing to repeat")
    default:
      let start = offset
      if scalar == "{", try parseCount() != nil { throw malformed("nothing to repeat", at: start) }
      offset += 1
      return .set(ScalarSet(next, ignoresCase: flags.ignoresCase))
    }
  }

  // MARK: - Groups

  private mutating func parseGroup() throws(PatternError) -> PatternNode? {
    let start = offset
    offset += 1
    guard accept("?") else { return try parseGroupBody(from: start) }
    if accept(":") { return try parseGroupBody(from: start) }
    if accept("=") { return try parseLook(from: start, isBehind: false, isNegative: false) }
    if accept("!") { return try parseLook(from: start, isBehind: false, isNegative: true) }
    if accept(all: "<=") { return try parseLook(from: start, isBehind: true, isNegative: false) }
    if accept(all: "<!") { return try parseLook(from: start, isBehind: true, isNegative: true) }
    if accept(all: "P<") { return try parseNamedGroup(from: start) }
    if accept(all: "P=") { throw unsupported("a reference to a group, (?P=…)", at: start) }
    if accept("(") { throw unsupported("a condition on a group, (?(…)…)", at: start) }
    if accept(">") { throw unsupported("an atomic group, (?>…)", at: start) }
    if accept("#") { return try parseComment(from: start) }
    return try parseFlags(from: start)
  }

  private mutating func parseGroupBody(from start: Int) throws(PatternError) -> PatternNode {
    let outer = flags
    let body = try parseAlternation()
    flags = outer
    guard accept(")") else { throw malformed("missing ) of this group", at: start) }
    return body
  }

  private mutating func parseLook(
    from start: Int, isBehind: Bool, isNegative: Bool
  ) throws(PatternError) -> PatternNode {
    let body = try parseGroupBody(from: start)
    let width = body.width
    if isBehind && width.most != width.least {
      throw malformed("a look-behind requires a fixed width", at: start)
    }
    return .look(body, isBehind: isBehind, isNegative: isNegative)
  }

  private mutating func parseNamedGroup(from start: Int) throws(PatternError) -> PatternNode {
    while let next = peek, next != Self.scalar(">") {
      guard ScalarKind.word.contains(next) else { throw malformed("a bad group name") }
      offset += 1
    }
    guard accept(">") else { throw malformed("missing > of this group's name", at: start) }
    return try parseGroupBody(from: start)
  }

  private mutating func parseComment(from start: Int) throws(PatternError) -> PatternNode? {
    while let next = peek, next != Self.scalar(")") { offset += 1 }
    guard accept(")") else { throw malformed("missing ) of this comment", at: start) }
    return nil
  }

  /// `(?iu)` at the start of the pattern, or `(?i:…)` and `(?-i:…)`.
  private mutating func parseFlags(from start: Int) throws(PatternError) -> PatternNode? {
    let outer = flags
    var isOn = true
    while let next = peek, let scalar = Unicode.Scalar(next) {
      offset += 1
      switch scalar {
      case "i": flags.ignoresCase = isOn
      case "s": flags.dotMatchesLineEnd = isOn
      case "m": flags.isMultiline = isOn
      case "u": continue
      case "-": isOn = false
      case "a", "L", "x": throw unsupported("the flag (?\(scalar))", at: start)
      case ")" where isOn:
        guard start == 0 else {
          throw malformed("flags of the whole pattern are not at its start", at: start)
        }
        return nil
      case ":":
        let body = try parseGroupBody(from: start)
        flags = outer
        return body
      default: throw malformed("an unknown extension (?\(scalar)", at: start)
      }
    }
    throw malformed("missing ) of this group", at: start)
  }
}
