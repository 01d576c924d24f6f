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
    var sums = Sums()
    for count in counts { sums.add(Sums(count)) }
    return sums.fScore
  }

  /// The interval that holds a share of the F-scores of documents drawn with replacement.
  public func interval(_ documents: [Counts], share: Double = 0.95) -> ClosedRange<Double> {
    let sums = documents.map(Sums.init)
    var random = RandomStream(seed: seed, path: ["bootstrap", "interval"])
    let scores = (0..<draws).map { _ in
      var total = Sums()
      for _ in sums.indices { total.add(sums[random.below(sums.count)]) }
      return total.fScore
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
    let pairs = zip(first, second).map { (Sums($0), Sums($1)) }
    var random = RandomStream(seed: seed, path: ["bootstrap", "pairs"])
    let differences = (0..<draws).map { _ in
      var (a, b) = (Sums(), Sums())
      for _ in pairs.indices {
        let pair = pairs[random.below(pairs.count)]
        a.add(pair.0)
        b.add(pair.1)
      }
      return a.fScore - b.fScore
    }
    let asLarge = (0..<draws).count { _ in
      var (a, b) = (Sums(), Sums())
      var bits: UInt64 = 0
      for (index, pair) in pairs.enumerated() {
        if index % 64 == 0 { bits = random.next() }
        let isSwapped = bits & 1 == 1
        a.add(isSwapped ? pair.1 : pair.0)
        b.add(isSwapped ? pair.0 : pair.1)
        bits >>= 1
      }
      return abs(a.fScore - b.fScore) >= abs(difference) - 1e-15
    }
    // The order that was found is one of those that count.
    let chance = Double(asLarge + 1) / Double(draws + 1)
    return (difference, Self.middle(differences, share), chance)
  }

  /// What the F-score of documents follows from.
  private struct Sums {
    var correct = 0
    var answers = 0

    init() {}

    init(_ counts: Counts) {
      correct = counts.correct
      answers = counts.predicted + counts.expected
    }

    mutating func add(_ other: Sums) {
      correct += other.correct
      answers += other.answers
    }

    var fScore: Double { answers == 0 ? 0 : 2 * Double(correct) / Double(answers) }
  }

  private static func middle(_ values: [Double], _ share: Double) -> ClosedRange<Double> {
    let sorted = values.sorted()
    let tail = 50 * (1 - share)
    return (sorted.percentile(tail) ?? 0)...(sorted.percentile(100 - tail) ?? 0)
  }
}
