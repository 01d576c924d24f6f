public import SweepConfig

/// `start`, `start · compound`, `start · compound²`, … up (or down) to `stop`.
///
/// The product is accumulated, not a power, so that its rounding is Thinc's.
///
/// - Source: Thinc 8.3 `compounding.v1`, which ignores its argument `t`.
public struct Compounding: Schedule {
  private let start: Double
  private let stop: Double
  private let compound: Double
  private var current: Double

  public static let entry = RegistryEntry<any Schedule>(
    .schedules, "compounding.v1",
    [
      Parameter("start", .number), Parameter("stop", .number), Parameter("compound", .number),
      Parameter("t", .number, default: 0.0),
    ]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    _ = try arguments.number("t")
    return Compounding(
      start: try arguments.number("start"), stop: try arguments.number("stop"),
      compound: try arguments.number("compound"))
  }

  public init(start: Double, stop: Double, compound: Double) {
    self.start = start
    self.stop = stop
    self.compound = compound
    current = start
  }

  public mutating func next() -> Double {
    defer { current *= compound }
    return start > stop ? max(current, stop) : min(current, stop)
  }
}
