import SweepBase
import SweepConfig
import SweepSearch
import Testing

/// How much of their time workers train, with trials that take 50% to 150% of the mean.
@Suite struct IdleTimeTests {
  /// Two workers and a window of 8, whatever is proposed.
  @Test(arguments: ModelSamplerTests.samplers.map(\.name))
  func samplersKeepTwoWorkersBusy(name: String) {
    let run = SimulatedTrials(sampler: ModelSamplerTests.sampler(name), workers: 2)
    #expect(run.busyShare > 0.95)
  }

  static let pruners: [(name: String, pruner: any Pruner)] = [
    ("median", PercentilePruner.median()), ("percentile", PercentilePruner(percentile: 25)),
    ("threshold", ThresholdPruner(0...1.4)),
    ("patient", PatientPruner(PercentilePruner.median(), patience: 2)),
  ]

  /// Pruned trials make times vary by far more than 50%.
  @Test(arguments: pruners.map(\.name))
  func prunersKeepTwoWorkersBusy(name: String) {
    let pruner = Self.pruners.first { $0.name == name }?.pruner
    let run = SimulatedTrials(sampler: TPESampler(), workers: 2, pruner: pruner)
    #expect(run.prunedCount > 5)
    #expect(run.busyShare > 0.95)
  }

  /// A proposal also waits for the trials up to its number − window, which may be at a rung.
  @Test(arguments: [false, true])
  func rungsInAWindowOfTwoGroupsKeepTwoWorkersBusy(isHyperband: Bool) {
    let run = SimulatedRungs(isHyperband: isHyperband, workers: 2)
    #expect(run.synchronous(window: 18).busyShare > 0.9)
  }

  /// Without waiting all workers are always busy, but what is promoted depends on who came first.
  @Test func asynchronousRungsDependOnTiming() {
    let (a, b) = (SimulatedRungs(workers: 8, seed: 1), SimulatedRungs(workers: 8, seed: 2))
    #expect(a.asynchronous().busyShare > 0.95)
    #expect(a.asynchronous().steps != b.asynchronous().steps)
    #expect(a.synchronous(window: 18).steps == b.synchronous(window: 18).steps)
  }
}

/// A study whose trials take simulated times, with a pruner that looks at the same trials as the
/// sampler does.
private struct SimulatedTrials {
  var busyShare = 0.0
  var prunedCount = 0

  init(sampler: any Sampler, workers: Int, pruner: (any Pruner)? = nil, trials: Int = 120) {
    let (window, steps) = (8, 20)
    var times = RandomStream(seed: 1, path: ["idle"])
    var history = SearchHistory(ModelSamplerTests.space)
    var finished: [PrunedTrial] = []
    var free = [Double](repeating: 0, count: workers)
    var (ends, work) = ([Double](), 0.0)
    for number in 0..<trials {
      let seen = max(0, number - window + 1)
      guard
        let next = sampler.propose(number: number, after: history.visible(window: window), seed: 3)
      else { break }
      let worker = free.indices.min { (free[$0], $0) < (free[$1], $1) } ?? 0
      let start = max(free[worker], ends.prefix(seen).max() ?? 0)
      var curve = Curve()
      var isComplete = true
      let base = (next["dropout"]?.doubleValue ?? 0) * 2
      for step in 1...steps where isComplete {
        curve.append(step: step, value: base + 1 / Double(step) + 0.1 * times.double())
        isComplete =
          pruner?.shouldPrune(number: number, curve, after: Array(finished.prefix(seen))) != true
      }
      let length = (0.5 + times.double()) * Double(curve.lastStep ?? 0)
      if !isComplete { prunedCount += 1 }
      finished.append(PrunedTrial(number: number, curve: curve, isComplete: isComplete))
      history.add(next)
      let value = curve.best(through: steps) ?? 0
      history.finish(
        number,
        isComplete ? .scored([value]) : .pruned(step: curve.lastStep ?? 0, value: value))
      work += length
      free[worker] = start + length
      ends.append(start + length)
    }
    busyShare = work / (Double(workers) * (ends.max() ?? 1))
  }
}

/// 324 trials of at most 9 steps with rungs at 1 and 3, of which each part takes a simulated time.
private struct SimulatedRungs {
  var isHyperband = false
  var workers: Int
  var seed: UInt64 = 1
  private let trials = 324

  init(isHyperband: Bool = false, workers: Int, seed: UInt64 = 1) {
    (self.isHyperband, self.workers, self.seed) = (isHyperband, workers, seed)
  }

  private var schedule: HalvingSchedule {
    HalvingSchedule(firstStep: 1, lastStep: 9, isHyperband: isHyperband)
  }

  /// A value that is known better at later steps.
  private func value(_ number: Int, _ step: Int) -> Double {
    var quality = RandomStream(seed: 5, path: ["\(number)"])
    var noise = RandomStream(seed: 5, path: ["\(number)", "\(step)"])
    return quality.double() + 0.5 * noise.double() / Double(step)
  }

  /// The time of a step of a trial.
  private func time(_ number: Int) -> Double {
    var random = RandomStream(seed: seed, path: ["time", "\(number)"])
    return 0.5 + random.double()
  }

  private func curve(_ number: Int, through last: Int) -> Curve {
    Curve(
      stride(from: 1, through: last, by: 1).map { .init(step: $0, value: value(number, $0)) })
  }

  /// The last step of each trial, and how much of the workers' time was used.
  func synchronous(window: Int) -> (steps: [Int], busyShare: Double) {
    simulate { steps, isBusy in
      var start = 0
      var ended = 0
      while start < trials {
        let group = schedule.group(of: start)
        let members = group.numbers.map { number -> HalvingSchedule.Group.Member in
          guard number < trials else { return .ended(Curve()) }
          return .running(curve(number, through: steps[number]))
        }
        for (number, decision) in zip(group.numbers, group.decisions(members))
        where number < trials {
          if case .prune = decision {
            ended += ended == number ? 1 : 0
            continue
          }
          guard !isBusy(number), case .train(let step) = decision else { continue }
          let target = step ?? schedule.lastStep
          if steps[number] >= target {
            ended += ended == number ? 1 : 0
          } else if steps[number] > 0 || number < ended + window {
            return (number, target)
          }
        }
        start = group.numbers.upperBound
      }
      return nil
    }
  }

  /// Asynchronous halving: whoever is among the best third of those that reached a rung so far goes
  /// on; if nobody is, the next trial begins.
  ///
  /// - Source: Li et al. 2020, <https://arxiv.org/abs/1810.05934>.
  func asynchronous() -> (steps: [Int], busyShare: Double) {
    simulate { steps, isBusy in
      for (rung, next) in [(3, 9), (1, 3)] {
        let there = (0..<trials).filter { steps[$0] >= rung }
          .sorted { (value($0, rung), $0) < (value($1, rung), $1) }
        let best = there.prefix(there.count / 3)
        if let number = best.first(where: { steps[$0] == rung && !isBusy($0) }) {
          return (number, next)
        }
      }
      return (0..<trials).first { steps[$0] == 0 && !isBusy($0) }.map { ($0, 1) }
    }
  }

  /// Gives workers parts of trials until there are no more.
  ///
  /// - Parameter next: A trial and the step to train it through, from the last steps that all
  ///   trials have handed in.
  /// - Returns: The last step of each trial, and how much of the workers' time was used.
  private func simulate(
    _ next: (_ steps: [Int], _ isBusy: (Int) -> Bool) -> (number: Int, step: Int)?
  ) -> (steps: [Int], busyShare: Double) {
    var steps = [Int](repeating: 0, count: trials)
    var busy: [(number: Int, step: Int, end: Double)] = []
    var (now, work) = (0.0, 0.0)
    while true {
      let running = Set(busy.map(\.number))
      if busy.count < workers, let (number, step) = next(steps, { running.contains($0) }) {
        let length = time(number) * Double(step - steps[number])
        work += length
        busy.append((number, step, now + length))
      } else if let first = busy.indices.min(by: { busy[$0].end < busy[$1].end }) {
        now = busy[first].end
        steps[busy[first].number] = busy[first].step
        busy.remove(at: first)
      } else {
        return (steps, work / (Double(workers) * max(now, 1e-9)))
      }
    }
  }
}
