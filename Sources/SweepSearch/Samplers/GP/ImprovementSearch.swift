import SweepBase

/// Looks for the codes with the greatest expected improvement.
struct ImprovementSearch {
  var candidateCount = 200
  var refinedCount = 4
  /// Whether only codes of other categories than the best row's are looked for.
  var leavesBestCategories = false

  private let process: GaussianProcess
  private let history: SearchHistory
  private let coded: CodedSpace
  private let kernel: MixedKernel
  /// Rows with the best expected scores first.
  private let rows: [Int]
  /// The best expected score of a row.
  private let threshold: Double
  private var random: RandomStream

  init(
    _ process: GaussianProcess, _ history: SearchHistory, best rows: [Int], random: RandomStream
  ) {
    (self.process, self.history, self.random) = (process, history, random)
    coded = history.coded
    kernel = process.kernel
    let kernel = process.kernel
    let expected = rows.map { row in
      (mean: process.mean(kernel.features(history.codes(row))), row: row)
    }
    let sorted = expected.sorted { ($0.mean, $0.row) < ($1.mean, $1.row) }
    self.rows = sorted.map(\.row)
    threshold = sorted.first?.mean ?? 0
  }

  /// A point on the way: codes for all dimensions, the same with inactive ones NaN, and how good it
  /// is.
  private struct Candidate {
    var full: [Double]
    var codes: [Double]
    var value: Double
  }

  /// The dimensions that tell branches of the space apart: categories that others depend on, or all.
  private var branches: [Int] {
    let categories = zip(kernel.searched, kernel.isCategorical).filter(\.1).map(\.0)
    let parents = Set(coded.space.dimensions.flatMap { $0.conditions.map(\.key) })
    let conditional = categories.filter { parents.contains(coded.space.dimensions[$0].key) }
    return conditional.isEmpty ? categories : conditional
  }

  /// Whether codes lie where the search is to look.
  private func isWanted(_ codes: [Double]) -> Bool {
    guard leavesBestCategories, let row = rows.first else { return true }
    let best = Array(history.codes(row))
    let branches = branches
    return branches.isEmpty
      || branches.contains { codes[$0] != best[$0] && !(codes[$0].isNaN && best[$0].isNaN) }
  }

  /// The best codes that are new; `nil` if none was found.
  mutating func best() -> [Double]? {
    var candidates: [Candidate] = []
    for _ in 0..<candidateCount {
      if let candidate = candidate(coded.draw(from: &random)) { candidates.append(candidate) }
    }
    for (place, row) in rows.prefix(5).enumerated() {
      for turn in 0..<(place == 0 ? candidateCount / 4 : candidateCount / 10) {
        if let candidate = candidate(neighbour(of: row, turn)) { candidates.append(candidate) }
      }
    }
    candidates.sort { $0.value > $1.value }
    var refined = candidates.prefix(refinedCount).map { refine($0) }
    refined.sort { $0.value > $1.value }
    return (refined + candidates).first { !history.contains($0.codes) }?.codes
  }

  /// The value of codes: the logarithm of the expected improvement.
  private func value(_ codes: [Double]) -> Double {
    let prediction = process.predict(kernel.features(codes))
    let z = (threshold - prediction.mean) / prediction.deviation
    return naturalLogarithm(prediction.deviation) + NormalDistribution.logImprovement(z)
  }

  private func candidate(_ full: [Double]) -> Candidate? {
    guard let codes = coded.snapped(full), isWanted(codes) else { return nil }
    return Candidate(full: full, codes: codes, value: value(codes))
  }

  /// A row with some dimensions changed, by less and less.
  private mutating func neighbour(of row: Int, _ turn: Int) -> [Double] {
    let width = [0.2, 0.05, 0.0125][turn % 3]
    let share = max(0.3, 3 / Double(max(kernel.dimensionCount, 1)))
    var full = Array(history.codes(row))
    for (k, i) in kernel.searched.enumerated() {
      let dimension = coded.dimensions[i]
      if full[i].isNaN || (kernel.isCategorical[k] && random.double() < 0.15) {
        full[i] = dimension.draw(from: &random)
      } else if !kernel.isCategorical[k], random.double() < share {
        let u = max(random.double(), 0x1p-53)
        full[i] = min(max(full[i] + width * normalQuantile(u), 0), 1)
      }
    }
    return full
  }

  /// Gradient steps in numbers and exchanges in the other dimensions, in turn.
  private func refine(_ start: Candidate) -> Candidate {
    var best = climbed(start)
    guard kernel.searched.contains(where: { coded.dimensions[$0].kind != .continuous }) else {
      return best
    }
    for _ in 0..<2 {
      let exchanged = exchanged(best)
      guard exchanged.value > best.value else { break }
      best = climbed(exchanged)
    }
    return best
  }

  /// By gradient steps.
  private func climbed(_ start: Candidate) -> Candidate {
    let moving = kernel.searched.indices.filter { k in
      let i = kernel.searched[k]
      return !kernel.isCategorical[k] && !start.codes[i].isNaN
    }
    guard !moving.isEmpty else { return start }
    var search = QuasiNewton()
    search.evaluations = 40
    search.firstStep = 0.1
    let (point, _) = search.minimize(
      from: moving.map { start.codes[kernel.searched[$0]] },
      in: moving.map { _ in 0...1 }
    ) { point in
      var codes = kernel.features(start.codes)
      for (k, x) in zip(moving, point) { codes[k] = x }
      return descent(codes, moving)
    }
    var full = start.full
    for (k, x) in zip(moving, point) { full[kernel.searched[k]] = x }
    guard let end = candidate(full), end.value > start.value else { return start }
    return end
  }

  /// The negative logarithm of the improvement with its gradient.
  private func descent(
    _ features: [Double], _ moving: [Int]
  ) -> (value: Double, gradient: [Double]) {
    let p = process.predict(features, gradient: true)
    let z = (threshold - p.mean) / p.deviation
    let value = naturalLogarithm(p.deviation) + NormalDistribution.logImprovement(z)
    // By the mean −Φ/(φ + z Φ), by the deviation φ/(φ + z Φ), each over the deviation.
    let byDeviation: Double
    let byMean: Double
    if z > -1 {
      let whole = NormalDistribution.density(z) + z * NormalDistribution.cumulative(z)
      byDeviation = NormalDistribution.density(z) / whole / p.deviation
      byMean = -NormalDistribution.cumulative(z) / whole / p.deviation
    } else {
      let ratio = NormalDistribution.improvementRatio(z)
      byDeviation = 1 / ratio / p.deviation
      byMean = -NormalDistribution.millsRatio(-z) / ratio / p.deviation
    }
    let gradient = moving.map { k in
      -(byMean * p.meanGradient[k] + byDeviation * p.deviationGradient[k])
    }
    return (-value, gradient)
  }

  /// The best of all points that differ in one category, or in one cell by one.
  private func exchanged(_ start: Candidate) -> Candidate {
    var best = start
    for i in kernel.searched where !start.codes[i].isNaN {
      let dimension = coded.dimensions[i]
      let others: [Double]
      switch dimension.kind {
      case .categorical(let count): others = (0..<count).map(Double.init)
      case .discrete(let count):
        let cell = dimension.cell(start.codes[i])
        others = [cell - 1, cell + 1].filter { $0 >= 0 && $0 < count }
          .map(dimension.code(ofCell:))
      case .fixed, .continuous: continue
      }
      for other in others where other != start.codes[i] {
        var full = start.full
        full[i] = other
        if let candidate = candidate(full), candidate.value > best.value { best = candidate }
      }
    }
    return best
  }
}
