import SweepBase
import SweepSearch
import Testing

@Suite struct SeedRaceTests {
  /// Normal numbers.
  private struct Normals {
    var random: RandomStream

    init(_ name: String) { random = RandomStream(seed: 7, path: ["race", name]) }

    mutating func next() -> Double { normalQuantile(max(random.double(), 0x1p-53)) }
  }

  /// Races until all assignments that are left have so many seeds.
  private func scores(
    _ race: SeedRace, _ count: Int, seeds: Int, _ score: (_ assignment: Int) -> Double
  ) -> [[Double?]] {
    var scores = [[Double?]](repeating: [], count: count)
    while true {
      let round = race.next(scores)
      guard !round.runs.isEmpty, round.runs[0].seed < seeds else { return scores }
      for run in round.runs { scores[run.assignment].append(score(run.assignment)) }
    }
  }

  /// SciPy 1.17.1 `stats.studentized_range.sf`.
  @Test(arguments: [
    (3.5, 2, 2.0, 0.1317568578755407), (3.5, 3, 10.0, 0.07710331083841038),
    (5.9, 96, 190.0, 0.09555644749630443), (30.0, 20, 2.0, 0.01594131270961774),
    (4.2, 20, 38.0, 0.2975259788824274), (1.0, 5, 4.0, 0.9444051528757265),
    (12.0, 2, 3.0, 0.0034369455005613947),
  ])
  func theStudentizedRangeIsTukeys(q: Double, count: Int, freedom: Double, expected: Double) {
    let chance = TestDistribution.studentizedRange(q, count: count, freedom: freedom)
    #expect(abs(chance - expected) < 1e-7)
  }

  /// Two numbers are as far apart as √2 times Student's t.
  @Test(arguments: [2.0, 5, 60])
  func theRangeOfTwoIsStudents(freedom: Double) {
    for t in [0.1, 1, 3, 8] {
      let chance = TestDistribution.studentizedRange(
        t * 2.0.squareRoot(), count: 2, freedom: freedom)
      #expect(abs(chance - TestDistribution.twoSidedT(t, freedom: freedom)) < 1e-7)
    }
  }

  /// A thousand races of identical assignments: any is ruled out in at most one of twenty.
  @Test(arguments: [2, 20])
  func equalsAreSeldomRuledOut(count: Int) {
    var normals = Normals("equal \(count)")
    let race = SeedRace(budget: .max)
    var alarms = 0
    for _ in 0..<1_000 {
      let scores = scores(race, count, seeds: 8) { _ in normals.next() }
      if race.contenders(scores).count < count { alarms += 1 }
    }
    // Two standard deviations of a share of 5% are 14.
    #expect(alarms <= 64)
    #expect(alarms >= 10)
  }

  /// Bad assignments that always score the same do not make noise look small.
  @Test func constantFailuresRuleNobodyElseOut() {
    var normals = Normals("constant")
    let race = SeedRace(budget: .max)
    var alarms = 0
    for _ in 0..<500 {
      let scores = scores(race, 40, seeds: 5) { $0 < 20 ? normals.next() : 100 }
      if race.contenders(scores).count < 20 { alarms += 1 }
      #expect(race.contenders(scores).allSatisfy { $0 < 20 })
    }
    #expect(alarms <= 35)
  }

  @Test func manyAssignmentsAreToldApartByThreeSeeds() {
    var normals = Normals("many")
    let race = SeedRace(budget: .max)
    var left = 0
    for _ in 0..<50 {
      // From 0 to 9.5 deviations from the best.
      let scores = (0..<20).map { assignment in
        (0..<3).map { _ -> Double? in Double(assignment) / 2 + normals.next() }
      }
      let contenders = race.contenders(scores)
      #expect(contenders.contains(0))
      left += contenders.count
    }
    #expect(left / 50 <= 8)
  }
}
