public import SweepConfig

/// A linear rise from 0 to `initial_rate`, then a linear fall to 0.
///
/// - Source: Thinc 8.3 `warmup_linear.v1`.
public struct WarmupLinear: Schedule {
  private let initialRate: Double
  private let warmupSteps: Int
  private let totalSteps: Int
  private var step = 0

  public static let entry = RegistryEntry<any Schedule>(
    .schedules, "warmup_linear.v1",
    [
      Parameter("initial_rate", .number), Parameter("warmup_steps", .integer),
      Parameter("total_steps", .integer),
    ]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    WarmupLinear(
      initialRate: try arguments.number("initial_rate"),
      warmupSteps: try arguments.integer("warmup_steps"),
      totalSteps: try arguments.integer("total_steps"))
  }

  public init(initialRate: Double, warmupSteps: Int, totalSteps: Int) {
    self.initialRate = initialRate
    self.warmupSteps = warmupSteps
    self.totalSteps = totalSteps
  }

  public mutating func next() -> Double {
    defer { step += 1 }
    let factor =
      step < warmupSteps
      ? Double(step) / Double(max(1, warmupSteps))
      : max(0, Double(totalSteps - step) / Double(max(1, totalSteps - warmupSteps)))
    return factor * initialRate
  }
}
