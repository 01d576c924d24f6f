import SweepBase

/// Student's t and its relatives, with the same bits on every machine.
package enum TestDistribution {
  /// The logarithm of the gamma function for x above 0.
  ///
  /// Stirling's series from 16 on, and Γ(x + 1) = x Γ(x) below.
  package static func logGamma(_ x: Double) -> Double {
    var x = x
    var product = 1.0
    while x < 16 {
      product *= x
      x += 1
    }
    let s = 1 / (x * x)
    let series =
      (1.0 / 12 - s * (1.0 / 360 - s * (1.0 / 1260 - s * (1.0 / 1680 - s * (1.0 / 1188))))) / x
    return (x - 0.5) * naturalLogarithm(x) - x + 0.9189385332046727 + series
      - naturalLogarithm(product)
  }

  /// The derivative of `logGamma` for x above 0.
  package static func digamma(_ x: Double) -> Double {
    var x = x
    var result = 0.0
    while x < 16 {
      result -= 1 / x
      x += 1
    }
    let s = 1 / (x * x)
    return result + naturalLogarithm(x) - 0.5 / x
      - s * (1.0 / 12 - s * (1.0 / 120 - s * (1.0 / 252 - s * (1.0 / 240 - s * (1.0 / 132)))))
  }

  /// The derivative of `digamma` for x above 0.
  package static func trigamma(_ x: Double) -> Double {
    var x = x
    var result = 0.0
    while x < 16 {
      result += 1 / (x * x)
      x += 1
    }
    let s = 1 / (x * x)
    let series = s * (1.0 / 6 - s * (1.0 / 30 - s * (1.0 / 42 - s * (1.0 / 30 - s * (5.0 / 66)))))
    return result + (1 + 0.5 / x + series) / x
  }

  /// The x whose `trigamma` is y, for y above 0.
  package static func inverseTrigamma(_ y: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    while trigamma(high) > y, high < 1e9 { high *= 2 }
    for _ in 0..<100 {
      let middle = 0.5 * (low + high)
      if middle > 0, trigamma(middle) < y { high = middle } else { low = middle }
    }
    return 0.5 * (low + high)
  }

  /// The regularised incomplete beta function I of x, by Lentz's continued fraction.
  ///
  /// - Source: Press et al., Numerical Recipes, section 6.4, for the fraction.
  package static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
    let logFront =
      logGamma(a + b) - logGamma(a) - logGamma(b) + a * naturalLogarithm(x)
      + b * naturalLogarithm(1 - x)
    var (c, d) = (1.0, 1 / max(1 - (a + b) * x / (a + 1), 1e-300))
    var fraction = d
    for m in 1...500 {
      let m = Double(m)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / nonzero(1 + even * d)
      c = nonzero(1 + even / c)
      fraction *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / nonzero(1 + odd * d)
      c = nonzero(1 + odd / c)
      fraction *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return exponential(logFront) * fraction / a
  }

  private static func nonzero(_ x: Double) -> Double { abs(x) < 1e-300 ? 1e-300 : x }

  /// The chance of a t at least as far from 0, to both sides.
  package static func twoSidedT(_ t: Double, freedom: Double) -> Double {
    guard t.isFinite else { return t.isNaN ? 1 : 0 }
    return incompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5)
  }

  /// The t that is exceeded to both sides with a chance.
  package static func quantileT(twoSided chance: Double, freedom: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    while twoSidedT(high, freedom: freedom) > chance, high < 1e9 { high *= 2 }
    for _ in 0..<100 {
      let middle = 0.5 * (low + high)
      if middle == low || middle == high { break }
      if twoSidedT(middle, freedom: freedom) > chance { low = middle } else { high = middle }
    }
    return 0.5 * (low + high)
  }
}
