/// A value in a filter: written in it, or a trial's.
public enum FilterValue: Equatable, Sendable {
  /// There is none.
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  /// Any of several texts, such as a trial's tags.
  case list([String])
  /// Milliseconds since 1970.
  case time(Double)

  /// Whether a name that stands alone is true for it: there is a value, and it is not false.
  var isPresent: Bool {
    switch self {
    case .null, .bool(false): false
    case .list(let texts): !texts.isEmpty
    default: true
    }
  }

  /// Whether there is a value; unlike `isPresent`, false is one.
  var exists: Bool { self == .bool(false) || isPresent }
}

/// How two values are compared.
enum FilterOperator: String, Equatable, Sendable {
  case equal = "="
  case unequal = "!="
  case less = "<"
  case atMost = "<="
  case greater = ">"
  case atLeast = ">="
  case like = "~"
  case unlike = "!~"

  /// The operator that says the same with its sides exchanged.
  var flipped: FilterOperator {
    switch self {
    case .less: .greater
    case .atMost: .atLeast
    case .greater: .less
    case .atLeast: .atMost
    default: self
    }
  }

  /// Whether it asks which of two values comes first.
  var isOrder: Bool { [.less, .atMost, .greater, .atLeast].contains(self) }

  /// Whether it is the opposite of another one, which is then asked.
  var isNegated: Bool { self == .unequal || self == .unlike }

  /// Compares two values.
  ///
  /// - Returns: `nil` where one of them is missing or not a number, or where two that have no order
  ///   are asked for it.
  func holds(_ a: FilterValue, _ b: FilterValue) -> Bool? {
    guard a.exists || isListed(a), b.exists || isListed(b) else { return nil }
    switch (a, b) {
    case (.list(let texts), _):
      // Each tag is compared; that none of them is equal, is what "unequal" says.
      let plain = self == .unequal ? .equal : self == .unlike ? .like : self
      let any = texts.contains { plain.holds(.text($0), b) == true }
      return isNegated ? !any : any
    case (_, .list): return flipped.holds(b, a)
    case (.number(let x), .number(let y)), (.time(let x), .time(let y)):
      return x.isNaN || y.isNaN ? nil : order(x < y, x == y)
    case (.text(let x), .text(let y)):
      switch self {
      case .like: return FilterPattern(y).matches(x)
      case .unlike: return !FilterPattern(y).matches(x)
      case .equal: return x == y
      case .unequal: return x != y
      default: return order(x.utf8.lexicographicallyPrecedes(y.utf8), x == y)
      }
    case (.bool(let x), .bool(let y)): return isOrder ? nil : (x == y) != isNegated
    default: return isOrder ? nil : isNegated
    }
  }

  private func isListed(_ value: FilterValue) -> Bool {
    if case .list = value { return true }
    return false
  }

  private func order(_ isLess: Bool, _ isEqual: Bool) -> Bool {
    switch self {
    case .equal, .like: isEqual
    case .unequal, .unlike: !isEqual
    case .less: isLess
    case .atMost: isLess || isEqual
    case .greater: !isLess && !isEqual
    case .atLeast: !isLess
    }
  }
}

/// What stands after `~`: a part of the text, or with `*` and `?` all of it.
///
/// The case of ASCII letters does not matter.
struct FilterPattern {
  private let bytes: [UInt8]
  private let isGlob: Bool

  init(_ text: String) {
    bytes = Self.folded(text)
    isGlob = bytes.contains { $0 == Self.star || $0 == Self.mark }
  }

  private static let star = UInt8(ascii: "*")
  private static let mark = UInt8(ascii: "?")

  private static func folded(_ text: String) -> [UInt8] {
    text.utf8.map { $0 >= 65 && $0 <= 90 ? $0 + 32 : $0 }
  }

  /// Whether a text fits.
  ///
  /// - Complexity: The product of both lengths at worst.
  func matches(_ text: String) -> Bool {
    let text = Self.folded(text)
    return isGlob ? fits(text) : contains(text)
  }

  private func contains(_ text: [UInt8]) -> Bool {
    guard !bytes.isEmpty else { return true }
    guard text.count >= bytes.count else { return false }
    return (0...text.count - bytes.count).contains { start in
      bytes.indices.allSatisfy { text[start + $0] == bytes[$0] }
    }
  }

  /// Goes back to the last star only: where an earlier one could have helped, the last one can too.
  private func fits(_ text: [UInt8]) -> Bool {
    var (i, j) = (0, 0)
    var last: (star: Int, text: Int)?
    while i < text.count {
      if j < bytes.count, bytes[j] == Self.star {
        last = (j, i)
        j += 1
      } else if j < bytes.count, bytes[j] == Self.mark || bytes[j] == text[i] {
        // A `?` stands for a character, of whose bytes those after the first begin with 10.
        let isMark = bytes[j] == Self.mark
        i += 1
        j += 1
        while isMark, i < text.count, text[i] & 0xC0 == 0x80 { i += 1 }
      } else if let back = last {
        last = (back.star, back.text + 1)
        (i, j) = (back.text + 1, back.star + 1)
      } else {
        return false
      }
    }
    return bytes[j...].allSatisfy { $0 == Self.star }
  }
}
