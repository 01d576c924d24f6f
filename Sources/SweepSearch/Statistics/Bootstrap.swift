import SweepBase

/// How much a score would change with other documents of the same kind.
public struct Bootstrap: Sendable {
  /// Right answers, given answers and expected answers of a document.
  public struct Counts: Equatable, Sendable {
    public var correct: Int
    public var predicted: Int
    public var expected: Int

    public init(correct: Int, predicted: Int, expected: Int) {
      (self.correct, self.predicted, self.expected) = (correct, predicted, expected)
    }
  }

  /// How often documents are drawn.
  public var draws = 1_000
  /// The seed of the draws.
  public var seed: UInt64 = 0

  /// A thousand draws.
  public init() {}

  /// The F-score of counts.
  public static func fScore(_ counts: [Counts]) -> Double {
    var (correct, sum) = (0, 0)
    for count in counts {
      correct += count.correct
      sum += count.predicted + count.expected
    }
    return sum == 0 ? 0 : 2 * Double(correct) / Double(sum)
  }

  /// The interval that holds a share of the F-scores of documents drawn with replacement.
  public func interval(_ documents: [Counts], share: Double = 0.95) -> ClosedRange<Double> {
    var scores: [Double] = []
    var random = RandomStream(seed: seed, path: ["bootstrap", "interval"])
    for _ in 0..<draws {
      scores.append(Self.fScore(documents.map { _ in documents[random.below(documents.count)] }))
    }
    return Self.middle(scores, share)
  }

  /// Two systems on the same documents: the interval of the difference of their F-scores, and the
  /// chance of one at least as large if the two are equal.
  ///
  /// The chance comes from swapping the systems' answers document by document.
  ///
  /// - Precondition: Both have as many documents.
  /// - Source: Koehn 2004, <https://aclanthology.org/W04-3250>, for the interval; Noreen 1989 for
  ///   approximate randomisation.
  public func compare(
    _ first: [Counts], _ second: [Counts], share: Double = 0.95
  ) -> (difference: Double, interval: ClosedRange<Double>, chance: Double) {
    precondition(first.count == second.count, "\(first.count) and \(second.count) documents")
    let difference = Self.fScore(first) - Self.fScore(second)
    guard !first.isEmpty else { return (0, 0...0, 1) }
    var random = RandomStream(seed: seed, path: ["bootstrap", "pairs"])
    var differences: [Double] = []
    var asLarge = 0
    for _ in 0..<draws {
      let drawn = first.map { _ in random.below(first.count) }
      differences.append(
        Self.fScore(drawn.map { first[$0] }) - Self.fScore(drawn.map { second[$0] }))
      var (a, b) = (first, second)
      for i in a.indices where random.next() >> 63 == 1 { (a[i], b[i]) = (b[i], a[i]) }
      if abs(Self.fScore(a) - Self.fScore(b)) >= abs(difference) - 1e-15 { asLarge += 1 }
    }
    // The order that was found is one of those that count.
    let chance = Double(asLarge + 1) / Double(draws + 1)
    return (difference, Self.middle(differences, share), chance)
  }

  private static func middle(_ values: [Double], _ share: Double) -> ClosedRange<Double> {
    let sorted = values.sorted()
    let tail = 50 * (1 - share)
    return (sorted.percentile(tail) ?? 0)...(sorted.percentile(100 - tail) ?? 0)
  }
}

/// The score that the best of n random trials is expected to have.
///
/// - Source: Dodge et al. 2019, <https://aclanthology.org/D19-1224>.
public enum ExpectedBest {
  /// The expected best score for 1, 2, … trials, estimated from scores of which more is better.
  ///
  /// With draws from the scores with replacement: Σ xᵢ ((i/N)ⁿ − ((i−1)/N)ⁿ) over ascending xᵢ.
  public static func curve(_ scores: [Double], through count: Int) -> [Double] {
    let sorted = scores.filter { !$0.isNaN }.sorted()
    let total = Double(sorted.count)
    var powers = [Double](repeating: 1, count: sorted.count)
    return (0..<(sorted.isEmpty ? 0 : count)).map { _ in
      var (sum, last) = (0.0, 0.0)
      for (index, score) in sorted.enumerated() {
        powers[index] *= Double(index + 1) / total
        sum += score * (powers[index] - last)
        last = powers[index]
      }
      return sum
    }
  }
}
