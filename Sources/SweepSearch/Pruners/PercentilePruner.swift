/// Stops a trial whose best value so far is worse than a share of earlier trials' at the same step.
///
/// - Source: Golovin et al. 2017 for the median, <https://doi.org/10.1145/3097983.3098043>; the
///   meaning of the settings is that of Optuna's `PercentilePruner`.
public struct PercentilePruner: Pruner {
  /// The percentile that a trial has to reach: 25 keeps the best quarter.
  public var percentile: Double
  /// So many earlier trials have to be complete.
  public var startupTrials: Int
  /// No trial stops before this step.
  public var warmupSteps: Int
  /// The least distance of steps at which trials are compared.
  public var interval: Int

  public init(
    percentile: Double, startupTrials: Int = 5, warmupSteps: Int = 0, interval: Int = 1
  ) {
    precondition(percentile >= 0 && percentile <= 100, "a percentile of \(percentile)")
    (self.percentile, self.startupTrials) = (percentile, startupTrials)
    (self.warmupSteps, self.interval) = (warmupSteps, max(1, interval))
  }

  /// The pruner that stops what is worse than the median.
  public static func median(
    startupTrials: Int = 5, warmupSteps: Int = 0, interval: Int = 1
  ) -> PercentilePruner {
    PercentilePruner(
      percentile: 50, startupTrials: startupTrials, warmupSteps: warmupSteps, interval: interval)
  }

  public func shouldPrune(number: Int, _ curve: Curve, after earlier: [PrunedTrial]) -> Bool {
    let complete = earlier.filter(\.isComplete)
    guard complete.count >= startupTrials, let step = curve.lastStep, step >= warmupSteps,
      isFirstOfInterval(curve), let best = curve.best(through: step)
    else { return false }
    let others = complete.compactMap { $0.curve.best(through: step) }.sorted()
    guard let limit = others.percentile(percentile) else { return false }
    return best > limit
  }

  /// Whether the last step is the first one of its interval.
  private func isFirstOfInterval(_ curve: Curve) -> Bool {
    guard let last = curve.points.last, curve.points.count > 1 else { return true }
    let before = curve.points[curve.points.count - 2].step
    return (last.step - warmupSteps) / interval != (before - warmupSteps) / interval
      || before < warmupSteps
  }
}

extension [Double] {
  /// The value below which a share of sorted numbers lies, between neighbours by their distance.
  func percentile(_ percentile: Double) -> Double? {
    guard count > 1 else { return first }
    let place = percentile / 100 * Double(count - 1)
    let index = Swift.min(Int(place), count - 2)
    let (low, high) = (self[index], self[index + 1])
    let share = place - Double(index)
    // Infinite values have no distance.
    if low == high || share == 0 { return low }
    return share == 1 ? high : low + share * (high - low)
  }
}
