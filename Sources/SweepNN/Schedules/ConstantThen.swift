public import SweepConfig

/// A number for some draws, then another schedule from its beginning.
///
/// - Source: Thinc 8.3 `constant_then.v1`.
public struct ConstantThen: Schedule {
  private let rate: Double
  private var stepsLeft: Int
  private var schedule: any Schedule

  public static let entry = RegistryEntry<any Schedule>(
    .schedules, "constant_then.v1",
    [Parameter("rate", .number), Parameter("steps", .integer), Parameter("schedule", .schedule)]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    ConstantThen(
      rate: try arguments.number("rate"), steps: try arguments.integer("steps"),
      schedule: try arguments.schedule("schedule"))
  }

  public init(rate: Double, steps: Int, schedule: any Schedule) {
    self.rate = rate
    stepsLeft = steps
    self.schedule = schedule
  }

  public mutating func next() -> Double {
    guard stepsLeft > 0 else { return schedule.next() }
    stepsLeft -= 1
    return rate
  }
}
