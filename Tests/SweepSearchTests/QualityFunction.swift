import Foundation
import SweepConfig
import SweepSearch

/// A function with a known optimum, to be minimised: what samplers are measured by.
struct QualityFunction: Sendable {
  var name: String
  var space: SearchSpace
  var value: @Sendable (Assignment) -> Double

  static let all = [branin, hartmann6, rosenbrock5, ackley10, mixed]

  static func named(_ name: String) -> QualityFunction {
    all.first { $0.name == name } ?? branin
  }

  private static func numbers(_ count: Int, _ range: ClosedRange<Double>) -> SearchSpace {
    SearchSpace((0..<count).map { Dimension("x\($0)", .uniform(range)) })
  }

  private static func x(_ assignment: Assignment) -> [Double] {
    assignment.settings.compactMap(\.value.doubleValue)
  }

  /// Minimum 0.397887.
  static let branin = QualityFunction(
    name: "branin",
    space: SearchSpace([Dimension("x1", .uniform(-5...10)), Dimension("x2", .uniform(0...15))])
  ) { assignment in
    let x = x(assignment)
    let inner = x[1] - 5.1 / (4 * Double.pi * Double.pi) * x[0] * x[0] + 5 / Double.pi * x[0] - 6
    return inner * inner + 10 * (1 - 1 / (8 * Double.pi)) * cos(x[0]) + 10
  }

  /// Minimum −3.322368.
  static let hartmann6 = QualityFunction(name: "hartmann6", space: numbers(6, 0...1)) {
    let x = x($0)
    let a: [[Double]] = [
      [10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8],
      [17, 8, 0.05, 10, 0.1, 14],
    ]
    let p: [[Double]] = [
      [1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
      [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381],
    ]
    var sum = 0.0
    for (i, c) in [1, 1.2, 3, 3.2].enumerated() {
      var exponent = 0.0
      for j in 0..<6 {
        let distance = x[j] - 1e-4 * p[i][j]
        exponent += a[i][j] * distance * distance
      }
      sum -= c * exp(-exponent)
    }
    return sum
  }

  /// Minimum 0.
  static let rosenbrock5 = QualityFunction(name: "rosenbrock5", space: numbers(5, -5...10)) {
    let x = x($0)
    return (0..<4).reduce(0) { sum, i in
      let (bend, rest) = (x[i + 1] - x[i] * x[i], 1 - x[i])
      return sum + 100 * bend * bend + rest * rest
    }
  }

  /// Minimum 0, not in the middle.
  static let ackley10 = QualityFunction(name: "ackley10", space: numbers(10, -32.768...32.768)) {
    let z = x($0).enumerated().map { $1 - (-15 + 3 * Double($0)) }
    let squares = z.reduce(0) { $0 + $1 * $1 } / 10
    let waves = z.reduce(0) { $0 + cos(2 * Double.pi * $1) } / 10
    return -20 * exp(-0.2 * squares.squareRoot()) - exp(waves) + 20 + exp(1)
  }

  /// A conditional space of mixed settings; minimum 0.1.
  static let mixed = QualityFunction(
    name: "mixcond",
    space: SearchSpace([
      Dimension("arch", .categorical(["cnn", "lstm", "tfm"])),
      Dimension("lr", .logUniform(1e-5...1e-1)), Dimension("dropout", .uniform(0...0.6)),
      Dimension("width", .quantizedLogUniform(SamplerTests.lattice(16, 512, 1, isInteger: true))),
      Dimension("window", .intUniform(1...5), when: [Condition("arch", .values(["cnn"]))]),
      Dimension("depth", .intUniform(1...8), when: [Condition("arch", .values(["cnn"]))]),
      Dimension("layers", .intUniform(1...3), when: [Condition("arch", .values(["lstm"]))]),
      Dimension(
        "bidir", .categorical([true, false]), when: [Condition("arch", .values(["lstm"]))]),
      Dimension(
        "heads", .categorical([1, 2, 4, 8]), when: [Condition("arch", .values(["tfm"]))]),
      Dimension("warmup", .logUniform(1e-3...0.5), when: [Condition("arch", .values(["tfm"]))]),
    ])
  ) { assignment in
    func number(_ key: String) -> Double { assignment[key]?.doubleValue ?? .nan }
    let architecture = assignment["arch"]?.stringValue
    let (m, curvature, d, k, base) =
      switch architecture {
      case "cnn": (-3.0, 0.05, 0.20, 7.0, 0.12)
      case "lstm": (-2.5, 0.05, 0.35, 8.0, 0.16)
      default: (-4.0, 0.15, 0.10, 8.5, 0.10)
      }
    let u = log10(number("lr")) - m
    let dx = number("dropout") - d
    let wy = log2(number("width")) - k
    var loss = base + min(1, curvature * u * u) + 0.3 * dx * dx
    loss += 0.01 * wy * wy + 0.08 * dx * wy / 3
    switch architecture {
    case "cnn":
      loss += 0.01 * pow(number("window") - 2, 2) + 0.004 * pow(number("depth") - 4, 2)
    case "lstm":
      loss += 0.02 * abs(number("layers") - 2) + (assignment["bidir"] == true ? 0 : 0.03)
    default:
      let heads = [1: 0.04, 2: 0.02, 4: 0, 8: 0.01]
      loss += heads[assignment["heads"]?.intValue ?? 0] ?? .nan
      loss += 0.03 * pow(log10(number("warmup")) + 1, 2)
    }
    return loss
  }
}
