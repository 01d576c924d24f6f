/// A condition on trials, as in `ents_f > 0.8 and variables.dropout < 0.3`.
///
/// Reading it needs nothing but its text. What its names stand for is settled by `resolved(in:)`.
public struct Filter: Equatable, Sendable {
  /// As written.
  public let text: String
  let root: FilterNode

  /// Reads a filter.
  ///
  /// - Throws: `FilterError` with the place, what was expected there, and what was found.
  public init(parsing text: String) throws(FilterError) {
    self.text = text
    root = try FilterParser.parse(text)
  }

  /// Settles what the names stand for.
  ///
  /// - Throws: `FilterError` for a name that there is not, and for a comparison with a value of
  ///   another kind.
  public func resolved(in catalog: FilterCatalog) throws(FilterError) -> ResolvedFilter {
    var resolver = FilterResolver(filter: text, catalog: catalog)
    let condition = try resolver.resolve(root)
    return ResolvedFilter(sources: resolver.sources, condition: condition)
  }
}

/// A filter whose names are known, ready for trials.
public struct ResolvedFilter: Equatable, Sendable {
  /// What it asks of a trial, each once.
  public let sources: [FilterSource]
  let condition: FilterCondition

  /// Whether a trial passes.
  ///
  /// A comparison with a value that a trial does not have is neither true nor false; `not` leaves it
  /// so, `and` and `or` ask whether it matters. A trial passes only when all of it is true.
  ///
  /// - Parameter value: The trial's values, by their index in `sources`.
  /// - Returns: Whether the condition is true.
  public func matches(_ value: (Int) -> FilterValue) -> Bool { condition.holds(value) == true }
}

/// The tree of a resolved filter.
indirect enum FilterCondition: Equatable, Sendable {
  case all([FilterCondition])
  case any([FilterCondition])
  case not(FilterCondition)
  case compare(Int, FilterOperator, FilterValue)
  case compareNames(Int, FilterOperator, Int)
  case isNull(Int)
  case present(Int)
  /// The hash begins with these digits.
  case begins(Int, String)
  /// The time lies from the one until before the other.
  case within(Int, start: Double, end: Double)

  /// `nil` where it cannot be said.
  func holds(_ value: (Int) -> FilterValue) -> Bool? {
    switch self {
    case .all(let parts): return Self.joined(parts, value, decides: false)
    case .any(let parts): return Self.joined(parts, value, decides: true)
    case .not(let part): return part.holds(value).map { !$0 }
    case .compare(let name, let sign, let other): return sign.holds(value(name), other)
    case .compareNames(let a, let sign, let b): return sign.holds(value(a), value(b))
    case .isNull(let name): return !value(name).exists
    case .present(let name): return value(name).isPresent
    case .begins(let name, let digits):
      guard case .text(let text) = value(name) else { return nil }
      return text.utf8.starts(with: digits.utf8)
    case .within(let name, let start, let end):
      guard case .time(let time) = value(name) else { return nil }
      return time >= start && time < end
    }
  }

  /// One part that `decides` is enough; without it, one that cannot be said leaves it open.
  private static func joined(
    _ parts: [FilterCondition], _ value: (Int) -> FilterValue, decides: Bool
  ) -> Bool? {
    var isOpen = false
    for part in parts {
      switch part.holds(value) {
      case decides: return decides
      case nil: isOpen = true
      default: break
      }
    }
    return isOpen ? nil : !decides
  }
}
