public import SweepConfig

/// A zigzag between two rates: `period` draws up, `period` draws down, and again.
///
/// - Source: Smith 2017, <https://arxiv.org/abs/1506.01186>; Thinc 8.3 `cyclic_triangular.v1`.
public struct CyclicTriangular: Schedule {
  private let minRate: Double
  private let maxRate: Double
  private let period: Double
  private var draw = 1.0

  public static let entry = RegistryEntry<any Schedule>(
    .schedules, "cyclic_triangular.v1",
    [
      Parameter("min_lr", .number), Parameter("max_lr", .number), Parameter("period", .integer),
    ]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    let period = try arguments.integer("period")
    guard period > 0 else {
      throw ConfigError(
        .invalidValue(expected: "at least 1 step", found: "\(period)"),
        at: arguments.location(of: "period"))
    }
    return CyclicTriangular(
      minRate: try arguments.number("min_lr"), maxRate: try arguments.number("max_lr"),
      period: period)
  }

  /// - Precondition: `period > 0`.
  public init(minRate: Double, maxRate: Double, period: Int) {
    precondition(period > 0, "a period has at least 1 step, not \(period)")
    self.minRate = minRate
    self.maxRate = maxRate
    self.period = Double(period)
  }

  public mutating func next() -> Double {
    defer { draw += 1 }
    let cycle = (1 + draw / (2 * period)).rounded(.down)
    let x = abs(draw / period - 2 * cycle + 1)
    return minRate + (maxRate - minRate) * max(0, 1 - x)
  }
}
