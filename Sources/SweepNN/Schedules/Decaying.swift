public import SweepConfig

/// Falls with the step t as `base_rate / (1 + decay · t)`.
///
/// - Source: Thinc 8.3 `decaying.v1`.
public struct Decaying: Schedule {
  private let baseRate: Double
  private let decay: Double
  private var t: Int

  public static let entry = RegistryEntry<any Schedule>(
    .schedules, "decaying.v1",
    [
      Parameter("base_rate", .number), Parameter("decay", .number),
      Parameter("t", .integer, default: 0),
    ]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    Decaying(
      baseRate: try arguments.number("base_rate"), decay: try arguments.number("decay"),
      t: try arguments.integer("t"))
  }

  public init(baseRate: Double, decay: Double, t: Int = 0) {
    self.baseRate = baseRate
    self.decay = decay
    self.t = t
  }

  public mutating func next() -> Double {
    defer { t += 1 }
    return baseRate * (1 / (1 + decay * Double(t)))
  }
}
