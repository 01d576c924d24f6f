import SweepSearch

/// Pictures of how the search went.
extension ReportPlots {
  /// The means of assignments in the order in which they were tried, and the best one so far.
  var bestSoFar: Plot? {
    guard scored.count > 1 else { return nil }
    let order = scored.sorted {
      (leaderboard.rows[$0].trials.first?.id ?? 0) < (leaderboard.rows[$1].trials.first?.id ?? 0)
    }
    let means = order.map(mean)
    var best = means[0]
    let records = means.map { value -> Double in
      best = isMaximized ? max(best, value) : min(best, value)
      return best
    }
    let isCrowded = order.count > Self.mostDots
    let seeds = isCrowded ? [] : order.flatMap { leaderboard.rows[$0].scores }
    let scale = PlotScale((isCrowded ? Self.middle(means) : means) + records + seeds)
    var drawing = Drawing(Self.half, 280)
    var entries: [PlotLegend.Entry] = [.line("best mean so far", 0, .solid, mark: nil)]
    entries.append(
      isCrowded
        ? .area("where 8 of 10 means lie", "crowd")
        : .mark("an assignment's mean", .circle, "point"))
    if baseline != nil { entries.append(.line("baseline", 1, .dashed, mark: nil)) }
    let legend = PlotLegend(entries)
    let frame = PlotFrame(
      drawing,
      x: (
        .numbers(PlotScale(from: 0.4, to: Double(order.count) + 0.6)),
        "assignments, in the order they were tried"
      ), y: (.numbers(scale), scoreLabel), top: legend.height(drawing.width))
    frame.draw(in: &drawing)
    legend.draw(in: &drawing)
    if let baseline {
      let y = frame.y(mean(baseline))
      drawing.add(
        .line(
          Point(frame.left, y), Point(frame.right, y), "s1", dash: .dashed,
          title: details(baseline)))
    }
    if isCrowded {
      drawing.add(Self.crowd(means, frame))
    } else {
      drawing.add(.group(dots(order, frame)))
    }
    drawing.add(.path(Self.stairs(records, frame), "s0"))
    if !isCrowded {
      for (place, index) in order.enumerated()
      where place == 0 || records[place] != records[place - 1] {
        let point = Point(frame.x(Double(place + 1)), frame.y(means[place]))
        drawing.add(.mark(.circle, at: point, size: 4, "m0", title: details(index)))
      }
    }
    let last = order.firstIndex { mean($0) == best } ?? 0
    return Plot(
      name: "best-so-far", title: "Best so far",
      note: isCrowded
        ? "The band has the means of neighbouring assignments, from the 10th to the 90th percentile."
        : "Thin strokes are the scores of single seeds.",
      finding: """
        The best mean of \(leaderboard.score) after \(count(order.count, "assignment")) is \
        \(NumberText.score(best)), found at number \(last + 1).
        """, drawing: drawing)
  }

  /// A dot for each mean, a stroke over its seeds.
  private func dots(_ order: [Int], _ frame: PlotFrame) -> [Shape] {
    order.enumerated().map { place, index in
      let row = leaderboard.rows[index]
      let x = frame.x(Double(place + 1))
      var parts: [Shape] = []
      if let low = row.scores.min(), let high = row.scores.max(), high > low {
        parts.append(.line(Point(x, frame.y(low)), Point(x, frame.y(high)), "whisker"))
      }
      parts.append(
        .mark(
          row.isBaseline ? .diamond : .circle, at: Point(x, frame.y(mean(index))), size: 3,
          row.isBaseline ? "f1" : "point"))
      return .group(parts, title: details(index))
    }
  }

  private static func stairs(_ records: [Double], _ frame: PlotFrame) -> [Point] {
    var points: [Point] = []
    for (place, value) in records.enumerated() {
      let point = Point(frame.x(Double(place + 1)), frame.y(value))
      if let last = points.last, last.y != point.y {
        points.append(Point(point.x, last.y))
        points.append(point)
      } else if points.isEmpty || place == records.count - 1 {
        points.append(point)
      }
    }
    return points
  }

  /// The numbers without the outer tenths.
  static func middle(_ values: [Double]) -> [Double] {
    let sorted = values.sorted()
    return [quantile(0.1, sorted), quantile(0.9, sorted)]
  }

  /// Where eight of ten of 40 groups of neighbours lie.
  private static func crowd(_ values: [Double], _ frame: PlotFrame) -> Shape {
    let groups = (0..<40).map { values.count * $0 / 40..<values.count * ($0 + 1) / 40 }
    var (upper, lower): ([Point], [Point]) = ([], [])
    for group in groups where !group.isEmpty {
      let sorted = values[group].sorted()
      let x = frame.x(Double(group.lowerBound + group.upperBound) / 2 + 0.5)
      lower.append(Point(x, frame.y(quantile(0.1, sorted))))
      upper.append(Point(x, frame.y(quantile(0.9, sorted))))
    }
    return .path(upper + lower.reversed(), "crowd", closed: true)
  }

  /// When which trial ran, in as many rows as ran side by side.
  var timeline: Plot? {
    guard findings.includesTimes else { return nil }
    let timed = input.trials.compactMap { trial in
      trial.started.flatMap { start in
        trial.finished.map { Timeline.Span(trial: trial, start: start, end: max($0, start)) }
      }
    }
    guard timed.count > 1 else { return nil }
    return Timeline(timed).plot(self)
  }
}
