import SweepConfig
import SweepSearch

/// The leaderboard with a picture of each assignment's noise.
struct HTMLLeaderboard {
  private let plots: ReportPlots
  private let shown: [Int]
  private let scale: PlotScale

  private static let stripWidth = 120.0
  private static let stripHeight = 20.0

  init(_ plots: ReportPlots) {
    self.plots = plots
    let rows = plots.leaderboard.rows
    shown = rows.indices.filter { $0 < MarkdownReport.mostRows || rows[$0].isBaseline }
    let ends = shown.map { rows[$0] }.flatMap { row -> [Double] in
      guard let mean = row.mean else { return [] }
      return row.scores + [mean - (row.deviation ?? 0), mean + (row.deviation ?? 0)]
    }
    var scale = PlotScale(ends, margin: 0.04)
    (scale.start, scale.end) = (6, Self.stripWidth - 6)
    self.scale = scale
  }

  private var leaderboard: Leaderboard { plots.leaderboard }
  private var hasSeeds: Bool { leaderboard.rows.contains { $0.deviation != nil } }
  private var hasBaseline: Bool { leaderboard.baseline != nil }
  private var isVerified: Bool {
    leaderboard.rows.contains { $0.trials.contains { $0.verified != nil } }
  }
  private var hasTimes: Bool { plots.findings.includesTimes }

  /// What the columns and marks mean.
  var legend: [RichText] {
    var text: RichText = hasSeeds ? "" : "One seed: no telling how much is noise."
    if hasSeeds {
      text =
        "Mean over \(plots.findings.pairWord) ± standard deviation (n − 1), drawn under “noise” with a small dot for each score"
      text += plots.baseline == nil ? "." : " and a dashed line for the baseline."
    }
    if leaderboard.comparedCount > 1 {
      text += " tied: not told from the best; worse: worse than the best beyond noise."
    }
    if leaderboard.rows.contains(where: { $0.toBaseline?.isDifferent == true }) {
      text += " ▲ ▼: better or worse than the baseline beyond noise."
    }
    var lines = [text]
    if hasBaseline { lines[0] += " Settings that are the baseline's own are grey." }
    let left = leaderboard.rows.count - shown.count
    if left > 0 {
      let command = "sweep report \(Commands.quoted(plots.input.study)) --format csv"
      lines.append("And \(left) more: \(code: command) has all.")
    }
    return lines
  }

  var html: String {
    var head = [("rank", "", "n"), (leaderboard.score, "mean over seeds", "n")]
    if hasSeeds { head += [("± sd", "standard deviation over seeds", "n"), ("noise", "", "")] }
    head.append(("verdict", "", ""))
    if hasBaseline { head.append(("to baseline", "", "n")) }
    head += zip(leaderboard.shortNames, leaderboard.varyingKeys).map { ($0, $1, "n") }
    head += [("n", "how many scores there are", "n"), ("trials", "", "n")]
    if hasTimes { head.append(("time", "mean of a trial", "n")) }
    if isVerified { head.append(("verified", "re-run with identical numbers", "")) }
    let titles = head.map { name, title, style in
      let style = style.isEmpty ? "" : " class=\"\(style)\""
      let title = title.isEmpty || title == name ? "" : " title=\"\(XML.escaped(title))\""
      return "<th scope=\"col\"\(style)\(title)>\(XML.escaped(name))</th>"
    }
    let rows = shown.map { row($0) }
    return HTML.box(
      """
      <table class="board"><thead><tr>\(titles.joined())</tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table>
      """, label: "leaderboard")
  }

  private func row(_ index: Int) -> String {
    let row = leaderboard.rows[index]
    var cells = ["<th scope=\"row\" class=\"n\">\(row.mean == nil ? "–" : "\(index + 1)")</th>"]
    cells.append("<td class=\"n score\">\(row.mean.map(NumberText.score) ?? "–")</td>")
    if hasSeeds {
      cells.append("<td class=\"n weak\">\(row.deviation.map(NumberText.score) ?? "–")</td>")
      cells.append("<td class=\"strip\">\(strip(index))</td>")
    }
    cells.append("<td>\(verdict(index))</td>")
    if hasBaseline { cells.append(difference(row)) }
    cells += leaderboard.varyingKeys.map { setting(row, $0) }
    let n = row.scores.count
    let count = n == row.trials.count ? "\(n)" : "\(n) of \(row.trials.count)"
    cells.append("<td class=\"n\">\(count)</td>")
    cells.append("<td class=\"n weak\">\(XML.escaped(row.trialNumbers))</td>")
    if hasTimes {
      cells.append("<td class=\"n weak\">\(row.seconds.map(NumberText.duration) ?? "–")</td>")
    }
    if isVerified {
      let verified = row.trials.compactMap(\.verified).max()
      // The day; the list of trials has the time too.
      let day = verified.map { hasTimes ? "✓ " + XML.escaped(String($0.prefix(10))) : "✓" } ?? ""
      cells.append("<td class=\"nowrap\">\(day)</td>")
    }
    let style =
      row.isBaseline
      ? " class=\"baseline\"" : index == 0 && row.mean != nil ? " class=\"best\"" : ""
    return "<tr\(style)>\(cells.joined())</tr>"
  }

  private func setting(_ row: Leaderboard.Row, _ key: String) -> String {
    guard let value = row.assignment[key] else { return "<td class=\"n weak\">–</td>" }
    let text = NumberText.setting(value)
    let other = leaderboard.baseline?.assignment[key].map(NumberText.setting)
    let isSame = !row.isBaseline && other == text
    return "<td class=\"n\(isSame ? " weak" : "")\">\(XML.escaped(text))</td>"
  }

  private func verdict(_ index: Int) -> String {
    let text = leaderboard.verdictText(index)
    guard !text.isEmpty else { return "" }
    let known = ["best", "tied", "worse"].contains(text) ? text : "other"
    return "<span class=\"badge \(known)\">\(XML.escaped(text))</span>"
  }

  private func difference(_ row: Leaderboard.Row) -> String {
    if row.isBaseline { return "<td class=\"n\">baseline</td>" }
    guard let difference = row.difference else { return "<td class=\"n\">–</td>" }
    let text = NumberText.signed(difference, decimals: 4)
    guard row.toBaseline?.isDifferent == true else { return "<td class=\"n weak\">\(text)</td>" }
    let isBetter = leaderboard.isAbove(difference)
    let (mark, word) = isBetter ? ("▲", "better beyond noise") : ("▼", "worse beyond noise")
    return """
      <td class="n \(isBetter ? "up" : "down")"><strong>\(text)</strong> \
      <span aria-label="\(word)" title="\(word)">\(mark)</span></td>
      """
  }

  /// Mean, deviation and seeds on the scale of all rows.
  private func strip(_ index: Int) -> String {
    let row = leaderboard.rows[index]
    guard row.mean != nil else { return "" }
    var drawing = Drawing(Self.stripWidth, Self.stripHeight)
    if let baseline = plots.baseline {
      let x = scale.place(plots.mean(baseline))
      drawing.add(.line(Point(x, 0), Point(x, Self.stripHeight), "s1 thin", dash: .dashed))
    }
    drawing.add(
      .group(plots.strip(row, y: Self.stripHeight / 2, scale.place), title: plots.details(index)))
    return drawing.inline(label: "\(plots.findings.scoreText(row))")
  }
}
