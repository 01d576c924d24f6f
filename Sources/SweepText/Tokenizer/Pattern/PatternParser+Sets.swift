extension PatternParser {
  /// What a backslash begins, outside of `[…]`.
  mutating func parseEscape() throws(PatternError) -> PatternNode {
    let start = offset
    advance()
    guard let next = peek, let scalar = Unicode.Scalar(next) else {
      throw malformed("a \\ ends the pattern", at: start)
    }
    switch scalar {
    case "A": return assertion(.start)
    case "Z": return assertion(.absoluteEnd)
    case "b": return assertion(.boundary(isNegated: false))
    case "B": return assertion(.boundary(isNegated: true))
    case "1"..."9": throw unsupported("a reference to a group, \\\(scalar)", at: start)
    default: break
    }
    if let kind = acceptKind() {
      return .set(ScalarSet([], kinds: [kind]))
    }
    let value = try parseEscapedScalar(from: start)
    return .set(ScalarSet(value, ignoresCase: flags.ignoresCase))
  }

  private mutating func assertion(_ assertion: PatternAssertion) -> PatternNode {
    advance()
    return .assertion(assertion)
  }

  /// The kind of `\d`, `\D`, `\w`, `\W`, `\s` or `\S`, behind the backslash.
  private mutating func acceptKind() -> ScalarSet.Kind? {
    guard let next = peek, let scalar = Unicode.Scalar(next) else { return nil }
    let kind: ScalarSet.Kind
    switch scalar {
    case "d": kind = ScalarSet.Kind(kind: .digit)
    case "D": kind = ScalarSet.Kind(kind: .digit, isNegated: true)
    case "w": kind = ScalarSet.Kind(kind: .word)
    case "W": kind = ScalarSet.Kind(kind: .word, isNegated: true)
    case "s": kind = ScalarSet.Kind(kind: .space)
    case "S": kind = ScalarSet.Kind(kind: .space, isNegated: true)
    default: return nil
    }
    advance()
    return kind
  }

  /// The scalar that an escape stands for, behind the backslash.
  private mutating func parseEscapedScalar(from start: Int) throws(PatternError) -> UInt32 {
    guard let next = peek, let scalar = Unicode.Scalar(next) else {
      throw malformed("a \\ ends the pattern", at: start)
    }
    advance()
    switch scalar {
    case "n": return 0x0a
    case "t": return 0x09
    case "r": return 0x0d
    case "f": return 0x0c
    case "v": return 0x0b
    case "a": return 0x07
    case "x": return try parseHexadecimal(2, from: start)
    case "u": return try parseHexadecimal(4, from: start)
    case "U": return try parseHexadecimal(8, from: start)
    case "0": return parseOctal()
    case "N": throw unsupported("a character by its name, \\N{…}", at: start)
    default:
      let isASCIILetter = next < 0x80 && PythonText.isAlpha(scalar)
      if isASCIILetter || (0x31...0x39).contains(next) {
        throw malformed("a bad escape \\\(scalar)", at: start)
      }
      return next
    }
  }

  private mutating func parseHexadecimal(
    _ count: Int, from start: Int
  ) throws(PatternError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let next = peek, let scalar = Unicode.Scalar(next),
        let digit = Character(scalar).hexDigitValue, next < 0x80
      else { throw malformed("expected \(count) hexadecimal digits", at: start) }
      value = value << 4 | UInt32(digit)
      advance()
    }
    guard value <= 0x10ffff else { throw malformed("a character beyond Unicode", at: start) }
    return value
  }

  /// Up to two more octal digits, behind `\0`.
  private mutating func parseOctal() -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<2 {
      guard let next = peek, (0x30...0x37).contains(next) else { break }
      value = value << 3 | (next - 0x30)
      advance()
    }
    return value
  }

  /// `[…]`.
  mutating func parseSet() throws(PatternError) -> ScalarSet {
    let start = offset
    advance()
    let isNegated = accept("^")
    var ranges: [ClosedRange<UInt32>] = []
    var kinds: Set<ScalarSet.Kind> = []
    var isFirst = true
    while true {
      guard peek != nil else { throw malformed("missing ] of this set", at: start) }
      if !isFirst && accept("]") { break }
      isFirst = false
      let place = offset
      guard let low = try parseMember(&kinds) else {
        if peek == Self.scalar("-"), offset + 1 < source.count,
          source[offset + 1] != Self.scalar("]")
        {
          throw malformed("a range that starts with a kind of characters", at: place)
        }
        continue
      }
      guard peek == Self.scalar("-"), offset + 1 < source.count,
        source[offset + 1] != Self.scalar("]")
      else {
        ranges.append(low...low)
        continue
      }
      advance()
      guard let high = try parseMember(&kinds), low <= high else {
        throw malformed("a bad range of characters", at: place)
      }
      ranges.append(low...high)
    }
    return ScalarSet(ranges, kinds: kinds, isNegated: isNegated, ignoresCase: flags.ignoresCase)
  }

  /// A scalar of a set; `nil` for a kind, which is added to `kinds`.
  private mutating func parseMember(
    _ kinds: inout Set<ScalarSet.Kind>
  ) throws(PatternError) -> UInt32? {
    let start = offset
    guard let next = peek else { throw malformed("missing ] of a set") }
    advance()
    guard next == Self.scalar("\\") else { return next }
    if let kind = acceptKind() {
      kinds.insert(kind)
      return nil
    }
    if accept("b") { return 0x08 }
    return try parseEscapedScalar(from: start)
  }
}
