public import SweepConfig

/// A series of numbers, such as learn rates or batch sizes, that is drawn from one by one.
///
/// A value: a copy goes on from where the original stood, and the two don't disturb each other.
/// A plain number is a schedule, too.
///
/// - Source: the generators of Thinc 8.3 `schedules.py`.
public protocol Schedule: Sendable {
  /// The next number of the series.
  mutating func next() -> Double
}

extension Double: Schedule {
  /// The number itself, every time.
  public func next() -> Double { self }
}

extension RegistryKind where Product == any Schedule {
  /// The functions under `@schedules`.
  public static var schedules: RegistryKind { RegistryKind("schedules") }
}

extension ArgumentReader {
  /// Reads a schedule: a number, a list of numbers, or a section with `@schedules`.
  ///
  /// - Throws: `ConfigError` when the key is absent and has no default, or is none of these.
  public mutating func schedule(
    _ key: String, default defaultValue: Double? = nil
  ) throws(ConfigError) -> any Schedule {
    switch raw(key) {
    case .object: return try object(key, RegistryKind<any Schedule>.schedules)
    case .array:
      let values = try numbers(key)
      guard !values.isEmpty else {
        throw ConfigError(
          .invalidValue(expected: "at least one number", found: "an empty list"),
          at: location(of: key))
      }
      return ListSchedule(values)
    default: return try number(key, default: defaultValue)
    }
  }
}

/// A schedule that counts what was drawn from it, so that it can be brought there again.
package struct CountedSchedule: Schedule {
  private var schedule: any Schedule
  /// How many numbers were drawn.
  package private(set) var draws = 0

  /// Nothing was drawn yet.
  package init(_ schedule: any Schedule) { self.schedule = schedule }

  package mutating func next() -> Double {
    draws += 1
    return schedule.next()
  }

  /// Draws until so many numbers were drawn; a plain number is the same every time.
  package mutating func advance(to count: Int) {
    if !(schedule is Double) { while draws < count { _ = next() } }
    draws = max(draws, count)
  }
}
