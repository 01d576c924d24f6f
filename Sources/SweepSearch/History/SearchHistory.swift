/// What became of an assignment, as far as a sampler is to know.
public enum Outcome: Equatable, Sendable {
  /// Not known yet, or not to be looked at yet.
  case pending
  /// One number for each metric, less being better. Numbers that are not finite count as a failure.
  case scored([Double])
  /// It was stopped at a step, with the metric's value there, less being better.
  case pruned(step: Int, value: Double)
  case failed

  /// The only or first score, if it is finite.
  fileprivate var score: Double? {
    guard case .scored(let values) = self, let first = values.first, first.isFinite else {
      return nil
    }
    return first
  }
}

/// The assignments of a study so far with their outcomes, in order of number.
///
/// A sampler may look at the outcomes of the first `visibleCount` rows and at all assignments: those
/// follow from earlier outcomes. So proposals are the same whatever runs when, as long as
/// `visibleCount` follows from the number of the proposal.
public struct SearchHistory: Sendable {
  let coded: CodedSpace
  /// One row of codes after the other.
  private(set) var codes: [Double] = []
  private var outcomes: [Outcome] = []
  /// The rows with a finite score, the best first; of equals, the first.
  private var order: [(row: Int, score: Double)] = []
  /// How many of the first rows have an outcome.
  private var settledCount = 0
  public private(set) var assignments: [Assignment] = []
  /// How many of the first rows have an outcome to look at.
  public private(set) var visibleCount = 0

  /// No trials yet.
  public init(_ space: SearchSpace) { coded = CodedSpace(space) }

  /// What may vary.
  public var space: SearchSpace { coded.space }

  /// How many assignments there are.
  public var count: Int { outcomes.count }

  /// Adds an assignment, whose outcome is not known yet.
  public mutating func add(_ assignment: Assignment) {
    codes += coded.codes(of: assignment)
    assignments.append(assignment)
    outcomes.append(.pending)
  }

  /// Notes the outcome of a row, which may be looked at once `visibleCount` has passed it.
  public mutating func finish(_ row: Int, _ outcome: Outcome) {
    if let score = outcomes[row].score { order.remove(at: place(of: row, score)) }
    outcomes[row] = outcome
    if let score = outcome.score { order.insert((row, score), at: place(of: row, score)) }
    settledCount = min(settledCount, outcome == .pending ? row : settledCount)
    while settledCount < count, outcomes[settledCount] != .pending { settledCount += 1 }
  }

  /// How many rows rank before a row with a score.
  private func place(of row: Int, _ score: Double) -> Int {
    var (low, high) = (0, order.count)
    while low < high {
      let middle = (low + high) / 2
      if (order[middle].score, order[middle].row) < (score, row) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// The history that the proposal after these rows may look at: without the outcomes of the last
  /// `window` − 1 rows.
  ///
  /// - Parameter window: Of the proposal with number n, the outcomes up to n − window are known. A
  ///   window of 1 is a serial search.
  /// - Returns: The same rows, with those outcomes to look at.
  /// - Precondition: Those outcomes are known.
  public func visible(window: Int) -> SearchHistory {
    var result = self
    result.visibleCount = max(0, count - max(1, window) + 1)
    precondition(result.visibleCount <= settledCount, "an outcome is still to come")
    return result
  }

  /// The history with the outcomes of the first rows to look at.
  ///
  /// - Precondition: Those outcomes are known.
  public func visible(first count: Int) -> SearchHistory {
    var result = self
    result.visibleCount = min(max(0, count), self.count)
    return result
  }

  /// The outcome of a row, whether or not a sampler may look at it.
  public func recordedOutcome(_ row: Int) -> Outcome { outcomes[row] }

  /// What a sampler may know of a row.
  func outcome(_ row: Int) -> Outcome { row < visibleCount ? outcomes[row] : .pending }

  /// The codes of a row.
  func codes(_ row: Int) -> ArraySlice<Double> {
    let width = coded.dimensions.count
    return codes[row * width..<(row + 1) * width]
  }

  /// The only or first score of a row, if it has one to look at.
  func score(_ row: Int) -> Double? { row < visibleCount ? outcomes[row].score : nil }

  /// The rows whose outcome may be looked at and is a number, the best first; of equals, the first.
  var ranked: [(row: Int, score: Double)] { order.filter { $0.row < visibleCount } }

  /// Whether a row has these codes.
  func contains(_ other: [Double]) -> Bool {
    let width = other.count
    guard width > 0 else { return count > 0 }
    rows: for row in 0..<count {
      for j in 0..<width {
        let (a, b) = (codes[row * width + j], other[j])
        if a != b, !(a.isNaN && b.isNaN) { continue rows }
      }
      return true
    }
    return false
  }
}
