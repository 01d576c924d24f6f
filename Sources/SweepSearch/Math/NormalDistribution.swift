import SweepBase

/// The standard normal distribution, with the same bits on every machine.
///
/// All functions come from Mills's ratio m(x) = (1 − Φ(x)) / φ(x) for x ≥ 0, which is smooth and has
/// no underflow.
package enum NormalDistribution {
  /// The density at x.
  package static func density(_ x: Double) -> Double {
    exponential(-0.5 * x * x) * 0.3989422804014327
  }

  /// The share below x.
  package static func cumulative(_ x: Double) -> Double {
    let tail = density(x) * millsRatio(abs(x))
    return x < 0 ? tail : 1 - tail
  }

  /// The logarithm of the share below x, without underflow.
  package static func logCumulative(_ x: Double) -> Double {
    if x > 4 {
      // log(1 − t) for a small tail t
      let tail = density(x) * millsRatio(x)
      return -tail * (1 + tail * (0.5 + tail * (1.0 / 3 + tail / 4)))
    }
    if x > -1 { return naturalLogarithm(cumulative(x)) }
    return naturalLogarithm(millsRatio(-x)) - 0.5 * x * x - 0.9189385332046727
  }

  /// The share between two numbers, `a` ≤ `b`, with full accuracy in the tails.
  package static func share(from a: Double, to b: Double) -> Double {
    if a > 0 { return share(from: -b, to: -a) }
    if b <= 0 {
      return density(b) * millsRatio(-b) - density(a) * millsRatio(-a)
    }
    return 1 - density(a) * millsRatio(-a) - density(b) * millsRatio(b)
  }

  /// The logarithm of φ(z) + z Φ(z): of the expected improvement of a standard deviation of 1 whose
  /// mean is z below the best value so far.
  ///
  /// - Source: Ament et al. 2023, <https://arxiv.org/abs/2310.20708>, for why it needs care.
  package static func logImprovement(_ z: Double) -> Double {
    if z > -1 { return naturalLogarithm(density(z) + z * cumulative(z)) }
    return naturalLogarithm(improvementRatio(z)) - 0.5 * z * z - 0.9189385332046727
  }

  /// (φ(z) + z Φ(z)) / φ(z) for z below 0.
  static func improvementRatio(_ z: Double) -> Double {
    guard z < -30 else { return 1 + z * millsRatio(-z) }
    // 1 − x m(x) = 1/x² − 3/x⁴ + 15/x⁶ − 105/x⁸ + …
    let s = 1 / (z * z)
    return s * (1 - s * (3 - s * (15 - s * (105 - s * 945))))
  }

  /// Mills's ratio for x from 0 on.
  ///
  /// Near a point of the table by Taylor's series, whose coefficients follow from m′ = x m − 1:
  /// with c₀ = m and c₁ = x m − 1, (k + 1) c₍ₖ₊₁₎ = x cₖ + c₍ₖ₋₁₎.
  package static func millsRatio(_ x: Double) -> Double {
    guard x < 8 else { return continuedFraction(x, terms: 40) }
    let index = Int(x * 16 + 0.5)
    let start = Double(index) / 16
    let h = x - start
    var (last, current) = (table[index], start * table[index] - 1)
    var sum = last + current * h
    var power = h
    for k in 1...8 {
      (last, current) = (current, (start * current + last) * inverses[k])
      power *= h
      sum += current * power
    }
    return sum
  }

  /// 1 / (k + 1).
  private static let inverses: [Double] = (0...9).map { 1 / Double($0 + 1) }

  /// m(x) = 1 / (x + 1 / (x + 2 / (x + 3 / …))).
  private static func continuedFraction(_ x: Double, terms: Int) -> Double {
    var rest = x
    for k in stride(from: Double(terms), through: 1, by: -1) { rest = x + k / rest }
    return 1 / rest
  }

  /// The ratio at multiples of 1/16 through 8, by steps down, in which errors shrink.
  private static let table: [Double] = {
    var table = [Double](repeating: 0, count: 129)
    table[128] = continuedFraction(8, terms: 120)
    for index in stride(from: 127, through: 0, by: -1) {
      let start = Double(index + 1) / 16
      var (last, current) = (table[index + 1], start * table[index + 1] - 1)
      var sum = last + current * -0.0625
      var power = -0.0625
      for k in 1...20 {
        (last, current) = (current, (start * current + last) / Double(k + 1))
        power *= -0.0625
        sum += current * power
      }
      table[index] = sum
    }
    return table
  }()
}
