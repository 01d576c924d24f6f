/// Racing over seeds: assignments that a paired test rules out get no more seeds, and the seeds
/// saved go to those that are left.
///
/// After `firstSeeds` seeds of every assignment, and after each further one, all assignments that
/// are left are compared with the best by a paired t-test over the seeds that both have, corrected
/// by Holm. Decisions are made in rounds, when all results of a round are there, so they depend on
/// results only.
///
/// - Source: Birattari et al. 2010 (F-race), <https://doi.org/10.1007/978-3-642-02538-9_13>; López-
///   Ibáñez et al. 2016 (irace), <https://doi.org/10.1016/j.orp.2016.09.002>; Kuhn 2014 for races
///   over resamples, <https://arxiv.org/abs/1405.6974>.
public struct SeedRace: Equatable, Sendable {
  /// So many seeds come before the first decision.
  public var firstSeeds = 3
  /// The chance of ruling out an assignment that is as good as the best.
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
    for count in stride(from: firstSeeds, through: most, by: 1) {
      // A round in which something is missing has decided nothing yet.
      guard left.count > 1, left.allSatisfy({ scores[$0].count >= count }) else { break }
      left = left.filter { scores[$0][count - 1] != nil }
      left = survivors(left, scores, count)
    }
    return left
  }

  private func survivors(_ left: [Int], _ scores: [[Double?]], _ count: Int) -> [Int] {
    func values(_ index: Int) -> [Double] { scores[index].prefix(count).map { $0 ?? .infinity } }
    func mean(_ index: Int) -> Double { values(index).reduce(0, +) / Double(count) }
    guard let best = left.min(by: { (mean($0), $0) < (mean($1), $1) }) else { return left }
    let others = left.filter { $0 != best }
    let chances = others.map { other in
      PairedComparison(zip(values(other), values(best)).map { $0 - $1 }).chance
    }
    let corrected = MultipleComparisons.holm(chances)
    let out = Set(zip(others, corrected).filter { $0.1 < level }.map(\.0))
    return left.filter { !out.contains($0) }
  }
}
