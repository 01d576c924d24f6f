import SweepConfig

/// All assignments of a countable space, in the order of its dimensions; the last one changes
/// fastest.
///
/// An inactive dimension has no values to go through, and what breaks a constraint is left out.
struct GridCells: Sequence, IteratorProtocol {
  private let space: SearchSpace
  private let rules: SpaceRules
  /// The dimensions from the one that changes slowest.
  ///
  /// Those that a condition asks for come before those that have it.
  private let order: [Int]
  /// The position of each dimension's value; `nil` where it is inactive.
  private var positions: [Int?]
  private var values: [JSONValue?]
  private var isAtStart = true
  private var isAtEnd = false

  /// So many cells in a row that break the constraints are taken for the end of the space.
  private static let mostTries = 1_000_000

  /// - Precondition: Each dimension can be counted.
  init(_ space: SearchSpace) {
    self.space = space
    rules = SpaceRules(space)
    order = rules.order
    positions = [Int?](repeating: nil, count: space.dimensions.count)
    values = [JSONValue?](repeating: nil, count: space.dimensions.count)
  }

  mutating func next() -> Assignment? {
    for _ in 0..<Self.mostTries {
      guard let cell = nextCell() else { return nil }
      if rules.areKept(cell) { return cell }
    }
    isAtEnd = true
    return nil
  }

  /// How many cells there are before constraints take some out, but at most `limit`.
  static func count(of space: SearchSpace, upTo limit: Int) -> Int {
    var cells = GridCells(space)
    var count = 0
    while count < limit, cells.advance() { count += 1 }
    return count
  }

  private mutating func nextCell() -> Assignment? {
    advance() ? rules.assignment(values) : nil
  }

  /// Moves to the next cell; false behind the last one.
  private mutating func advance() -> Bool {
    if isAtEnd { return false }
    if isAtStart {
      isAtStart = false
      fill(from: 0)
      return true
    }
    for place in order.indices.reversed() {
      let i = order[place]
      guard let position = positions[i] else { continue }
      let distribution = space.dimensions[i].distribution
      guard position + 1 < distribution.count ?? 0 else { continue }
      positions[i] = position + 1
      values[i] = distribution.value(at: position + 1)
      fill(from: place + 1)
      return true
    }
    isAtEnd = true
    return false
  }

  /// Sets the dimensions from a place of the order on to their first values.
  private mutating func fill(from place: Int) {
    for i in order[place...] {
      let isActive = rules.isActive(i) { values[$0] }
      positions[i] = isActive ? 0 : nil
      values[i] = nil
      guard isActive else { continue }
      let distribution = space.dimensions[i].distribution
      if let source = distribution.copiedKey {
        let of = space.dimensions.firstIndex { $0.key == source }
        values[i] = of.flatMap { values[$0] }
      } else {
        values[i] = distribution.value(at: 0)
      }
    }
  }
}

extension SearchSpace {
  /// How many assignments there are before constraints take some out; `nil` where values cannot be
  /// counted, or there are more than a million.
  public var assignmentCount: Int? {
    guard dimensions.allSatisfy({ $0.distribution.count != nil }) else { return nil }
    let most = 1_000_000
    let count = GridCells.count(of: self, upTo: most + 1)
    return count > most ? nil : count
  }
}
