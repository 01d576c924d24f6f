public import SweepConfig

/// The config keys that a sweep varies, in the order of the sweep file.
public struct SearchSpace: Equatable, Sendable {
  public var dimensions: [Dimension]

  /// - Parameter dimensions: What varies; no key twice.
  public init(_ dimensions: [Dimension] = []) { self.dimensions = dimensions }

  /// How many assignments there are, or `nil` when a range is continuous or the number too large
  /// for an `Int`.
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
}

/// A config key and the values it may take.
public struct Dimension: Equatable, Sendable {
  /// A dotted key, for example `training.optimizer.learn_rate`.
  public var key: String
  public var distribution: Distribution

  public init(_ key: String, _ distribution: Distribution) {
    self.key = key
    self.distribution = distribution
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
