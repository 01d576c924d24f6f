import SweepBase
import SweepSearch
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

@Suite struct NumericsTests {
  /// Values of Python's `statistics.NormalDist().inv_cdf`.
  @Test(arguments: [
    (0.5, 0.0), (0.975, 1.9599639845400536), (0.025, -1.9599639845400536),
    (0.1, -1.2815515655446008), (0.9999, 3.7190164854557084), (1e-10, -6.361340902404056),
    (1e-300, -37.0471), (0.3, -0.5244005127080409), (0.93, 1.475791028179171),
  ])
  func invertsTheNormalDistribution(p: Double, expected: Double) {
    #expect(
      abs(normalQuantile(p) - expected) <= max(1, abs(expected)) * (p < 1e-200 ? 1e-5 : 2e-15))
  }

  @Test func powersOfEAreWithinOneUnitOfTheLibrarys() {
    var worst = 0.0
    for i in -70_000...70_000 {
      let x = Double(i) * 0.01007
      let expected = exp(x)
      guard expected.isNormal else { continue }
      worst = max(worst, abs(exponential(x) - expected) / expected.ulp)
    }
    #expect(worst <= 1)
    #expect(exponential(1) == 2.718281828459045)
  }

  @Test func powersOfEKeepTheirLimits() {
    #expect(exponential(0) == 1)
    #expect(exponential(710) == .infinity)
    #expect(exponential(-746) == 0)
    #expect(exponential(-.infinity) == 0)
    #expect(exponential(.infinity) == .infinity)
    #expect(exponential(.nan).isNaN)
    #expect(exponential(-744).bitPattern == exp(-744.0).bitPattern)
    #expect(exponential(709.7).isFinite)
  }
}
