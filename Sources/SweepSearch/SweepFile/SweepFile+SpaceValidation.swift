import SweepBase
import SweepConfig

extension SweepFile {
  /// What is wrong with conditions, copies and constraints.
  var spaceErrors: [SweepFileError] {
    let keys = Set(space.dimensions.map(\.key))
    var errors: [SweepFileError] = []
    for dimension in space.dimensions {
      let place = "[parameters.\"\(dimension.key)\"]"
      for condition in dimension.conditions {
        guard let reason = problem(of: condition, keys) else { continue }
        errors.append(
          error(reason, "parameters.\(dimension.key)", "\(place) when \(condition.key)"))
      }
      if let source = dimension.distribution.copiedKey, !keys.contains(source) {
        errors.append(
          error(unknown(source, keys), "parameters.\(dimension.key)", "\(place) copy"))
      }
    }
    if errors.isEmpty { errors += circleErrors }
    for (index, constraint) in space.constraints.enumerated() {
      guard let reason = problem(of: constraint, keys) else { continue }
      errors.append(error(reason, "constraints.\(index)", "constraints"))
    }
    return errors
  }

  /// An error where no assignment keeps the constraints.
  ///
  /// - Precondition: The sweep has no other errors.
  var emptinessErrors: [SweepFileError] {
    guard !space.constraints.isEmpty else { return [] }
    let first =
      method == .grid
      ? GridCells(space).first { _ in true }
      : RandomSampler().propose(number: 0, in: space, seed: seed)
    return first == nil ? [error(.constraintsNeverHold, "constraints", "constraints")] : []
  }

  private func unknown(_ key: String, _ keys: Set<String>) -> SweepFileError.Reason {
    .unknownParameter(found: key, nearest: key.nearest(among: keys.sorted()))
  }

  private func problem(of condition: Condition, _ keys: Set<String>) -> SweepFileError.Reason? {
    guard keys.contains(condition.key) else { return unknown(condition.key, keys) }
    switch condition.allowed {
    case .values(let values):
      guard let never = values.first(where: { !space.mayBe(condition.key, $0) }) else { return nil }
      return .neverTaken(
        key: condition.key, value: never.toml, known: space.listedValues(of: condition.key))
    case .range(let range):
      let examples = space.examples(of: condition.key)
      guard !examples.contains(where: { $0.doubleValue != nil }) else { return nil }
      return .neverTaken(
        key: condition.key, value: "between \(range.lowerBound) and \(range.upperBound)",
        known: space.listedValues(of: condition.key))
    }
  }

  private func problem(of constraint: Constraint, _ keys: Set<String>) -> SweepFileError.Reason? {
    if let key = constraint.keys.first(where: { !keys.contains($0) }) { return unknown(key, keys) }
    let problem = constraint.typeProblem { key in
      Set(space.examples(of: key).map(Constraint.Kind.init(of:)))
    }
    return problem.map {
      .constraintType(operator: $0.sign, expected: $0.expected.rawValue, part: $0.part)
    }
  }

  /// An error for each circle of settings that depend on each other.
  private var circleErrors: [SweepFileError] {
    var next: [String: [String]] = [:]
    for dimension in space.dimensions {
      next[dimension.key] =
        dimension.conditions.map(\.key) + [dimension.distribution.copiedKey].compactMap(\.self)
    }
    var done: Set<String> = []
    var errors: [SweepFileError] = []
    func follow(_ key: String, _ path: [String]) {
      if let start = path.firstIndex(of: key) {
        let circle = Array(path[start...]) + [key]
        errors.append(error(.circular(circle), "parameters.\(key)", "[parameters] \(key)"))
        return
      }
      guard !done.contains(key) else { return }
      for other in next[key] ?? [] { follow(other, path + [key]) }
      done.insert(key)
    }
    for dimension in space.dimensions { follow(dimension.key, []) }
    return errors
  }
}

extension SearchSpace {
  private func dimension(_ key: String) -> Dimension? { dimensions.first { $0.key == key } }

  /// The distribution of a key; for a copy, that of its source.
  private func distribution(_ key: String) -> Distribution? {
    var key = key
    // As many steps as there are keys: copies that go in a circle have an error of their own.
    for _ in dimensions {
      guard let source = dimension(key)?.distribution.copiedKey else { break }
      key = source
    }
    return dimension(key)?.distribution
  }

  /// Values that stand for all others of a key; for a copy, those of its source.
  func examples(of key: String) -> [JSONValue] { distribution(key)?.examples ?? [] }

  /// Whether a key may have a value; 1 is the same as 1.0.
  fileprivate func mayBe(_ key: String, _ value: JSONValue) -> Bool {
    guard let distribution = distribution(key) else { return false }
    if distribution.contains(value) || examples(of: key).contains(where: value.isSame) {
      return true
    }
    guard let x = value.doubleValue, x == x.rounded(), abs(x) < 0x1p53 else { return false }
    return distribution.contains(.integer(Int(x))) || distribution.contains(.number(x))
  }

  /// The values of a list, as TOML.
  fileprivate func listedValues(of key: String) -> [String] {
    switch distribution(key) {
    case .constant, .categorical, .ordered: examples(of: key).map(\.toml)
    default: []
    }
  }
}

extension Distribution {
  /// The distribution with another name of the key that a copy is of.
  func renamed(_ name: (String) -> String) -> Distribution {
    if case .copy(let key) = self { .copy(of: name(key)) } else { self }
  }
}
