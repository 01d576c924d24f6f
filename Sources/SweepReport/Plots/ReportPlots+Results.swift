import SweepConfig
import SweepSearch

/// Pictures of what the search has found.
extension ReportPlots {
  /// How much each setting matters.
  func importance(_ report: ImportanceReport) -> Plot? {
    let entries = Array(report.importance.entries.prefix(12))
    let names = entries.map { entry in
      parameters.first { $0.key == entry.key }?.name ?? entry.key
    }
    var drawing = Drawing(Self.half, 60 + 28 * Double(entries.count))
    let most = entries.map(\.share).max() ?? 1
    let frame = PlotFrame(
      drawing, x: (.numbers(PlotScale(from: 0, to: max(0.01, 118 * most))), "importance, %"),
      y: (.names(names), ""), gutter: 20)
    frame.draw(in: &drawing)
    for (index, entry) in entries.enumerated() {
      let y = frame.y(of: index)
      let text = NumberText.fixed(100 * entry.share, decimals: 1) + "%"
      let width = frame.x(100 * entry.share) - frame.left
      drawing.add(
        .rect(frame.left, y - 8, max(1, width), 16, "f0", radius: 2, title: "\(entry.key): \(text)")
      )
      drawing.add(.text(Label(text, frame.left + width + 6, y + 4, .value, extra: "halo dark")))
    }
    let method = findings.importance == .pedANOVA ? "PED-ANOVA" : "fANOVA"
    return Plot(
      name: "importance", title: "Importance (\(method))",
      note: "Estimated by \(method) from \(count(report.total, "assignment")).",
      finding: entries.first.map {
        "By \(method), \($0.key) matters most: \(NumberText.fixed(100 * $0.share, decimals: 1))%."
      } ?? "", drawing: drawing)
  }

  /// Assignments by the first metric and each other one.
  var paretoFronts: [Plot] {
    guard let front = ParetoFront(leaderboard, input) else { return [] }
    return (1..<min(4, front.metrics.count)).compactMap { paretoFront(front, $0) }
  }

  private func paretoFront(_ front: ParetoFront, _ second: Int) -> Plot? {
    let metrics = [front.metrics[0], front.metrics[second]]
    func place(_ index: Int) -> [Double]? {
      let row = leaderboard.rows[index]
      guard row.standing != .pruned else { return nil }
      let means = metrics.compactMap { metric in
        Leaderboard.mean(
          row.trials.compactMap { $0.score(metric.name, metric: input.metric) }
            .filter(\.isFinite))
      }
      return means.count == 2 ? means : nil
    }
    let members = Set(front.members.map(\.row))
    let sampled = Self.sample(scored, atMost: Self.mostDots, first: 1)
    let all =
      sampled.filter { !members.contains($0) && $0 != baseline }
      + (baseline.map { [$0] } ?? []) + front.members.map(\.row)
    let points = all.compactMap { index in place(index).map { (index, $0) } }
    guard points.count > 1 else { return nil }
    var drawing = Drawing(Self.half, 320)
    let legend = PlotLegend(
      [
        .mark("front (joined)", .circle, "m0"), .mark("other assignments", .circle, "point"),
      ] + (baseline == nil ? [] : [.mark("baseline", .diamond, "m1")]))
    func label(_ metric: Metric) -> String {
      "\(metric.name) (\(metric.goal == .maximize ? "higher" : "lower") is better)"
    }
    let frame = PlotFrame(
      drawing, x: (.numbers(PlotScale(points.map { $0.1[0] })), label(metrics[0])),
      y: (.numbers(PlotScale(points.map { $0.1[1] })), label(metrics[1])),
      top: legend.height(drawing.width))
    frame.draw(in: &drawing)
    legend.draw(in: &drawing)
    func point(_ means: [Double]) -> Point { Point(frame.x(means[0]), frame.y(means[1])) }
    if metrics.count == front.metrics.count {
      let corners = front.members.map(\.means).sorted { $0[0] < $1[0] }.map(point)
      var stairs: [Point] = []
      for corner in corners {
        // Between two members, what is as good in the first metric is worse in the second.
        if let last = stairs.last {
          let isRight = metrics[0].goal == .maximize
          stairs.append(isRight ? Point(last.x, corner.y) : Point(corner.x, last.y))
        }
        stairs.append(corner)
      }
      drawing.add(.path(stairs, "s0", dash: .dotted))
    }
    for (index, means) in points {
      let values = zip(metrics, means).map { "\($0.name) \(NumberText.score($1))" }
      let title = "\(name(index))\n\(values.joined(separator: ", "))"
      let isBaseline = leaderboard.rows[index].isBaseline
      let style = isBaseline ? "m1" : members.contains(index) ? "m0" : "point"
      drawing.add(
        .mark(
          isBaseline ? .diamond : .circle, at: point(means),
          size: members.contains(index) ? 4.5 : 3.2, style, title: title))
    }
    return Plot(
      name: second == 1 ? "pareto" : "pareto-\(second)",
      title: "\(metrics[1].name) over \(metrics[0].name)",
      note: front.metrics.count > 2
        ? "The front is that of all \(front.metrics.count) metrics." : "Means over seeds.",
      finding: "\(count(front.members.count, "assignment")) of \(scored.count) are on the front.",
      drawing: drawing)
  }

  /// The means of the best assignments with the range of their seeds.
  var ranking: Plot? {
    guard scored.count > 1 else { return nil }
    var shown = Array(scored.prefix(20))
    if let baseline, !shown.contains(baseline) { shown.append(baseline) }
    let rows = shown.map { leaderboard.rows[$0] }
    let ends = rows.flatMap { row -> [Double] in
      guard let mean = row.mean else { return [] }
      return row.scores + [mean - (row.deviation ?? 0), mean + (row.deviation ?? 0)]
    }
    var drawing = Drawing(Self.whole, 84 + 20 * Double(shown.count))
    let names = zip(shown, rows).map { index, row -> String in
      let values = leaderboard.varyingKeys.map { key in
        row.assignment[key].map(NumberText.setting) ?? "–"
      }
      return "\(row.isBaseline ? "baseline" : values.joined(separator: " · "))  #\(index + 1)"
    }
    let legend = PlotLegend([
      .mark("mean", .circle, "m0"), .line("± one standard deviation", 0, .solid, mark: nil),
      .mark("a seed", .circle, "point"),
    ])
    let frame = PlotFrame(
      drawing, x: (.numbers(PlotScale(ends)), scoreLabel),
      y: (.names(names), leaderboard.shortNames.joined(separator: " · ")),
      top: legend.height(drawing.width))
    frame.draw(in: &drawing)
    legend.draw(in: &drawing)
    if let baseline {
      let x = frame.x(mean(baseline))
      drawing.add(.line(Point(x, frame.top), Point(x, frame.bottom), "s1", dash: .dashed))
    }
    for (place, index) in shown.enumerated() {
      drawing.add(
        .group(
          strip(leaderboard.rows[index], y: frame.y(of: place), frame.x), title: details(index)))
    }
    let tied = leaderboard.rows.indices.count { leaderboard.verdict($0) == .tied }
    return Plot(
      name: "leaderboard", title: "Leaderboard",
      note: "The best \(shown.count) of \(count(scored.count, "assignment")) with a score.",
      finding: "\(findings.leaderboard.best.map { findings.verdict($0).plain } ?? "") "
        + "\(tied) tied with the best within noise.",
      drawing: drawing, isWide: true)
  }

  /// The mean of an assignment with its deviation and its seeds, on a line.
  func strip(_ row: Leaderboard.Row, y: Double, _ x: (Double) -> Double) -> [Shape] {
    guard let mean = row.mean else { return [] }
    var parts: [Shape] = []
    let color = row.isBaseline ? 1 : 0
    if let deviation = row.deviation {
      parts.append(
        .line(Point(x(mean - deviation), y), Point(x(mean + deviation), y), "s\(color)"))
    }
    for score in row.scores.prefix(20) where row.scores.count > 1 {
      parts.append(.mark(.circle, at: Point(x(score), y), size: 2.2, "point"))
    }
    parts.append(
      .mark(row.isBaseline ? .diamond : .circle, at: Point(x(mean), y), size: 4, "m\(color)"))
    return parts
  }
}
