/// A kind of scalars that patterns name by a letter: `\d`, `\w`, `\s`.
enum ScalarKind: Hashable, Sendable {
  case digit
  case word
  case space

  /// Whether a scalar is of the kind, as Python's `str` methods see it.
  func contains(_ value: UInt32) -> Bool {
    guard let scalar = Unicode.Scalar(value) else { return false }
    switch self {
    case .space: return PythonText.isSpace(scalar)
    case .digit: return scalar.properties.generalCategory == .decimalNumber
    case .word:
      return scalar == "_" || PythonText.isAlpha(scalar) || scalar.properties.numericType != nil
    }
  }
}

/// The scalars that one place of a pattern matches.
///
/// The first 256 are looked up in a table of bits, the others by halving a list of ranges.
struct ScalarSet: Sendable {
  /// A kind, or all scalars that are not of it.
  struct Kind: Hashable, Sendable {
    var kind: ScalarKind
    var isNegated = false
  }

  /// In ascending order, apart from one another.
  private(set) var ranges: [ClosedRange<UInt32>]
  private(set) var kinds: Set<Kind>
  let isNegated: Bool
  let ignoresCase: Bool
  private var low: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  init(
    _ ranges: [ClosedRange<UInt32>], kinds: Set<Kind> = [], isNegated: Bool = false,
    ignoresCase: Bool = false
  ) {
    self.ranges = ScalarSet.joined(ranges)
    self.kinds = kinds
    self.isNegated = isNegated
    self.ignoresCase = ignoresCase
    for value in UInt32(0)..<256 where holds(value) {
      let bit: UInt64 = 1 << UInt64(value & 63)
      switch value >> 6 {
      case 0: low.0 |= bit
      case 1: low.1 |= bit
      case 2: low.2 |= bit
      default: low.3 |= bit
      }
    }
  }

  /// A set of one scalar, and of its other cases if case is ignored.
  init(_ value: UInt32, ignoresCase: Bool = false) {
    self.init([value...value], ignoresCase: ignoresCase)
  }

  /// All scalars.
  static let all = ScalarSet([0...0x10ffff])

  /// The only scalar, where there is one.
  var only: UInt32? {
    guard ranges.count == 1, kinds.isEmpty, !isNegated, !ignoresCase,
      ranges[0].lowerBound == ranges[0].upperBound
    else { return nil }
    return ranges[0].lowerBound
  }

  /// Whether a scalar is in the set.
  @inline(__always)
  func contains(_ value: UInt32) -> Bool {
    if value >= 256 { return holds(value) }
    let word =
      value < 128 ? (value < 64 ? low.0 : low.1) : (value < 192 ? low.2 : low.3)
    return word >> UInt64(value & 63) & 1 != 0
  }

  /// The scalars of both sets.
  func union(_ other: ScalarSet) -> ScalarSet {
    if isPlain && other.isPlain {
      return ScalarSet(ranges + other.ranges, kinds: kinds.union(other.kinds))
    }
    if isPlain && ranges.isEmpty && kinds.isEmpty { return other }
    if other.isPlain && other.ranges.isEmpty && other.kinds.isEmpty { return self }
    return .all  // larger than it is: right for what may begin or end a match
  }

  /// Whether two sets can be joined without a scalar too many.
  func joins(_ other: ScalarSet) -> Bool { isPlain && other.isPlain }

  private var isPlain: Bool { !isNegated && !ignoresCase }

  private func holds(_ value: UInt32) -> Bool {
    var isIn = holdsAsWritten(value)
    if !isIn && ignoresCase { isIn = ScalarSet.cases(of: value).contains(where: holdsAsWritten) }
    return isIn != isNegated
  }

  private func holdsAsWritten(_ value: UInt32) -> Bool {
    var (first, last) = (0, ranges.count)
    while first < last {
      let middle = (first + last) / 2
      if ranges[middle].upperBound < value { first = middle + 1 } else { last = middle }
    }
    if first < ranges.count && ranges[first].lowerBound <= value { return true }
    return kinds.contains { $0.kind.contains(value) != $0.isNegated }
  }

  /// The other cases of a letter, one scalar each.
  static func cases(of value: UInt32) -> [UInt32] {
    guard let scalar = Unicode.Scalar(value) else { return [] }
    var found: [UInt32] = []
    func add(_ text: String) {
      let scalars = text.unicodeScalars
      if scalars.count == 1, let first = scalars.first?.value { found.append(first) }
    }
    add(scalar.properties.lowercaseMapping)
    add(scalar.properties.uppercaseMapping)
    add(scalar.properties.titlecaseMapping)
    for group in sameLetters where group.contains(value) { found += group }
    return found
  }

  /// Letters that Python takes for cases of one another beyond what lower-casing says.
  private static let sameLetters: [[UInt32]] = [
    [0x69, 0x131], [0x73, 0x17f], [0xb5, 0x3bc], [0x3b2, 0x3d0], [0x3b5, 0x3f5], [0x3b8, 0x3d1],
    [0x3ba, 0x3f0], [0x3c0, 0x3d6], [0x3c1, 0x3f1], [0x3c2, 0x3c3], [0x3c6, 0x3d5],
  ]

  /// Ranges in order, with those that touch as one.
  private static func joined(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var result: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = result.last, range.lowerBound <= last.upperBound &+ 1 {
        result[result.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        result.append(range)
      }
    }
    return result
  }
}
