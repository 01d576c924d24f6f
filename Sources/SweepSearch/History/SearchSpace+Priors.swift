public import SweepConfig

extension SearchSpace {
  /// The assignment of this space that has the values of another config.
  ///
  /// - Parameter value: The value of a key; `nil` where the config has none.
  /// - Returns: The active settings; `nil` where a value is missing, is one that its distribution does
  ///   not have, or breaks a constraint.
  public func assignment(of value: (_ key: String) -> JSONValue?) -> Assignment? {
    let settings = dimensions.compactMap { dimension in
      value(dimension.key).map { Setting(dimension.key, $0) }
    }
    let active = activeSettings(of: Assignment(settings))
    guard let expected = activeCount(of: active), expected == active.settings.count else {
      return nil
    }
    for setting in active.settings {
      let distribution = dimensions.first { $0.key == setting.key }?.distribution
      guard distribution?.has(setting.value) == true else { return nil }
    }
    return constraints.allSatisfy { $0.holds(for: active) } ? active : nil
  }

  /// How many settings are active beside those of an assignment; `nil` if one is missing.
  private func activeCount(of assignment: Assignment) -> Int? {
    guard !isPlain else { return dimensions.count }
    let rules = SpaceRules(self)
    let values = dimensions.map { assignment[$0.key] }
    let active = dimensions.indices.filter { rules.isActive($0) { values[$0] } }
    return active.allSatisfy { values[$0] != nil } ? active.count : nil
  }
}

extension Distribution {
  /// Whether a value could have been drawn, where 1 is the same as 1.0.
  fileprivate func has(_ value: JSONValue) -> Bool {
    switch self {
    case .constant(let only): only.isSame(as: value)
    case .categorical(let values, _), .ordered(let values):
      values.contains { $0.isSame(as: value) }
    default: contains(value)
    }
  }
}
