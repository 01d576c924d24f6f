/// Two assignments compared over the seeds and folds that both ran with, knowing the noise of all.
///
/// A difference counts only if two tests agree: one with the noise that all assignments share, which
/// is corrected for the number of comparisons, and Student's paired test of these two alone.
public struct SeedComparison: Equatable, Sendable {
  /// Student's test of the pairs, the first minus the second.
  public let paired: PairedComparison
  /// The chance of a difference at least as large, by the shared noise; 1 with fewer than two pairs.
  public let sharedChance: Double
  /// The chance, corrected for the number of comparisons and no less than the paired test's.
  public internal(set) var chance: Double
  /// The number of comparisons that `sharedChance` was multiplied by.
  public internal(set) var correction: Double

  /// The standard error of a single pair's difference by the shared noise, and its freedom.
  private let deviation: Double
  private let freedom: Double
  private let sharedData: Double

  /// How many pairs there are.
  public var count: Int { paired.count }
  /// The mean of the differences.
  public var difference: Double { paired.mean }

  /// - Parameters:
  ///   - first: A row of the noise.
  ///   - second: Another one.
  ///   - rows: The scores that the noise was made of.
  ///   - noise: The noise of all rows.
  ///   - sharedData: The ratio of test to training data for folds, else 0: see `PairedComparison`.
  public init(
    _ first: Int, _ second: Int, of rows: [[SharedNoise.Score]], noise: SharedNoise,
    sharedData: Double = 0
  ) {
    var differences: [Double] = []
    var (i, j) = (0, 0)
    while i < rows[first].count, j < rows[second].count {
      let (a, b) = (rows[first][i], rows[second][j])
      if a.block == b.block { differences.append(a.value - b.value) }
      if a.block <= b.block { i += 1 }
      if b.block <= a.block { j += 1 }
    }
    let paired = PairedComparison(differences, sharedData: sharedData)
    self.paired = paired
    self.sharedData = sharedData
    deviation = (noise.variances[first] + noise.variances[second]).squareRoot()
    freedom = min(noise.freedoms[first], noise.freedoms[second])
    correction = 1
    guard differences.count > 1, freedom > 0 else {
      (sharedChance, chance) = (1, 1)
      return
    }
    let error = deviation * (1 / Double(differences.count) + sharedData).squareRoot()
    let t = error > 0 ? paired.mean / error : paired.mean == 0 ? 0 : .infinity
    sharedChance = TestDistribution.twoSidedT(t, freedom: freedom)
    chance = max(sharedChance, paired.chance)
  }

  /// Whether the difference is beyond noise.
  public func isDifferent(at level: Double = 0.05) -> Bool { chance < level }

  /// Where the true difference lies with 95%, corrected as the chance; `nil` with fewer than two
  /// pairs.
  ///
  /// It leaves 0 out exactly when the difference is beyond noise at 5%.
  public var interval: ClosedRange<Double>? {
    guard let own = paired.interval, freedom > 0 else { return nil }
    let error = deviation * (1 / Double(count) + sharedData).squareRoot()
    let limit = TestDistribution.quantileT(twoSided: 0.05 / correction, freedom: freedom)
    let half = max(error * limit, (own.upperBound - own.lowerBound) / 2)
    return difference - half...difference + half
  }

  /// How many pairs would show the difference four times in five, if it and the noise are what they
  /// seem; `nil` if there is no difference to find, or more than 10,000 are needed.
  public func pairsNeeded(level: Double = 0.05) -> Int? {
    guard count > 1, freedom > 0, let own = paired.pairsNeeded(chance: level) else { return nil }
    guard deviation > 0 else { return own }
    let perPair = freedom / Double(count - 1)
    let shared = PairedComparison.leastCount(
      effect: abs(difference) / deviation, level: level / correction, sharedData: sharedData
    ) { max(Double($0 - 1) * perPair, 1) }
    return shared.map { max($0, own) }
  }

  /// Corrects comparisons that belong together by Holm's step-down method.
  ///
  /// - Parameters:
  ///   - comparisons: Those to correct.
  ///   - total: How many comparisons could have been made, at least as many as are given. With one
  ///     that was chosen by its score, these are all pairs.
  public static func correct(_ comparisons: inout [SeedComparison], among total: Int? = nil) {
    let total = max(total ?? 0, comparisons.count)
    let order = comparisons.indices.sorted {
      (comparisons[$0].sharedChance, $0) < (comparisons[$1].sharedChance, $1)
    }
    var (greatest, stillSmaller) = (0.0, true)
    for (place, index) in order.enumerated() {
      let own = comparisons[index]
      let factor = Double(total - place)
      greatest = max(greatest, min(1, factor * own.sharedChance))
      comparisons[index].chance = max(greatest, own.paired.chance)
      // Behind the first that is not different, all are treated as the first: so interval and chance
      // agree.
      stillSmaller = stillSmaller && greatest < 0.05
      comparisons[index].correction = stillSmaller ? factor : Double(total)
    }
  }
}
