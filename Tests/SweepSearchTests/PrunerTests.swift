import SweepBase
import SweepSearch
import Testing

@Suite struct PrunerTests {
  private func curve(_ values: [Double], every: Int = 10) -> Curve {
    Curve(values.enumerated().map { Curve.Point(step: every * ($0 + 1), value: $1) })
  }

  private func trials(_ curves: [[Double]], isComplete: Bool = true) -> [PrunedTrial] {
    curves.enumerated().map { PrunedTrial(number: $0, curve: curve($1), isComplete: isComplete) }
  }

  @Test func medianStopsWhatIsWorseThanHalfAtTheSameStep() {
    let earlier = trials([[5, 3], [6, 4], [7, 5], [8, 6], [9, 7]])
    let pruner = PercentilePruner.median()
    #expect(pruner.shouldPrune(number: 5, curve([7.5]), after: earlier))
    #expect(!pruner.shouldPrune(number: 5, curve([7]), after: earlier))
    // The best value so far counts, not the last.
    #expect(!pruner.shouldPrune(number: 5, curve([4, 9]), after: earlier))
    #expect(pruner.shouldPrune(number: 5, curve([5.5, 5.5]), after: earlier))
    #expect(
      pruner.shouldPrune(number: 5, Curve([.init(step: 10, value: .infinity)]), after: earlier))
    // Too few trials, or ones that did not end, tell nothing.
    #expect(!pruner.shouldPrune(number: 5, curve([9]), after: Array(earlier.dropLast())))
    let stopped = trials([[5, 3], [6, 4], [7, 5], [8, 6], [9, 7]], isComplete: false)
    #expect(!pruner.shouldPrune(number: 5, curve([9]), after: stopped))
  }

  @Test func percentileWarmupAndInterval() {
    let earlier = trials([[1, 1, 1], [2, 2, 2], [3, 3, 3], [4, 4, 4], [5, 5, 5]])
    let best = PercentilePruner(percentile: 25)
    #expect(best.shouldPrune(number: 5, curve([2.5]), after: earlier))
    #expect(!best.shouldPrune(number: 5, curve([2]), after: earlier))
    let late = PercentilePruner(percentile: 25, warmupSteps: 20)
    #expect(!late.shouldPrune(number: 5, curve([9]), after: earlier))
    #expect(late.shouldPrune(number: 5, curve([9, 9]), after: earlier))
    let seldom = PercentilePruner(percentile: 25, interval: 30)
    #expect(!seldom.shouldPrune(number: 5, curve([9, 9]), after: earlier))
    #expect(seldom.shouldPrune(number: 5, curve([9, 9, 9]), after: earlier))
  }

  @Test func thresholdAndPatience() {
    #expect(ThresholdPruner(0...10).shouldPrune(number: 0, curve([11]), after: []))
    #expect(!ThresholdPruner(0...10).shouldPrune(number: 0, curve([11, 3]), after: []))
    #expect(
      !ThresholdPruner(0...10, warmupSteps: 20).shouldPrune(number: 0, curve([11]), after: []))
    var broken = Curve()
    broken.append(step: 1, value: .nan)
    #expect(ThresholdPruner(0...10).shouldPrune(number: 0, broken, after: []))
    let patient = PatientPruner(nil, patience: 2)
    #expect(!patient.shouldPrune(number: 0, curve([5, 6, 7]), after: []))
    #expect(patient.shouldPrune(number: 0, curve([5, 6, 7, 5]), after: []))
    #expect(!patient.shouldPrune(number: 0, curve([5, 6, 7, 4]), after: []))
    #expect(
      PatientPruner(nil, patience: 0, leastImprovement: 1)
        .shouldPrune(number: 0, curve([5, 4.5]), after: []))
    let both = PatientPruner(ThresholdPruner(0...10), patience: 0)
    #expect(!both.shouldPrune(number: 0, curve([5, 6]), after: []))
    #expect(both.shouldPrune(number: 0, curve([5, 11]), after: []))
  }

  @Test func groupsFollowFromNumbers() {
    let halving = HalvingSchedule(firstStep: 10, lastStep: 90)
    #expect(halving.mostReductions == 2)
    #expect(halving.group(of: 8).numbers == 0..<9)
    #expect(halving.group(of: 9).numbers == 9..<18)
    #expect(halving.group(of: 9).rungs == [10, 30])
    #expect(halving.group(of: 9).survivors == [3, 1])
    // Brackets as in Hyperband: 9 with two reductions, 5 with one, 3 with none.
    let hyperband = HalvingSchedule(firstStep: 10, lastStep: 90, isHyperband: true)
    #expect(
      [0, 9, 14, 17].map { hyperband.group(of: $0).numbers } == [0..<9, 9..<14, 14..<17, 17..<26])
    #expect(hyperband.group(of: 9).rungs == [30])
    #expect(hyperband.group(of: 9).survivors == [1])
    #expect(hyperband.group(of: 14).rungs == [])
  }

  @Test func rungsWaitForAllMembers() {
    let group = HalvingSchedule(firstStep: 10, lastStep: 90).group(of: 0)
    var members = [HalvingSchedule.Group.Member](repeating: .running(Curve()), count: 9)
    #expect(group.decisions(members) == Array(repeating: .train(through: 10), count: 9))
    for i in 0..<8 { members[i] = .running(curve([Double(9 - i)])) }
    #expect(group.decisions(members)[7] == .wait)
    #expect(group.decisions(members)[8] == .train(through: 10))
    members[8] = .ended(Curve())
    // The failed one comes last; 5, 6 and 7 are the best.
    #expect(
      group.decisions(members)
        == Array(repeating: .prune(step: 10), count: 5)
        + Array(repeating: .train(through: 30), count: 3) + [.prune(step: 10)])
    for i in 5..<8 { members[i] = .running(curve([Double(9 - i), 9, 9])) }
    #expect(
      Array(group.decisions(members)[5...7])
        == [.prune(step: 30), .prune(step: 30), .train(through: nil)])
  }

  /// Trials of the next group fill the waiting at rungs.
  @Test(arguments: [false, true])
  func rungsKeepTwoWorkersBusy(isHyperband: Bool) {
    let schedule = HalvingSchedule(firstStep: 1, lastStep: 9, isHyperband: isHyperband)
    var random = RandomStream(seed: 1, path: ["busy"])
    // A trial's steps take between half and one and a half of the mean.
    let rates = (0..<81).map { _ in 0.5 + random.double() }
    func share(_ workers: Int) -> Double {
      SimulatedHalving(schedule: schedule, workers: workers, trials: 81)
        .run({ rates[$0] }, { Double(($0 * 37) % 81) + 1 / Double($1) }).busyShare
    }
    #expect(share(2) > 0.9)
    #expect(share(8) > 0.75)
  }

  /// The same trials stop at the same steps for any number of workers and any times.
  @Test(arguments: [false, true])
  func decisionsDoNotDependOnTiming(isHyperband: Bool) {
    let schedule = HalvingSchedule(firstStep: 1, lastStep: 9, isHyperband: isHyperband)
    func value(_ number: Int, _ step: Int) -> Double {
      var random = RandomStream(seed: 5, path: ["\(number)"])
      return random.double() + 1 / Double(step)
    }
    var expected: [Int]?
    for workers in [1, 2, 8] {
      for seed in 0..<2 {
        var random = RandomStream(seed: UInt64(seed), path: ["\(workers)"])
        let steps = SimulatedHalving(schedule: schedule, workers: workers, trials: 34)
          .run({ _ in 0.5 + random.double() }, value).steps
        #expect(steps == expected ?? steps)
        expected = steps
      }
    }
    #expect(expected.map { $0.reduce(0, +) < 34 * 9 / 2 } == true)
  }
}

/// Trials of a halving schedule on workers with simulated times for each step.
struct SimulatedHalving {
  var schedule: HalvingSchedule
  var workers: Int
  var trials: Int

  /// The last step of each trial, and how much of the workers' time was used.
  func run(
    _ time: (Int) -> Double, _ value: (Int, Int) -> Double
  ) -> (steps: [Int], busyShare: Double) {
    var curves = [Curve](repeating: Curve(), count: trials)
    // When each trial's last part ends, while it is training.
    var busy: [(number: Int, end: Double)] = []
    var now = 0.0
    var work = 0.0
    while true {
      var waiting: [(number: Int, step: Int)] = []
      var start = 0
      while start < trials {
        let group = schedule.group(of: start)
        let members = group.numbers.map { number -> HalvingSchedule.Group.Member in
          guard number < trials else { return .ended(Curve()) }
          // What a worker has not handed in yet is not known.
          return .running(busy.contains { $0.number == number } ? Curve() : curves[number])
        }
        for (number, decision) in zip(group.numbers, group.decisions(members)) where number < trials
        {
          let isBusy = busy.contains { $0.number == number }
          guard !isBusy, case .train(let step) = decision else { continue }
          let target = step ?? schedule.lastStep
          if (curves[number].lastStep ?? 0) < target { waiting.append((number, target)) }
        }
        start = group.numbers.upperBound
      }
      for (number, step) in waiting where busy.count < workers {
        let first = (curves[number].lastStep ?? 0) + 1
        var length = 0.0
        for s in first...step {
          curves[number].append(step: s, value: value(number, s))
          length += time(number)
        }
        work += length
        busy.append((number, now + length))
      }
      guard let next = busy.indices.min(by: { busy[$0].end < busy[$1].end }) else { break }
      now = busy[next].end
      busy.remove(at: next)
    }
    return (curves.map { $0.lastStep ?? 0 }, work / (Double(workers) * max(now, 1e-9)))
  }
}
