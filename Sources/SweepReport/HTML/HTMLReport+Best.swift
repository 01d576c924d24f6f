import SweepConfig
import SweepSearch

/// The best assignment beside the baseline.
extension HTMLReport {
  /// What the best assignment changes, as a table and as overrides.
  var changes: String {
    guard let best = leaderboard.best, !best.isBaseline else { return "" }
    let baseline = leaderboard.baseline?.assignment
    var table = Table(
      [.init("setting")] + (baseline == nil ? [] : [.init("baseline")]) + [.init("best")])
    var overrides: [String] = []
    for setting in best.assignment.settings {
      let other = baseline?[setting.key]
      let isChanged = other.map {
        Self.text(setting.key, $0) != Self.text(setting.key, setting.value)
      }
      guard isChanged ?? true else { continue }
      let value = NumberText.setting(setting.value)
      table.add(
        [setting.key] + (baseline == nil ? [] : [other.map(NumberText.setting) ?? "–"]) + [value])
      overrides.append(Commands.override(setting))
    }
    guard !overrides.isEmpty else { return "" }
    return """
      <h3 id="config">What the best assignment changes</h3>
      \(HTML.table(table, label: "changed settings"))
      \(HTML.code(overrides.joined(separator: " \\\n"), label: "overrides"))
      """
  }

  private static func text(_ key: String, _ value: JSONValue) -> String {
    Assignment([Setting(key, value)]).canonicalText
  }

  var typeComparisons: [TypeComparison] { TypeComparison.all(findings) }

  var typesSection: ReportSection? {
    typeComparisons.isEmpty && findings.confusion == nil ? nil : ReportSection("types", "Types")
  }

  func typeFigures(_ plots: ReportPlots) -> [Plot?] {
    typeComparisons.enumerated().map { plots.types($1, $0) } + [
      findings.confusion.flatMap(plots.confusion)
    ]
  }

  var typeTables: String {
    typeComparisons.map { comparison in
      """
      <h3>Best and baseline: <code>\(XML.escaped(comparison.key))</code></h3>
      \(HTML.box(table(comparison), label: "scores per type"))
      <p class="note">\(note(comparison))</p>
      """
    }.joined(separator: "\n")
  }

  private func note(_ comparison: TypeComparison) -> String {
    let name = XML.escaped(comparison.measures.last ?? "")
    guard comparison.hasBaseline else { return "Means over seeds; sd: of \(name)." }
    return """
      Means over seeds; sd: of \(name). ▲ better and ▼ worse than the baseline beyond noise (paired \
      test over seeds, corrected for all types); other differences are within noise.
      """
  }

  private func table(_ comparison: TypeComparison) -> String {
    let last = comparison.measures.last ?? ""
    var titles = comparison.measures + ["sd"]
    if comparison.hasBaseline { titles += ["baseline's \(last)", "sd", "difference"] }
    let isCounted = comparison.rows.contains { $0.expected != nil }
    if isCounted { titles.insert("expected", at: 0) }
    let head =
      "<th scope=\"col\">type</th>"
      + titles.map { "<th scope=\"col\" class=\"n\">\(XML.escaped($0))</th>" }.joined()
    let rows = comparison.rows.map { row -> String in
      var cells = row.measures.map { $0.map(NumberText.score) ?? "–" }
      if isCounted { cells.insert(row.expected.map { "\($0)" } ?? "–", at: 0) }
      cells.append(row.deviation.map(NumberText.score) ?? "–")
      if comparison.hasBaseline {
        cells += [row.baseline, row.baselineDeviation].map { $0.map(NumberText.score) ?? "–" }
      }
      var text = cells.map { "<td class=\"n\">\($0)</td>" }.joined()
      if comparison.hasBaseline { text += difference(row) }
      return "<tr><th scope=\"row\">\(XML.escaped(row.name))</th>\(text)</tr>"
    }
    return """
      <table><thead><tr>\(head)</tr></thead>
      <tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table>
      """
  }

  private func difference(_ row: TypeComparison.Row) -> String {
    guard let difference = row.difference else { return "<td class=\"n\">–</td>" }
    let text = NumberText.signed(difference, decimals: 4)
    guard row.isDifferent else { return "<td class=\"n weak\">\(text)</td>" }
    let (mark, style, word) = difference > 0 ? ("▲", "up", "better") : ("▼", "down", "worse")
    return
      "<td class=\"n \(style)\"><strong>\(text)</strong> <span aria-label=\"\(word)\">\(mark)</span></td>"
  }

  /// All trials, the details of each in a row.
  var trialsSection: ReportSection? {
    guard !input.trials.isEmpty else { return nil }
    let hasTimes = findings.includesTimes && input.trials.contains { $0.seconds != nil }
    let isVerified = input.trials.contains { $0.verified != nil }
    var columns: [Table.Column] = [
      .init("trial", isNumber: true), .init("ID"), .init("settings"), .init("seed", isNumber: true),
      .init("state"), .init(leaderboard.score, isNumber: true), .init("best step", isNumber: true),
      .init("steps", isNumber: true),
    ]
    if hasTimes { columns.append(.init("time", isNumber: true)) }
    if isVerified { columns.append(.init("verified")) }
    var table = Table(columns)
    let trials = input.trials.sorted { $0.id < $1.id }
    for trial in trials.prefix(Self.mostTrials) {
      let score = trial.score(leaderboard.score, metric: input.metric)
      var cells = [
        "\(trial.id)", trial.shortID,
        trial.isBaseline ? "baseline" : findings.settings(trial.assignment), "\(trial.seed)",
        trial.state.rawValue, score.map(NumberText.score) ?? "–",
        trial.bestStep.map { "\($0)" } ?? "–",
        (trial.steps ?? trial.endedStep).map { "\($0)" } ?? "–",
      ]
      if hasTimes { cells.append(trial.seconds.map(NumberText.duration) ?? "–") }
      if isVerified {
        cells.append(trial.verified.map { findings.includesTimes ? "✓ \($0)" : "✓" } ?? "")
      }
      table.add(cells)
    }
    var section = ReportSection("trials", "Trials", table: table)
    section.isFolded = table.rows.count > 12
    let left = trials.count - table.rows.count
    if left > 0 { section.after = ["And \(left) more; \(code: "sweep list") has all."] }
    return section
  }

  static let mostTrials = 200
}
