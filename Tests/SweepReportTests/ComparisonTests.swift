import SweepBase
import SweepConfig
import SweepReport
import SweepSearch
import Testing

/// A study with a row of scores for each assignment, the first of which is the baseline.
private func study(_ scores: [[Double?]], method: SearchMethod = .grid) -> ReportInput {
  var trials: [ReportTrial] = []
  for (row, scores) in scores.enumerated() {
    for (seed, score) in scores.enumerated() {
      var trial = ReportTrial(
        id: trials.count, shortID: "0a1b2c\(trials.count)", seed: seed, isBaseline: row == 0,
        assignment: Assignment([Setting("a.rate", .number(Double(row) / 10))]),
        state: score == nil ? .failed : .done, score: score,
        scores: score.map { ["ents_f": .number($0)] }, error: score == nil ? "no" : nil)
      trial.row = row
      trials.append(trial)
    }
  }
  return ReportInput(
    study: "s", config: "c.cfg", sweepFile: "s.toml", method: method,
    metric: Metric(name: "ents_f", goal: .maximize), trials: trials)
}

/// The table of the statistics' own test, which SciPy's figures are for.
private let table: [[Double?]] = [
  [0.701, 0.712, 0.699, 0.705], [0.734, 0.741, 0.729, 0.738], [0.70, 0.64, 0.75, 0.69],
  [0.722, 0.735, 0.721, 0.726], [0.69, 0.703, 0.688, 0.71],
]

@Suite struct ComparisonTests {
  @Test func saysWhetherToBelieveTheBest() {
    let text = MarkdownReport(study(table)).render()
    #expect(
      text.contains(
        """
        Best by `ents_f`: rate = 0.1 with 0.7355 ± 0.0052 (higher is better), +0.0313 to the baseline's 0.7042 ± 0.0057: **beyond noise**.

        ## Comparison

        - Best against the baseline: +0.0313 over 4 seeds, 95% interval +0.0174 to +0.0451, p = 0.004, corrected for 4 comparisons with the baseline: **beyond noise**.
        - Best against the others: 2 tied with it within noise, 2 worse (corrected for all pairs). About 4 more seeds of each would tell it from the runner-up.
        """), "\(text)")
    #expect(
      text.contains(
        """
        |     | trials | rate | ents_f |  ± 95% |     sd |   n | verdict | to baseline | time |
        | --: | ------ | ---: | -----: | -----: | -----: | --: | ------- | ----------: | ---: |
        |   1 | 4–7    |  0.1 | 0.7355 | 0.0083 | 0.0052 |   4 | best    |   +0.0313 * |    – |
        |   2 | 12–15  |  0.3 | 0.7260 | 0.0101 | 0.0064 |   4 | tied    |   +0.0218 * |    – |
        |   3 | 0–3    |  0.0 | 0.7042 | 0.0091 | 0.0057 |   4 | worse   |    baseline |    – |
        |   4 | 16–19  |  0.4 | 0.6977 | 0.0168 | 0.0105 |   4 | worse   |     -0.0065 |    – |
        |   5 | 8–11   |  0.2 | 0.6950 | 0.0718 | 0.0451 |   4 | tied    |     -0.0092 |    – |
        """), "\(text)")
  }

  @Test func saysSoWhileTrialsAreToCome() {
    var input = study(table)
    input.trials[19].state = .running
    input.trials[19].score = nil
    let report = MarkdownReport(input)
    #expect(report.render().contains("Best so far by `ents_f`: rate = 0.1 with"))
    #expect(report.shortVerdict.hasPrefix("Best so far by ents_f: rate = 0.1 with 0.7355"))
    #expect(report.shortVerdict.hasSuffix("0.7042 ± 0.0057: beyond noise."))
  }

  @Test func oneSeedTellsNothing() {
    let text = MarkdownReport(study([[0.7], [0.9]])).render()
    #expect(
      text.contains("+0.2000 to the baseline's 0.7000: **one seed: no telling noise from gain**."))
    #expect(text.contains("With `seeds = 3` in the sweep file, or `--seeds 3` beside `--vary`"))
    #expect(!text.contains("± 95%") && !text.contains("verdict") && !text.contains("p = "))
  }

  @Test func seedsInCommonAreNeeded() {
    let input = study([[0.7, 0.71, nil], [nil, nil, 0.8], [0.6, nil, nil]])
    let board = Leaderboard(input)
    #expect(board.rows.map { $0.trials[0].row } == [1, 0, 2])
    #expect(board.rows.indices.map { board.verdict($0) } == [.best, .unknown, .unknown])
    let text = MarkdownReport(input).render()
    #expect(text.contains("**too few seeds in common to tell noise from gain**"))
    #expect(text.contains("Best and baseline have fewer than two seeds in common: no telling yet."))
  }

  @Test func whatIsNotCompleteComesAfterwards() {
    var input = study([[0.7, 0.71, 0.7], [0.9, nil, nil], [0.6, 0.65, 0.62], [0.8, 0.8, 0.2]])
    input.trials[11].state = .pruned
    input.trials[11].endedStep = 40
    input.trials[11].reason = "pruned at the rung of step 40"
    let board = Leaderboard(input)
    #expect(board.rows.map { $0.trials[0].row } == [0, 2, 1, 3])
    #expect(board.rows.map(\.standing) == [.complete, .complete, .unfinished, .pruned])
    let text = MarkdownReport(input).render()
    #expect(text.contains("0.6000 | 0.8605 | 0.3464 |      3 | pruned at 40 |"), "\(text)")
    #expect(
      text.contains(
        """
        ## Pruned trials

        | trial | settings   | seed | step | best so far | reason                        |
        | ----: | ---------- | ---: | ---: | ----------: | ----------------------------- |
        |    11 | rate = 0.3 |    2 |   40 |      0.2000 | pruned at the rung of step 40 |
        """))
    // Nothing was proposed beyond the plan, so a pruned trial is no best one.
    #expect(board.bestTrial?.row == 1)
  }

  @Test func foldsWidenIntervals() {
    var input = study(table)
    let board = Leaderboard(input)
    for index in input.trials.indices {
      input.trials[index].fold = input.trials[index].seed
      input.trials[index].seed = 0
    }
    let folds = Leaderboard(input)
    // √(1/4 + 1/3) of the deviation instead of √(1/4)
    let ratio = (folds.rows[0].halfInterval ?? 0) / (board.rows[0].halfInterval ?? 1)
    #expect(abs(ratio - (7.0 / 3).squareRoot()) < 1e-12)
    #expect((folds.rows[0].toBaseline?.chance ?? 0) > (board.rows[0].toBaseline?.chance ?? 1))
    #expect(MarkdownReport(input).render().contains("over 4 folds"))
  }

  @Test func lessIsBetterWhereAsked() {
    var input = study(table)
    input.metric.goal = .minimize
    let board = Leaderboard(input)
    #expect(board.rows.map { $0.trials[0].row } == [2, 4, 0, 3, 1])
    #expect(board.rows.indices.map { board.verdict($0) }.contains(.worse) == false)
    input.trials = input.trials.filter { $0.row != 2 }
    let clean = Leaderboard(input)
    #expect(clean.rows.indices.map { clean.verdict($0) } == [.best, .tied, .worse, .worse])
  }

  @Test func whatARaceRuledOutComesAfterwards() {
    // The middle one loses after three seeds; what the others do with further ones does not raise it.
    var input = study([
      [0.700, 0.701, 0.702, 0.55, 0.56], [0.650, 0.651, 0.653], [0.701, 0.700, 0.704, 0.57, 0.55],
    ])
    #expect(Leaderboard(input).rows.map { $0.trials[0].row } == [1, 2, 0])
    input.race = SeedRace(budget: 100)
    let board = Leaderboard(input)
    #expect(board.rows.map { $0.trials[0].row } == [2, 0, 1])
    #expect(board.rows.map(\.standing) == [.complete, .complete, .ruledOut])
    #expect(MarkdownReport(input).render().contains("| out after 3 seeds |"))
  }

  @Test func comparesDocuments() throws {
    var random = RandomStream(seed: 5, path: ["documents"])
    var input = study([[0, 0, 0], [0, 0, 0]])
    for index in input.trials.indices {
      let rate = input.trials[index].row == 0 ? 0.6 : 0.7
      let counts = (0..<200).map { _ in
        let expected = 1 + random.below(4)
        let correct = (0..<expected).count { _ in random.double() < rate }
        return Bootstrap.Counts(correct: correct, predicted: expected, expected: expected)
      }
      input.trials[index].counts = counts
      input.trials[index].score = Bootstrap.fScore(counts)
    }
    let text = MarkdownReport(input).render()
    #expect(text.contains("- Other dev documents, same seeds: best against baseline +0.1"))
    #expect(
      text.contains(
        "(200 documents drawn anew, 3 trainings of each pooled). This covers the choice of documents, not of seeds."
      ))
    #expect(text == MarkdownReport(input).render())
    let json = JSONReport(input).json[0]?["documents"]
    #expect(json?["documents"] == 200 && json?["trainings"] == 3)
    let p = try #require(json?["to_baseline"]?["p"]?.doubleValue)
    #expect(p < 0.05)
    // Counts that the metric is not made of say nothing of it.
    input.trials[4].score? += 0.001
    #expect(!MarkdownReport(input).render().contains("documents drawn anew"))
  }

  @Test func showsTheTestScoresAndTheDrop() {
    var input = study(table)
    for index in input.trials.indices where [0, 1].contains(input.trials[index].row) {
      let dev = input.trials[index].score ?? 0
      let drop = input.trials[index].row == 0 ? 0.01 : 0.02
      input.trials[index].tests = [
        ReportTest(
          path: "test.spacy", sha256: "0123456789abcdef", scores: ["ents_f": .number(dev - drop)],
          looks: 20)
      ]
    }
    let text = MarkdownReport(input).render()
    #expect(
      text.contains(
        """
        ## Test

        `ents_f` on `test.spacy` (SHA-256 `01234567`), chosen after 20 looks at dev.

        | assignment |   n |    dev |     sd |   test |     sd | test − dev |
        | ---------- | --: | -----: | -----: | -----: | -----: | ---------: |
        | rate = 0.1 |   4 | 0.7355 | 0.0052 | 0.7155 | 0.0052 |    -0.0200 |
        | baseline   |   4 | 0.7042 | 0.0057 | 0.6942 | 0.0057 |    -0.0100 |

        - Best against the baseline on test: +0.0213 over 4 seeds, 95% interval +0.0180 to +0.0245, p < 0.001: **beyond noise**.
        """), "\(text)")
    #expect(
      text.contains("On `test.spacy`: 0.7155 ± 0.0052, +0.0213 to the baseline: **beyond noise**."))
    #expect(!text.contains("picked by the dev scores"))
  }

  @Test func testDocumentsAreTheSameForAllFolds() {
    var input = study(table)
    let counts = (0..<50).map {
      Bootstrap.Counts(correct: $0 % 3, predicted: 3, expected: 3)
    }
    let score = Bootstrap.fScore(counts)
    for index in input.trials.indices where [0, 1].contains(input.trials[index].row) {
      input.trials[index].fold = input.trials[index].seed
      input.trials[index].tests = [
        ReportTest(
          path: "test.spacy", sha256: "0123", scores: ["ents_f": .number(score)], counts: counts,
          looks: 20)
      ]
    }
    let text = MarkdownReport(input).render()
    #expect(text.contains("(50 documents drawn anew, 4 trainings of each pooled)"), "\(text)")
    #expect(
      text.contains("best against baseline ±0.0000, 95% interval ±0.0000 to ±0.0000, p = 1.00"))
  }

  @Test func theParetoFrontIsWhatNothingBeats() {
    var input = study([[0.5], [0.6], [0.7], [0.7], [0.4]])
    input.metrics.append(Metric(name: "size", goal: .minimize))
    for (index, size) in [3, 2, 5, 6, 9].enumerated() {
      input.trials[index].scores?["size"] = .integer(size)
    }
    let text = MarkdownReport(input).render()
    #expect(
      text.contains(
        """
        | rank | assignment | ents_f |  sd |   size |  sd |
        | ---: | ---------- | -----: | --: | -----: | --: |
        |    1 | rate = 0.2 | 0.7000 |   – | 5.0000 |   – |
        |    3 | rate = 0.1 | 0.6000 |   – | 2.0000 |   – |
        """), "\(text)")
    #expect(!MarkdownReport(study(table)).render().contains("Pareto"))
  }

  @Test func theExpectedBestGrowsWithTheAssignments() {
    let scores: [[Double?]] = [[0.5]] + (1...10).map { [Double($0) / 10] }
    let random = MarkdownReport(study(scores, method: .random)).render()
    // Means of the greatest of 1, 2, 5 and 10 draws from 0.1, 0.2, … 1.
    #expect(
      random.contains(
        """
        What the best of so many random draws from the space is expected to score, estimated from the 10 that ran (Dodge et al. 2019). Where it levels off, more draws bring little.

        | assignments | expected best |
        | ----------: | ------------: |
        |           1 |        0.5500 |
        |           2 |        0.7150 |
        |           5 |        0.8792 |
        |          10 |        0.9509 |
        """), "\(random)")
    #expect(
      MarkdownReport(study(scores)).render().contains("so many cells of the grid, drawn at random"))
    #expect(
      MarkdownReport(study(scores, method: .sobol)).render().contains("this is no forecast for it"))
    #expect(!MarkdownReport(study(table)).render().contains("Expected best"))
  }

  private func searched(_ count: Int) -> ReportInput {
    let space = SearchSpace([
      Dimension("x.rate", .logUniform(1e-4...1e-1)), Dimension("x.width", .ordered([32, 64, 96])),
    ])
    var trials: [ReportTrial] = []
    for number in 0..<count {
      guard let next = RandomSampler().propose(number: number, in: space, seed: 2) else { continue }
      let rate = next["x.rate"]?.doubleValue ?? 0
      trials.append(
        ReportTrial(
          id: number, shortID: "\(10_000_000 + number)", seed: 0, assignment: next, state: .done,
          score: 1 - abs(rate - 0.01)))
    }
    var input = ReportInput(
      study: "s", config: "c.cfg", sweepFile: "", method: .random,
      metric: Metric(name: "f", goal: .maximize), trials: trials)
    input.space = space
    return input
  }

  @Test func namesTheMethodOfImportance() {
    var input = searched(60)
    for method in Importance.Method.allCases {
      let text = MarkdownReport(input, importance: method).render()
      #expect(text.contains(method == .pedANOVA ? "PED-ANOVA: how" : "fANOVA: the share"))
      let json = JSONReport(input, importance: method).json[0]?["importance"]
      #expect(json?["method"] == .string(method.rawValue) && json?["assignments"] == 60)
      #expect((json?["shares"]?["x.rate"]?.doubleValue ?? 0) > 0.6)
    }
    // Where the space is not known, it is guessed from the values.
    input.space = nil
    let json = JSONReport(input).json[0]?["importance"]
    #expect((json?["shares"]?["x.rate"]?.doubleValue ?? 0) > 0.6)
    #expect(!MarkdownReport(searched(19)).render().contains("Importance"))
  }

  /// Generous bounds: the figures are in the docs, and the machine may be busy.
  @Test func largeStudiesAreQuick() {
    let clock = ContinuousClock()
    let large = searched(10_000)
    #expect(clock.measure { _ = MarkdownReport(large).render() } < .seconds(3))
    #expect(clock.measure { _ = CSVReport(large).render() } < .seconds(3))
    let board = Leaderboard(searched(1_000))
    for method in Importance.Method.allCases {
      let input = searched(1_000)
      #expect(clock.measure { _ = ImportanceReport(board, input, method) } < .seconds(1))
    }
  }

  @Test func longLeaderboardsAreCut() {
    let text = MarkdownReport(study((0..<150).map { [Double($0) / 200] })).render()
    #expect(text.contains("And 49 more: `sweep report s --format csv` has all."))
    #expect(text.contains("|  baseline |") || text.contains("baseline |"))
    #expect(
      CSVReport(study((0..<150).map { [Double($0)] })).render().split(separator: "\n").count == 151)
  }

  @Test func writesEverythingAsJSON() throws {
    let json = JSONReport(study(table)).json
    let board = try #require(json[0]?["leaderboard"])
    #expect(board[0]?["verdict"] == "best" && board[1]?["verdict"] == "tied")
    #expect(
      board[0]?["to_baseline"]?["different"] == true && board[0]?["from_best"] == JSONValue.null)
    #expect(board[1]?["from_best"]?["pairs_needed"] == 8)
    #expect(json[0]?["trials"]?[0]?["score"] == 0.701 && json[0]?["importance"] == JSONValue.null)
    #expect(try JSONValue(parsing: json.serialized(.compact)) == json)
  }
}
