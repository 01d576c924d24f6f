import SweepBase

/// Two assignments compared over the seeds or folds that both ran with.
public struct PairedComparison: Equatable, Sendable {
  /// How many pairs there are.
  public var count: Int
  /// The mean of the differences, the first minus the second.
  public var mean: Double
  /// The standard deviation of the differences (n − 1).
  public var deviation: Double
  /// The chance of a mean at least as far from 0 if the two are equal; 1 with fewer than two pairs.
  public var chance: Double
  /// Where the true mean lies with 95%; `nil` with fewer than two pairs.
  public var interval: ClosedRange<Double>?

  /// Student's t-test of the differences.
  ///
  /// With folds of one corpus, trainings share data, and the plain test finds too many differences:
  /// `sharedData` widens the variance.
  ///
  /// - Parameters:
  ///   - differences: One for each pair.
  ///   - sharedData: The ratio of test to training data for folds, else 0.
  /// - Source: Student 1908; Nadeau and Bengio 2003, <https://doi.org/10.1023/A:1024068626366>.
  public init(_ differences: [Double], sharedData: Double = 0) {
    let n = Double(differences.count)
    count = differences.count
    mean = differences.isEmpty ? 0 : differences.reduce(0, +) / n
    (deviation, chance, interval) = (0, 1, nil)
    guard count > 1 else { return }
    let mean = mean
    deviation = (differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)).squareRoot()
    let error = deviation * (1 / n + sharedData).squareRoot()
    let t = error > 0 ? mean / error : mean == 0 ? 0 : .infinity
    chance = TestDistribution.twoSidedT(t, freedom: n - 1)
    let width = error * TestDistribution.quantileT(twoSided: 0.05, freedom: n - 1)
    interval = mean - width...mean + width
  }

  /// How many pairs would tell the two apart four times in five, if the mean and the deviation are
  /// what they seem; `nil` if there is no difference to find, or more than 10,000 are needed.
  public func pairsNeeded(chance level: Double = 0.05) -> Int? {
    guard count > 1, mean != 0 else { return nil }
    guard deviation > 0 else { return count }
    let effect = abs(mean) / deviation
    for n in 2...10_000 {
      let freedom = Double(n - 1)
      let limit = TestDistribution.quantileT(twoSided: level, freedom: freedom)
      // The normal approximation of the shifted t.
      let power = NormalDistribution.cumulative(effect * Double(n).squareRoot() - limit)
      if power >= 0.8 { return n }
      // Quantiles change little further on, so the search may take longer steps.
      if n > 200 { return (200...10_000).first { Self.power(effect, $0, limit) >= 0.8 } }
    }
    return nil
  }

  private static func power(_ effect: Double, _ n: Int, _ limit: Double) -> Double {
    NormalDistribution.cumulative(effect * Double(n).squareRoot() - limit)
  }
}

/// Chances corrected for how many comparisons were made.
public enum MultipleComparisons {
  /// Holm's step-down correction: the chance that any of the comparisons is a false alarm stays
  /// below the level, whatever depends on what.
  ///
  /// - Returns: The corrected chances, in the order of the given ones.
  /// - Source: Holm 1979, <https://www.jstor.org/stable/4615733>.
  public static func holm(_ chances: [Double]) -> [Double] {
    let order = chances.indices.sorted { (chances[$0], $0) < (chances[$1], $1) }
    var corrected = chances
    var greatest = 0.0
    for (place, index) in order.enumerated() {
      greatest = max(greatest, min(1, Double(chances.count - place) * chances[index]))
      corrected[index] = greatest
    }
    return corrected
  }
}
