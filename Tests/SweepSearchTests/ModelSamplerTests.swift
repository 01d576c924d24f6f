import SweepBase
import SweepConfig
import SweepSearch
import Testing

/// What every sampler keeps, whatever it learns from.
@Suite struct ModelSamplerTests {
  /// A space with one of each kind, conditions, a copy and a constraint.
  static let space = SearchSpace(
    [
      Dimension("arch", .categorical(["cnn", "rnn"])),
      Dimension("rate", .logUniform(1e-5...1e-1)),
      Dimension("dropout", .uniform(0...0.6)),
      Dimension("width", .ordered([32, 64, 96, 128])),
      Dimension("units", .quantizedLogUniform(SamplerTests.lattice(16, 512, 1, isInteger: true))),
      Dimension("copied", .copy(of: "width")),
      Dimension("window", .intUniform(1...5), when: [Condition("arch", .values(["cnn"]))]),
      Dimension("cells", .intUniform(1...200), when: [Condition("arch", .values(["rnn"]))]),
      Dimension("mean", .normal(mean: 1, deviation: 2), when: [Condition("window", .range(2...9))]),
      Dimension("fixed", .constant("c")),
    ],
    constraints: [try? Constraint(parsing: "units >= width / 4 and dropout != 0.3")]
      .compactMap(\.self))

  static let samplers: [(name: String, sampler: any Sampler)] = [
    ("random", RandomSampler()), ("sobol", SobolSampler()), ("tpe", TPESampler()),
    ("gp", GPSampler()), ("cmaes", CMAESSampler()), ("nsga2", NSGASampler()),
    ("auto", SearchMethod.auto.resolved(for: space, budget: 50).sampler),
  ]

  static func sampler(_ name: String) -> any Sampler {
    guard let found = samplers.first(where: { $0.name == name })?.sampler else {
      preconditionFailure("no sampler \(name)")
    }
    return found
  }

  /// A score with a best value for each setting.
  static func score(_ assignment: Assignment) -> Outcome {
    func number(_ key: String) -> Double { assignment[key]?.doubleValue ?? 0 }
    var score = abs(number("dropout") - 0.2) + 0.01 * abs(number("width") - 96) / 32
    score += assignment["arch"] == "cnn" ? 0.1 * abs(number("window") - 3) : 0.3
    score += number("rate") > 1e-3 ? 0.2 : 0
    return assignment["units"]?.intValue.map { $0 % 17 == 0 } == true ? .failed : .scored([score])
  }

  /// The proposals of a serial study of a window.
  private func study(
    _ sampler: any Sampler, trials: Int, window: Int, seed: UInt64 = 3,
    space: SearchSpace = ModelSamplerTests.space
  ) -> SearchHistory {
    var history = SearchHistory(space)
    for number in 0..<trials {
      let seen = history.visible(window: window)
      guard let next = sampler.propose(number: number, after: seen, seed: seed) else { break }
      history.add(next)
      history.finish(number, Self.score(next))
    }
    return history
  }

  @Test(arguments: samplers.map(\.name))
  func proposesWhatTheSpaceHas(name: String) {
    let history = study(Self.sampler(name), trials: 40, window: 4)
    #expect(history.count == 40)
    for assignment in history.assignments {
      #expect(assignment == Self.space.activeSettings(of: assignment))
      for dimension in Self.space.dimensions {
        guard let value = assignment[dimension.key] else { continue }
        #expect(dimension.distribution.contains(value), "\(dimension.key) = \(value)")
      }
      #expect(assignment["copied"] == assignment["width"])
      #expect((assignment["window"] != nil) == (assignment["arch"] == "cnn"))
      #expect((assignment["cells"] != nil) == (assignment["arch"] == "rnn"))
      #expect(
        (assignment["mean"] != nil) == (assignment["window"]?.intValue.map { $0 >= 2 } ?? false))
      #expect(Self.space.constraints.allSatisfy { $0.holds(for: assignment) })
    }
  }

  @Test(arguments: samplers.map(\.name))
  func isAFunctionOfItsArguments(name: String) {
    let sampler = Self.sampler(name)
    let history = study(sampler, trials: 24, window: 5)
    let seen = history.visible(window: 5)
    let first = sampler.propose(number: 24, after: seen, seed: 3)
    #expect(first != nil)
    #expect(first == sampler.propose(number: 24, after: seen, seed: 3))
    #expect(first != sampler.propose(number: 24, after: seen, seed: 4))
    // Outcomes that may not be looked at yet change nothing.
    var other = history
    for row in 20..<24 { other.finish(row, row % 2 == 0 ? .scored([-100]) : .failed) }
    #expect(first == sampler.propose(number: 24, after: other.visible(window: 5), seed: 3))
    // With outcomes at all numbers, failed and pruned ones, too.
    other.finish(4, .pruned(step: 100, value: 0.3))
    other.finish(7, .pruned(step: 200, value: .nan))
    other.finish(8, .scored([.infinity]))
    other.finish(9, .scored([]))
    for window in [1, 5, 24, 100] {
      #expect(sampler.propose(number: 24, after: other.visible(window: window), seed: 3) != nil)
    }
  }

  /// Hashes of whole studies, the same on every machine: recorded studies must repeat.
  @Test(arguments: [
    ("random", "635bc1ba048532a7"), ("sobol", "41a39fc338b0531e"), ("tpe", "0461c59ffd097cac"),
    ("gp", "57b0aaf7ade41ec9"), ("cmaes", "ac7b6b87d2342797"), ("nsga2", "3d1e8c660dee1da5"),
  ])
  func proposesTheSameBitsForEver(name: String, expected: String) {
    let history = study(Self.sampler(name), trials: 40, window: 8)
    let text = history.assignments.map(\.canonicalText).joined(separator: "\n")
    #expect(Fingerprint.hex(of: text).prefix(16) == expected)
  }

  @Test(arguments: samplers.map(\.name))
  func copesWithOutcomesThatTellNothing(name: String) {
    let sampler = Self.sampler(name)
    for outcome in [Outcome.failed, .scored([1]), .pruned(step: 1, value: 1), .scored([.nan])] {
      var history = SearchHistory(Self.space)
      for number in 0..<20 {
        guard
          let next = sampler.propose(
            number: number, after: history.visible(window: 1), seed: 0)
        else { break }
        history.add(next)
        history.finish(number, outcome)
      }
      #expect(history.count == 20)
    }
  }

  @Test(arguments: ["tpe", "gp", "cmaes", "nsga2"])
  func learnsWhereGoodTrialsAre(name: String) {
    func best(_ sampler: any Sampler) -> Double {
      let scores = (0..<5).map { seed in
        study(sampler, trials: 60, window: 1, seed: seed).assignments.compactMap {
          if case .scored(let values) = Self.score($0) { values[0] } else { nil }
        }.min() ?? 9
      }
      return scores.reduce(0, +)
    }
    #expect(best(Self.sampler(name)) < best(RandomSampler()))
  }

  /// 1, 2 and 8 workers, trials of different lengths, and a stop in between: the same proposals.
  @Test(arguments: samplers.map(\.name), [1, 2, 8])
  func proposesTheSameForAnyNumberOfWorkers(name: String, workers: Int) {
    let expected = study(Self.sampler(name), trials: 36, window: 8).assignments
    for seed in 0..<2 {
      var times = RandomStream(seed: UInt64(seed), path: ["times"])
      let run = SimulatedStudy(
        sampler: Self.sampler(name), space: Self.space, workers: workers, window: 8, trials: 36)
      #expect(run.run { 0.5 + times.double() }.assignments == expected)
    }
  }

  @Test func twoWorkersAreBusy() {
    var times = RandomStream(seed: 1, path: ["times"])
    let run = SimulatedStudy(
      sampler: RandomSampler(), space: Self.space, workers: 2, window: 8, trials: 400)
    let two = run.run { 0.5 + times.double() }.busyShare
    #expect(two > 0.97)
    // Eight workers wait for the slowest of a window.
    let eight = SimulatedStudy(
      sampler: RandomSampler(), space: Self.space, workers: 8, window: 8, trials: 400)
    let share = eight.run { 0.5 + times.double() }.busyShare
    #expect(share > 0.6 && share < 0.95)
  }

  @Test func findsNewAssignmentsUntilASmallSpaceIsEmpty() {
    let space = SearchSpace([
      Dimension("a", .categorical(["x", "y", "z"])), Dimension("b", .intUniform(1...4)),
    ])
    for name in ["tpe", "gp", "nsga2"] {
      var history = SearchHistory(space)
      for number in 0..<12 {
        guard
          let next = Self.sampler(name).propose(
            number: number, after: history.visible(window: 1), seed: 0)
        else { break }
        history.add(next)
        history.finish(number, .scored([next["b"]?.doubleValue ?? 0]))
      }
      // The first ten may repeat each other; what is modelled after them is new while it lasts.
      #expect(Set(history.assignments.map(\.canonicalText)).count >= 9, "\(name)")
    }
  }

  @Test func spreadsOverAFrontOfTwoMetrics() {
    let space = SearchSpace((0..<4).map { Dimension("x\($0)", .uniform(0...1)) })
    func hypervolume(_ sampler: any Sampler, seed: UInt64) -> Double {
      var history = SearchHistory(space)
      var points: [(Double, Double)] = []
      for number in 0..<150 {
        guard
          let next = sampler.propose(
            number: number, after: history.visible(window: 1), seed: seed)
        else { break }
        let x = next.settings.compactMap(\.value.doubleValue)
        let g = 1 + 3 * x.dropFirst().reduce(0, +)
        let scores = [x[0], g * (1 - (x[0] / g).squareRoot())]
        history.add(next)
        history.finish(number, .scored(scores))
        points.append((scores[0], scores[1]))
      }
      var (volume, height) = (0.0, 4.0)
      for (a, b) in points.sorted(by: { $0.0 < $1.0 }) where a < 1.1 && b < height {
        volume += (1.1 - a) * (height - b)
        height = b
      }
      return volume
    }
    for sampler in [NSGASampler() as any Sampler, TPESampler()] {
      let better = (UInt64(0)..<5).count { seed in
        hypervolume(sampler, seed: seed) > hypervolume(RandomSampler(), seed: seed)
      }
      #expect(better == 5)
    }
  }

  @Test func autoChoosesBySpaceAndBudget() {
    let countable = SearchSpace([Dimension("a", .intUniform(1...20))])
    #expect(SearchMethod.auto.resolved(for: countable, budget: 20) == .grid)
    #expect(SearchMethod.auto.resolved(for: countable, budget: 19) == .gp)
    #expect(SearchMethod.auto.resolved(for: Self.space, budget: 300) == .gp)
    #expect(SearchMethod.auto.resolved(for: Self.space, budget: 301) == .tpe)
    #expect(SearchMethod.auto.resolved(for: Self.space, budget: nil) == .tpe)
    #expect(
      SearchMethod.auto.resolved(for: Self.space, budget: 100, metricCount: 2) == .tpe)
    #expect(
      SearchMethod.auto.resolved(for: Self.space, budget: 101, metricCount: 2) == .nsga2)
  }
}

/// A study whose trials take simulated times: workers take the next proposal as soon as all
/// outcomes that it needs are there.
struct SimulatedStudy {
  var sampler: any Sampler
  var space: SearchSpace
  var workers: Int
  var window: Int
  var trials: Int

  func run(_ time: () -> Double) -> (assignments: [Assignment], busyShare: Double) {
    var history = SearchHistory(space)
    var free = [Double](repeating: 0, count: workers)
    var ends: [Double] = []
    var work = 0.0
    for number in 0..<trials {
      // All numbers up to number − window have to be done.
      let needed = ends.prefix(max(0, number - window + 1)).max() ?? 0
      let worker = free.indices.min { (free[$0], $0) < (free[$1], $1) } ?? 0
      let start = max(free[worker], needed)
      for row in 0..<number where ends[row] <= start {
        history.finish(row, ModelSamplerTests.score(history.assignments[row]))
      }
      guard
        let next = sampler.propose(
          number: number, after: history.visible(window: window), seed: 3)
      else { break }
      history.add(next)
      let length = time()
      work += length
      free[worker] = start + length
      ends.append(start + length)
    }
    return (history.assignments, work / (Double(workers) * (ends.max() ?? 1)))
  }
}
