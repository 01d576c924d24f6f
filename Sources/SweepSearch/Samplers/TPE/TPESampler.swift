import SweepBase

/// Draws where good trials were and bad ones were not: a tree-structured Parzen estimator.
///
/// The rows so far are split into a good part and the rest. Each part becomes a density, a mixture
/// of one kernel per row over all its settings together (multivariate) and of the space's own
/// distribution. Candidates are drawn from the good density; the one with the greatest ratio of
/// good to other density wins. A kernel of a row where a setting is inactive has the space's own
/// distribution there, so that one mixture covers a conditional space.
///
/// Rows without an outcome to look at, and failed ones, count as not good. Pruned ones rank behind
/// those that ended, the later stopped the better. With several scores, the good rows are the first
/// fronts, the emptiest places first. The first proposals are the points of a Sobol sequence.
///
/// - Source: Bergstra et al. 2011, <https://papers.nips.cc/paper/4443>; Watanabe 2023,
///   <https://arxiv.org/abs/2304.11127>; several scores: Ozaki et al. 2020,
///   <https://doi.org/10.1145/3377930.3389817>, with crowding in place of hypervolumes.
public struct TPESampler: Sampler {
  /// As long as there are fewer outcomes, proposals come from a Sobol sequence.
  public var startupCount = 8
  /// How many candidates are compared.
  public var candidateCount = 24
  /// The share of rows that count as good, and the most of them.
  public var goodShare = 0.1
  public var mostGood = 25
  /// The most kernels of a density; of more rows, an even choice by rank.
  public var mostKernels = 600
  /// The width of kernels for one kernel and 50 outcomes; it falls with both.
  public var bandwidth = 0.07
  /// The power of the number of outcomes with which the width falls further.
  public var bandwidthDecay = 0.3

  /// The settings of the method "tpe".
  public init() {}

  public func propose(number: Int, after history: SearchHistory, seed: UInt64) -> Assignment? {
    var ranks = Ranks(history)
    guard ranks.finishedCount >= max(startupCount, 2) else {
      return SobolSampler().propose(number: number, after: history, seed: seed)
    }
    var random = RandomStream(seed: seed, path: ["sampler", "tpe", "\(number)"])
    let coded = history.coded
    let count = min(Int((goodShare * Double(ranks.finishedCount)).rounded(.up)), mostGood)
    if history.hasSeveralScores(ranks.rows[0]) { ranks.putFirst(history.best(count)) }
    let share = Double(ranks.finishedCount) / 50
    let bandwidth = bandwidth * exponential(-bandwidthDecay * naturalLogarithm(share))
    let others = ParzenEstimator(
      history, rows: Self.thinned(Array(ranks.rows[count...]), to: mostKernels),
      bandwidth: bandwidth)
    let good = ParzenEstimator(
      history, rows: Array(ranks.rows[..<count]), bandwidth: bandwidth)
    var best: (codes: [Double], score: Double)?
    // A candidate that breaks a constraint or is not new is drawn again, but not for ever.
    var tries = candidateCount * 10
    var found = 0
    while found < candidateCount, tries > 0 {
      tries -= 1
      guard let codes = coded.snapped(good.draw(from: &random)) else { continue }
      if coded.isCountable, tries > candidateCount, history.contains(codes) { continue }
      found += 1
      let score = good.logDensity(codes) - others.logDensity(codes)
      if score > best?.score ?? -.infinity { best = (codes, score) }
    }
    return best.flatMap { coded.assignment($0.codes) }
      ?? RandomSampler().propose(number: number, after: history, seed: seed)
  }

  /// At most `count` rows, evenly chosen.
  private static func thinned(_ rows: [Int], to count: Int) -> [Int] {
    guard rows.count > count else { return rows }
    return (0..<count).map { rows[$0 * rows.count / count] }
  }
}

/// The rows of a history from the best to those that are not known to be good.
struct Ranks: Sendable {
  /// All rows: scored ones, the best first; then pruned, failed and pending ones.
  private(set) var rows: [Int]
  /// How many of the first rows have a score or were pruned.
  let finishedCount: Int

  init(_ history: SearchHistory) {
    var pruned: [(row: Int, step: Int, value: Double)] = []
    var rest: [Int] = []
    for row in 0..<history.count {
      if case .pruned(let step, let value) = history.outcome(row), value.isFinite {
        pruned.append((row, step, value))
      } else if history.score(row) == nil {
        rest.append(row)
      }
    }
    pruned.sort { ($1.step, $0.value, $0.row) < ($0.step, $1.value, $1.row) }
    let ranked = history.ranked.map(\.row) + pruned.map(\.row)
    finishedCount = ranked.count
    rows = ranked + rest
  }

  /// Moves some rows to the front.
  mutating func putFirst(_ best: [Int]) {
    let first = Set(best)
    rows = best + rows.filter { !first.contains($0) }
  }
}

extension SearchHistory {
  fileprivate func hasSeveralScores(_ row: Int) -> Bool {
    if case .scored(let values) = outcome(row) { values.count > 1 } else { false }
  }

  /// The best rows by all their scores.
  fileprivate func best(_ count: Int) -> [Int] {
    let scored = rowsByScores
    return NonDominatedRanks(scored.rows.map(\.values), best: count).best
      .map { scored.rows[$0].row }
  }
}
