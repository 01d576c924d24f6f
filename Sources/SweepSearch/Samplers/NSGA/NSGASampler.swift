import SweepBase

/// Crosses and mutates the rows that no other row beats: a genetic algorithm for several metrics.
///
/// The parents of a proposal are the `population` best rows of all outcomes to look at, by front and
/// then by how empty their place is. So there are no generations to wait for, and each outcome
/// counts as soon as it may be looked at.
///
/// - Source: Deb et al. 2002, <https://doi.org/10.1109/4235.996017>, in its steady-state form.
public struct NSGASampler: Sampler {
  /// How many rows may be parents.
  public var population = 24
  /// The share of proposals that have two parents; others have one.
  public var crossoverShare = 0.9
  /// So many proposals come from a Sobol sequence.
  public var startupCount = 16
  /// How close children are to a parent; greater is closer.
  public var closeness = 2.0

  /// The settings of the method "nsga2".
  public init() {}

  public func propose(number: Int, after history: SearchHistory, seed: UInt64) -> Assignment? {
    let (scored, width) = history.rowsByScores
    let rows = scored.map(\.row)
    guard history.count >= startupCount, width > 0, rows.count >= 2 else {
      return SobolSampler().propose(number: number, after: history, seed: seed)
    }
    let parents = NonDominatedRanks(scored.map(\.values), best: population).best
    var random = RandomStream(seed: seed, path: ["sampler", "nsga2", "\(number)"])
    func parent() -> [Double] {
      let (a, b) = (random.below(parents.count), random.below(parents.count))
      // Parents are in order: the smaller place wins the tournament.
      return Array(history.codes(rows[parents[min(a, b)]]))
    }
    for _ in 0..<100 {
      let first = parent()
      let second = random.double() < crossoverShare ? parent() : first
      let child = child(of: first, second, history.coded, &random)
      guard let codes = history.coded.snapped(child), !history.contains(codes) else { continue }
      return history.coded.assignment(codes)
    }
    return RandomSampler().propose(number: number, after: history, seed: seed)
  }

  private func child(
    of first: [Double], _ second: [Double], _ coded: CodedSpace, _ random: inout RandomStream
  ) -> [Double] {
    let searched = coded.searched
    let mutationShare = 1 / Double(max(searched.count, 1))
    var child = [Double](repeating: 0, count: first.count)
    for i in searched {
      let dimension = coded.dimensions[i]
      let (a, b) = random.double() < 0.5 ? (first[i], second[i]) : (second[i], first[i])
      var code = a.isNaN ? b : a
      if code.isNaN || (random.double() < mutationShare && dimension.kind.isCategorical) {
        code = dimension.draw(from: &random)
      } else if !dimension.kind.isCategorical {
        if !a.isNaN, !b.isNaN, random.double() < 0.5 { code = mixed(a, b, random.double()) }
        if random.double() < mutationShare { code = mutated(code, random.double()) }
      }
      child[i] = dimension.kind.isCategorical ? code : min(max(code, 0), 1)
    }
    return child
  }

  /// Simulated binary crossover: Deb and Agrawal 1995.
  private func mixed(_ a: Double, _ b: Double, _ u: Double) -> Double {
    let power = 1 / (closeness + 1)
    let base = u <= 0.5 ? 2 * u : 1 / (2 * (1 - u))
    let spread = base > 0 ? exponential(power * naturalLogarithm(max(base, 1e-300))) : 0
    return 0.5 * ((1 + spread) * a + (1 - spread) * b)
  }

  /// Polynomial mutation: Deb and Goyal 1996.
  private func mutated(_ x: Double, _ u: Double) -> Double {
    let power = 1 / (closeness + 1)
    func raised(_ y: Double) -> Double { exponential(power * naturalLogarithm(max(y, 1e-300))) }
    return u < 0.5 ? x + x * (raised(2 * u) - 1) : x + (1 - x) * (1 - raised(2 * (1 - u)))
  }
}

extension SearchHistory {
  /// The rows to look at that have finite scores, with all of them, and how many scores a row has;
  /// rows of another study that lack some are left out.
  var rowsByScores: (rows: [(row: Int, values: [Double])], width: Int) {
    let all = (0..<visibleCount).map { row in
      if case .scored(let values) = outcome(row), values.allSatisfy(\.isFinite) {
        return (row: row, values: values)
      }
      return (row, [])
    }
    let width = all.lazy.map(\.values.count).max() ?? 0
    return (all.filter { $0.values.count == width && width > 0 }, width)
  }
}
