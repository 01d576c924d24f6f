import SweepBase

/// Draws from a normal distribution that moves to where the better half of its draws was.
///
/// Each update takes the next rows with an outcome, a population, in order of number; a proposal
/// draws from the distribution after all updates that its history allows. Numbers and ordered values
/// are searched so. Categories, and all that depends on them, are drawn from the better rows so far
/// or, one time in five, from their own distributions.
///
/// - Source: Hansen 2016, <https://arxiv.org/abs/1604.00772>; points of other distributions: Hansen
///   2011, <https://arxiv.org/abs/1110.4181>.
public struct CMAESSampler: Sampler {
  /// The deviation of the first draws, of a range of 1.
  public var firstDeviation = 0.13
  /// So many proposals come from a Sobol sequence; with more than one, the search begins at the best
  /// of them, else in the middle.
  public var startupCount = 1
  /// The rows of an update; by default from the number of dimensions.
  public var population: Int?

  /// The settings of the method "cmaes".
  public init() {}

  public func propose(number: Int, after history: SearchHistory, seed: UInt64) -> Assignment? {
    let coded = history.coded
    let moving = coded.searched.filter { i in
      !coded.dimensions[i].kind.isCategorical && coded.space.dimensions[i].conditions.isEmpty
    }
    guard history.count >= startupCount, !moving.isEmpty, history.visibleCount >= startupCount
    else {
      return SobolSampler().propose(number: number, after: history, seed: seed)
    }
    let state = state(history, moving)
    let ranks = Ranks(history)
    var random = RandomStream(seed: seed, path: ["sampler", "cmaes", "\(number)"])
    for _ in 0..<100 {
      var codes = coded.draw(from: &random)
      if random.double() < 0.8, ranks.finishedCount > 4 {
        let row = ranks.rows[random.below((ranks.finishedCount + 3) / 4)]
        for (i, code) in history.codes(row).enumerated() where !code.isNaN { codes[i] = code }
      }
      let normals = moving.map { _ in normalQuantile(max(random.double(), 0x1p-53)) }
      for (i, x) in zip(moving, state.point(normals)) { codes[i] = x }
      // A draw outside is drawn again, as cutting it would pile up draws at the ends.
      guard moving.allSatisfy({ codes[$0] >= 0 && codes[$0] <= 1 }) else { continue }
      guard let snapped = coded.snapped(codes) else { continue }
      if coded.isCountable, history.contains(snapped) { continue }
      return coded.assignment(snapped)
    }
    // Far outside or not new: cut to the range, or drawn anew.
    var codes = coded.draw(from: &random)
    let normals = moving.map { _ in normalQuantile(max(random.double(), 0x1p-53)) }
    for (i, x) in zip(moving, state.point(normals)) { codes[i] = min(max(x, 0), 1) }
    return coded.snapped(codes).flatMap { history.contains($0) ? nil : coded.assignment($0) }
      ?? RandomSampler().propose(number: number, after: history, seed: seed)
  }

  /// The distribution after all updates that the outcomes allow.
  private func state(_ history: SearchHistory, _ moving: [Int]) -> CovarianceState {
    let coded = history.coded
    let startup = (0..<min(startupCount, history.visibleCount))
      .compactMap { row in history.score(row).map { (score: $0, row: row) } }
      .filter { best in moving.allSatisfy { !history.codes(best.row)[at: $0].isNaN } }
      .min { ($0.score, $0.row) < ($1.score, $1.row) }
    let start = startup.map { best in moving.map { history.codes(best.row)[at: $0] } }
    let size = population ?? 4 + Int(3 * naturalLogarithm(Double(moving.count)))
    let middle = moving.map { _ in 0.5 }
    var state = CovarianceState(
      start: startupCount > 1 ? start ?? middle : middle, stepSize: firstDeviation,
      population: max(4, size),
      leastDeviations: moving.map { i in
        guard case .discrete(let count) = coded.dimensions[i].kind else { return 0 }
        // A neighbour is then drawn about one time in five.
        return 0.4 / Double(count)
      })
    // Rows of a smaller space may lack a number.
    let rows = (min(startupCount, history.visibleCount)..<history.visibleCount).filter { row in
      let codes = history.codes(row)
      return moving.allSatisfy { !codes[at: $0].isNaN }
    }
    var first = 0
    while first + state.population <= rows.count {
      let ranked = rows[first..<first + state.population]
        .sorted { Self.precedes($0, $1, history) }
      state.update(
        ranked.map { row in
          let codes = history.codes(row)
          return moving.map { codes[at: $0] }
        })
      first += state.population
    }
    return state
  }

  /// Scored rows by score, then pruned ones, the later the better, then failed ones.
  private static func precedes(_ a: Int, _ b: Int, _ history: SearchHistory) -> Bool {
    func key(_ row: Int) -> (Int, Int, Double) {
      if let score = history.score(row) { return (0, 0, score) }
      if case .pruned(let step, let value) = history.outcome(row), value.isFinite {
        return (1, -step, value)
      }
      return (2, 0, 0)
    }
    let (x, y) = (key(a), key(b))
    return x == y ? a < b : x < y
  }
}

extension ArraySlice {
  /// The element at an offset from the start.
  subscript(at offset: Int) -> Element { self[startIndex + offset] }
}
