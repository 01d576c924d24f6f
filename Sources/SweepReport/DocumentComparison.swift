import SweepSearch

/// The best assignment beside the baseline, as far as the choice of documents goes.
///
/// Documents are drawn anew from those that there are, with the answers of all seeds that both ran
/// with. Nothing is said about seeds.
public struct DocumentComparison: Equatable, Sendable {
  /// How many documents there are.
  public var documents: Int
  /// With the answers of how many trainings of each.
  public var trainings: Int
  /// The F-score of the best over the answers of its seeds, and where it lies with 95%.
  public var score: Double
  public var interval: ClosedRange<Double>
  /// The best minus the baseline.
  public var gain: Gain?

  public struct Gain: Equatable, Sendable {
    public var difference: Double
    public var interval: ClosedRange<Double>
    /// The chance of a difference at least as large if the two are equal.
    public var chance: Double
  }

  /// Compares counts of documents; `nil` when there are none, or they are not what the score is made
  /// of.
  ///
  /// - Parameters:
  ///   - best: Counts with the score that they belong to, by seed and fold.
  ///   - baseline: The same of the baseline; empty without one.
  init?(_ best: [Sample], _ baseline: [Sample]) {
    let shared = best.filter { sample in baseline.contains { $0.isPair(of: sample) } }
    let used = shared.isEmpty ? best : shared
    guard let pooled = Self.pooled(used) else { return nil }
    documents = pooled.count
    trainings = used.count
    score = Bootstrap.fScore(pooled)
    let bootstrap = Bootstrap()
    interval = bootstrap.interval(pooled)
    let others = baseline.filter { sample in shared.contains { $0.isPair(of: sample) } }
    if let other = Self.pooled(others), other.count == pooled.count {
      let result = bootstrap.compare(pooled, other)
      gain = Gain(
        difference: result.difference, interval: result.interval, chance: result.chance)
    }
  }

  /// The counts of one trial.
  struct Sample {
    var seed: Int
    var fold: Int?
    /// Which documents these are: the fold of dev documents; test documents are the same for all.
    var corpus = 0
    var score: Double?
    var counts: [Bootstrap.Counts]

    func isPair(of other: Sample) -> Bool { seed == other.seed && fold == other.fold }

    /// Whether the score is the F-score of the counts.
    var isExplained: Bool {
      score.map { !counts.isEmpty && abs(Bootstrap.fScore(counts) - $0) < 1e-6 } ?? false
    }
  }

  /// The counts of each document, summed over trainings; one fold after the other.
  private static func pooled(_ samples: [Sample]) -> [Bootstrap.Counts]? {
    guard !samples.isEmpty, samples.allSatisfy(\.isExplained) else { return nil }
    var corpora: [Int: [Bootstrap.Counts]] = [:]
    for sample in samples {
      guard var sum = corpora[sample.corpus] else {
        corpora[sample.corpus] = sample.counts
        continue
      }
      // Another number of documents is another corpus.
      guard sum.count == sample.counts.count else { return nil }
      for (i, counts) in sample.counts.enumerated() {
        sum[i].correct += counts.correct
        sum[i].predicted += counts.predicted
        sum[i].expected += counts.expected
      }
      corpora[sample.corpus] = sum
    }
    return corpora.sorted { $0.key < $1.key }.flatMap(\.value)
  }
}

extension Leaderboard {
  /// The best and the baseline over other dev documents.
  func documentComparison(_ metric: Metric) -> DocumentComparison? {
    guard let best, best.standing != .pruned else { return nil }
    func samples(_ row: Row) -> [DocumentComparison.Sample] {
      row.trials.filter { $0.state == .done }.compactMap { trial in
        trial.counts.map {
          DocumentComparison.Sample(
            seed: trial.seed, fold: trial.fold, corpus: trial.fold ?? 0,
            score: trial.score(score, metric: metric),
            counts: $0)
        }
      }
    }
    return DocumentComparison(samples(best), best.isBaseline ? [] : baseline.map(samples) ?? [])
  }
}
