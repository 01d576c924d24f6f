import SweepSearch

/// A picture in a report.
package struct Plot: Equatable, Sendable {
  /// Of lower-case letters and dashes: the name of its file.
  package var name: String
  package var title: String
  /// How to read it.
  package var note: String
  /// What it shows, in a sentence, for those who do not see it.
  package var finding: String
  package var drawing: Drawing
  /// Whether it takes the whole width of a page.
  var isWide = false
}

/// Draws the pictures of a study; each is `nil` where there is nothing to show.
struct ReportPlots: Sendable {
  let findings: Findings
  /// The rows with a mean, the best first, as positions in the leaderboard.
  let scored: [Int]
  /// Along which the settings lie that vary, in the order of the space.
  let parameters: [ParameterAxis]

  /// The width of a picture that has half a page, and of one that has all of it.
  static let half = 440.0
  static let whole = 900.0
  /// More things than this are not drawn one by one, but as how they are spread.
  static let mostDots = 300

  init(_ findings: Findings) {
    self.findings = findings
    let leaderboard = findings.leaderboard
    scored = leaderboard.rows.indices.filter { leaderboard.rows[$0].mean != nil }
    parameters = zip(leaderboard.varyingKeys, leaderboard.shortNames).map { key, name in
      ParameterAxis(
        key, name, leaderboard.rows.map { $0.assignment[key] }, findings.input.space)
    }
  }

  var leaderboard: Leaderboard { findings.leaderboard }
  var input: ReportInput { findings.input }
  var isMaximized: Bool { leaderboard.goal == .maximize }

  /// The label of the axis of scores.
  var scoreLabel: String {
    "\(leaderboard.score) (\(isMaximized ? "higher" : "lower") is better)"
  }

  func mean(_ index: Int) -> Double { leaderboard.rows[index].mean ?? .nan }

  /// The position of the baseline, if it has a score.
  var baseline: Int? { scored.first { leaderboard.rows[$0].isBaseline } }

  /// An assignment with its place, in a few words.
  func name(_ index: Int) -> String {
    let row = leaderboard.rows[index]
    if row.isBaseline { return index == 0 ? "baseline, the best" : "baseline" }
    return "\(index == 0 ? "best" : "#\(index + 1)"): \(findings.settings(row.assignment))"
  }

  /// An assignment with its scores, for a tooltip.
  func details(_ index: Int) -> String {
    let row = leaderboard.rows[index]
    let trials = "\(row.trials.count == 1 ? "trial" : "trials") \(row.trialNumbers)"
    return "\(name(index))\n\(leaderboard.score) \(findings.scoreText(row)), \(trials)"
  }

  /// At most so many of some things: the first ones, and the others at equal distances.
  static func sample(_ positions: [Int], atMost limit: Int, first: Int) -> [Int] {
    guard positions.count > limit else { return positions }
    let rest = positions.dropFirst(first)
    let count = limit - first
    return positions.prefix(first)
      + (0..<count).map { rest[rest.startIndex + $0 * rest.count / count] }
  }

  /// The value below which a share of ascending numbers lies.
  static func quantile(_ share: Double, _ ascending: [Double]) -> Double {
    guard let last = ascending.last else { return .nan }
    let place = share * Double(ascending.count - 1)
    let index = Int(place)
    guard index + 1 < ascending.count else { return last }
    let rest = place - Double(index)
    return ascending[index] * (1 - rest) + ascending[index + 1] * rest
  }
}
