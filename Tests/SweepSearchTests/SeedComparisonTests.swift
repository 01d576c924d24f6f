import SweepBase
import SweepSearch
import Testing

@Suite struct SeedComparisonTests {
  private static func rows(_ scores: [[Double]]) -> [[SharedNoise.Score]] {
    scores.map { row in row.enumerated().map { SharedNoise.Score(block: $0, value: $1) } }
  }

  private static let table = rows([
    [0.701, 0.712, 0.699, 0.705], [0.734, 0.741, 0.729, 0.738], [0.70, 0.64, 0.75, 0.69],
    [0.722, 0.735, 0.721, 0.726], [0.69, 0.703, 0.688, 0.71],
  ])

  private func expect(_ found: [Double], _ expected: [Double]) {
    #expect(
      found.count == expected.count
        && zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-9 * abs($1) },
      "\(found) is not \(expected)")
  }

  /// SciPy `special.digamma` and `polygamma(1, x)`.
  @Test(arguments: [
    (0.05, -20.49784499129987, 401.53235734211506),
    (0.3333333333333333, -3.1320337800208065, 10.095597125427098),
    (1.0, -0.5772156649015329, 1.6449340668482266), (2.5, 0.7031566406452432, 0.4903577561002349),
    (17.0, 2.8035133283274605, 0.06058753340323937),
  ])
  func theDerivativesOfLogGammaAreExact(x: Double, first: Double, second: Double) {
    #expect(abs(TestDistribution.digamma(x) - first) < 1e-13 * abs(first))
    #expect(abs(TestDistribution.trigamma(x) - second) < 1e-13 * second)
    #expect(abs(TestDistribution.inverseTrigamma(second) - x) < 1e-9 * x)
  }

  /// The same formulas in NumPy and SciPy.
  @Test func theNoiseIsThatOfAllAssignments() {
    let estimates = SharedNoise(Self.table).estimates
    #expect(estimates.count == 2)
    let pooled = 0.0005945545855673916
    expect(estimates[0].variances, [pooled, pooled, 0.002440087415178609, pooled, pooled])
    expect(estimates[0].freedoms, [12, 12, 12, 12, 12])
    expect(
      estimates[1].variances,
      [
        1.0695991384921847e-05, 8.683574250488005e-06, 0.002501918828368518, 1.4718704052397995e-05,
        5.302264756284965e-05,
      ])
    expect(
      estimates[1].freedoms,
      [
        3.2827283191530765, 3.2771434621470648, 3.908584261736814, 3.2894756611988414,
        3.3188395541465745,
      ])
  }

  @Test func comparesWithTheBaselineAndTheBest() {
    let noise = SharedNoise(Self.table)
    var toBaseline = (1..<5).map { SeedComparison($0, 0, of: Self.table, noise: noise) }
    SeedComparison.correct(&toBaseline)
    expect(
      toBaseline.map(\.sharedChance),
      [0.0009375169514497121, 1, 0.004593594118397478, 0.3880641233819913])
    expect(
      toBaseline.map(\.paired.chance),
      [7.883437998815764e-05, 0.7387148121557315, 2.3472711552636726e-05, 0.19096965610238698])
    expect(
      toBaseline.map(\.chance),
      [0.0037500678057988484, 1, 0.013780782355192433, 0.7761282467639826])
    let interval = toBaseline[0].interval
    expect(
      [interval?.lowerBound ?? 0, interval?.upperBound ?? 0],
      [0.017435697469404494, 0.04506430253059556])
    var fromBest = [0, 2, 3, 4].map { SeedComparison(1, $0, of: Self.table, noise: noise) }
    SeedComparison.correct(&fromBest, among: 10)
    expect(
      fromBest.map(\.chance), [0.009375169514497121, 1, 0.3996001135106289, 0.029555222546786514])
    for comparison in toBaseline + fromBest {
      let isOutside = comparison.interval.map { !$0.contains(0) }
      #expect(isOutside == comparison.isDifferent, "interval and chance agree")
    }
  }

  @Test func withTwoAssignmentsItIsStudentsPairedTest() {
    let rows = Self.rows([[0.71, 0.75, 0.70, 0.74, 0.73], [0.70, 0.71, 0.71, 0.72, 0.70]])
    let comparison = SeedComparison(0, 1, of: rows, noise: SharedNoise(rows))
    #expect(abs(comparison.sharedChance - comparison.paired.chance) < 1e-13)
    #expect(
      comparison.paired.interval.map {
        abs($0.lowerBound - (comparison.interval?.lowerBound ?? 0)) < 1e-12
      } == true)
    #expect(comparison.pairsNeeded() == comparison.paired.pairsNeeded())
  }

  @Test func onlySharedBlocksCount() {
    let rows: [[SharedNoise.Score]] = [
      [.init(block: 0, value: 0.5), .init(block: 2, value: 0.6), .init(block: 3, value: 0.7)],
      [.init(block: 1, value: 9), .init(block: 2, value: 0.5), .init(block: 3, value: 0.5)],
      [.init(block: 1, value: 0.4)],
    ]
    let noise = SharedNoise(rows)
    let comparison = SeedComparison(0, 1, of: rows, noise: noise)
    #expect(comparison.count == 2 && abs(comparison.difference - 0.15) < 1e-12)
    let one = SeedComparison(1, 2, of: rows, noise: noise)
    #expect(one.count == 1 && one.chance == 1 && one.interval == nil && one.pairsNeeded() == nil)
    #expect(SharedNoise([]).estimates.map(\.variances) == [[]])
    #expect(SharedNoise(Self.rows([[1], [2]])).estimates.map(\.freedoms) == [[0, 0]])
    #expect(SharedNoise(Self.rows([[1, 2]])).estimates.map(\.freedoms) == [[0]])
  }

  @Test func equalScoresAreNoReasonForDoubt() {
    let rows = Self.rows([[0.5, 0.5, 0.5], [0.5, 0.5, 0.5], [0.6, 0.6, 0.6]])
    let noise = SharedNoise(rows)
    #expect(SeedComparison(0, 1, of: rows, noise: noise).chance == 1)
    #expect(SeedComparison(2, 1, of: rows, noise: noise).chance < 1e-6)
  }

  @Test func foldsTellLessThanSeeds() {
    let noise = SharedNoise(Self.table)
    let seeds = SeedComparison(1, 4, of: Self.table, noise: noise)
    let folds = SeedComparison(1, 4, of: Self.table, noise: noise, sharedData: 1.0 / 3)
    #expect(folds.chance > seeds.chance)
    // The part that folds share does not go away with more of them.
    let weak = PairedComparison([0.3, 0.1, 0.4, -0.05, 0.2], sharedData: 0.25)
    #expect(weak.pairsNeeded() == nil)
    #expect(PairedComparison([0.3, 0.1, 0.4, -0.05, 0.2]).pairsNeeded() == 9)
  }
}

/// How often a comparison says that assignments differ that are all the same.
@Suite struct FalseAlarmTests {
  /// Studies whose assignments have a level of 0, effects of seeds, and noise of their own.
  private static func studies(
    _ count: Int, assignments: Int, seeds: Int, deviations: (Int) -> Double = { _ in 1 }
  ) -> (best: Int, baseline: Int) {
    var random = RandomStream(seed: 7, path: ["alarms", "\(assignments)", "\(seeds)"])
    func normal() -> Double { normalQuantile(max(random.double(), 0x1p-53)) }
    var alarms = (best: 0, baseline: 0)
    for _ in 0..<count {
      let effects = (0..<seeds).map { _ in normal() }
      let rows = (0..<assignments).map { i in
        effects.enumerated().map {
          SharedNoise.Score(block: $0, value: $1 + deviations(i) * normal())
        }
      }
      let noise = SharedNoise(rows)
      func mean(_ i: Int) -> Double { rows[i].reduce(0) { $0 + $1.value } }
      let best = rows.indices.max { mean($0) < mean($1) } ?? 0
      func alarm(_ other: Int, _ total: Int) -> Bool {
        var list = rows.indices.filter { $0 != other }.map {
          SeedComparison($0, other, of: rows, noise: noise)
        }
        SeedComparison.correct(&list, among: total)
        return list.contains { $0.isDifferent }
      }
      if alarm(best, assignments * (assignments - 1) / 2) { alarms.best += 1 }
      if alarm(0, assignments - 1) { alarms.baseline += 1 }
    }
    return alarms
  }

  /// 5% of 1,000 with three standard deviations of the count.
  private static let most = 70

  @Test func twoEqualAssignmentsAreToldApartAtTheLevel() {
    let alarms = Self.studies(1_000, assignments: 2, seeds: 5)
    #expect(alarms.best <= Self.most && alarms.baseline <= Self.most)
    #expect(alarms.best >= 30, "the level is used up")
  }

  @Test(arguments: [(20, 5), (20, 3), (6, 3)])
  func theBestOfManyEqualOnesIsNotBetter(assignments: Int, seeds: Int) {
    let alarms = Self.studies(1_000, assignments: assignments, seeds: seeds)
    #expect(alarms.best <= Self.most && alarms.baseline <= Self.most)
  }

  /// One assignment is five times as noisy as the others, as with too high a learn rate.
  @Test func noisyAssignmentsDoNotProfit() {
    let alarms = Self.studies(500, assignments: 12, seeds: 3) { $0 == 11 ? 5 : 1 }
    #expect(alarms.best <= 40 && alarms.baseline <= 40)
  }

  @Test func realDifferencesAreFound() {
    var random = RandomStream(seed: 8, path: ["power"])
    func normal() -> Double { normalQuantile(max(random.double(), 0x1p-53)) }
    var (shared, paired) = (0, 0)
    for _ in 0..<200 {
      let rows = (0..<20).map { i in
        (0..<3).map { SharedNoise.Score(block: $0, value: (i == 1 ? 6 : 0) + normal()) }
      }
      let noise = SharedNoise(rows)
      var list = (1..<20).map { SeedComparison($0, 0, of: rows, noise: noise) }
      SeedComparison.correct(&list)
      if list[0].isDifferent { shared += 1 }
      if MultipleComparisons.holm(list.map(\.paired.chance))[0] < 0.05 { paired += 1 }
    }
    #expect(shared > 160, "three seeds are enough")
    #expect(paired < 80, "as a test that knows two assignments at a time would not find them")
  }
}
