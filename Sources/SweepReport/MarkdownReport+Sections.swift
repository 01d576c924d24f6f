import SweepSearch

/// Sections on the whole search.
extension MarkdownReport {
  /// Tables with more rows than this are cut.
  static let mostPruned = 20

  var paretoSection: String {
    guard let front = ParetoFront(leaderboard, input) else { return "" }
    var columns = [Table.Column("rank", isNumber: true), Table.Column("assignment")]
    for metric in front.metrics {
      columns += [Table.Column(metric.name, isNumber: true), Table.Column("sd", isNumber: true)]
    }
    var table = Table(columns)
    for member in front.members {
      let row = leaderboard.rows[member.row]
      var cells = ["\(member.row + 1)", row.isBaseline ? "baseline" : settings(row.assignment)]
      for (mean, deviation) in zip(member.means, member.deviations) {
        cells += [NumberText.score(mean), deviation.map(NumberText.score) ?? "–"]
      }
      table.add(cells)
    }
    let goals = front.metrics.map { "`\($0.name)` (\($0.goal == .maximize ? "higher" : "lower"))" }
    return "## Pareto front\n\nNo other assignment is as good or better in all of "
      + goals.joined(separator: ", ")
      + " and better in one, by the means; noise does not count here.\n\n" + table.markdown
  }

  var expectedSection: String {
    guard let expected = ExpectedScores(leaderboard) else { return "" }
    var table = Table([
      .init("assignments", isNumber: true), .init("expected best", isNumber: true),
    ])
    for row in expected.rows { table.add(["\(row.count)", NumberText.score(row.score)]) }
    let source = "estimated from the \(expected.total) that ran (Dodge et al. 2019)"
    let text =
      switch input.method {
      case .random:
        "What the best of so many random draws from the space is expected to score, \(source). Where "
          + "it levels off, more draws bring little."
      case .grid:
        "What the best of so many cells of the grid, drawn at random, is expected to score, "
          + "\(source)."
      default:
        "What the best of so many assignments would score if they were drawn at random from those of "
          + "this search, \(source). The search itself goes another way, so this is no forecast for it."
      }
    return "## Expected best\n\n\(text)\n\n" + table.markdown
  }

  var importanceSection: String {
    guard let report = ImportanceReport(leaderboard, input, importance) else { return "" }
    var table = Table([.init("setting"), .init("importance", isNumber: true)])
    for entry in report.importance.entries {
      table.add([entry.key, NumberText.fixed(100 * entry.share, decimals: 1) + "%"])
    }
    let text =
      switch importance {
      case .pedANOVA:
        "PED-ANOVA: how differently the best tenth of \(report.total) assignments and all of them are "
          + "spread over a setting; the shares add up to 100%. It says where the best ones lie, not "
          + "how much score is at stake."
      case .fANOVA:
        "fANOVA: the share of the variance of `\(leaderboard.score)` over the whole space that a "
          + "setting explains alone, by a random forest of \(report.total) assignments; the rest is "
          + "interaction."
      }
    return "## Importance\n\n\(text)\n\n" + table.markdown
  }

  var prunedSection: String {
    let pruned = input.trials.filter(\.isPruned).sorted { $0.id < $1.id }
    guard !pruned.isEmpty else { return "" }
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
    var text = "## Pruned trials\n\n" + table.markdown
    if pruned.count > Self.mostPruned {
      text += "\n\nAnd \(pruned.count - Self.mostPruned) more; `sweep list` has all."
    }
    return text
  }
}
