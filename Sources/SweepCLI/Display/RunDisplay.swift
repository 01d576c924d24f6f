import SweepEngine
import SweepKit
import SweepReport
import SweepTraining

/// Shows a running sweep on standard error: one lasting line per finished trial, and in a terminal
/// a live block below them.
struct RunDisplay {
  private struct Worker {
    var row: LiveBlock.Row
    var start: ContinuousClock.Instant
  }

  private let isInteractive: Bool
  private let isQuiet: Bool
  private let style: TextStyle
  private var overview: StudyOverview?
  private var block = LiveBlock()
  private var screen = LiveScreen()
  private var workers: [Int: Worker] = [:]
  private var finishedSeconds: [Double] = []
  private var shownRequest = StopRequest.none
  private var test = TestDisplay()
  private let clock = ContinuousClock()
  private var lastDraw: ContinuousClock.Instant

  /// How long a plain display is silent at most, and a live one keeps still at least.
  private static let plainInterval = Duration.seconds(10)
  private static let liveInterval = Duration.milliseconds(100)

  /// A display.
  ///
  /// - Parameters:
  ///   - isInteractive: Whether lines can be redrawn.
  ///   - isQuiet: Whether only failures are shown.
  init(isInteractive: Bool, isQuiet: Bool) {
    self.isInteractive = isInteractive
    self.isQuiet = isQuiet
    style = TextStyle(isOn: isInteractive && Console.wantsColor)
    lastDraw = clock.now
  }

  /// Takes an event and shows what changed.
  ///
  /// - Parameters:
  ///   - event: What happened.
  ///   - request: What the user has asked for so far.
  mutating func show(_ event: StudyEvent, stop request: StopRequest) {
    var lines: [String] = []
    if request != shownRequest {
      shownRequest = request
      lines.append(
        style.warning(
          request == .now
            ? "stopping now; run the same command again to go on"
            : "finishing the running trials; Ctrl-C again stops them now"))
    }
    lines += take(event)
    draw(lasting: lines)
  }

  /// Takes the live block away.
  mutating func close() {
    guard isInteractive else { return }
    Console.draw(screen.redraw([], columns: Console.columns))
  }

  // MARK: - Events

  /// Takes an event; returns the lines that last.
  private mutating func take(_ event: StudyEvent) -> [String] {
    switch event {
    case .began(let overview): return begin(overview)
    case .started(let label, let worker):
      workers[worker] = Worker(row: LiveBlock.Row(label: label), start: clock.now)
    case .progressed(_, let worker, let progress): workers[worker]?.row.progress = progress
    case .evaluated(_, let worker, let evaluation):
      if let value = evaluation.value(of: block.metric) {
        workers[worker]?.row.curve.append(value)
      }
    case .finished(let label, let score, let seconds):
      return finish(label, score: score, seconds: seconds)
    case .failed(let label, let error): return fail(label, error)
    case .pruned(let label, let score, let reason, let seconds):
      return prune(label, score: score, reason, seconds: seconds)
    case .paused(let label): leave(label)
    case .resumed(let label, let step):
      return isQuiet
        ? [] : ["↻ \(name(label))  \(label.settings)  resumed after step \(step)"]
    case .remarked(let label, let text):
      return [style.warning("!") + " \(name(label))  \(text)"]
    case .retried(let label, let error):
      return [
        style.warning("✘") + " \(name(label))  \(label.settings)  failed, tried again: \(error)"
      ]
    case .waiting(let others):
      return isQuiet
        ? [] : ["waiting for \(others) \(others == 1 ? "trial" : "trials") of other processes"]
    case .ended(let reason): return isQuiet ? [] : ["the search ends: \(reason)"]
    case .stopped(let label):
      leave(label)
      return isQuiet
        ? []
        : [style.warning("■") + " \(name(label))  \(label.settings)  stopped; it will run again"]
    case .test(let event): return isQuiet ? [] : test.lines(for: event)
    case .tick: break
    }
    return []
  }

  private mutating func begin(_ overview: StudyOverview) -> [String] {
    self.overview = overview
    block.total = overview.trialCount
    block.isOpen = overview.isOpen
    block.done = overview.doneCount
    block.metric = overview.metric
    block.best = overview.best
    return isQuiet ? [] : RunHeader.lines(overview, style: style)
  }

  private mutating func finish(
    _ label: TrialLabel, score: Double?, seconds: Double
  ) -> [String] {
    block.done += 1
    finishedSeconds.append(seconds)
    leave(label)
    let isBest = score.map { isBetter($0) } ?? false
    if let score, isBest { block.best = (label, score) }
    guard !isQuiet else { return [] }
    return [
      style.good("✔") + " \(name(label))  \(text(of: score)) " + (isBest ? style.good("★") : " ")
        + " \(duration(seconds))  \(label.settings)"
    ]
  }

  private mutating func prune(
    _ label: TrialLabel, score: Double?, _ reason: String, seconds: Double
  ) -> [String] {
    block.done += 1
    finishedSeconds.append(seconds)
    leave(label)
    guard !isQuiet else { return [] }
    return [
      style.warning("✂") + " \(name(label))  \(text(of: score))   \(duration(seconds))"
        + "  \(label.settings)  \(style.faint(reason))"
    ]
  }

  private mutating func fail(_ label: TrialLabel, _ error: String) -> [String] {
    block.failed += 1
    leave(label)
    var lines = error.split(separator: "\n", omittingEmptySubsequences: false).map { "  " + $0 }
    if lines.count > 8 { lines = lines.prefix(3) + ["  …"] + lines.suffix(4) }
    return [style.bad("✘") + " \(name(label))  \(label.settings)  " + style.bad("failed")]
      + lines + [style.faint("  see: sweep log \(label.id)\(storeOption)")]
  }

  private var storeOption: String {
    guard let store = overview?.store, store != "sweep.db" else { return "" }
    return " --store \(store)"
  }

  private func isBetter(_ score: Double) -> Bool {
    guard !score.isNaN else { return false }
    guard let best = block.best else { return true }
    return overview?.lowerIsBetter == true ? score < best.score : score > best.score
  }

  private mutating func leave(_ label: TrialLabel) {
    for (number, worker) in workers where worker.row.label == label { workers[number] = nil }
  }

  // MARK: - Texts

  private func name(_ label: TrialLabel) -> String {
    let width = "#\(max(0, block.total - 1))".count
    return TerminalText.padded("#\(label.number)", to: width) + " " + style.faint(label.id)
  }

  /// A duration, as wide as most are.
  private func duration(_ seconds: Double) -> String {
    style.faint(TerminalText.leftPadded(NumberText.duration(seconds), to: 7))
  }

  private func text(of score: Double?) -> String {
    score.map { "\(block.metric) \(NumberText.score($0))" } ?? "no \(block.metric)"
  }

  // MARK: - Drawing

  private mutating func draw(lasting lines: [String]) {
    guard isInteractive, !isQuiet, overview != nil else {
      for line in lines { Console.note(line) }
      drawPlainly()
      return
    }
    let now = clock.now
    guard !lines.isEmpty || now - lastDraw > Self.liveInterval else { return }
    lastDraw = now
    refresh(now)
    let columns = Console.columns
    Console.draw(
      screen.redraw(
        lasting: lines,
        block.lines(columns: columns - 1, rows: max(3, Console.rows - 2), style: style),
        columns: columns))
  }

  /// A line now and then where nothing can be redrawn.
  private mutating func drawPlainly() {
    let now = clock.now
    guard !isQuiet, overview != nil, !workers.isEmpty, now - lastDraw > Self.plainInterval else {
      return
    }
    lastDraw = now
    refresh(now)
    Console.note(block.summary)
  }

  private mutating func refresh(_ now: ContinuousClock.Instant) {
    block.rows = workers.sorted { $0.key < $1.key }.map { _, worker in
      var row = worker.row
      row.elapsed = (now - worker.start).seconds
      return row
    }
    block.remaining = remainingSeconds
  }

  /// Seconds until the last trial: from the mean of those that finished, else from how far the
  /// running ones are.
  private var remainingSeconds: Double? {
    guard let overview else { return nil }
    let estimates = block.rows.compactMap { row -> Double? in
      guard let progress = row.progress, progress.maxSteps > 0, progress.step > 0 else {
        return nil
      }
      return progress.seconds * Double(progress.maxSteps) / Double(progress.step)
    }
    let known = finishedSeconds.isEmpty ? estimates : finishedSeconds
    guard !known.isEmpty else { return nil }
    let mean = known.reduce(0, +) / Double(known.count)
    let waiting = max(0, block.total - block.done - block.failed - block.rows.count)
    let running = block.rows.reduce(0) { $0 + max(0, mean - $1.elapsed) }
    return (Double(waiting) * mean + running) / Double(max(1, overview.share.jobs))
  }
}
