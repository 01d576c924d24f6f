import SweepBase
import SweepSearch
import Testing

@Suite struct SearchMathTests {
  /// The share below, its logarithm, and log(φ(z) + z Φ(z)), with 60 digits of mpmath.
  @Test(arguments: [
    (-40.0, 0.0, -804.6084420137538, -808.29856835662),
    (-12.5, 3.732564298877713e-36, -81.57596787074388, -84.11418284068544),
    (-11.9, 5.9173577163060756e-33, -74.2074180512483, -76.69769951768451),
    (-7.99, 6.746937686753559e-16, -34.93227276199891, -37.04001891974664),
    (-3.3, 0.0004834241423837775, -7.634616148071127, -8.969205486200302),
    (-1.01, 0.1562476450212546, -1.8563130623431785, -2.504199857480257),
    (-0.5, 0.3085375387259869, -1.1759117615936185, -1.6205162643873199),
    (0.0, 0.5, -0.6931471805599453, -0.9189385332046728),
    (0.31, 0.6217195218220193, -0.4752662174888524, -0.5569404085532873),
    (1.7, 0.955434537241457, -0.045589029170068934, 0.5413283244849005),
    (5.0, 0.9999997133484281, -2.866516129637636e-07, 1.6094379231264313),
    (9.0, 1.0, -1.1285884059538405e-19, 2.1972245773362196),
  ])
  func theNormalDistributionIsExact(x: Double, cdf: Double, logCDF: Double, improvement: Double) {
    func isClose(_ a: Double, _ b: Double, _ tolerance: Double) -> Bool {
      abs(a - b) <= tolerance * abs(b)
    }
    #expect(isClose(NormalDistribution.cumulative(x), cdf, 1e-13))
    #expect(isClose(NormalDistribution.logCumulative(x), logCDF, 1e-13))
    #expect(isClose(NormalDistribution.logImprovement(x), improvement, 1e-9))
  }

  @Test func sharesBetweenTwoNumbersKeepTheirDigits() {
    for (a, b) in [(-1.0, 2.0), (3, 3.1), (-9, -8.5), (8, 9), (0, 0.001)] {
      let left = NormalDistribution.share(from: a, to: b)
      #expect(abs(left - NormalDistribution.share(from: -b, to: -a)) <= 1e-15)
      let pieces =
        NormalDistribution.share(from: a, to: (a + b) / 2)
        + NormalDistribution.share(from: (a + b) / 2, to: b)
      #expect(abs(left - pieces) <= 1e-15 + 1e-12 * left)
    }
  }
}
