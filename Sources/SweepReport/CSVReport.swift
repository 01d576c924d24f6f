import SweepConfig
import SweepSearch

/// A study as CSV, with complete keys and all digits.
public struct CSVReport: Sendable {
  public var input: ReportInput
  public var leaderboard: Leaderboard
  /// Whether times are shown, which no two runs share.
  public var includesTimes: Bool

  /// - Parameters:
  ///   - input: The study.
  ///   - score: The name of the score that ranks; the study's metric by default.
  ///   - includesTimes: Whether times are shown.
  public init(_ input: ReportInput, by score: String? = nil, includesTimes: Bool = true) {
    self.input = input
    leaderboard = Leaderboard(input, by: score)
    self.includesTimes = includesTimes
  }

  /// The leaderboard: a line for each assignment, the best first.
  public func render() -> String { leaderboard.csvTable(includesTimes: includesTimes).csv }
}
