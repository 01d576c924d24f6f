/// Chooses a sampler by the space and the budget: the method "auto".
///
/// | Case | Sampler |
/// | --- | --- |
/// | several metrics | NSGA-II |
/// | a countable space no larger than the budget | grid |
/// | up to 300 trials and 30 dimensions | Gaussian process |
/// | else | Parzen estimator |
public struct AutoSampler: Sampler {
  /// The sampler that was chosen.
  public let choice: any Sampler

  /// - Parameters:
  ///   - space: What may vary.
  ///   - budget: How many assignments are to run; `nil` if that is open.
  ///   - metricCount: How many metrics decide.
  public init(for space: SearchSpace, budget: Int?, metricCount: Int = 1) {
    if let count = space.count, let budget, count <= budget {
      choice = GridSampler()
    } else if metricCount > 1 {
      choice = NSGASampler()
    } else if budget ?? .max <= 300, space.searchedCount <= 30 {
      choice = GPSampler()
    } else {
      choice = TPESampler()
    }
  }

  public func propose(number: Int, after history: SearchHistory, seed: UInt64) -> Assignment? {
    choice.propose(number: number, after: history, seed: seed)
  }
}
