import SweepBase

extension TestDistribution {
  /// The chance that the range of `count` equally distributed normal numbers is at least `q`
  /// standard deviations, where the deviation is an estimate with `freedom` degrees of freedom.
  ///
  /// With the estimate s: ∫ f(s) R(q s) ds, where R is the chance for a known deviation. Both
  /// integrals are sums at even distances, of the logarithm of s and of the greatest number, which
  /// converge fast as the functions vanish at both ends. The error is below 1e-7.
  ///
  /// - Source: Tukey 1953; Copenhaver and Holland 1988, <https://doi.org/10.1080/00949658808811082>.
  package static func studentizedRange(_ q: Double, count: Int, freedom: Double) -> Double {
    guard q > 0, count > 1 else { return 1 }
    guard q.isFinite else { return 0 }
    if count == 2 { return twoSidedT(q / 2.0.squareRoot(), freedom: freedom) }
    let deviation = 1 / (2 * freedom).squareRoot()
    let step = min(0.1, 0.8 * deviation)
    let low = -max(9 * deviation, 25 / freedom)
    let logFactor =
      0.5 * freedom * naturalLogarithm(0.5 * freedom) + naturalLogarithm(2)
      - logGamma(0.5 * freedom)
    var sum = 0.0
    for k in 0...Int((9 * deviation - low) / step) {
      let x = low + step * Double(k)
      let s = exponential(x)
      let logDensity = logFactor + freedom * (x - 0.5 * s * s)
      // Wider ranges have chances below 1e-12 for up to 10,000 numbers.
      guard logDensity > -30, q * s < 12 else { continue }
      sum += exponential(logDensity) * normalRange(q * s, count: count)
    }
    return min(1, sum * step)
  }

  /// The chance that the range of `count` standard normal numbers is at least `width`.
  ///
  /// The range is smaller when all others lie at most `width` below the greatest number z:
  /// count ∫ φ(z) (Φ(z) − Φ(z − width))^(count − 1) dz.
  package static func normalRange(_ width: Double, count: Int) -> Double {
    var sum = 0.0
    for point in points {
      let share = point.share - NormalDistribution.cumulative(point.z - width)
      sum += point.density * power(max(share, 0), count - 1)
    }
    return max(0, 1 - Double(count) * spacing * sum)
  }

  private static let spacing = 0.25
  private static let points = (-28...28).map { k in
    let z = spacing * Double(k)
    return (
      z: z, density: NormalDistribution.density(z), share: NormalDistribution.cumulative(z)
    )
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, rest) = (1.0, base, exponent)
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}
