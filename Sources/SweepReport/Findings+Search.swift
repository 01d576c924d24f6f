import SweepConfig
import SweepSearch

/// Sections on the whole search.
extension Findings {
  /// Tables of failures and of pruned trials with more rows than this are cut.
  static let mostRows = 100
  static let mostPruned = 20

  var paretoSection: ReportSection? {
    guard let front = ParetoFront(leaderboard, input) else { return nil }
    var columns = [Table.Column("rank", isNumber: true), Table.Column("assignment")]
    for metric in front.metrics {
      columns += [Table.Column(metric.name, isNumber: true), Table.Column("sd", isNumber: true)]
    }
    var table = Table(columns)
    for member in front.members.prefix(Self.mostRows) {
      let row = leaderboard.rows[member.row]
      var cells = ["\(member.row + 1)", row.isBaseline ? "baseline" : settings(row.assignment)]
      for (mean, deviation) in zip(member.means, member.deviations) {
        cells += [NumberText.score(mean), deviation.map(NumberText.score) ?? "–"]
      }
      table.add(cells)
    }
    var text: RichText = "No other assignment is as good or better in all of "
    for (index, metric) in front.metrics.enumerated() {
      if index > 0 { text += ", " }
      text += "\(code: metric.name) (\(metric.goal == .maximize ? "higher" : "lower"))"
    }
    text += " and better in one, by the means; noise does not count here."
    var section = ReportSection("pareto", "Pareto front", [text], table: table)
    let left = front.members.count - table.rows.count
    if left > 0 { section.after = ["And \(left) more."] }
    return section
  }

  var expectedSection: ReportSection? {
    guard let expected = ExpectedScores(leaderboard) else { return nil }
    var table = Table([
      .init("assignments", isNumber: true), .init("expected best", isNumber: true),
    ])
    for row in expected.rows { table.add(["\(row.count)", NumberText.score(row.score)]) }
    let source = "estimated from the \(expected.total) that ran (Dodge et al. 2019)"
    let text: RichText =
      switch input.method {
      case .random:
        """
        What the best of so many random draws from the space is expected to score, \(source). Where \
        it levels off, more draws bring little.
        """
      case .grid:
        """
        What the best of so many cells of the grid, drawn at random, is expected to score, \(source).
        """
      default:
        """
        What the best of so many assignments would score if they were drawn at random from those of \
        this search, \(source). The search itself goes another way, so this is no forecast for it.
        """
      }
    return ReportSection("expected", "Expected best", [text], table: table)
  }

  var importanceSection: ReportSection? {
    importanceReport.map(importanceSection)
  }

  /// How much each setting matters; takes time.
  var importanceReport: ImportanceReport? { ImportanceReport(leaderboard, input, importance) }

  func importanceSection(_ report: ImportanceReport) -> ReportSection {
    var table = Table([.init("setting"), .init("importance", isNumber: true)])
    for entry in report.importance.entries {
      table.add([entry.key, NumberText.fixed(100 * entry.share, decimals: 1) + "%"])
    }
    let text: RichText =
      switch importance {
      case .pedANOVA:
        """
        PED-ANOVA: how differently the best tenth of \(report.total) assignments and all of them are \
        spread over a setting; the shares add up to 100%. It says where the best ones lie, not how \
        much score is at stake.
        """
      case .fANOVA:
        """
        fANOVA: the share of the variance of \(code: leaderboard.score) over the whole space that a \
        setting explains alone, by a random forest of \(report.total) assignments; the rest is \
        interaction.
        """
      }
    return ReportSection("importance", "Importance", [text], table: table)
  }

  var prunedSection: ReportSection? {
    let pruned = input.trials.filter(\.isPruned).sorted { $0.id < $1.id }
    guard !pruned.isEmpty else { return nil }
    var table = Table([
      .init("trial", isNumber: true), .init("settings"), .init("seed", isNumber: true),
      .init("step", isNumber: true), .init("best so far", isNumber: true), .init("reason"),
    ])
    for trial in pruned.prefix(Self.mostPruned) {
      let score = trial.score(leaderboard.score, metric: input.metric)
      table.add([
        "\(trial.id)", trial.isBaseline ? "baseline" : settings(trial.assignment), "\(trial.seed)",
        trial.endedStep.map { "\($0)" } ?? "–", score.map(NumberText.score) ?? "–",
        trial.reason ?? "",
      ])
    }
    var section = ReportSection("pruned", "Pruned trials", table: table)
    if pruned.count > Self.mostPruned {
      section.after = [
        "And \(pruned.count - Self.mostPruned) more; \(code: "sweep list") has all."
      ]
    }
    return section
  }

  var failureSection: ReportSection? {
    let failed = input.trials.filter { $0.state == .failed }.sorted { $0.id < $1.id }
    guard !failed.isEmpty else { return nil }
    var table = Table([
      .init("trial", isNumber: true), .init("ID"), .init("settings"), .init("seed", isNumber: true),
      .init("error"),
    ])
    for trial in failed.prefix(Self.mostRows) {
      let values = trial.isBaseline ? "baseline" : settings(trial.assignment)
      table.add(["\(trial.id)", trial.shortID, values, "\(trial.seed)", trial.error ?? ""])
    }
    var section = ReportSection("failures", "Failures", table: table)
    let left = failed.count - table.rows.count
    if left > 0 { section.after.append("And \(left) more; \(code: "sweep list") has all.") }
    section.after.append("\(code: "sweep log ID") shows what a trial printed.")
    return section
  }
}
