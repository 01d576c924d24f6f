import SweepBase
import SweepConfig
import SweepSearch
import Testing

@Suite struct StatisticsTests {
  /// SciPy `stats.ttest_1samp` and `t.ppf`.
  @Test func thePairedTestIsStudents() {
    let comparison = PairedComparison([0.3, 0.1, 0.4, -0.05, 0.2])
    #expect(abs(comparison.mean - 0.19) < 1e-15)
    #expect(abs(comparison.chance - 0.07177139073765303) < 1e-13)
    #expect(abs((comparison.interval?.lowerBound ?? 0) - -0.026847294830436824) < 1e-12)
    #expect(abs((comparison.interval?.upperBound ?? 0) - 0.4068472948304368) < 1e-12)
    #expect(PairedComparison([]).chance == 1)
    #expect(PairedComparison([3]).interval == nil)
    #expect(PairedComparison([0, 0, 0]).chance == 1)
    #expect(PairedComparison([1, 1, 1]).chance == 0)
    // Folds share data, so the same differences tell less.
    let folds = PairedComparison([0.3, 0.1, 0.4, -0.05, 0.2], sharedData: 0.25)
    #expect(folds.chance > comparison.chance)
  }

  @Test(arguments: [
    (0.5, 2.0, 3.0, 0.6875),
    (0.01, 0.5, 0.5, 0.06376856085851985),
    (0.99, 2.0, 0.5, 0.8504999999999999),
    (0.3, 50.0, 0.5, 6.800825885173812e-28),
    (0.9, 10.0, 20.0, 0.9999999999999593),
    (0.001, 4.0, 1.0, 1.0000000000000002e-12),
  ])
  func theIncompleteBetaFunctionIsExact(x: Double, a: Double, b: Double, expected: Double) {
    #expect(abs(TestDistribution.incompleteBeta(x, a, b) - expected) <= 1e-13 * expected)
  }

  @Test func saysHowManySeedsWouldTellTwoApart() throws {
    let clear = PairedComparison([1, 1.1, 0.9, 1.05])
    #expect(try #require(clear.pairsNeeded()) <= 4)
    // An effect of half a deviation needs about 34 pairs.
    let half = PairedComparison([1.5, -0.5, 1.5, -0.5].map { $0 - 0.5 + 0.5773502691896258 })
    #expect(try (30...38).contains(#require(half.pairsNeeded())))
    #expect(PairedComparison([1, -1]).pairsNeeded() == nil)
    #expect(PairedComparison([1]).pairsNeeded() == nil)
  }

  @Test func holmCorrectsStepByStep() {
    let corrected = MultipleComparisons.holm([0.01, 0.04, 0.03, 0.005])
    #expect(zip(corrected, [0.03, 0.06, 0.06, 0.02]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(MultipleComparisons.holm([]) == [])
    #expect(MultipleComparisons.holm([0.9, 0.8]) == [1, 1])
  }

  @Test func falseAlarmsStayAtTheLevel() {
    var random = RandomStream(seed: 1, path: ["alarms"])
    func normal() -> Double { normalQuantile(max(random.double(), 0x1p-53)) }
    var alarms = 0
    for _ in 0..<2_000 {
      let differences = (0..<5).map { _ in normal() - normal() }
      if PairedComparison(differences).chance < 0.05 { alarms += 1 }
    }
    #expect(alarms <= 120)
    #expect(alarms >= 70)
    // With four comparisons to a best, corrected: still at most one study in twenty.
    var studies = 0
    for _ in 0..<1_000 {
      let base = (0..<5).map { _ in normal() }
      let chances = (0..<4).map { _ in PairedComparison(base.map { $0 - normal() }).chance }
      if MultipleComparisons.holm(chances).contains(where: { $0 < 0.05 }) { studies += 1 }
    }
    #expect(studies <= 60)
  }

  @Test func theBootstrapComparesDocuments() {
    var random = RandomStream(seed: 2, path: ["documents"])
    func documents(_ rate: Double) -> [Bootstrap.Counts] {
      (0..<200).map { _ in
        let expected = 1 + random.below(4)
        let correct = (0..<expected).count { _ in random.double() < rate }
        return Bootstrap.Counts(correct: correct, predicted: expected, expected: expected)
      }
    }
    let (worse, better) = (documents(0.6), documents(0.75))
    let result = Bootstrap().compare(better, worse)
    #expect(result.difference > 0.08 && result.chance < 0.01)
    #expect(result.interval.lowerBound > 0 && result.interval.contains(result.difference))
    let same = Bootstrap().compare(worse, worse)
    #expect(same.difference == 0 && same.chance == 1 && same.interval == 0...0)
    #expect(Bootstrap().interval(better).contains(Bootstrap.fScore(better)))
    #expect(Bootstrap().interval(better) == Bootstrap().interval(better))
  }

  @Test func theExpectedBestGrowsToTheBest() {
    let curve = ExpectedBest.curve([0.2, 0.5, 0.8], through: 50)
    #expect(abs(curve[0] - 0.5) < 1e-15)
    // Two draws of three: 0.2/9 + 0.5 · 3/9 + 0.8 · 5/9
    #expect(abs(curve[1] - (0.2 + 1.5 + 4) / 9) < 1e-15)
    #expect(abs(curve[49] - 0.8) < 1e-8)
    #expect(ExpectedBest.curve([], through: 3) == [])
  }

  @Test func aRaceSavesSeedsAndKeepsTheBest() {
    var random = RandomStream(seed: 3, path: ["race"])
    func normal() -> Double { normalQuantile(max(random.double(), 0x1p-53)) }
    var found = 0
    var used = 0
    for _ in 0..<40 {
      var scores = [[Double?]](repeating: [], count: 12)
      let race = SeedRace(budget: 12 * 10)
      while true {
        let round = race.next(scores)
        if round.runs.isEmpty { break }
        for run in round.runs {
          #expect(run.seed == scores[run.assignment].count)
          // Assignments 0 and 1 are equally good; others are worse by one to ten deviations.
          scores[run.assignment].append(max(0, Double(run.assignment - 1)) + normal())
        }
        if scores.map(\.count).max() ?? 0 >= 10 { break }
      }
      let left = race.contenders(scores)
      if left.contains(0) || left.contains(1) { found += 1 }
      used += scores.reduce(0) { $0 + $1.count }
    }
    #expect(found == 40)
    // Three seeds for all twelve are 36 of 120 runs.
    #expect(used / 40 < 75)
  }

  @Test func aRaceRulesOutFailures() {
    let race = SeedRace(budget: 100)
    let scores: [[Double?]] = [[1, 2, 1.5], [nil, 1, 1], [1.1, 2.2, 1.4]]
    #expect(race.next(scores).contenders == [0, 2])
    #expect(
      race.next(scores).runs == [.init(assignment: 0, seed: 3), .init(assignment: 2, seed: 3)])
    #expect(SeedRace(budget: 4).next([[], [], []]).runs.count == 4)
    #expect(SeedRace(budget: 9).next(scores).runs.isEmpty)
  }
}

@Suite struct ImportanceTests {
  /// Random trials of 10 a + 3 b² + (c if d is "x"), with an unimportant rest.
  private func history(_ count: Int) -> SearchHistory {
    let space = SearchSpace([
      Dimension("none", .uniform(0...1)), Dimension("b", .uniform(-1...1)),
      Dimension("a", .uniform(0...1)), Dimension("d", .categorical(["x", "y"])),
      Dimension("c", .uniform(0...1), when: [Condition("d", .values(["x"]))]),
    ])
    var history = SearchHistory(space)
    for number in 0..<count {
      guard let next = RandomSampler().propose(number: number, in: space, seed: 4) else { continue }
      func value(_ key: String) -> Double { next[key]?.doubleValue ?? 0 }
      history.add(next)
      history.finish(
        number, .scored([10 * value("a") + 3 * value("b") * value("b") + value("c")]))
    }
    return history.visible(window: 1)
  }

  @Test(arguments: Importance.Method.allCases)
  func ranksWhatMatters(method: Importance.Method) {
    let importance = Importance(method, history(400))
    #expect(importance.entries.prefix(2).map(\.key) == ["a", "b"])
    #expect(importance.entries[0].share > 0.5)
    #expect(importance.entries.last.map { $0.share < 0.1 } == true)
    #expect(importance == Importance(method, history(400)))
    if method == .pedANOVA {
      #expect(abs(importance.entries.reduce(0) { $0 + $1.share } - 1) < 1e-12)
    }
  }

  /// Of 10 a + 3 b², a has 100/12 of a variance of 100/12 + 9 · 4/45, apart from little.
  @Test func fANOVAFindsTheShareOfVariance() {
    let shares = Importance(.fANOVA, history(1_000)).entries
    #expect(abs(shares[0].share - 0.89) < 0.05)
    #expect(abs(shares[1].share - 0.085) < 0.03)
  }

  @Test(arguments: Importance.Method.allCases)
  func saysNothingWhereNothingIsKnown(method: Importance.Method) {
    #expect(Importance(method, history(3)).entries.allSatisfy { $0.share == 0 })
    var flat = SearchHistory(SearchSpace([Dimension("a", .uniform(0...1))]))
    for number in 0..<9 {
      flat.add(Assignment([Setting("a", .number(Double(number) / 9))]))
      flat.finish(number, .scored([1]))
    }
    #expect(Importance(method, flat.visible(window: 1)).entries.map(\.share) == [0])
  }
}
