import SweepBase

/// How much scores vary over seeds or folds, estimated from all assignments at once.
///
/// Three seeds say little about the noise of one assignment, but those of twenty assignments
/// together say much. A score is taken as the assignment's level, plus what the seed or fold does to
/// all, plus noise. There are two estimates of the variance of the noise, as assignments may be alike
/// but for a few that are noisier, or but for some that always fail alike:
///
/// - that of all assignments together;
/// - an assignment's own, drawn towards a common one, the more the more alike they are.
///
/// Neither is taken for less than an assignment's own: one that is noisier than the others is not to
/// profit from them. With two assignments both are the variance of Student's paired test.
///
/// - Source: Smyth 2004, <https://doi.org/10.2202/1544-6115.1027>, for the second one.
public struct SharedNoise: Equatable, Sendable {
  /// A score with the number of what it shares with others: a seed, or a seed and a fold.
  public struct Score: Equatable, Sendable {
    public var block: Int
    public var value: Double

    public init(block: Int, value: Double) { (self.block, self.value) = (block, value) }
  }

  /// Variances by assignment.
  package struct Estimate: Equatable, Sendable {
    /// 0 where nothing is known.
    package var variances: [Double]
    /// With how many degrees of freedom a variance is known; 0 for fewer than two scores.
    package var freedoms: [Double]
  }

  /// One where both are the same, else two.
  package let estimates: [Estimate]

  /// - Parameter rows: The scores of each assignment, finite, by ascending block, no block twice.
  public init(_ rows: [[Score]]) {
    let pooled = Self.estimate(rows, isDrawn: false)
    let drawn = Self.estimate(rows, isDrawn: true)
    estimates = pooled == drawn ? [pooled] : [pooled, drawn]
  }

  private static func estimate(_ rows: [[Score]], isDrawn: Bool) -> Estimate {
    let first = Estimate(AdditiveModel(rows, weights: rows.map { _ in 1 }), isDrawn: isDrawn)
    // Once more, now that it is known whose scores say little about the effects of blocks.
    guard let least = first.variances.filter({ $0 > 0 }).min() else { return first }
    let weights = first.variances.map { $0 > 0 ? least / $0 : 1 }
    return Estimate(AdditiveModel(rows, weights: weights), isDrawn: isDrawn)
  }
}

extension SharedNoise.Estimate {
  fileprivate init(_ model: AdditiveModel, isDrawn: Bool) {
    variances = model.freedoms.map { _ in 0 }
    freedoms = variances
    let usable = model.freedoms.indices.filter { model.freedoms[$0] > 0 }
    let total = usable.reduce(0) { $0 + model.freedoms[$1] }
    guard total > 0 else { return }
    let pooled = usable.reduce(0) { $0 + model.squares[$1] } / total
    let own = usable.map { model.squares[$0] / model.freedoms[$0] }
    let prior = isDrawn ? Prior(own, usable.map { model.freedoms[$0] }) : .same
    for (i, own) in zip(usable, own) {
      let freedom = model.freedoms[i]
      let drawn =
        prior.freedom.isFinite
        ? (prior.freedom * prior.variance + freedom * own) / (prior.freedom + freedom) : pooled
      variances[i] = max(drawn, own)
      freedoms[i] = min(prior.freedom + freedom, total)
    }
  }
}

/// What is left of scores when the levels of assignments and the effects of blocks are taken out.
private struct AdditiveModel {
  /// The sum of squares that is left of each assignment.
  var squares: [Double]
  var freedoms: [Double]

  /// Levels and effects are fitted by turns; with the same blocks in all rows the first turn is exact.
  private static let turns = 30

  /// - Parameters:
  ///   - rows: The scores of each assignment.
  ///   - weights: How much each counts for the effects of blocks.
  init(_ rows: [[SharedNoise.Score]], weights: [Double]) {
    squares = rows.map { _ in 0 }
    freedoms = squares
    let used = rows.indices.filter { rows[$0].count > 1 }
    let blocks = (used.compactMap { rows[$0].last?.block }.max() ?? -1) + 1
    var totals = [Double](repeating: 0, count: blocks)
    for i in used { for score in rows[i] { totals[score.block] += weights[i] } }
    var effects = [Double](repeating: 0, count: blocks)
    var levels = squares
    let isComplete = used.allSatisfy { rows[$0].map(\.block) == rows[used[0]].map(\.block) }
    for _ in 0..<(isComplete ? 1 : Self.turns) {
      for i in used {
        levels[i] = rows[i].reduce(0) { $0 + $1.value - effects[$1.block] } / Double(rows[i].count)
      }
      var sums = [Double](repeating: 0, count: blocks)
      for i in used {
        for score in rows[i] { sums[score.block] += weights[i] * (score.value - levels[i]) }
      }
      for b in 0..<blocks where totals[b] > 0 { effects[b] = sums[b] / totals[b] }
    }
    for i in used {
      var share = 0.0
      for score in rows[i] {
        let rest = score.value - levels[i] - effects[score.block]
        squares[i] += rest * rest
        share += max(0, 1 - weights[i] / totals[score.block])
      }
      freedoms[i] = share * Double(rows[i].count - 1) / Double(rows[i].count)
    }
  }
}

/// The distribution that the variances of all assignments seem to come from.
private struct Prior {
  var variance: Double
  /// How alike the variances are, in degrees of freedom.
  var freedom: Double

  /// All variances are the same.
  static let same = Prior(variance: 0, freedom: .infinity)

  private init(variance: Double, freedom: Double) {
    (self.variance, self.freedom) = (variance, freedom)
  }

  init(_ variances: [Double], _ freedoms: [Double]) {
    // Scores that are all the same have no logarithm of their variance.
    let sorted = variances.sorted()
    let least = max(1e-5 * sorted[sorted.count / 2], 1e-300)
    let logs = zip(variances, freedoms).map { variance, freedom in
      naturalLogarithm(max(variance, least)) - TestDistribution.digamma(freedom / 2)
        + naturalLogarithm(freedom / 2)
    }
    let n = Double(logs.count)
    let mean = logs.reduce(0, +) / n
    let expected = freedoms.reduce(0) { $0 + TestDistribution.trigamma($1 / 2) } / n
    let spread = logs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(n - 1, 1) - expected
    // Beyond a million degrees of freedom, all variances count as the same.
    guard n > 2, spread > 2e-6 else {
      self = .same
      return
    }
    freedom = 2 * TestDistribution.inverseTrigamma(spread)
    variance = exponential(
      mean + TestDistribution.digamma(freedom / 2) - naturalLogarithm(freedom / 2))
  }
}
