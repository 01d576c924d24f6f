/// Two assignments compared over the seeds and folds that both ran with, knowing the noise of all.
///
/// A difference counts only if two tests agree: one with the noise that all assignments share, which
/// is corrected for the number of comparisons, and Student's paired test of these two alone.
public struct SeedComparison: Equatable, Sendable {
  /// Student's test of the pairs, the first minus the second.
  public let paired: PairedComparison
  /// The chance of a difference at least as large, by the estimates of the shared noise, corrected
  /// for their number; 1 with fewer than two pairs.
  public let sharedChance: Double
  /// The chance, corrected for the number of comparisons and no less than the paired test's.
  public internal(set) var chance: Double
  /// The number of comparisons that `sharedChance` was multiplied by.
  public internal(set) var correction: Double

  /// What a pair's difference deviates by the estimates of the noise, with its freedom.
  private struct Deviation: Equatable, Sendable {
    var deviation: Double
    var freedom: Double
  }

  private let deviations: [Deviation]
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
    deviations = noise.estimates.compactMap { estimate in
      let freedom = min(estimate.freedoms[first], estimate.freedoms[second])
      let variance = estimate.variances[first] + estimate.variances[second]
      return freedom > 0 ? Deviation(deviation: variance.squareRoot(), freedom: freedom) : nil
    }
    correction = 1
    guard differences.count > 1, !deviations.isEmpty else {
      (sharedChance, chance) = (1, 1)
      return
    }
    let scale = (1 / Double(differences.count) + sharedData).squareRoot()
    let least = deviations.map { deviation in
      let error = deviation.deviation * scale
      let t = error > 0 ? paired.mean / error : paired.mean == 0 ? 0 : .infinity
      return TestDistribution.twoSidedT(t, freedom: deviation.freedom)
    }.min()
    sharedChance = min(1, (least ?? 1) * Double(deviations.count))
    chance = max(sharedChance, paired.chance)
  }

  /// Whether the difference is beyond noise.
  public var isDifferent: Bool { chance < 0.05 }

  /// Where the true difference lies with 95%, corrected as the chance; `nil` with fewer than two
  /// pairs.
  ///
  /// It leaves 0 out exactly when the difference is beyond noise at 5%.
  public var interval: ClosedRange<Double>? {
    guard let own = paired.interval, !deviations.isEmpty else { return nil }
    let scale = (1 / Double(count) + sharedData).squareRoot()
    let shared = deviations.map { deviation in
      deviation.deviation * scale
        * TestDistribution.quantileT(twoSided: level / correction, freedom: deviation.freedom)
    }.min()
    let half = max(shared ?? 0, (own.upperBound - own.lowerBound) / 2)
    return difference - half...difference + half
  }

  /// The level of each of the estimates.
  private var level: Double { 0.05 / Double(max(1, deviations.count)) }

  /// How many pairs would show the difference four times in five, if it and the noise are what they
  /// seem; `nil` if there is no difference to find, or more than 10,000 are needed.
  public func pairsNeeded() -> Int? {
    guard count > 1, !deviations.isEmpty, let own = paired.pairsNeeded() else { return nil }
    let needed = deviations.compactMap { deviation -> Int? in
      guard deviation.deviation > 0 else { return own }
      let perPair = deviation.freedom / Double(count - 1)
      return PairedComparison.leastCount(
        effect: abs(difference) / deviation.deviation, level: level / correction,
        sharedData: sharedData
      ) { max(Double($0 - 1) * perPair, 1) }
    }
    return needed.min().map { max($0, own) }
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
