public import SweepConfig

/// A short linear rise to `max_rate`, then a long linear fall.
///
/// With `cut = ⌊num_steps · cut_frac⌋` and t = 1, 2, …: `p = t / cut` before the cut, after it
/// `p = 1 − (t − cut) / (cut · (1 / cut_frac − 1))`; the rate is
/// `max_rate · (1 + p · (ratio − 1)) / ratio`. Beyond `num_steps` it goes on falling, below 0.
///
/// - Source: Howard and Ruder 2018, <https://arxiv.org/abs/1801.06146>; Thinc 8.3
///   `slanted_triangular.v1`, which ignores its argument `decay`.
public struct SlantedTriangular: Schedule {
  private let maxRate: Double
  private let cut: Double
  private let fall: Double
  private let ratio: Double
  private var t: Double

  public static let entry = RegistryEntry<any Schedule>(
    .schedules, "slanted_triangular.v1",
    [
      Parameter("max_rate", .number), Parameter("num_steps", .integer),
      Parameter("cut_frac", .number, default: 0.1), Parameter("ratio", .integer, default: 32),
      Parameter("decay", .number, default: 1.0), Parameter("t", .number, default: 0.0),
    ]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    _ = try arguments.number("decay")
    let (steps, share) = (try arguments.integer("num_steps"), try arguments.number("cut_frac"))
    guard share < 1, Double(steps) * share >= 1 else {
      throw ConfigError(
        .invalidValue(
          expected: "a share below 1 of num_steps that is at least one step",
          found: "\(share) of \(steps)"),
        at: arguments.location(of: "cut_frac"))
    }
    let ratio = try arguments.integer("ratio")
    guard ratio != 0 else {
      throw ConfigError(
        .invalidValue(expected: "a ratio other than 0", found: "0"),
        at: arguments.location(of: "ratio"))
    }
    return SlantedTriangular(
      maxRate: try arguments.number("max_rate"), numSteps: steps, cutFrac: share, ratio: ratio,
      t: try arguments.number("t"))
  }

  /// - Precondition: `numSteps · cutFrac >= 1`, `cutFrac < 1`, `ratio != 0`.
  public init(
    maxRate: Double, numSteps: Int, cutFrac: Double = 0.1, ratio: Int = 32, t: Double = 0
  ) {
    let share = Double(numSteps) * cutFrac
    precondition(share >= 1 && cutFrac < 1 && ratio != 0, "no slanted triangle of \(share) steps")
    self.maxRate = maxRate
    cut = share.rounded(.towardZero)
    fall = cut * (1 / cutFrac - 1)
    self.ratio = Double(ratio)
    self.t = t
  }

  public mutating func next() -> Double {
    t += 1
    let p = t < cut ? t / cut : 1 - (t - cut) / fall
    return maxRate * (1 + p * (ratio - 1)) * (1 / ratio)
  }
}
