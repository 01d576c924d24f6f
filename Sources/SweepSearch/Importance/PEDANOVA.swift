import SweepBase

/// The local importance of settings from densities of one dimension each.
///
/// For each setting, the density of the best tenth of the rows is compared with that of all rows
/// where it is active: the mean over all rows of (best / all − 1)², normalised over the settings.
///
/// - Source: Watanabe et al. 2023, <https://arxiv.org/abs/2304.10255>.
struct PEDANOVA {
  /// In the order of the searched dimensions.
  let shares: [Double]

  /// The share of rows that count as the best, and the points of a density of numbers.
  private static let bestShare = 0.1
  private static let cells = 50

  init(_ history: SearchHistory, _ ranked: [Int]) {
    let coded = history.coded
    let variances = coded.searched.map { i -> Double in
      let dimension = coded.dimensions[i]
      let codes = ranked.map { history.codes($0)[at: i] }
      let best = Int((Self.bestShare * Double(ranked.count)).rounded(.up))
      let top = codes.prefix(max(best, 2)).filter { !$0.isNaN }
      let all = codes.filter { !$0.isNaN }
      guard top.count > 1 else { return 0 }
      let (p, q) = (Self.density(dimension, top), Self.density(dimension, all))
      return zip(p, q).reduce(0) { sum, pair in
        let ratio = pair.0 / max(pair.1, 1e-12) - 1
        return sum + pair.1 * ratio * ratio
      }
    }
    let sum = variances.reduce(0, +)
    shares = variances.map { sum > 0 ? $0 / sum : 0 }
  }

  /// The shares of categories, or of equal cells of the unit interval, smoothed.
  private static func density(_ dimension: CodedDimension, _ codes: [Double]) -> [Double] {
    let n = Double(codes.count)
    if case .categorical(let count) = dimension.kind {
      var shares = dimension.shares.map { $0 / (n + 1) }
      for code in codes { shares[min(Int(code), count - 1)] += 1 / (n + 1) }
      return shares
    }
    // Scott's rule, but no narrower than half a cell.
    let mean = codes.reduce(0, +) / n
    let spread = (codes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(n - 1, 1)).squareRoot()
    let width = max(1.059 * spread * exponential(-0.2 * naturalLogarithm(n)), 0.5 / Double(cells))
    var shares = [Double](repeating: 1 / Double(cells) / (n + 1), count: cells)
    for (code, count) in weighted(codes) {
      let whole = NormalDistribution.share(from: -code / width, to: (1 - code) / width)
      var below = NormalDistribution.cumulative(-code / width)
      for cell in 0..<cells {
        let next = NormalDistribution.cumulative((Double(cell + 1) / Double(cells) - code) / width)
        shares[cell] += count * (next - below) / whole / (n + 1)
        below = next
      }
    }
    return shares
  }

  /// Codes with how often they occur; many are rounded to a grid far finer than a cell.
  private static func weighted(_ codes: [Double]) -> [(code: Double, count: Double)] {
    let fineness = 1_000
    guard codes.count > fineness else { return codes.map { ($0, 1) } }
    var counts = [Double](repeating: 0, count: fineness)
    for code in codes { counts[min(max(Int(code * Double(fineness)), 0), fineness - 1)] += 1 }
    return counts.indices.filter { counts[$0] > 0 }.map {
      ((Double($0) + 0.5) / Double(fineness), counts[$0])
    }
  }
}
