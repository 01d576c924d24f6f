import SweepBase
import Testing

@Suite struct FixedDecimalsTests {
  @Test(
    arguments: [
      (64.145, 2, "64.14"), (0.125, 2, "0.12"), (0.375, 2, "0.38"), (2.675, 2, "2.67"),
      (1.005, 2, "1.00"), (-0.001, 2, "0.00"), (-1.5, 0, "-2"), (1e-9, 3, "0.000"),
      (1234567.891, 1, "1234567.9"), (.nan, 2, "nan"), (-.infinity, 2, "-inf"),
      (99.995, 2, "100.00"),
    ])
  func roundsTheExactValue(value: Double, decimals: Int, text: String) {
    #expect(fixed(value, decimals: decimals) == text)
  }
}
