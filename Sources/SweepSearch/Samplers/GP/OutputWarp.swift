import SweepBase

/// Scores made more normal, so that a Gaussian process fits them: the power transformation under
/// which they look most normal, then mean 0 and deviation 1.
///
/// - Source: Yeo and Johnson 2000, <https://doi.org/10.1093/biomet/87.4.954>; its use before a
///   Gaussian process: Cowen-Rivers et al. 2022, <https://arxiv.org/abs/2012.03826>.
struct OutputWarp: Sendable {
  /// The scores after the transformation, in order.
  let values: [Double]

  init(_ scores: [Double]) {
    let sorted = scores.sorted()
    let n = sorted.count
    let middle = sorted[n / 2]
    let spread = sorted[(3 * n) / 4] - sorted[n / 4]
    let scale = spread > 0 ? spread / 1.349 : max(sorted[n - 1] - sorted[0], 1e-300)
    let plain = scores.map { ($0 - middle) / scale }
    var best: (values: [Double], likelihood: Double)?
    // Greater powers than 1 would stretch the bad end.
    for step in 0...8 {
      let power = 1 - 0.25 * Double(step)
      let values = plain.map { Self.transformed($0, power) }
      let likelihood = Self.likelihood(values, plain, power)
      if likelihood > (best?.likelihood ?? -.infinity) + 1e-9 { best = (values, likelihood) }
    }
    self.values = Self.standardized(best?.values ?? plain)
  }

  private static func power(_ base: Double, _ exponent: Double) -> Double {
    exponential(exponent * naturalLogarithm(base))
  }

  private static func transformed(_ x: Double, _ power: Double) -> Double {
    if x >= 0 {
      return power == 0
        ? naturalLogarithm(x + 1) : (Self.power(x + 1, power) - 1) / power
    }
    return power == 2
      ? -naturalLogarithm(1 - x) : -(Self.power(1 - x, 2 - power) - 1) / (2 - power)
  }

  /// The log-likelihood of a normal distribution, up to a constant.
  private static func likelihood(_ values: [Double], _ plain: [Double], _ power: Double) -> Double {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    guard variance.isNormal else { return -.infinity }
    let slopes = plain.reduce(0) {
      $0 + ($1 >= 0 ? 1 : -1) * naturalLogarithm(abs($1) + 1)
    }
    return -0.5 * n * naturalLogarithm(variance) + (power - 1) * slopes
  }

  private static func standardized(_ values: [Double]) -> [Double] {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    guard variance.isNormal else { return values.map { _ in 0 } }
    return values.map { ($0 - mean) / variance.squareRoot() }
  }
}
