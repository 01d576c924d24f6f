import SweepBase

/// The variance of a random forest over the space, taken apart by settings.
///
/// Codes are put into at most 64 bins, so a leaf of a tree is a set of bins in each dimension, and
/// marginal means are sums over leaves. An inactive setting has a bin of its own, as large as the
/// share of rows where it is inactive.
///
/// - Source: Hutter et al. 2014, <https://proceedings.mlr.press/v32/hutter14.html>.
struct FANOVA {
  /// In the order of the searched dimensions.
  let shares: [Double]

  static let treeCount = 64

  init(_ history: SearchHistory, _ ranked: [(row: Int, score: Double)], seed: UInt64) {
    let bins = BinnedRows(history, ranked.map(\.row))
    let scores = ranked.map(\.score)
    var sums = [Double](repeating: 0, count: bins.dimensionCount)
    var trees = 0.0
    for tree in 0..<Self.treeCount {
      var random = RandomStream(seed: seed, path: ["importance", "fanova", "\(tree)"])
      let rows = scores.indices.map { _ in random.below(scores.count) }
      var forest = RegressionTree(bins, scores)
      forest.grow(rows)
      let shares = forest.shares
      guard !shares.isEmpty else { continue }
      trees += 1
      for (k, share) in shares.enumerated() { sums[k] += share }
    }
    shares = sums.map { trees > 0 ? $0 / trees : 0 }
  }
}

/// Codes in bins, with the share of the space that each bin has.
private struct BinnedRows {
  let dimensionCount: Int
  /// One row after the other.
  let bins: [UInt8]
  /// For each dimension, the share of each bin.
  let measures: [[Double]]
  let isCategorical: [Bool]

  private static let most = 63

  init(_ history: SearchHistory, _ rows: [Int]) {
    let coded = history.coded
    dimensionCount = coded.searched.count
    var bins = [UInt8](repeating: 0, count: rows.count * coded.searched.count)
    var measures: [[Double]] = []
    for (k, i) in coded.searched.enumerated() {
      let dimension = coded.dimensions[i]
      let codes = rows.map { history.codes($0)[at: i] }
      let (assigned, measure) = Self.binned(dimension, codes)
      for (row, bin) in assigned.enumerated() {
        bins[row * coded.searched.count + k] = UInt8(bin)
      }
      measures.append(measure)
    }
    self.bins = bins
    self.measures = measures
    isCategorical = coded.searched.map { coded.dimensions[$0].kind.isCategorical }
  }

  private static func binned(
    _ dimension: CodedDimension, _ codes: [Double]
  ) -> (bins: [Int], measures: [Double]) {
    let inactive = Double(codes.count(where: \.isNaN)) / Double(codes.count)
    var assigned: [Int]
    var measures: [Double]
    if case .categorical(let count) = dimension.kind {
      measures = [Double](repeating: 0, count: min(count, most))
      for (index, share) in dimension.shares.enumerated() {
        measures[min(index, most - 1)] += share
      }
      assigned = codes.map { $0.isNaN ? -1 : min(Int($0), most - 1) }
    } else {
      // Borders between quantiles of the codes.
      let sorted = codes.filter { !$0.isNaN }.sorted()
      var borders: [Double] = []
      for place in 1..<most where !sorted.isEmpty {
        let index = place * sorted.count / most
        guard index > 0, sorted[index] > sorted[index - 1] else { continue }
        let border = 0.5 * (sorted[index] + sorted[index - 1])
        if border > borders.last ?? 0 { borders.append(border) }
      }
      let ends = [0] + borders + [1]
      measures = (0..<borders.count + 1).map { ends[$0 + 1] - ends[$0] }
      assigned = codes.map { code in
        code.isNaN ? -1 : borders.partitionPoint { $0 <= code }
      }
    }
    measures = measures.map { $0 * (1 - inactive) } + (inactive > 0 ? [inactive] : [])
    assigned = assigned.map { $0 < 0 ? measures.count - 1 : $0 }
    return (assigned, measures)
  }
}

extension [Double] {
  /// The number of first elements for which a test holds, which none does behind the first failure.
  fileprivate func partitionPoint(_ holds: (Double) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// A tree that halves the variance of scores by bins.
private struct RegressionTree {
  private let bins: BinnedRows
  private let scores: [Double]
  /// The bins of each leaf in each dimension, and its mean.
  private var leaves: [(masks: [UInt64], value: Double)] = []

  private static let mostDepth = 64

  init(_ bins: BinnedRows, _ scores: [Double]) {
    (self.bins, self.scores) = (bins, scores)
  }

  /// Grows the tree until leaves have one row or equal scores.
  mutating func grow(_ rows: [Int]) {
    let all = bins.measures.map { ($0.count == 64 ? 0 : UInt64(1) << UInt64($0.count)) &- 1 }
    grow(rows, all, depth: 0)
  }

  private mutating func grow(_ rows: [Int], _ masks: [UInt64], depth: Int) {
    let mean = rows.reduce(0) { $0 + scores[$1] } / Double(rows.count)
    guard rows.count > 1, depth < Self.mostDepth, let split = bestSplit(rows, masks, mean) else {
      leaves.append((masks, mean))
      return
    }
    let d = bins.dimensionCount
    var (left, right): ([Int], [Int]) = ([], [])
    for row in rows {
      if split.mask >> UInt64(bins.bins[row * d + split.dimension]) & 1 == 1 {
        left.append(row)
      } else {
        right.append(row)
      }
    }
    var inner = masks
    inner[split.dimension] = masks[split.dimension] & split.mask
    grow(left, inner, depth: depth + 1)
    inner[split.dimension] = masks[split.dimension] & ~split.mask
    grow(right, inner, depth: depth + 1)
  }

  /// The split that leaves the least variance: the bins of one side in one dimension.
  private func bestSplit(
    _ rows: [Int], _ masks: [UInt64], _ mean: Double
  ) -> (dimension: Int, mask: UInt64)? {
    let d = bins.dimensionCount
    var best: (gain: Double, dimension: Int, mask: UInt64)?
    var counts = [Double](repeating: 0, count: 64)
    var sums = counts
    for k in 0..<d where masks[k].nonzeroBitCount > 1 {
      for bin in 0..<64 { (counts[bin], sums[bin]) = (0, 0) }
      for row in rows {
        let bin = Int(bins.bins[row * d + k])
        counts[bin] += 1
        sums[bin] += scores[row] - mean
      }
      var order = (0..<64).filter { counts[$0] > 0 }
      guard order.count > 1 else { continue }
      // Categories in the order of their means: the best two sets are neighbours in it.
      if bins.isCategorical[k] {
        order.sort { (sums[$0] / counts[$0], $0) < (sums[$1] / counts[$1], $1) }
      }
      var (count, sum, mask) = (0.0, 0.0, UInt64(0))
      let total = Double(rows.count)
      for (place, bin) in order.dropLast().enumerated() {
        count += counts[bin]
        sum += sums[bin]
        mask |= 1 << UInt64(bin)
        let gain = sum * sum / count + sum * sum / (total - count)
        guard gain > (best?.gain ?? 1e-14) else { continue }
        // Numbers: everything up to halfway to the next bin that has rows.
        let side = bins.isCategorical[k] ? mask : Self.below((bin + order[place + 1] + 1) / 2)
        best = (gain, k, side)
      }
    }
    return best.map { ($0.dimension, $0.mask) }
  }

  private static func below(_ bin: Int) -> UInt64 { (1 << UInt64(bin)) &- 1 }

  /// The share of the tree's variance that each dimension explains alone; empty for a tree without
  /// variance.
  var shares: [Double] {
    let d = bins.dimensionCount
    var marginals = bins.measures.map { [Double](repeating: 0, count: $0.count) }
    var (mean, square) = (0.0, 0.0)
    for leaf in leaves {
      let sizes = (0..<d).map { k in size(leaf.masks[k], k) }
      let volume = sizes.reduce(1, *)
      mean += volume * leaf.value
      square += volume * leaf.value * leaf.value
      for k in 0..<d where sizes[k] > 0 {
        let part = leaf.value * volume / sizes[k]
        for bin in marginals[k].indices where leaf.masks[k] >> UInt64(bin) & 1 == 1 {
          marginals[k][bin] += part
        }
      }
    }
    let variance = square - mean * mean
    guard variance > 1e-12 * max(square, 1e-300) else { return [] }
    return (0..<d).map { k in
      zip(marginals[k], bins.measures[k]).reduce(0) {
        $0 + $1.1 * ($1.0 - mean) * ($1.0 - mean)
      } / variance
    }
  }

  private func size(_ mask: UInt64, _ k: Int) -> Double {
    var sum = 0.0
    for bin in bins.measures[k].indices where mask >> UInt64(bin) & 1 == 1 {
      sum += bins.measures[k][bin]
    }
    return sum
  }
}
