import SweepSearch

/// Trials in rows, so that none hides another.
struct Timeline {
  struct Span {
    var trial: ReportTrial
    /// In milliseconds since 1970.
    var start: Int
    var end: Int
  }

  /// By their beginnings.
  private var spans: [Span]
  /// The row of each.
  private var lanes: [Int] = []
  private var laneCount = 0
  /// Where nothing ran for long: such times are cut out.
  private var pauses: [(start: Int, end: Int)] = []
  /// What was cut out before a time, and how long all of it is, in milliseconds.
  private var busy = 0

  /// More rows are drawn as how many trials ran.
  private static let mostLanes = 24
  private static let mostBars = 400

  init(_ spans: [Span]) {
    self.spans = spans.sorted { ($0.start, $0.trial.id) < ($1.start, $1.trial.id) }
    findPauses()
    var ends: [Int] = []
    for span in self.spans {
      if let lane = ends.firstIndex(where: { $0 <= span.start }) {
        ends[lane] = span.end
        lanes.append(lane)
      } else {
        // With very many rows only their number matters.
        if ends.count < 1000 { ends.append(span.end) }
        lanes.append(ends.count - 1)
      }
    }
    laneCount = ends.count
  }

  private mutating func findPauses() {
    guard let first = spans.first else { return }
    let work = spans.map { $0.end - $0.start }.reduce(0, +)
    var end = first.start
    var gaps: [(Int, Int)] = []
    for span in spans {
      if span.start > end { gaps.append((end, span.start)) }
      end = max(end, span.end)
    }
    // What is short beside the work is shown as it is.
    pauses = gaps.filter { $0.1 - $0.0 > max(10_000, work / 20) }
    busy = end - first.start - pauses.map { $0.end - $0.start }.reduce(0, +)
  }

  /// Seconds of work since the beginning.
  private func seconds(_ time: Int) -> Double {
    let cut = pauses.map { max(0, min(time, $0.end) - $0.start) }.reduce(0, +)
    return Double(time - (spans.first?.start ?? 0) - cut) / 1000
  }

  func plot(_ plots: ReportPlots) -> Plot {
    let isCrowded = laneCount > Self.mostLanes || spans.count > Self.mostBars
    let total = Double(max(1, busy)) / 1000
    let unit =
      total < 180 ? (1.0, "seconds") : total < 10_800 ? (60.0, "minutes") : (3600.0, "hours")
    let scale = PlotScale(from: 0, to: total / unit.0)
    let states = Trial.State.allCases.filter { state in spans.contains { $0.trial.state == state } }
    let legend = PlotLegend(
      isCrowded
        ? [.area("trials at a time", "b0"), .line("done by then", 0, .solid, mark: nil)]
        : states.map { .area($0.rawValue, Self.style($0)) }
          + (spans.contains { $0.trial.isBaseline } ? [.area("baseline", "f1")] : []))
    let top = legend.height(ReportPlots.whole)
    let height = isCrowded ? 240 : top + 54 + 20 * Double(laneCount)
    var drawing = Drawing(ReportPlots.whole, height)
    let names = (1...max(1, laneCount)).map { "\($0)" }
    let most = Double(spans.count)
    let frame = PlotFrame(
      drawing, x: (.numbers(scale), "\(unit.1) of work since the first trial began"),
      y: isCrowded
        ? (.numbers(PlotScale(from: 0, to: most)), "trials") : (.names(names), ""),
      top: top)
    frame.draw(in: &drawing)
    legend.draw(in: &drawing)
    if isCrowded {
      drawCrowd(in: &drawing, frame, unit.0)
    } else {
      for (span, lane) in zip(spans, lanes) {
        drawing.add(bar(span, frame, frame.y(of: lane), unit.0, plots))
      }
    }
    for pause in pauses {
      let x = frame.x(seconds(pause.start) / unit.0)
      let text = "nothing ran for \(NumberText.duration(Double(pause.end - pause.start) / 1000))"
      drawing.add(
        .line(Point(x, frame.top), Point(x, frame.bottom), "base", dash: .dotted, title: text))
    }
    let cut = pauses.isEmpty ? "" : " Dotted lines are pauses, which are cut out."
    return Plot(
      name: "timeline", title: "When each trial ran",
      note: (isCrowded
        ? "How many trials had ended, and how many ran side by side."
        : "A bar for each trial, as many rows as ran side by side.") + cut,
      finding: """
        \(count(spans.count, "trial")) took \(NumberText.duration(total)) of work, up to \
        \(laneCount) side by side.
        """, drawing: drawing, isWide: true)
  }

  private func bar(
    _ span: Span, _ frame: PlotFrame, _ y: Double, _ unit: Double, _ plots: ReportPlots
  ) -> Shape {
    let trial = span.trial
    let (from, to) = (frame.x(seconds(span.start) / unit), frame.x(seconds(span.end) / unit))
    let width = max(1, to - from - 1)
    let settings =
      trial.isBaseline ? "baseline" : plots.findings.settings(trial.assignment)
    let score = trial.score.map { ", \(plots.input.metric.name) \(NumberText.score($0))" } ?? ""
    let time = NumberText.duration(Double(span.end - span.start) / 1000)
    let title =
      "trial \(trial.id), seed \(trial.seed): \(trial.state.rawValue)\(score), \(time)\n\(settings)"
    let style = trial.isBaseline && trial.state == .done ? "f1" : Self.style(trial.state)
    var parts = [Shape.rect(from, y - 7.5, width, 15, style, radius: 2)]
    let label = Label(
      "\(trial.id)", from + width / 2, y + 4, .value, anchor: .middle, extra: "on-heat")
    if label.width + 4 < width { parts.append(.text(label)) }
    return .group(parts, title: title)
  }

  private static func style(_ state: Trial.State) -> String {
    switch state {
    case .done: "f0"
    case .pruned: "f4"
    case .failed: "f3"
    case .stopped, .running, .waiting: "point"
    }
  }

  /// Finished trials over time above the number that ran, at 120 moments.
  private func drawCrowd(in drawing: inout Drawing, _ frame: PlotFrame, _ unit: Double) {
    let starts = spans.map { seconds($0.start) }
    let ends = spans.map { seconds($0.end) }.sorted()
    let total = Double(max(1, busy)) / 1000
    var (done, running) = ([Point](), [Point]())
    var (started, ended) = (0, 0)
    for moment in 0...120 {
      let time = total * Double(moment) / 120
      while started < starts.count, starts[started] <= time { started += 1 }
      while ended < ends.count, ends[ended] <= time { ended += 1 }
      let x = frame.x(time / unit)
      done.append(Point(x, frame.y(Double(ended))))
      running.append(Point(x, frame.y(Double(started - ended))))
    }
    let base = [Point(frame.right, frame.bottom), Point(frame.left, frame.bottom)]
    drawing.add(.path(running + base, "b0", closed: true))
    drawing.add(.path(done, "s0"))
  }
}
