import SweepConfig

/// The conditions, copies and constraints of a space, with keys looked up once.
struct SpaceRules: Sendable {
  private let space: SearchSpace
  /// For each dimension, the dimensions that its conditions ask for.
  private let parents: [[Int]]
  /// The dimension that a copy is of.
  private let sources: [Int?]
  /// The dimensions in an order in which each comes after those that it depends on.
  let order: [Int]

  /// - Precondition: The keys of conditions and copies are in the space, and nothing depends on
  ///   itself: what `SweepFile.validated` checks.
  init(_ space: SearchSpace) {
    self.space = space
    var index: [String: Int] = [:]
    for (i, dimension) in space.dimensions.enumerated() { index[dimension.key] = i }
    let parents = space.dimensions.map { $0.conditions.map { index[$0.key] ?? -1 } }
    let sources = space.dimensions.map { $0.distribution.copiedKey.map { index[$0] ?? -1 } }
    precondition(
      parents.allSatisfy { $0.allSatisfy { $0 >= 0 } } && sources.allSatisfy { $0 ?? 0 >= 0 },
      "a condition or copy of a key that is not in the space")
    var order: [Int] = []
    var isPlaced = [Bool](repeating: false, count: space.dimensions.count)
    func place(_ i: Int, depth: Int) {
      precondition(depth <= space.dimensions.count, "a setting that depends on itself")
      guard !isPlaced[i] else { return }
      for other in parents[i] + [sources[i]].compactMap(\.self) { place(other, depth: depth + 1) }
      isPlaced[i] = true
      order.append(i)
    }
    for i in space.dimensions.indices { place(i, depth: 0) }
    (self.parents, self.sources, self.order) = (parents, sources, order)
  }

  /// Whether a dimension is active, given the values of those before it in `order`.
  ///
  /// - Parameters:
  ///   - i: The dimension.
  ///   - value: The value of a dimension, `nil` for an inactive one.
  /// - Returns: Whether all conditions hold.
  func isActive(_ i: Int, _ value: (Int) -> JSONValue?) -> Bool {
    for (condition, parent) in zip(space.dimensions[i].conditions, parents[i])
    where !condition.holds(for: value(parent)) {
      return false
    }
    // A copy of nothing is nothing.
    return sources[i].map { value($0) != nil } ?? true
  }

  /// One value per dimension, with copies filled in and `nil` for what is inactive.
  func completed(_ values: [JSONValue]) -> [JSONValue?] {
    var result = [JSONValue?](repeating: nil, count: values.count)
    for i in order where isActive(i, { result[$0] }) {
      result[i] = sources[i].map { result[$0] } ?? values[i]
    }
    return result
  }

  /// An assignment of the active values.
  func assignment(_ values: [JSONValue?]) -> Assignment {
    Assignment(
      zip(space.dimensions, values).compactMap { dimension, value in
        value.map { Setting(dimension.key, $0) }
      })
  }

  /// Whether all constraints hold.
  func areKept(_ assignment: Assignment) -> Bool {
    space.constraints.allSatisfy { $0.holds(for: assignment) }
  }
}

extension SearchSpace {
  /// So many draws in a row that break the constraints are taken for the end of the space.
  static let mostTries = 10_000

  /// The first of several tries that keeps the constraints, without what is inactive.
  ///
  /// - Parameter values: One value per dimension for the try of a number, from 0.
  /// - Returns: `nil` when `mostTries` tries break them.
  func assignment(trying values: (_ attempt: Int) -> [JSONValue]) -> Assignment? {
    if isPlain {
      return Assignment(zip(dimensions, values(0)).map { Setting($0.key, $1) })
    }
    let rules = SpaceRules(self)
    for attempt in 0..<Self.mostTries {
      let assignment = rules.assignment(rules.completed(values(attempt)))
      if rules.areKept(assignment) { return assignment }
    }
    return nil
  }

  /// The settings of an assignment that are active beside each other, whatever their values.
  package func activeSettings(of assignment: Assignment) -> Assignment {
    guard !isPlain else { return assignment }
    let rules = SpaceRules(self)
    let values = dimensions.map { assignment[$0.key] }
    var result = [JSONValue?](repeating: nil, count: values.count)
    for i in rules.order where rules.isActive(i, { result[$0] }) { result[i] = values[i] }
    return rules.assignment(result)
  }
}
