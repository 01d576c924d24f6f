import SweepBase
import SweepSearch
import Testing

/// Samplers, halving and races on 480 real trainings.
@Suite struct RecordedTableTests {
  private let table = RecordedTable.shared

  @Test func hasAllTrials() {
    #expect(table.assignments.count == 96)
    #expect(table.losses.allSatisfy { $0.count == 5 && $0.allSatisfy { $0.count == 15 } })
    #expect(table.assignments.allSatisfy { table.index(of: $0) != nil })
    for (number, assignment) in table.assignments.enumerated() {
      let cell = GridSampler().propose(number: number, in: RecordedTable.space, seed: 0)
      #expect(cell?.canonicalText == assignment.canonicalText)
    }
    #expect(table.withinNoise.count == 11)
  }

  /// The score of the best assignment after so many, each with the mean of all seeds.
  private func found(_ sampler: any Sampler, seed: UInt64) -> [Double] {
    var history = SearchHistory(RecordedTable.space)
    var best = Double.infinity
    return (0..<40).compactMap { number in
      guard
        let next = sampler.propose(
          number: number, after: history.visible(window: 1), seed: seed),
        let index = table.index(of: next)
      else { return nil }
      best = min(best, table.mean(index))
      history.add(next)
      history.finish(number, .scored([table.mean(index)]))
      return best
    }
  }

  /// The chance of ranks at least as low if two samples are alike: Mann and Whitney 1947, by the
  /// normal approximation with a correction for ties.
  private func chanceOfLower(_ a: [Double], _ b: [Double]) -> Double {
    let all = (a + b).sorted()
    func rank(_ x: Double) -> Double {
      let below = all.count { $0 < x }
      return Double(below) + Double(all.count { $0 == x } + 1) / 2
    }
    let (n, m) = (Double(a.count), Double(b.count))
    let u = a.reduce(0) { $0 + rank($1) } - n * (n + 1) / 2
    var ties = 0.0
    for x in Set(all) {
      let t = Double(all.count { $0 == x })
      ties += t * t * t - t
    }
    let variance = n * m / 12 * (n + m + 1 - ties / ((n + m) * (n + m - 1)))
    return NormalDistribution.cumulative((u + 0.5 - n * m / 2) / variance.squareRoot())
  }

  /// Several searches with each sampler, beside as many random ones.
  @Test(arguments: [("tpe", 80), ("gp", 25), ("cmaes", 40), ("nsga2", 200)])
  func samplersFindBetterAssignmentsThanChance(name: String, searches: Int) {
    let seeds = UInt64(0)..<UInt64(searches)
    let random = seeds.map { found(RandomSampler(), seed: $0 + 1_000) }
    let runs = seeds.map { found(ModelSamplerTests.sampler(name), seed: $0) }
    #expect(runs.allSatisfy { $0.count == 40 })
    for count in [20, 40] {
      #expect(chanceOfLower(runs.map { $0[count - 1] }, random.map { $0[count - 1] }) < 0.05)
    }
  }

  /// Halving with rungs over the mean of all seeds: the steps that it takes, as a share of those of
  /// the whole grid, and the assignment that it finds.
  private func halving(_ schedule: HalvingSchedule, _ order: [Int]) -> (share: Double, found: Int) {
    var steps = [Int](repeating: 0, count: order.count)
    var start = 0
    while start < order.count {
      let group = schedule.group(of: start)
      var isDone = false
      while !isDone {
        isDone = true
        let members = group.numbers.map { number -> HalvingSchedule.Group.Member in
          number < order.count
            ? .running(curve(order[number], through: steps[number])) : .ended(Curve())
        }
        for (number, decision) in zip(group.numbers, group.decisions(members))
        where number < order.count {
          guard case .train(let step) = decision, steps[number] < step ?? schedule.lastStep else {
            continue
          }
          steps[number] = step ?? schedule.lastStep
          isDone = false
        }
      }
      start = group.numbers.upperBound
    }
    let complete = order.indices.filter { steps[$0] == schedule.lastStep }
    let best = complete.min { table.mean(order[$0]) < table.mean(order[$1]) }
    let share =
      Double(steps.reduce(0, +)) / Double(order.count * RecordedTable.lastStep)
    return (share, order[best ?? 0])
  }

  /// The mean over seeds of an assignment's losses at all evaluations up to a step.
  private func curve(_ assignment: Int, through step: Int) -> Curve {
    let count = step / RecordedTable.interval
    var points = (0..<count).map { k in
      let sum = table.losses[assignment].reduce(0) { $0 + $1[k] }
      return Curve.Point(
        step: RecordedTable.interval * (k + 1), value: sum / Double(RecordedTable.seeds))
    }
    // A rung between two evaluations is reached with the values of the last one.
    if step > count * RecordedTable.interval {
      points.append(.init(step: step, value: points.last?.value ?? 1))
    }
    return Curve(points)
  }

  private func orders(_ count: Int) -> [[Int]] {
    (0..<count).map { seed in
      var random = RandomStream(seed: UInt64(seed), path: ["order"])
      var order = Array(table.assignments.indices)
      for i in order.indices.dropLast() { order.swapAt(i, i + random.below(order.count - i)) }
      return order
    }
  }

  /// At most a third of the whole grid's steps, in 100 orders of the grid.
  ///
  /// The first rung is where curves tell something: at 60 steps, most trainings have found nothing.
  @Test(arguments: [
    (HalvingSchedule(firstStep: 100, lastStep: 900, reduction: 3), 97),
    (HalvingSchedule(firstStep: 100, lastStep: 900, reduction: 7), 93),
    (HalvingSchedule(firstStep: 50, lastStep: 900, reduction: 4, isHyperband: true), 85),
  ])
  func rungsReachTheBestInAThirdOfTheTime(schedule: HalvingSchedule, least: Int) {
    let within = table.withinNoise
    var schedule = schedule
    schedule.interval = RecordedTable.interval
    let runs = orders(100).map { halving(schedule, $0) }
    #expect(runs.allSatisfy { $0.share <= 1.0 / 3 })
    #expect(runs.count { within.contains($0.found) } >= least)
  }

  /// Five seeds tell a quarter of the assignments from the best, and no race loses what is best.
  @Test func racesSaveSeedsAndKeepTheBest() {
    let best = table.assignments.indices.min { table.mean($0) < table.mean($1) } ?? 0
    for order in orders(20) {
      let race = SeedRace(budget: 480)
      let seeds = order.filter { $0 < RecordedTable.seeds }
      var scores = [[Double?]](repeating: [], count: table.assignments.count)
      while true {
        let runs = race.next(scores).runs.filter { $0.seed < RecordedTable.seeds }
        guard !runs.isEmpty else { break }
        for run in runs {
          scores[run.assignment].append(table.losses[run.assignment][seeds[run.seed]].last)
        }
      }
      #expect(scores.reduce(0) { $0 + $1.count } < 460)
      #expect(race.contenders(scores).contains(best))
    }
  }

  /// A race after two seeds, with a pruner that ends what is behind most complete trials.
  ///
  /// Two thirds of the grid's steps are saved on average. Pruners judge one noisy curve at a time, so the best
  /// assignments are lost more often than by rungs over all seeds.
  @Test func aRaceWithAPrunerReachesTheBestInAThirdOfTheTime() {
    let within = table.withinNoise
    let runs = orders(100).map(prunedRace)
    #expect(runs.reduce(0) { $0 + $1.share } / 100 <= 1.0 / 3)
    #expect(runs.count { within.contains($0.found) } >= 70)
  }

  private func prunedRace(_ order: [Int]) -> (share: Double, found: Int) {
    let pruner = PercentilePruner(percentile: 85, startupTrials: 10, warmupSteps: 120)
    var race = SeedRace(budget: order.count * RecordedTable.seeds)
    race.firstSeeds = 2
    let seeds = order.filter { $0 < RecordedTable.seeds }
    var trials: [PrunedTrial] = []
    /// The last loss of a trial, or `nil` if it was pruned.
    func run(_ assignment: Int, _ seed: Int) -> Double? {
      let earlier = Array(trials.prefix(max(0, trials.count - 7)))
      var trial = PrunedTrial(number: trials.count, curve: Curve(), isComplete: true)
      for (k, loss) in table.losses[order[assignment]][seeds[seed]].enumerated()
      where trial.isComplete {
        trial.curve.append(step: RecordedTable.interval * (k + 1), value: loss)
        trial.isComplete = !pruner.shouldPrune(
          number: trial.number, trial.curve, after: earlier)
      }
      trials.append(trial)
      return trial.isComplete ? trial.curve.points.last?.value : nil
    }
    var scores = order.indices.map { assignment in [run(assignment, 0), run(assignment, 1)] }
    while true {
      let runs = race.next(scores).runs.filter { $0.seed < RecordedTable.seeds }
      guard !runs.isEmpty else { break }
      for next in runs { scores[next.assignment].append(run(next.assignment, next.seed)) }
    }
    func mean(_ assignment: Int) -> Double {
      scores[assignment].reduce(0) { $0 + ($1 ?? 1) } / Double(scores[assignment].count)
    }
    let left = race.contenders(scores).min { mean($0) < mean($1) } ?? 0
    let steps = trials.reduce(0) { $0 + ($1.curve.lastStep ?? 0) }
    let whole = order.count * RecordedTable.seeds * RecordedTable.lastStep
    return (Double(steps) / Double(whole), order[left])
  }
}
