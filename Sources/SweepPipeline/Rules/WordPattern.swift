import SweepConfig
import SweepText

/// A pattern of words, as spaCy's `Matcher` takes it: what each word must be, and how often.
///
/// - Source: spaCy 3.8 `matcher.pyx`.
struct WordPattern: Sendable {
  /// What a word may be asked for; `isMember` says whether one of several must fit, or none.
  enum Test: Sendable {
    /// Whether a value is one of some.
    case isAny(Attribute, of: Set<UInt64>, isMember: Bool)
    /// Whether regular expressions are found in a text.
    case finds(Attribute, [Pattern], isMember: Bool)
    /// Whether a text is nearly one of some.
    case resembles(Attribute, [FuzzyText], isMember: Bool)
    /// How the features of a word, or its only value, stand to a set.
    case relates(Attribute, SetRelation, Set<UInt64>)
    /// Whether a number stands in a relation to another.
    case compares(Attribute, NumberRelation, Double)

    var attribute: Attribute {
      switch self {
      case .isAny(let attribute, _, _), .finds(let attribute, _, _),
        .resembles(let attribute, _, _), .relates(let attribute, _, _),
        .compares(let attribute, _, _):
        attribute
      }
    }
  }

  /// How a set of values stands to another.
  enum SetRelation: String, Sendable {
    case isSubset = "IS_SUBSET"
    case isSuperset = "IS_SUPERSET"
    case intersects = "INTERSECTS"
  }

  /// How a number stands to another.
  enum NumberRelation: String, Sendable {
    case equal = "=="
    case unequal = "!="
    case atLeast = ">="
    case atMost = "<="
    case above = ">"
    case below = "<"

    func holds(_ a: Double, _ b: Double) -> Bool {
      switch self {
      case .equal: a == b
      case .unequal: a != b
      case .atLeast: a >= b
      case .atMost: a <= b
      case .above: a > b
      case .below: a < b
      }
    }
  }

  /// One place of the pattern.
  struct Place: Sendable {
    var tests: [Test] = []
    /// Whether the word must fail the tests.
    var isNegated = false
    var least = 1
    var most = 1
  }

  let places: [Place]

  /// What is wrong with a pattern.
  struct Fault: Error, Equatable {
    let what: String
  }
}

/// A text that others may differ from by a few edits.
///
/// - Source: spaCy 3.8 `levenshtein_compare`.
struct FuzzyText: Sendable {
  private let scalars: [Unicode.Scalar]
  private let edits: Int

  /// - Parameters:
  ///   - text: The text.
  ///   - edits: The most insertions, removals and replacements of characters; `nil` for 30% of the
  ///     characters, at least 2.
  init(_ text: String, edits: Int?) {
    scalars = Array(text.unicodeScalars)
    let share = (0.3 * Double(scalars.count)).rounded(.toNearestOrEven)
    self.edits = edits ?? max(2, Int(share))
  }

  /// Whether another text is near enough.
  func resembles(_ text: String) -> Bool {
    let other = Array(text.unicodeScalars)
    guard abs(other.count - scalars.count) <= edits else { return false }
    var row = Array(0...scalars.count)
    for (i, scalar) in other.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      var least = row[0]
      for (j, own) in scalars.enumerated() {
        let replaced = diagonal + (scalar == own ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, diagonal + 1, row[j] + 1)
        least = min(least, row[j + 1])
      }
      if least > edits { return false }
    }
    return row[scalars.count] <= edits
  }
}
