import SweepSearch

/// Learning curves.
extension ReportPlots {
  /// The mean of an assignment's curves over its seeds, and how far they reach.
  struct SeedCurve: Equatable, Sendable {
    var steps: [Int] = []
    var means: [Double] = []
    var lows: [Double] = []
    var highs: [Double] = []
    var seeds = 0

    /// Only steps at which all seeds have a score count: else the mean would jump where one ends.
    init(_ trials: [ReportTrial]) {
      let curves = trials.filter { $0.state == .done || $0.isPruned }.map(\.curve)
        .filter { !$0.isEmpty }
      seeds = curves.count
      var values: [Int: [Double]] = [:]
      for point in curves.joined() {
        if let value = point.value, value.isFinite { values[point.step, default: []].append(value) }
      }
      for (step, scores) in values.sorted(by: { $0.key < $1.key }) where scores.count == seeds {
        steps.append(step)
        means.append(scores.reduce(0, +) / Double(scores.count))
        lows.append(scores.min() ?? 0)
        highs.append(scores.max() ?? 0)
      }
    }
  }

  /// How many assignments have a colour, beside the baseline.
  private static let mostColours = 4
  /// More assignments than this are drawn as the range that most of them lie in.
  private static let mostFaint = 60

  /// The score at each evaluation: the best, the next ones and the baseline, with the range of seeds.
  var learningCurves: Plot? {
    var colored = Array(scored.prefix(Self.mostColours))
    if let baseline, !colored.contains(baseline) {
      colored = Array(colored.prefix(Self.mostColours - 1)) + [baseline]
    }
    let curves = colored.map { SeedCurve(leaderboard.rows[$0].trials) }
    let shown = zip(colored, curves).filter { $0.1.steps.count > 1 }
    guard !shown.isEmpty else { return nil }
    let others = scored.filter { !colored.contains($0) }
    let faint = others.map { SeedCurve(leaderboard.rows[$0].trials) }.filter { $0.steps.count > 1 }
    let isCrowded = faint.count > Self.mostFaint
    let crowd = isCrowded ? Self.percentiles(faint) : []
    let steps = (shown.map(\.1) + faint).flatMap { [$0.steps.first, $0.steps.last] }
      .compactMap { $0.map(Double.init) }
    let bands = shown.flatMap { isBanded($0.0) ? $0.1.lows + $0.1.highs : $0.1.means }
    let rest = isCrowded ? crowd.flatMap { [$0.low, $0.high] } : faint.flatMap(\.means)
    var drawing = Drawing(Self.half, 330)
    let legend = PlotLegend(
      shown.map { index, _ in
        let style = seriesStyle(index)
        return .line(name(index), style.color, style.dash, mark: style.mark)
      }
        + (faint.isEmpty
          ? []
          : [
            isCrowded
              ? .area("8 of 10 of the other \(faint.count)", "crowd")
              : PlotLegend.Entry(text: "the other \(faint.count)") { point in
                [.line(point, Point(point.x + 22, point.y), "faint")]
              }
          ]))
    let frame = PlotFrame(
      drawing, x: (.numbers(PlotScale(steps, margin: 0.01)), "training step"),
      y: (.numbers(PlotScale(bands + rest)), scoreLabel), top: legend.height(drawing.width))
    frame.draw(in: &drawing)
    legend.draw(in: &drawing)
    if isCrowded {
      let upper = crowd.map { Point(frame.x(Double($0.step)), frame.y($0.high)) }
      let lower = crowd.map { Point(frame.x(Double($0.step)), frame.y($0.low)) }
      drawing.add(.path(upper + lower.reversed(), "crowd", closed: true))
    } else {
      for index in others {
        let curve = SeedCurve(leaderboard.rows[index].trials)
        guard curve.steps.count > 1 else { continue }
        drawing.add(.path(points(curve, curve.means, frame), "faint", title: details(index)))
      }
    }
    // More bands on top of each other could not be told apart.
    for (index, curve) in shown where curve.seeds > 1 && isBanded(index) {
      let upper = points(curve, curve.highs, frame)
      let band = upper + points(curve, curve.lows, frame).reversed()
      drawing.add(.path(band, "b\(seriesStyle(index).color)", closed: true))
    }
    for (index, curve) in shown.reversed() {
      drawing.add(series(index, points(curve, curve.means, frame)))
    }
    return Plot(
      name: "learning-curves", title: "Learning curves",
      note: shown.contains { $0.1.seeds > 1 }
        ? "Lines are means over seeds; the bands of the best and the baseline reach from the lowest to the highest seed."
        : "One seed each.",
      finding: shown.map { index, curve in
        "\(index == shown[0].0 ? "The best" : name(index)) reaches "
          + "\(NumberText.score(bestValue(curve))) at step \(bestStep(curve))"
      }.prefix(2).joined(separator: "; ") + ".", drawing: drawing)
  }

  private func isBanded(_ index: Int) -> Bool { index == 0 || leaderboard.rows[index].isBaseline }

  /// The colour, the dashes and the mark of an assignment, in all pictures.
  func seriesStyle(_ index: Int) -> (color: Int, dash: Shape.Dash, mark: Shape.Mark) {
    if leaderboard.rows[index].isBaseline, index > 0 { return (1, .dashed, .diamond) }
    let place = scored.prefix(index + 1).count { !leaderboard.rows[$0].isBaseline || $0 == 0 } - 1
    switch place {
    case 0: return (0, .solid, .circle)
    case 1: return (2, .mixed, .square)
    case 2: return (3, .dotted, .triangle)
    default: return (4, .solid, .cross)
    }
  }

  private func series(_ index: Int, _ points: [Point]) -> Shape {
    let style = seriesStyle(index)
    var parts = [Shape.path(points, "s\(style.color)", dash: style.dash)]
    // Some marks are enough to tell lines apart.
    let stride = max(1, points.count / 6)
    for (place, point) in points.enumerated()
    where place % stride == stride / 2 || place == points.count - 1 {
      parts.append(.mark(style.mark, at: point, size: 3.2, "m\(style.color)"))
    }
    return .group(parts, title: details(index))
  }

  private func points(_ curve: SeedCurve, _ values: [Double], _ frame: PlotFrame) -> [Point] {
    zip(curve.steps, values).map { Point(frame.x(Double($0)), frame.y($1)) }
  }

  private func bestValue(_ curve: SeedCurve) -> Double {
    (isMaximized ? curve.means.max() : curve.means.min()) ?? .nan
  }

  private func bestStep(_ curve: SeedCurve) -> Int {
    let best = bestValue(curve)
    return curve.means.firstIndex { $0 == best }.map { curve.steps[$0] } ?? 0
  }

  /// What 8 of 10 curves lie between, at steps that most of them have.
  private static func percentiles(
    _ curves: [SeedCurve]
  ) -> [(step: Int, low: Double, high: Double)] {
    var values: [Int: [Double]] = [:]
    for curve in curves {
      for (step, mean) in zip(curve.steps, curve.means) { values[step, default: []].append(mean) }
    }
    return values.filter { $0.value.count * 4 >= curves.count }.sorted { $0.key < $1.key }.map {
      let sorted = $0.value.sorted()
      return ($0.key, quantile(0.1, sorted), quantile(0.9, sorted))
    }
  }
}
