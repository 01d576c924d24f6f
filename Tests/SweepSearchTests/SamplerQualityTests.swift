import SweepConfig
import SweepSearch
import Testing

@Suite struct SamplerQualityTests {
  private func value(_ name: String, _ settings: [(String, JSONValue)]) -> Double {
    QualityFunction.named(name).value(Assignment(settings.map { Setting($0.0, $0.1) }))
  }

  /// The functions' values at fixed points, so that figures can be compared with others'.
  @Test func theFunctionsHaveTheirValues() {
    func isClose(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-12 * max(1, abs(b)) }
    #expect(isClose(value("branin", [("x1", 0), ("x2", 0)]), 55.602112642270264))
    func x(_ count: Int, _ value: Double) -> [(String, JSONValue)] {
      (0..<count).map { ("x\($0)", .number(value)) }
    }
    #expect(isClose(value("hartmann6", x(6, 0.5)), -0.5053149917022333))
    #expect(isClose(value("rosenbrock5", x(5, 2.5)), 5634))
    #expect(isClose(value("ackley10", x(10, 0)), 16.52203725207312))
    let cnn: [(String, JSONValue)] = [
      ("arch", "cnn"), ("lr", 1e-3), ("dropout", 0.2), ("width", 128), ("window", 2), ("depth", 4),
    ]
    #expect(isClose(value("mixcond", cnn), 0.12))
    let lstm: [(String, JSONValue)] = [
      ("arch", "lstm"), ("lr", 1e-3), ("dropout", 0.1), ("width", 64), ("layers", 1),
      ("bidir", false),
    ]
    #expect(isClose(value("mixcond", lstm), 0.29458333333333336))
    let tfm: [(String, JSONValue)] = [
      ("arch", "tfm"), ("lr", 3e-4), ("dropout", 0.3), ("width", 362), ("heads", 8),
      ("warmup", 0.01),
    ]
    #expect(isClose(value("mixcond", tfm), 0.18614588205774144))
  }

  /// The mean over five seeds of the best value of 50 trials, against a bound between what the
  /// sampler does and what a worse one would.
  @Test(arguments: [
    ("gp", "branin", 0.3985), ("gp", "hartmann6", -3.2), ("gp", "rosenbrock5", 150),
    ("gp", "mixcond", 0.115), ("tpe", "branin", 0.75), ("tpe", "hartmann6", -2.6),
    ("tpe", "rosenbrock5", 700), ("tpe", "mixcond", 0.14), ("cmaes", "ackley10", 17),
    ("cmaes", "rosenbrock5", 1_500), ("nsga2", "rosenbrock5", 9_000),
  ])
  func findsGoodValues(sampler: String, function: String, bound: Double) {
    let function = QualityFunction.named(function)
    var sum = 0.0
    for seed in 0..<5 {
      var history = SearchHistory(function.space)
      var best = Double.infinity
      for number in 0..<50 {
        guard
          let next = ModelSamplerTests.sampler(sampler).propose(
            number: number, after: history.visible(window: 1), seed: UInt64(seed))
        else { break }
        let value = function.value(next)
        best = min(best, value)
        history.add(next)
        history.finish(number, .scored([value]))
      }
      sum += best
    }
    #expect(sum / 5 < bound)
  }
}
