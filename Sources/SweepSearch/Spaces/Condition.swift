public import SweepConfig

/// What another setting has to be for a setting to be active: an entry of `when`.
///
/// A condition on an inactive setting does not hold.
public struct Condition: Equatable, Sendable {
  public enum Allowed: Equatable, Sendable {
    /// One of a list; 1 is the same as 1.0.
    case values([JSONValue])
    /// A number from `min` to `max`, both included; infinite where an end is open.
    case range(ClosedRange<Double>)
  }

  /// The key of the other setting.
  public var key: String
  public var allowed: Allowed

  public init(_ key: String, _ allowed: Allowed) {
    self.key = key
    self.allowed = allowed
  }

  /// Whether the other setting's value fits; `nil` where it is inactive.
  func holds(for value: JSONValue?) -> Bool {
    guard let value else { return false }
    switch allowed {
    case .values(let values): return values.contains { $0.isSame(as: value) }
    case .range(let range): return value.doubleValue.map(range.contains) ?? false
    }
  }
}

extension JSONValue {
  /// Whether two values are the same to a config, to which 1 and 1.0 are.
  func isSame(as other: JSONValue) -> Bool {
    self == other || normalized(sortsKeys: true) == other.normalized(sortsKeys: true)
  }
}
