/// How many entities of a text agree with gold: what its share in `ents_p`, `ents_r` and `ents_f` is.
public struct EntityCounts: Hashable, Sendable {
  /// Predicted and gold.
  public var correct: Int
  /// Predicted, as far as gold says anything of their words.
  public var predicted: Int
  /// Gold.
  public var expected: Int

  /// No entities, or some.
  public init(correct: Int = 0, predicted: Int = 0, expected: Int = 0) {
    (self.correct, self.predicted, self.expected) = (correct, predicted, expected)
  }

  public static func += (sum: inout EntityCounts, other: EntityCounts) {
    sum.correct += other.correct
    sum.predicted += other.predicted
    sum.expected += other.expected
  }
}
