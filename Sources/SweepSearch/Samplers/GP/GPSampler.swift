import SweepBase

/// Proposes what improves most on the best row in expectation, under a Gaussian process.
///
/// The expected improvement is maximised over codes: random ones, neighbours of the best rows, then
/// by gradient steps and by exchanging categories and cells. Rows without an outcome to look at
/// count as if they had scored what the process expects of them, so that proposals that run side by
/// side differ. Failed rows count as the worst. The first proposals are the points of a Sobol
/// sequence.
///
/// - Source: Jones et al. 1998, <https://doi.org/10.1023/A:1008306431147>; the logarithm of the
///   improvement: Ament et al. 2023, <https://arxiv.org/abs/2310.20708>; pending rows: Ginsbourger
///   et al. 2010, <https://doi.org/10.1007/978-3-642-10701-6_6>.
/// - Complexity: O(n³) in the number of rows; beyond `mostRows`, the best half and the last half; the
///   many steps of the fit take `mostFitted` of them, evenly chosen by score.
public struct GPSampler: Sampler {
  /// So many proposals come from a Sobol sequence.
  public var startupCount = 10
  /// The most steps of the fit.
  public var fitEvaluations = 20
  /// How many random codes are compared.
  public var candidateCount = 200
  /// How many of them are improved further.
  public var refinedCount = 4
  /// Of so many proposals, one is looked for in other categories than the best row's: an optimum that
  /// is well known must not keep the search from the branches of a space that are not.
  public var otherCategories = 4
  /// The most rows that a process knows of.
  public var mostRows = 300
  /// The most of them that its weights and noise are fitted to.
  public var mostFitted = 128

  /// The settings of the method "gp".
  public init() {}

  public func propose(number: Int, after history: SearchHistory, seed: UInt64) -> Assignment? {
    let rows = Observed(history, mostRows: mostRows)
    guard history.count >= startupCount, rows.scores.count > 2 else {
      return SobolSampler().propose(number: number, after: history, seed: seed)
    }
    let random = RandomStream(seed: seed, path: ["sampler", "gp", "\(number)"])
    let kernel = MixedKernel(history.coded)
    let features = rows.known.flatMap { kernel.features(history.codes($0)) }
    let values = OutputWarp(rows.scores).values
    let process = GaussianProcess.fitted(
      kernel, features: features, values: values, to: rows.spread(mostFitted),
      evaluations: fitEvaluations)
    guard let process else {
      return RandomSampler().propose(number: number, after: history, seed: seed)
    }
    var search = ImprovementSearch(
      process.believing(rows.pending.map { kernel.features(history.codes($0)) }, values),
      history, best: rows.known, random: random)
    search.candidateCount = candidateCount
    search.refinedCount = refinedCount
    search.leavesBestCategories = number % otherCategories == otherCategories - 1
    return search.best().flatMap { history.coded.assignment($0) }
      ?? RandomSampler().propose(number: number, after: history, seed: seed)
  }
}

/// The rows that a model can use.
private struct Observed {
  /// Rows with a score, by number.
  var known: [Int] = []
  /// Their scores; a failure counts as the worst one.
  var scores: [Double] = []
  /// Rows without an outcome to look at.
  var pending: [Int] = []

  init(_ history: SearchHistory, mostRows: Int) {
    var worst: Double?
    var values: [Int: Double] = [:]
    for row in 0..<history.visibleCount {
      if let score = history.score(row) {
        values[row] = score
        worst = max(worst ?? score, score)
      }
    }
    for row in 0..<history.visibleCount {
      if case .pruned(_, let value) = history.outcome(row), value.isFinite {
        values[row] = max(value, worst ?? value)
      } else if values[row] == nil, let worst {
        values[row] = worst
      }
    }
    var rows = (0..<history.visibleCount).filter { values[$0] != nil }
    if rows.count > mostRows {
      let recent = rows.suffix(mostRows / 2)
      let best = rows.dropLast(mostRows / 2)
        .sorted { (values[$0] ?? 0, $0) < (values[$1] ?? 0, $1) }.prefix(mostRows - mostRows / 2)
      rows = best.sorted() + recent
    }
    known = rows
    scores = rows.map { values[$0] ?? 0 }
    pending = Array(history.visibleCount..<history.count)
  }

  /// The places of at most `count` known rows, evenly chosen by score.
  func spread(_ count: Int) -> [Int] {
    guard known.count > count else { return Array(known.indices) }
    let ranked = known.indices.sorted { (scores[$0], $0) < (scores[$1], $1) }
    return (0..<count).map { ranked[$0 * (known.count - 1) / max(count - 1, 1)] }.sorted()
  }
}

extension GaussianProcess {
  /// The process as if further rows had scored what it expects of them.
  fileprivate func believing(_ rows: [[Double]], _ values: [Double]) -> GaussianProcess {
    guard !rows.isEmpty else { return self }
    let believed = rows.map(mean)
    return GaussianProcess(
      kernel, settings, features: features + rows.flatMap(\.self), values: values + believed)
      ?? self
  }
}
