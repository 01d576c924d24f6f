import SweepConfig
public import SweepSearch

/// What the assignments that were evaluated on a test corpus score there, beside their dev scores.
public struct TestComparison: Equatable, Sendable {
  public struct Row: Equatable, Sendable {
    /// The position in the leaderboard.
    public var row: Int
    /// By seed and fold: the dev score and the test score of trials that have both.
    public var pairs: [Pair]

    public var dev: [Double] { pairs.map(\.dev) }
    public var test: [Double] { pairs.map(\.test) }
    /// The mean of test minus dev.
    public var change: Double? { Leaderboard.mean(pairs.map { $0.test - $0.dev }) }
  }

  public struct Pair: Equatable, Sendable {
    public var seed: Int
    public var fold: Int?
    public var dev: Double
    public var test: Double
  }

  public var path: String
  public var sha256: String
  /// Of how many trials the dev score had been seen before the winner was chosen.
  public var looks: Int
  /// In the order of the leaderboard.
  public var rows: [Row]
  /// The first row that is not the baseline against it, over the seeds that both have; the only test
  /// that is made on this corpus, so it needs no correction.
  public var gain: PairedComparison?
  /// The same over documents.
  public var documents: DocumentComparison?

  /// The comparisons of a study, one for each test corpus, by the trial that met it first.
  public static func all(_ leaderboard: Leaderboard, _ input: ReportInput) -> [TestComparison] {
    let tested = leaderboard.rows.flatMap { row in row.trials.filter { !$0.tests.isEmpty } }
    let tests = tested.sorted { $0.id < $1.id }.flatMap(\.tests)
    var hashes: [String] = []
    for test in tests where !hashes.contains(test.sha256) { hashes.append(test.sha256) }
    return hashes.compactMap { hash in
      let same = tests.filter { $0.sha256 == hash }
      guard let first = same.first else { return nil }
      return TestComparison(leaderboard, input, first, looks: same.map(\.looks).max() ?? 0)
    }
  }

  private init?(_ leaderboard: Leaderboard, _ input: ReportInput, _ test: ReportTest, looks: Int) {
    (path, sha256) = (test.path, test.sha256)
    self.looks = looks
    let (name, metric) = (leaderboard.score, input.metric)
    func result(_ trial: ReportTrial) -> ReportTest? {
      trial.tests.first { $0.sha256 == test.sha256 }
    }
    rows = leaderboard.rows.indices.compactMap { index in
      let pairs = leaderboard.rows[index].trials.compactMap { trial -> Pair? in
        guard let dev = trial.score(name, metric: metric), dev.isFinite,
          let test = result(trial)?.scores.number(name), test.isFinite
        else { return nil }
        return Pair(seed: trial.seed, fold: trial.fold, dev: dev, test: test)
      }
      return pairs.isEmpty ? nil : Row(row: index, pairs: pairs)
    }
    guard !rows.isEmpty else { return nil }
    guard let winner = rows.first(where: { !leaderboard.rows[$0.row].isBaseline }),
      let baseline = rows.first(where: { leaderboard.rows[$0.row].isBaseline })
    else { return }
    gain = PairedComparison(
      winner.pairs.compactMap { pair in
        baseline.pairs.first { $0.seed == pair.seed && $0.fold == pair.fold }
          .map { pair.test - $0.test }
      }, sharedData: input.sharedData)
    func samples(_ row: Row) -> [DocumentComparison.Sample] {
      leaderboard.rows[row.row].trials.compactMap { trial in
        guard let test = result(trial), let counts = test.counts else { return nil }
        return DocumentComparison.Sample(
          seed: trial.seed, fold: trial.fold, score: test.scores.number(name), counts: counts)
      }
    }
    documents = DocumentComparison(samples(winner), samples(baseline))
  }
}
