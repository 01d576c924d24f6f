import SweepBase
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

struct NaturalLogarithmTests {
  @Test func staysWithinOneUnitOfTheCLibrary() {
    var stream = RandomStream(seed: 0, path: ["logarithm"])
    var different = 0
    for i in 0..<200_000 {
      let exponent = i.isMultiple(of: 2) ? 0 : stream.below(2000) - 1000
      let x = (0.5 + stream.double()) * Double(sign: .plus, exponent: exponent, significand: 1)
      let (found, expected) = (naturalLogarithm(x), log(x))
      #expect(abs(found - expected) <= expected.ulp)
      if found != expected { different += 1 }
    }
    // Both are within about 0.52 units of the true value, so they seldom disagree.
    #expect(different < 8_000)
  }

  @Test(arguments: [
    (1.0, 0.0), (2, 0x1.62e42fefa39efp-1), (0.5, -0x1.62e42fefa39efp-1),
    (1.0.nextUp, 0x1.fffffffffffffp-53),
  ])
  func knowsExactValues(x: Double, logarithm: Double) {
    #expect(naturalLogarithm(x) == logarithm)
  }
}
