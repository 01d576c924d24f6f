import SweepBase

/// Racing over seeds: assignments that a test rules out get no more seeds, and the seeds saved go to
/// those that are left.
///
/// After `firstSeeds` seeds of every assignment, and after each further one, all assignments that
/// are left are compared with the best: Tukey's test of the distance to the best mean, where what
/// seeds have in common is taken out and the noise is estimated from all of them together. So three
/// seeds are enough where many assignments run. With two assignments this is the paired t-test.
/// Decisions are made in rounds, when all results of a round are there, so they depend on results
/// only.
///
/// The chance that any assignment is ruled out that is as good as the best stays below `level` for
/// the whole race: half of the level is spent in the first round, a quarter in the second, and so
/// on. Assignments are taken to be about as noisy as each other; the noise is that of all or of the
/// better half, whichever speaks more for them, so that bad ones that always fail alike do not make
/// the others look certain.
///
/// - Source: Tukey 1953 and Kramer 1956 for the test; Birattari et al. 2010 (F-race),
///   <https://doi.org/10.1007/978-3-642-02538-9_13>; López-Ibáñez et al. 2016 (irace),
///   <https://doi.org/10.1016/j.orp.2016.09.002>; Kuhn 2014 for races over resamples with one
///   analysis of variance, <https://arxiv.org/abs/1405.6974>.
public struct SeedRace: Equatable, Sendable {
  /// So many seeds come before the first decision.
  public var firstSeeds = 3
  /// The chance that the race rules out any assignment that is as good as the best.
  public var level = 0.05
  /// How many runs there are in all.
  public var budget: Int

  /// - Parameter budget: How many runs of an assignment with a seed there are in all.
  public init(budget: Int) { self.budget = budget }

  /// What to run next.
  public struct Round: Equatable, Sendable {
    /// The assignments still in the race.
    public var contenders: [Int]
    /// The runs of the round: an assignment and the position of its seed.
    public var runs: [Run]
  }

  /// An assignment with the position of a seed.
  public struct Run: Equatable, Sendable {
    public var assignment: Int
    public var seed: Int

    public init(assignment: Int, seed: Int) {
      (self.assignment, self.seed) = (assignment, seed)
    }
  }

  /// The next round, given all results of earlier ones.
  ///
  /// - Parameter scores: For each assignment its scores by seed, less being better; `nil` for a
  ///   failed run, which rules its assignment out.
  /// - Returns: A round without runs when the race is over.
  public func next(_ scores: [[Double?]]) -> Round {
    let used = scores.reduce(0) { $0 + $1.count }
    let all = Array(scores.indices)
    guard scores.allSatisfy({ $0.count >= firstSeeds }) else {
      let runs = (0..<firstSeeds).flatMap { seed in
        all.filter { scores[$0].count <= seed }.map { Run(assignment: $0, seed: seed) }
      }
      return Round(contenders: all, runs: Array(runs.prefix(max(0, budget - used))))
    }
    let contenders = contenders(scores)
    guard contenders.count > 1, used < budget else {
      return Round(contenders: contenders, runs: [])
    }
    let runs = contenders.map { Run(assignment: $0, seed: scores[$0].count) }
    return Round(contenders: contenders, runs: Array(runs.prefix(budget - used)))
  }

  /// The assignments that no test has ruled out, round by round.
  public func contenders(_ scores: [[Double?]]) -> [Int] {
    var left = scores.indices.filter { !scores[$0].prefix(firstSeeds).contains(nil) }
    let most = scores.map(\.count).max() ?? 0
    var level = level
    for count in stride(from: firstSeeds, through: most, by: 1) {
      // A round in which something is missing has decided nothing yet.
      guard left.count > 1, left.allSatisfy({ scores[$0].count >= count }) else { break }
      left = left.filter { scores[$0][count - 1] != nil }
      level /= 2
      left = survivors(left, scores, count, level)
    }
    return left
  }

  /// Those that the test of one round does not rule out.
  private func survivors(
    _ left: [Int], _ scores: [[Double?]], _ count: Int, _ level: Double
  ) -> [Int] {
    let rows = left.map { scores[$0].prefix(count).map { $0 ?? .infinity } }
    let means = rows.map { $0.reduce(0, +) / Double(count) }
    let ranked = left.indices.sorted { (means[$0], $0) < (means[$1], $1) }
    guard let best = ranked.first else { return left }
    let errors = [ranked, Array(ranked.prefix(max(2, (ranked.count + 1) / 2)))]
      .map { StandardError(ranked: $0.map { rows[$0] }) }
    func isOut(_ place: Int) -> Bool {
      let distance = means[ranked[place]] - means[best]
      return errors.allSatisfy { $0.chance(distance, among: left.count) < level }
    }
    // The chance falls with the distance, so the first one that is out is found by halves.
    guard isOut(ranked.count - 1) else { return left }
    var (low, high) = (1, ranked.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if isOut(middle) { high = middle } else { low = middle + 1 }
    }
    let out = Set(ranked[low...])
    return left.indices.filter { !out.contains($0) }.map { left[$0] }
  }
}

/// The noise of a mean, from rows of scores by seed: what is left when the means of rows and of
/// seeds are taken out.
private struct StandardError {
  let error: Double
  let freedom: Double

  init(ranked rows: [[Double]]) {
    let (n, m) = (Double(rows.count), Double(rows[0].count))
    let seeds = rows[0].indices.map { seed in rows.reduce(0) { $0 + $1[seed] } / n }
    let whole = seeds.reduce(0, +) / m
    var squares = 0.0
    for row in rows {
      let mean = row.reduce(0, +) / m
      for (x, seed) in zip(row, seeds) {
        let rest = x - mean - seed + whole
        squares += rest * rest
      }
    }
    freedom = (n - 1) * (m - 1)
    error = (squares / freedom / m).squareRoot()
  }

  /// The chance that the means of so many equally good rows lie as far apart.
  func chance(_ distance: Double, among count: Int) -> Double {
    guard distance > 0 else { return 1 }
    guard error > 0 else { return 0 }
    return TestDistribution.studentizedRange(distance / error, count: count, freedom: freedom)
  }
}
