public import SweepConfig

/// The config keys that a sweep varies, in the order of the sweep file.
public struct SearchSpace: Equatable, Sendable {
  public var dimensions: [Dimension]
  /// What the settings of an assignment have to keep beside each other.
  public var constraints: [Constraint]

  /// - Parameters:
  ///   - dimensions: What varies; no key twice.
  ///   - constraints: What assignments have to keep.
  public init(_ dimensions: [Dimension] = [], constraints: [Constraint] = []) {
    self.dimensions = dimensions
    self.constraints = constraints
  }

  /// How many combinations of values there are, or `nil` when a range is continuous or the number
  /// too large for an `Int`.
  ///
  /// Conditions and constraints leave fewer assignments, see `GridCells`.
  public var count: Int? {
    var count = 1
    for dimension in dimensions {
      guard let size = dimension.distribution.count else { return nil }
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow else { return nil }
      count = product
    }
    return count
  }

  /// Whether an assignment is just one value per dimension: nothing is conditional, copied or
  /// constrained.
  var isPlain: Bool {
    constraints.isEmpty
      && dimensions.allSatisfy { $0.conditions.isEmpty && $0.distribution.copiedKey == nil }
  }
}

/// A config key and the values it may take.
public struct Dimension: Equatable, Sendable {
  /// A dotted key, for example `training.optimizer.learn_rate`.
  public var key: String
  public var distribution: Distribution
  /// All have to hold, or the setting is inactive: assignments do not have it.
  public var conditions: [Condition]

  public init(_ key: String, _ distribution: Distribution, when conditions: [Condition] = []) {
    self.key = key
    self.distribution = distribution
    self.conditions = conditions
  }
}

/// A config key with a value.
public struct Setting: Equatable, Sendable {
  /// A dotted key, for example `training.optimizer.learn_rate`.
  public var key: String
  public var value: JSONValue

  public init(_ key: String, _ value: JSONValue) {
    self.key = key
    self.value = value
  }
}
