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
  ///
  /// - Parameter folder: The folder of the pictures as the document names it; `nil` leaves them out.
  /// - Returns: The text.
  public func render(plots folder: String? = nil) -> String {
    let findings = findings
    let plots = folder.map { MarkdownPlots(ReportPlots(findings), folder: $0) }
    var texts = [heading]
    func add(_ section: ReportSection?, _ pictures: [Plot?] = []) {
      guard let section else { return }
      texts.append(section.markdown(plots?.links(pictures) ?? []))
    }
    func add(_ id: String, _ title: RichText, _ pictures: [Plot?]?) {
      guard let pictures, pictures.contains(where: { $0 != nil }) else { return }
      add(ReportSection(id, title), pictures)
    }
    let report = findings.importanceReport
    add(findings.comparisonSection)
    for section in findings.testSections { add(section) }
    add(leaderboardSection, [plots?.plots.ranking])
    add("progress", "Progress", plots.map { [$0.plots.bestSoFar, $0.plots.learningCurves] })
    add(
      "settings", "Settings",
      plots.map { plots in
        [plots.plots.parallelCoordinates] + plots.plots.slices
          + plots.plots.heatMaps(report?.importance.entries.map(\.key) ?? [])
      })
    add(findings.paretoSection, plots?.plots.paretoFronts ?? [])
    add(findings.bestSection)
    for (number, section) in findings.typeSections.enumerated() {
      add(section, [plots?.typePicture(number)])
    }
    add(findings.confusionSection, [plots?.confusion])
    if let report { add(findings.importanceSection(report), [plots?.plots.importance(report)]) }
    add(findings.expectedSection)
    add("timeline", "Timeline", plots.map { [$0.plots.timeline] })
    add(findings.prunedSection)
    add(findings.failureSection)
    add(findings.provenanceSection)
    add(findings.commandSection)
    return texts.joined(separator: "\n\n") + "\n"
  }

  /// The pictures of the document, with the names of their files.
  ///
  /// They carry their own styles, for bright and dark pages.
  public func plotFiles() -> [(name: String, svg: String)] {
    plots.map { plot in
      ("\(plot.name).svg", plot.drawing.file(label: "\(plot.title). \(plot.finding)"))
    }
  }

  /// All pictures of the study.
  package var plots: [Plot] {
    MarkdownPlots(ReportPlots(findings), folder: "").all(findings.importanceReport)
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
