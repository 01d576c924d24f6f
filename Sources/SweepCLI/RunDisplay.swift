import SweepBase
import SweepEngine
import SweepKit
import SweepReport
import SweepTraining

/// Shows a running sweep on standard error: one lasting line per finished trial, and in a terminal
/// a live block with a bar and a line per worker below them.
struct RunDisplay {
  private struct Worker {
    var label: TrialLabel
    var progress: TrialProgress?
    var score: Double?
  }

  private let isInteractive: Bool
  private let isQuiet: Bool
  private var overview: StudyOverview?
  private var workers: [Int: Worker] = [:]
  private var done = 0
  private var failed = 0
  private var best: (label: TrialLabel, score: Double)?
  private var finishedSeconds: [Double] = []
  private var drawnLines = 0
  private var shownRequest = StopRequest.none
  private var test = TestDisplay()
  private let clock = ContinuousClock()
  private var lastPlainReport: ContinuousClock.Instant
  private let start: ContinuousClock.Instant

  /// How long a plain display is silent at most.
  private static let plainInterval = Duration.seconds(10)

  /// A display.
  ///
  /// - Parameters:
  ///   - isInteractive: Whether lines can be redrawn.
  ///   - isQuiet: Whether only failures are shown.
  init(isInteractive: Bool, isQuiet: Bool) {
    self.isInteractive = isInteractive
    self.isQuiet = isQuiet
    start = clock.now
    lastPlainReport = start
  }

  /// Takes an event and shows what changed.
  ///
  /// - Parameters:
  ///   - event: What happened.
  ///   - request: What the user has asked for so far.
  mutating func show(_ event: StudyEvent, stop request: StopRequest) {
    if request != shownRequest {
      shownRequest = request
      say(
        request == .now
          ? "stopping now; run the same command again to go on"
          : "finishing the running trials; Ctrl-C again stops them")
    }
    switch event {
    case .began(let overview):
      self.overview = overview
      done = overview.doneCount
      if !isQuiet { header(overview).forEach { say($0) } }
    case .started(let label, let worker):
      workers[worker] = Worker(label: label)
    case .progressed(_, let worker, let progress):
      workers[worker]?.progress = progress
    case .evaluated(_, let worker, let evaluation):
      workers[worker]?.score = evaluation.score
    case .finished(let label, let score, let seconds):
      finish(label, score: score, seconds: seconds)
    case .failed(let label, let error):
      failed += 1
      leave(label)
      say("✘ \(name(label))  \(label.settings)  failed: \(error)")
      say("  see: sweep log \(label.id)")
    case .pruned(let label, let score, let reason, let seconds):
      done += 1
      finishedSeconds.append(seconds)
      leave(label)
      guard !isQuiet else { break }
      let text = score.map { "\(overview?.metric ?? "score") \(fixed($0, decimals: 4))  " } ?? ""
      say("✂ \(name(label))  \(label.settings)  \(text)\(reason)  \(fixed(seconds, decimals: 1)) s")
    case .paused(let label): leave(label)
    case .ended(let reason): if !isQuiet { say("the search ends: \(reason)") }
    case .stopped(let label):
      leave(label)
      if !isQuiet { say("■ \(name(label))  \(label.settings)  stopped; it will run again") }
    case .test(let event):
      let lines = test.lines(for: event)
      if !isQuiet { for line in lines { say(line) } }
    case .tick: break
    }
    redraw()
  }

  /// Clears the live block.
  mutating func close() {
    erase()
  }

  private mutating func finish(_ label: TrialLabel, score: Double?, seconds: Double) {
    done += 1
    finishedSeconds.append(seconds)
    leave(label)
    if let score, isBetter(score) { best = (label, score) }
    guard !isQuiet else { return }
    let scoreText = score.map { "\(overview?.metric ?? "score") \(fixed($0, decimals: 4))" } ?? ""
    say("✔ \(name(label))  \(label.settings)  \(scoreText)  \(fixed(seconds, decimals: 1)) s")
  }

  private func isBetter(_ score: Double) -> Bool {
    guard let best, overview != nil else { return true }
    return overview?.lowerIsBetter == true ? score < best.score : score > best.score
  }

  private mutating func leave(_ label: TrialLabel) {
    for (number, worker) in workers where worker.label == label { workers[number] = nil }
  }

  private func name(_ label: TrialLabel) -> String {
    let total = "\(overview?.trialCount ?? 0)"
    let number = "\(label.number)"
    return "#\(number)\(blanks(total.count - number.count)) \(label.id)"
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

  private func header(_ overview: StudyOverview) -> [String] {
    let rest = overview.trialCount - overview.doneCount
    let seeds = overview.seeds.map { "\($0)" }.joined(separator: ", ")
    let code = overview.code.map { ", commit \($0)" } ?? ""
    let count = (overview.isOpen ? "up to " : "") + "\(overview.assignmentCount) assignments"
    return [
      "study \(overview.name) (plan \(overview.planHash))  \(overview.source)\(code)",
      "config \(overview.configPath)  \(overview.method), \(count) "
        + "with seeds \(seeds)",
      (overview.isOpen ? "up to " : "")
        + "\(overview.trialCount) trials, \(overview.doneCount) done, \(rest) to run, "
        + "\(overview.share.description); records in \(overview.store)",
    ] + overview.warnings.map { "warning: \($0)" }
  }

  // MARK: - The live block

  private mutating func say(_ line: String) {
    erase()
    Console.note(line)
  }

  private mutating func erase() {
    if drawnLines > 0 { Console.draw("\r\u{1b}[\(drawnLines)A\u{1b}[J") }
    drawnLines = 0
  }

  private mutating func redraw() {
    guard !isQuiet, overview != nil else { return }
    guard isInteractive else {
      guard clock.now - lastPlainReport > Self.plainInterval, !workers.isEmpty else { return }
      lastPlainReport = clock.now
      Console.note(summary + "; " + workerLines.map { $0.trimmed }.joined(separator: "; "))
      return
    }
    erase()
    let columns = Console.columns - 1
    let lines = ([bar(columns)] + workerLines).map { String($0.prefix(columns)) }
    Console.draw(lines.map { $0 + "\n" }.joined())
    drawnLines = lines.count
  }

  private var summary: String {
    var text = "\(done)/\(overview?.trialCount ?? 0) done"
    if failed > 0 { text += ", \(failed) failed" }
    if let remaining = remainingSeconds { text += ", about \(NumberText.duration(remaining)) left" }
    if let best { text += ", best \(fixed(best.score, decimals: 4)) (\(best.label.settings))" }
    return text
  }

  private func bar(_ columns: Int) -> String {
    let width = 20
    let share = Double(done) / Double(max(1, overview?.trialCount ?? 1))
    let full = min(width, Int(share * Double(width)))
    return String(repeating: "█", count: full) + String(repeating: "░", count: width - full) + " "
      + summary
  }

  private var workerLines: [String] {
    workers.sorted { $0.key < $1.key }.map { _, worker in
      var line = "  \(name(worker.label))  \(worker.label.settings)"
      if let progress = worker.progress {
        line += "  step \(progress.step)" + (progress.maxSteps > 0 ? "/\(progress.maxSteps)" : "")
        if progress.seconds > 0 {
          line += "  \(Int(Double(progress.words) / progress.seconds)) words/s"
        }
      } else {
        line += "  initialising"
      }
      if let score = worker.score { line += "  score \(fixed(score, decimals: 4))" }
      return line
    }
  }

  /// Seconds until the last trial, from the mean of those that finished.
  private var remainingSeconds: Double? {
    guard let overview, !finishedSeconds.isEmpty else { return nil }
    let mean = finishedSeconds.reduce(0, +) / Double(finishedSeconds.count)
    let rest = overview.trialCount - done - failed
    return mean * Double(rest) / Double(max(1, overview.share.jobs))
  }
}

extension String {
  /// The text without blanks at its ends.
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
