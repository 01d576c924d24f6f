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
  /// The ratio of test to training data for folds, else 0.
  private var sharedData: Double

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
    self.sharedData = sharedData
    count = differences.count
    mean = differences.isEmpty ? 0 : differences.reduce(0, +) / n
    (deviation, chance) = (0, 1)
    guard count > 1 else { return }
    let mean = mean
    deviation = (differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)).squareRoot()
    let t = error > 0 ? mean / error : mean == 0 ? 0 : .infinity
    chance = TestDistribution.twoSidedT(t, freedom: n - 1)
  }

  /// The standard error of the mean.
  private var error: Double { deviation * (1 / Double(count) + sharedData).squareRoot() }

  /// Where the true mean lies with 95%; `nil` with fewer than two pairs.
  public var interval: ClosedRange<Double>? {
    guard count > 1 else { return nil }
    let half = error * TestDistribution.quantileT(twoSided: 0.05, freedom: Double(count - 1))
    return mean - half...mean + half
  }

  /// How many pairs would tell the two apart four times in five, if the mean and the deviation are
  /// what they seem; `nil` if there is no difference to find, or more than 10,000 are needed.
  public func pairsNeeded(chance level: Double = 0.05) -> Int? {
    guard count > 1, mean != 0 else { return nil }
    guard deviation > 0 else { return count }
    return Self.leastCount(
      effect: abs(mean) / deviation, level: level, sharedData: sharedData
    ) { Double($0 - 1) }
  }

  /// The least number of pairs, up to 10,000, that shows an effect four times in five.
  ///
  /// - Parameters:
  ///   - effect: The mean difference in standard deviations of a difference.
  ///   - level: The chance below which a difference counts.
  ///   - sharedData: As of the test.
  ///   - freedom: The degrees of freedom with so many pairs.
  /// - Returns: `nil` where 10,000 are too few.
  static func leastCount(
    effect: Double, level: Double, sharedData: Double, freedom: (Int) -> Double
  ) -> Int? {
    func isEnough(_ n: Int) -> Bool {
      let limit = TestDistribution.quantileT(twoSided: level, freedom: freedom(n))
      // The normal approximation of the shifted t.
      let shift = effect / (1 / Double(n) + sharedData).squareRoot()
      return NormalDistribution.cumulative(shift - limit) >= 0.8
    }
    // With more pairs the chance to see it only grows.
    var (low, high) = (1, 10_000)
    guard isEnough(high) else { return nil }
    while high - low > 1 {
      let middle = (low + high) / 2
      if isEnough(middle) { high = middle } else { low = middle }
    }
    return high
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

/// The interval of a mean by Student's distribution.
public enum StudentInterval {
  /// Half of the interval that holds the true mean of 2 or more values with 95%, in their standard
  /// deviations; `sharedData` as in `PairedComparison`.
  public static func half(count: Int, sharedData: Double = 0) -> Double {
    TestDistribution.quantileT(twoSided: 0.05, freedom: Double(count - 1))
      * (1 / Double(count) + sharedData).squareRoot()
  }
}
