/// Counts of true positives, false positives and false negatives.
///
/// - Source: spaCy 3.8 `scorer.py`.
public struct PRFScore: Equatable, Sendable {
  /// Predicted and gold.
  public var truePositives = 0
  /// Predicted only.
  public var falsePositives = 0
  /// Gold only.
  public var falseNegatives = 0

  /// No counts.
  public init() {}

  /// Whether nothing was counted.
  var isEmpty: Bool { truePositives + falsePositives + falseNegatives == 0 }

  /// The share of the predictions that are right.
  public var precision: Double {
    Double(truePositives) / (Double(truePositives + falsePositives) + 1e-100)
  }

  /// The share of gold that was found.
  public var recall: Double {
    Double(truePositives) / (Double(truePositives + falseNegatives) + 1e-100)
  }

  /// The harmonic mean of both.
  public var fScore: Double { 2 * (precision * recall) / (precision + recall + 1e-100) }

  static func += (sum: inout PRFScore, other: PRFScore) {
    sum.truePositives += other.truePositives
    sum.falsePositives += other.falsePositives
    sum.falseNegatives += other.falseNegatives
  }
}
