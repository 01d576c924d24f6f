import SweepConfig
public import SweepSearch

/// A study as one HTML file that needs nothing else: no scripts, fonts or pictures from elsewhere.
///
/// Like `MarkdownReport` a function from values to text: the same records give the same bytes.
public struct HTMLReport: Sendable {
  let findings: Findings

  /// - Parameters:
  ///   - input: The study, with curves, times and confusion where they are to be shown.
  ///   - score: The name of the score that ranks; the study's metric by default.
  ///   - includesTimes: Whether times and speeds are shown, which no two runs share.
  ///   - importance: How the importance of settings is worked out.
  public init(
    _ input: ReportInput, by score: String? = nil, includesTimes: Bool = true,
    importance: Importance.Method = .pedANOVA
  ) {
    findings = Findings(
      input: input, leaderboard: Leaderboard(input, by: score), includesTimes: includesTimes,
      importance: importance)
  }

  var input: ReportInput { findings.input }
  var leaderboard: Leaderboard { findings.leaderboard }

  /// A section with the word that leads to it.
  private struct Part {
    var id: String
    var word: String
    var html: String
  }

  /// The document.
  public func render() -> String {
    let parts = parts(ReportPlots(findings))
    let links = parts.filter { !$0.word.isEmpty }.map { part in
      "<a href=\"#\(part.id)\">\(XML.escaped(part.word))</a>"
    }
    let policy =
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="generator" content="sweep report">
      <title>\(XML.escaped(input.study)) – sweep report</title>
      <style>
      \(HTMLStyle.text)
      </style>
      </head>
      <body>
      <header id="top">
      \(header)
      </header>
      <nav aria-label="Sections">
      \(links.joined(separator: "\n"))
      </nav>
      <main>
      \(parts.map(\.html).joined(separator: "\n\n"))
      </main>
      <footer>Made by <code>sweep report \(XML.escaped(Commands.quoted(input.study)))</code> from the \
      record alone: the same record gives the same file.</footer>
      </body>
      </html>

      """
  }

  private func parts(_ plots: ReportPlots) -> [Part] {
    var parts: [Part] = []
    func add(_ word: String, _ section: ReportSection?, _ content: String = "", end: String = "") {
      guard let section else { return }
      parts.append(Part(id: section.id, word: word, html: section.html(content, end: end)))
    }
    func add(_ word: String, _ id: String, _ title: String, _ figures: [Plot?]) {
      guard figures.contains(where: { $0 != nil }) else { return }
      add(word, ReportSection(id, "\(title)"), HTML.figures(figures))
    }
    let board = HTMLLeaderboard(plots)
    add("Leaderboard", ReportSection("leaderboard", "Leaderboard", after: board.legend), board.html)
    add("Comparison", findings.comparisonSection)
    for (number, section) in findings.testSections.enumerated() {
      add(number == 0 ? "Test" : "", section)
    }
    add("Progress", "progress", "Progress", [plots.bestSoFar, plots.learningCurves])
    add("", findings.expectedSection)
    let report = findings.importanceReport
    add("Settings", "settings", "Settings", [plots.parallelCoordinates] + plots.slices)
    if let report {
      add(
        "Importance", findings.importanceSection(report), HTML.figures([plots.importance(report)]))
    }
    let order = report?.importance.entries.map(\.key) ?? []
    add("Pairs", "pairs", "Pairs of settings", plots.heatMaps(order))
    add("Pareto front", findings.paretoSection, HTML.figures(plots.paretoFronts))
    add("Best trial", findings.bestSection, end: changes)
    add("Types", typesSection, HTML.figures(typeFigures(plots)), end: typeTables)
    add("Timeline", "timeline", "Timeline", [plots.timeline])
    add("Failures", findings.failureSection)
    add("Pruned", findings.prunedSection)
    add("Trials", trialsSection)
    add("Provenance", findings.provenanceSection)
    add("Reproduce", findings.commandSection)
    return parts
  }
}
