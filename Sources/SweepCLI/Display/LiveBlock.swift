package import SweepKit
import SweepReport

/// What is redrawn at the bottom of a terminal while a sweep runs: a bar with the time that is left,
/// the best trial so far, and a line per worker.
package struct LiveBlock: Sendable {
  /// A trial that a worker trains.
  package struct Row: Sendable {
    package var label: TrialLabel
    package var progress: TrialProgress?
    /// The metric at each evaluation so far.
    package var curve: [Double] = []
    /// Seconds since the trial began here.
    package var elapsed = 0.0

    package init(label: TrialLabel) { self.label = label }
  }

  package var total = 0
  package var done = 0
  package var failed = 0
  package var isOpen = false
  package var metric = "score"
  package var best: (label: TrialLabel, score: Double)?
  package var rows: [Row] = []
  /// Seconds until the end, where they can be told.
  package var remaining: Double?

  package init() {}

  /// The block's lines.
  ///
  /// - Parameters:
  ///   - columns: How wide the terminal is; no line is wider.
  ///   - most: How many lines there may be, at least 2.
  ///   - style: Its colours.
  /// - Returns: From the top.
  package func lines(columns: Int, rows most: Int, style: TextStyle) -> [String] {
    var lines = [bar(columns, style)]
    if let best {
      lines.append(
        "best  " + style.strong("\(metric) \(NumberText.score(best.score))")
          + "  #\(best.label.number) \(style.faint(best.label.id))  \(best.label.settings)")
    }
    let space = max(1, most - lines.count)
    let isCut = rows.count > space
    let shown = isCut ? rows.prefix(space - 1) : rows[...]
    lines += workerLines(shown, columns, style)
    if isCut { lines.append(style.faint("  and \(rows.count - shown.count) more")) }
    return lines.map { TerminalText.cut($0, to: columns) }
  }

  /// The state in a line, for logs.
  package var summary: String {
    var text = counts
    if let remaining { text += ", about \(NumberText.duration(remaining)) left" }
    if let best {
      text += ", best \(metric) \(NumberText.score(best.score)) (#\(best.label.number))"
    }
    let running = rows.map { row in
      "#\(row.label.number) " + (step(of: row).map { "step \($0)" } ?? "initialising")
    }
    return ([text] + running).joined(separator: "; ")
  }

  private var counts: String {
    var text = "\(done)/\(isOpen ? "≤" : "")\(total) done"
    if failed > 0 { text += ", \(failed) failed" }
    return text
  }

  private func bar(_ columns: Int, _ style: TextStyle) -> String {
    let width = min(32, max(8, columns / 5))
    let share = total > 0 ? Double(min(done + failed, total)) / Double(total) : 0
    let full = Int(share * Double(width))
    var text =
      style.good(String(repeating: "━", count: full))
      + style.faint(String(repeating: "─", count: width - full)) + "  "
    text += counts
    if let remaining { text += style.faint("  about \(NumberText.duration(remaining)) left") }
    return text
  }

  private func step(of row: Row) -> String? {
    row.progress.map { "\($0.step)" + ($0.maxSteps > 0 ? "/\($0.maxSteps)" : "") }
  }

  /// The running trials as a table whose settings give way where the terminal is narrow.
  private func workerLines(
    _ rows: ArraySlice<Row>, _ columns: Int, _ style: TextStyle
  ) -> [String] {
    let names = rows.map { "#\($0.label.number) \(style.faint($0.label.id))" }
    let steps = rows.map { step(of: $0).map { "step \($0)" } ?? "initialising" }
    let scores = rows.map { $0.curve.last.map { NumberText.score($0) } ?? "" }
    let sparks = rows.map { Sparkline.text($0.curve, width: 12) }
    let times = rows.map { Self.time($0.elapsed) }
    func widest(_ texts: [String]) -> Int { texts.map(TerminalText.width).max() ?? 0 }
    let rest =
      "  ".count + widest(names) + widest(steps) + widest(scores) + widest(sparks) + widest(times)
      + 5 * "  ".count
    let widestSettings = widest(rows.map(\.label.settings))
    let settingsWidth = max(8, min(widestSettings, columns - rest))
    return zip(rows.indices, rows).map { index, row in
      let i = index - rows.startIndex
      return [
        "  " + TerminalText.padded(names[i], to: widest(names)),
        TerminalText.padded(
          TerminalText.cut(row.label.settings, to: settingsWidth), to: settingsWidth),
        TerminalText.padded(steps[i], to: widest(steps)),
        TerminalText.leftPadded(scores[i], to: widest(scores)),
        style.accent(TerminalText.padded(sparks[i], to: widest(sparks))),
        style.faint(TerminalText.leftPadded(times[i], to: widest(times))),
      ].joined(separator: "  ")
    }
  }

  /// A time on a clock: `0:07`, `12:30`, `1:02:30`.
  private static func time(_ seconds: Double) -> String {
    let whole = Int(max(0, min(seconds, 1e9)))
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let minutes = whole / 60 % 60
    guard whole >= 3600 else { return "\(minutes):\(two(whole % 60))" }
    return "\(whole / 3600):\(two(minutes)):\(two(whole % 60))"
  }
}
