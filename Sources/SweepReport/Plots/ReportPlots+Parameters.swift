import SweepConfig
import SweepSearch

/// Pictures of how scores lie over settings.
extension ReportPlots {
  /// More settings than this are not drawn.
  static let mostParameters = 8

  /// A line for each assignment through its values to its score.
  var parallelCoordinates: Plot? {
    let axes = Array(parameters.prefix(Self.mostParameters))
    guard axes.count > 1, scored.count > 1 else { return nil }
    var drawing = Drawing(Self.whole, 330)
    let scale = PlotScale(scored.map(mean), margin: 0.02)
    let hasBaseline = baseline.map { $0 > 0 } ?? false
    let legend = PlotLegend(
      [.line("best", 0, .solid, mark: nil)]
        + (hasBaseline ? [.line("baseline", 1, .dashed, mark: nil)] : [])
        + [
          PlotLegend.Entry(text: "the others, stronger where the score is better") { point in
            [.line(point, Point(point.x + 22, point.y), "faint")]
          }
        ])
    let (top, bottom) = (legend.height(drawing.width) + 34, drawing.height - 16)
    let left = 44.0
    let gap = (drawing.width - left - 96) / Double(axes.count)
    func x(_ place: Int) -> Double { left + gap * Double(place) }
    func y(_ share: Double) -> Double { bottom - share * (bottom - top) }
    legend.draw(in: &drawing)
    let lines = Self.sample(scored, atMost: 200, first: 40)
    func points(_ index: Int) -> [Point] {
      let row = leaderboard.rows[index]
      return axes.enumerated().compactMap { place, axis in
        axis.share(row.assignment[axis.key]).map { Point(x(place), y($0)) }
      } + [Point(x(axes.count), y(scale.share(mean(index))))]
    }
    for index in lines.reversed() where index > 0 && index != baseline {
      let goodness = scale.share(mean(index))
      var line = Self.curve(points(index), "faint")
      let opacity = 0.15 + 0.55 * (isMaximized ? goodness : 1 - goodness)
      line.attributes.append(
        .init(name: "style", value: "stroke-opacity:\(NumberText.fixed(opacity, decimals: 2))"))
      line.title = details(index)
      drawing.add(line)
    }
    if let baseline, baseline > 0 {
      var line = Self.curve(points(baseline), "s1", dash: .dashed)
      line.title = details(baseline)
      drawing.add(line)
    }
    if let first = scored.first {
      var line = Self.curve(points(first), "s0")
      line.title = details(first)
      drawing.add(line)
    }
    // Above the lines, so that they can be read.
    for (place, axis) in axes.enumerated() {
      draw(axis, at: x(place), width: gap, top: top, bottom: bottom, in: &drawing)
    }
    drawScores(scale, at: x(axes.count), top: top, bottom: bottom, in: &drawing)
    let cut =
      (parameters.count > axes.count ? " The first \(axes.count) settings are shown." : "")
      + (lines.count < scored.count
        ? " The best 40 assignments are shown, and \(lines.count - 40) of the others." : "")
    return Plot(
      name: "parallel-coordinates", title: "Parallel coordinates",
      note: "Each line is an assignment, through its settings to its mean score at the right."
        + cut,
      finding: "The best assignment has \(findings.settings(leaderboard.rows[0].assignment)).",
      drawing: drawing, isWide: true)
  }

  /// A line that bends between axes, so that lines can be followed.
  private static func curve(_ points: [Point], _ style: String, dash: Shape.Dash = .solid) -> Shape
  {
    var path = points.first.map { "M\(Shape.number($0.x)) \(Shape.number($0.y))" } ?? ""
    for (from, to) in zip(points, points.dropFirst()) {
      let middle = Shape.number((from.x + to.x) / 2)
      path += "C\(middle) \(Shape.number(from.y)) \(middle) \(Shape.number(to.y))"
      path += " \(Shape.number(to.x)) \(Shape.number(to.y))"
    }
    return Shape("path", ["d": path, "class": style, "stroke-dasharray": dash.rawValue])
  }

  private func draw(
    _ axis: ParameterAxis, at x: Double, width: Double, top: Double, bottom: Double,
    in drawing: inout Drawing
  ) {
    drawing.add(.line(Point(x, top), Point(x, bottom), "base"))
    let (_, label) = axis.frameAxis
    let text = TextMetrics.fitted(label, width: width - 18, size: 13)
    let anchor = max(x, TextMetrics.width(text, size: 13) / 2 + 2)
    drawing.add(
      .text(
        Label(text, anchor, top - 12, .axis, anchor: .middle, extra: "strong"),
        title: text == axis.key ? nil : axis.key))
    switch axis.kind {
    case .names(let names):
      for (index, name) in names.enumerated() {
        let y = bottom - (Double(index) + 0.5) / Double(names.count) * (bottom - top)
        let text = TextMetrics.fitted(name, width: width - 24, size: 11)
        drawing.add(.line(Point(x - 3, y), Point(x + 3, y), "base"))
        drawing.add(
          .text(
            Label(text, x + 7, y + 4, .tick, extra: "halo dark"), title: text == name ? nil : name))
      }
    case .numbers(var scale):
      (scale.start, scale.end) = (bottom, top)
      for tick in scale.ticks(atMost: 6) {
        let y = scale.place(tick.value)
        drawing.add(.line(Point(x - 3, y), Point(x + 3, y), "base"))
        drawing.add(.text(Label(tick.text, x + 7, y + 4, .tick, extra: "halo dark")))
      }
    }
  }

  private func drawScores(
    _ scale: PlotScale, at x: Double, top: Double, bottom: Double, in drawing: inout Drawing
  ) {
    var scale = scale
    (scale.start, scale.end) = (bottom, top)
    drawing.add(.line(Point(x, top), Point(x, bottom), "base"))
    let text = TextMetrics.fitted(leaderboard.score, width: 130, size: 13)
    let half = TextMetrics.width(text, size: 13) / 2
    drawing.add(
      .text(
        Label(
          text, min(x, drawing.width - half - 2), top - 12, .axis, anchor: .middle, extra: "strong")
      )
    )
    for tick in scale.ticks(atMost: 7) {
      let y = scale.place(tick.value)
      drawing.add(.line(Point(x, y), Point(x + 4, y), "base"))
      drawing.add(.text(Label(tick.text, x + 8, y + 4, .tick, extra: "dark")))
    }
  }

  /// For each setting, the scores over its values.
  var slices: [Plot] {
    guard scored.count > 1 else { return [] }
    return parameters.prefix(Self.mostParameters).enumerated().map { number, axis in
      slice(axis, number + 1)
    }
  }

  private func slice(_ axis: ParameterAxis, _ number: Int) -> Plot {
    let isCrowded = scored.count > Self.mostDots
    let shown = isCrowded ? Self.sample(scored, atMost: 40, first: 40) : scored
    let means = scored.map(mean)
    let scores = isCrowded ? Self.middle(means) : shown.flatMap { leaderboard.rows[$0].scores }
    var drawing = Drawing(Self.half, 250)
    let frame = PlotFrame(
      drawing, x: axis.frameAxis,
      y: (.numbers(PlotScale(scores + shown.map(mean))), scoreLabel))
    frame.draw(in: &drawing)
    func x(_ index: Int) -> Double? {
      axis.share(leaderboard.rows[index].assignment[axis.key]).map {
        frame.left + $0 * (frame.right - frame.left)
      }
    }
    if isCrowded { drawing.add(.group(bins(axis, frame), title: "quartiles and median")) }
    var taken: [Int: Int] = [:]
    // The best last, above the others.
    for index in shown.reversed() {
      guard var place = x(index) else { continue }
      if let band = axis.index(leaderboard.rows[index].assignment[axis.key]) {
        let offset = taken[band, default: 0]
        taken[band] = offset + 1
        // Side by side within their band, in an order that does not cluster.
        place += (Double(offset * 7 % 13) / 12 - 0.5) * min(0.6 * frame.xBand, 70)
      }
      drawing.add(dot(index, place, frame, isCrowded))
    }
    if case .names(let names) = axis.kind, !isCrowded {
      for band in names.indices {
        let values = scored.filter {
          axis.index(leaderboard.rows[$0].assignment[axis.key]) == band
        }.map(mean)
        guard values.count > 1, let level = Leaderboard.mean(values) else { continue }
        let (middle, half) = (frame.x(of: band), min(0.4 * frame.xBand, 48))
        drawing.add(
          .line(
            Point(middle - half, frame.y(level)), Point(middle + half, frame.y(level)), "base",
            title: "mean of \(names[band]): \(NumberText.score(level)) (\(values.count))"))
      }
    }
    let best = leaderboard.rows[0].assignment[axis.key].map(NumberText.setting) ?? "–"
    return Plot(
      name: "slice-\(number)", title: axis.name,
      note: isCrowded
        ? "Line: median; band: the middle half; dots: the best 40."
        : "A dot for each assignment's mean, with a stroke over its seeds"
          + (axis.index(nil) == nil && axis.frameAxis.0.isNames
            ? "; the line is the mean of a value." : "."),
      finding: "The best assignment has \(axis.name) = \(best).", drawing: drawing)
  }

  private func dot(_ index: Int, _ x: Double, _ frame: PlotFrame, _ isPlain: Bool) -> Shape {
    let row = leaderboard.rows[index]
    var parts: [Shape] = []
    if !isPlain, let low = row.scores.min(), let high = row.scores.max(), high > low {
      parts.append(.line(Point(x, frame.y(low)), Point(x, frame.y(high)), "whisker"))
    }
    let point = Point(x, frame.y(mean(index)))
    if index == 0 {
      parts.append(.mark(.circle, at: point, size: 5, "m0"))
    } else if row.isBaseline {
      parts.append(.mark(.diamond, at: point, size: 4.5, "m1"))
    } else {
      parts.append(.mark(.circle, at: point, size: 3.2, "point"))
    }
    return .group(parts, title: details(index))
  }

  /// The middle half and the median of values of the setting that lie beside each other.
  private func bins(_ axis: ParameterAxis, _ frame: PlotFrame) -> [Shape] {
    var groups: [Int: [Double]] = [:]
    for index in scored {
      let value = leaderboard.rows[index].assignment[axis.key]
      guard let share = axis.share(value) else { continue }
      groups[axis.index(value) ?? min(19, Int(share * 20)), default: []].append(mean(index))
    }
    let isNamed = axis.frameAxis.0.isNames
    let width = isNamed ? frame.xBand : (frame.right - frame.left) / 20
    var (shapes, middles) = ([Shape](), [Point]())
    for (bin, values) in groups.sorted(by: { $0.key < $1.key }) {
      let sorted = values.sorted()
      let (low, high) = (Self.quantile(0.25, sorted), Self.quantile(0.75, sorted))
      let x = frame.left + (Double(bin) + 0.5) * width
      let room = isNamed ? min(0.7 * width, 80) : width
      shapes.append(
        .rect(x - room / 2, frame.y(high), room, frame.y(low) - frame.y(high), "crowd"))
      let y = frame.y(Self.quantile(0.5, sorted))
      if isNamed {
        shapes.append(.line(Point(x - room / 2, y), Point(x + room / 2, y), "base"))
      } else {
        middles.append(Point(x, y))
      }
    }
    return shapes + (middles.isEmpty ? [] : [.path(middles, "base")])
  }
}

extension PlotFrame.Axis {
  var isNames: Bool { if case .names = self { true } else { false } }
}
