import SweepConfig
public import SweepSearch

/// A study as a Markdown document: who won, by how much, why to believe it, how to repeat it.
///
/// A report is a function from values to text. It reads no clock, no database and no locale, so
/// the same records give the same bytes, whichever trial ended first.
public struct MarkdownReport: Sendable {
  public var input: ReportInput
  public var leaderboard: Leaderboard
  /// Whether times and speeds are shown, which no two runs share.
  public var includesTimes: Bool
  /// How the importance of settings is worked out.
  public var importance: Importance.Method

  /// - Parameters:
  ///   - input: The study.
  ///   - score: The name of the score that ranks; the study's metric by default.
  ///   - includesTimes: Whether times and speeds are shown.
  ///   - importance: How the importance of settings is worked out.
  public init(
    _ input: ReportInput, by score: String? = nil, includesTimes: Bool = true,
    importance: Importance.Method = .pedANOVA
  ) {
    self.input = input
    self.importance = importance
    leaderboard = Leaderboard(input, by: score)
    self.includesTimes = includesTimes
  }

  /// The document.
  public func render() -> String {
    let findings = findings
    var sections: [ReportSection?] = [findings.comparisonSection]
    sections += findings.testSections
    sections += [leaderboardSection, findings.paretoSection, findings.bestSection]
    sections += findings.typeSections
    sections += [
      findings.importanceSection, findings.expectedSection, findings.prunedSection,
      findings.failureSection, findings.provenanceSection, findings.commandSection,
    ]
    let texts = sections.compactMap { $0?.markdown() }
    return ([heading] + texts).joined(separator: "\n\n") + "\n"
  }

  private var findings: Findings {
    Findings(
      input: input, leaderboard: leaderboard, includesTimes: includesTimes, importance: importance)
  }

  private var heading: String {
    var lines = ["# " + Markdown.escaped(input.study), "", findings.summary.markdown]
    if let best = leaderboard.best {
      lines += ["", findings.verdict(best).markdown]
      let test = findings.testVerdict
      if !test.isEmpty { lines.append(test.markdown) }
    }
    return lines.joined(separator: "\n")
  }

  /// The verdict for a terminal: the best assignment, its mean, and whether to believe it.
  public var shortVerdict: String {
    guard let best = leaderboard.best, leaderboard.rows.count > 1 else { return "" }
    return findings.verdict(best).plain
  }

  private var leaderboardSection: ReportSection {
    let table = leaderboard.table(includesTimes: includesTimes, atMost: Self.mostRows)
    var section = ReportSection(
      "leaderboard", "Leaderboard", table: table, after: [findings.legend])
    let left = leaderboard.rows.count - table.rows.count
    if left > 0 {
      let command = "sweep report \(Commands.quoted(input.study)) --format csv"
      section.after.append("And \(left) more: \(code: command) has all.")
    }
    return section
  }

  /// A leaderboard with more rows is cut.
  static let mostRows = 100
}

func count(_ number: Int, _ noun: String) -> String {
  "\(number) \(noun)\(number == 1 ? "" : "s")"
}
