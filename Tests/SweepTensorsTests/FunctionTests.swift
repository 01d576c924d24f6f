import Foundation
import SweepTensors
import Testing

struct FunctionTests {
  /// The distance between two numbers in units of the last place of the expected one.
  static func units(_ value: Double, from expected: Double) -> Double {
    value == expected ? 0 : ((value - expected) / expected.ulp).magnitude
  }

  static func largestError(
    of function: (Double) -> Double, from expected: (Double) -> Double, on points: [Double]
  ) -> Double {
    points.map { units(function($0), from: expected($0)) }.max() ?? 0
  }

  /// Points of all signs and sizes up to a bound.
  static func points(upTo bound: Double) -> [Double] {
    let even = numbers(20_000, seed: 7).map { Double($0) * bound }
    let small = numbers(20_000, seed: 8).enumerated().map { index, x in
      Double(x) * bound * Foundation.pow(2, -Double(index % 60))
    }
    return even + small
  }

  @Test func expIsWithinOneUnit() {
    let error = Self.largestError(
      of: Kernels.exp, from: Foundation.exp, on: Self.points(upTo: 700))
    #expect(error <= 1)
  }

  @Test func logIsWithinOneUnit() {
    let points = Self.points(upTo: 50).map { Foundation.exp($0) }
    let near = Self.points(upTo: 0.5).map { 1 + $0 }
    #expect(Self.largestError(of: Kernels.log, from: Foundation.log, on: points + near) <= 1)
  }

  @Test func tanhIsWithinThreeUnits() {
    let error = Self.largestError(
      of: Kernels.tanh, from: Foundation.tanh, on: Self.points(upTo: 25))
    #expect(error <= 3)
  }

  @Test func limitsAreThoseOfIEEE() {
    #expect(Kernels.exp(0) == 1)
    #expect(Kernels.exp(-.infinity) == 0)
    #expect(Kernels.exp(.infinity) == .infinity)
    #expect(Kernels.exp(710) == .infinity)
    #expect(Kernels.exp(-745) == .leastNonzeroMagnitude)
    #expect(Kernels.exp(-800) == 0)
    #expect(Kernels.exp(.nan).isNaN)
    #expect(Kernels.log(1) == 0)
    #expect(Kernels.log(0) == -.infinity)
    #expect(Kernels.log(.infinity) == .infinity)
    #expect(Kernels.log(-1).isNaN)
    #expect(Kernels.log(.nan).isNaN)
    #expect(
      Self.units(Kernels.log(.leastNonzeroMagnitude), from: Foundation.log(.leastNonzeroMagnitude))
        <= 1)
    #expect(Kernels.tanh(0) == 0)
    #expect(Kernels.tanh(.infinity) == 1)
    #expect(Kernels.tanh(-.infinity) == -1)
    #expect(Kernels.tanh(.nan).isNaN)
    #expect(Kernels.power(0.5, 0) == 1)
    #expect(Kernels.power(3, 5) == 243)
  }

  @Test(arguments: levels)
  func arraysAgreeWithScalars(level: SIMDLevel) {
    let x = Self.points(upTo: 30).prefix(1003).map(\.self)
    var y = [Double](repeating: 0, count: x.count)
    Kernels.exp(count: x.count, x, into: &y, level: level)
    #expect(y == x.map { Kernels.exp($0) })
    Kernels.tanh(count: x.count, x, into: &y, level: level)
    #expect(y == x.map { Kernels.tanh($0) })
    let positive = x.map { $0.magnitude + 1e-3 }
    Kernels.log(count: x.count, positive, into: &y, level: level)
    #expect(y == positive.map { Kernels.log($0) })
  }

  @Test(arguments: levels)
  func floatsAreRoundedOnce(level: SIMDLevel) {
    let x = numbers(1003, seed: 9).map { $0 * 20 }
    var y = [Float](repeating: 0, count: x.count)
    Kernels.exp(count: x.count, x, into: &y, level: level)
    #expect(y == x.map { Float(Kernels.exp(Double($0))) })
    Kernels.tanh(count: x.count, x, into: &y, level: level)
    #expect(y == x.map { Float(Kernels.tanh(Double($0))) })
    Kernels.logistic(count: x.count, x, into: &y, level: level)
    #expect(y == x.map { Float(1 / (1 + Kernels.exp(-Double($0)))) })
    let positive = x.map(\.magnitude)
    Kernels.log(count: x.count, positive, into: &y, level: level)
    #expect(y == positive.map { Float(Kernels.log(Double($0))) })
  }

  @Test(arguments: levels)
  func mishIsItsFormulaAndHasItsSlope(level: SIMDLevel) {
    let x = numbers(1003, seed: 9).map { $0 * 30 } + [-200, -0.0, 0, 19.99, 20, 20.01, 800]
    var (y, slope) = (x, x)
    Kernels.mish(count: x.count, x, into: &y, level: level)
    let ones = [Float](repeating: 1, count: x.count)
    Kernels.mishBackward(count: x.count, x, ones, into: &slope, level: level)
    func formula(_ x: Double) -> Double {
      x < 20 ? x * Foundation.tanh(Foundation.log1p(Foundation.exp(x))) : x
    }
    for (i, x) in x.enumerated() {
      let value = formula(Double(x))
      #expect(abs(Double(y[i]) - value) <= 1e-7 * abs(value) + 1e-30, "\(x)")
      guard abs(x - 20) > 0.1 else { continue }
      let difference = (formula(Double(x) + 1e-5) - formula(Double(x) - 1e-5)) / 2e-5
      #expect(abs(Double(slope[i]) - difference) <= 1e-6, "\(x)")
    }
  }

  @Test(arguments: levels)
  func softmaxRowsSumToOne(level: SIMDLevel) {
    let (rows, columns) = (5, 13)
    let x = numbers(rows * columns, seed: 10).map { $0 * 30 }
    var y = x
    Kernels.softmaxRows(
      rows: rows, columns: columns, x, stride: columns, into: &y, stride: columns, level: level)
    for row in 0..<rows {
      let scores = x[row * columns..<(row + 1) * columns].map { Foundation.exp(Double($0)) }
      let sum = scores.reduce(0, +)
      let expected = scores.map { Float($0 / sum) }
      #expect(distance(Array(y[row * columns..<(row + 1) * columns]), expected) < 1e-7)
    }
  }
}
