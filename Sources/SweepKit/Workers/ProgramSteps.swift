import SweepConfig
import SweepEngine
import SweepPipeline
import SweepSearch
import SweepTraining

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A training that a program does: its reports, as steps that are pulled from them.
///
/// A step without an evaluation is a look at the clock: nothing has come for a moment.
struct ProgramSteps: TrialSteps {
  let child: ChildProcess
  let guardian: ProcessGuard
  let plan: ProgramPlan
  let folder: TrialFolder
  let words: [String]
  let here: String

  private let pattern: ReportPattern?
  private var log = ProgramLog()
  private var descriptor = ReportStream()
  private var file = ReportStream()
  private var fileOffset = 0
  private var pending: [Evaluation] = []
  private var artifacts: [ReportEvent.Artifact] = []
  private var end: ReportEvent.End?
  private var endSeen: ContinuousClock.Instant?
  private var lastStep = -1
  /// What the best value of the metric costs; `nil` before the first.
  private var bestLoss: Double?
  private var names: [String] = []
  private var reported = TrialPosition(step: 0, maxSteps: 0, words: 0)
  private var problems = 0
  private var isSuspended = false
  private var isOver = false
  private(set) var ownEnd: String?
  private var files: ProgramFiles = ProgramFiles()
  private var memory = GroupMemory()

  init(
    child: ChildProcess, guardian: ProcessGuard, plan: ProgramPlan, folder: TrialFolder,
    words: [String], here: String
  ) {
    (self.child, self.guardian, self.plan) = (child, guardian, plan)
    (self.folder, self.words, self.here) = (folder, words, here)
    pattern = plan.settings.pattern.flatMap { try? ReportPattern(parsing: $0) }
  }

  var heading: [String] { ["$ " + words.map(\.shellWord).joined(separator: " ")] }
  var maxSteps: Int { reported.maxSteps }
  var position: TrialPosition? { reported }
  var residentBytes: Int? { memory.bytes(of: child.pid) }

  func row(_ evaluation: Evaluation) -> String { evaluation.reportRow }

  mutating func keepModel() {}

  mutating func wait() {
    child.signal(SIGSTOP)
    isSuspended = true
  }

  mutating func takeLog() -> [String] { log.take() }

  mutating func next(threads: Int) throws -> TrainingStep? {
    if isSuspended {
      child.signal(SIGCONT)
      isSuspended = false
    }
    if pending.isEmpty, !isOver { try look() }
    if !pending.isEmpty {
      let evaluation = pending.removeFirst()
      return TrainingStep(
        number: evaluation.step, epoch: evaluation.epoch, words: evaluation.words,
        evaluation: evaluation)
    }
    return isOver
      ? nil
      : TrainingStep(number: lastStep, epoch: 0, words: reported.words, evaluation: nil)
  }

  func result(best: Evaluation, steps: Int, words: Int) -> TrainedTrial {
    var trained = TrainedTrial(
      best: best, modelFiles: files.files, modelHash: files.hash(isModel: plan.engine == .spacy),
      steps: steps, words: words)
    if plan.engine == .command { trained.filesKind = "file" }
    return trained
  }

  mutating func close(hasFailed: Bool) {
    if child.exit == nil { stop() }
    guardian.remove(child)
    child.kill()
    log.finish()
    let keeps = plan.settings.keepFolders
    if keeps == .none || keeps == .failed && !hasFailed { folder.remove() }
  }

  /// Asks the program to end, and ends it when it does not.
  private mutating func stop() {
    child.signal(SIGTERM)
    child.signal(SIGCONT)
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(plan.settings.graceSeconds)
    while child.exit == nil {
      let arrived = child.read(within: 20)
      log.add(arrived.output, from: .output)
      log.add(arrived.errors, from: .errors)
      if clock.now > deadline {
        log.note("it was killed \(plan.settings.graceSeconds) seconds after it was asked to end")
        return
      }
    }
  }
}

// MARK: - What comes

extension ProgramSteps {
  /// Takes what has come, or waits a moment for it.
  private mutating func look() throws {
    let arrived = child.read(within: 20)
    take(arrived)
    readFile()
    if let endSeen, ContinuousClock().now - endSeen > .seconds(plan.settings.graceSeconds) {
      log.note("the program did not end after its end mark")
      child.signal(SIGKILL)
    }
    guard arrived.isEmpty, let exit = child.exit else { return }
    // What was written last may come after the end.
    while true {
      let arrived = child.read(within: 0)
      if arrived.isEmpty { break }
      take(arrived)
    }
    readFile()
    take(descriptor.finish(), from: "descriptor 3")
    take(file.finish(), from: "reports.jsonl")
    log.finish()
    isOver = true
    try finish(exit)
  }

  private mutating func take(_ arrived: ChildProcess.Arrived) {
    take(descriptor.read(arrived.reports), from: "descriptor 3")
    var found: [(ReportEvent.Evaluation, Int)] = []
    log.add(arrived.output, from: .output) { [pattern] line, number in
      if let evaluation = pattern?.evaluation(in: line) { found.append((evaluation, number)) }
    }
    for (var evaluation, line) in found {
      evaluation.step = evaluation.step ?? lastStep + 1
      take(evaluation, from: "output", line: line)
    }
    log.add(arrived.errors, from: .errors)
  }

  /// Reads what was added to the file of reports.
  private mutating func readFile() {
    guard let reader = try? FileReader(folder.file("reports.jsonl")) else { return }
    while let bytes = try? reader.bytes(at: fileOffset, count: 1 << 18), !bytes.isEmpty {
      fileOffset += bytes.count
      take(file.read(bytes), from: "reports.jsonl")
    }
  }

  private mutating func take(_ items: [ReportStream.Item], from channel: String) {
    for item in items {
      switch item {
      case .problem(let text, let line): note(text, channel, line)
      case .event(let event, let line): take(event, from: channel, line: line)
      }
    }
  }

  private mutating func take(_ event: ReportEvent, from channel: String, line: Int) {
    switch event {
    case .started(let start):
      reported.maxSteps = start.maxSteps
      for line in start.heading { log.note(line) }
    case .progressed(let progress):
      reported.step = progress.step
      if let most = progress.maxSteps { reported.maxSteps = most }
      if let words = progress.words { reported.words = words }
    case .evaluated(let evaluation): take(evaluation, from: channel, line: line)
    case .artifact(let artifact):
      // A file that is named again is the same file, later.
      artifacts.removeAll { $0.path == artifact.path && $0.name == artifact.name }
      artifacts.append(artifact)
    case .logged(let text): log.note(ProgramLog.text(Array(text.utf8)[...]))
    case .beat, .checkpoint: break
    case .ended(let end):
      if self.end != nil { return note("it comes after the end mark", channel, line) }
      self.end = end
      endSeen = ContinuousClock().now
    }
  }

  private mutating func take(
    _ report: ReportEvent.Evaluation, from channel: String, line: Int, isFinal: Bool = false
  ) {
    guard end == nil || isFinal else { return note("it comes after the end mark", channel, line) }
    guard let step = report.step, step > lastStep else {
      let found = report.step.map { "\($0)" } ?? "none"
      return note("step: expected a step after \(lastStep), found \(found)", channel, line)
    }
    var evaluation = Evaluation(
      report: report, metric: plan.engine == .command ? plan.metric : nil)
    for name in evaluation.names where !names.contains(name) && names.count < 200 {
      names.append(name)
    }
    lastStep = step
    reported.step = max(reported.step, step)
    reported.words = max(reported.words, evaluation.words)
    if evaluation.deciding == .oneScore {
      let loss = plan.metric.loss(evaluation.score)
      // Of equals the last; what is told at the end decides.
      evaluation.isBest = isFinal || bestLoss.map { loss <= $0 } ?? true
      if evaluation.isBest { bestLoss = loss }
      if evaluation.score.isNaN { note("\(plan.metric.name) is not a number", channel, line) }
    }
    if plan.engine == .spacy { bestLoss = 0 }
    pending.append(evaluation)
  }

  private mutating func note(_ problem: String, _ channel: String, _ line: Int) {
    problems += 1
    if problems <= 50 { log.note("\(channel), line \(line): \(problem)") }
    if problems == 51 { log.note("… further problems of reports are left out") }
  }

  // MARK: The end

  /// What the end of the program means.
  ///
  /// - Throws: `ProgramError` where there is no result.
  private mutating func finish(_ exit: ChildProcess.Exit) throws(ProgramError) {
    switch end?.status {
    case .failed(let text): throw ProgramError(.said(text))
    case .pruned(let reason):
      ownEnd = reason ?? "stopped by its program"
      return
    case .done:
      if exit != .status(0) { log.note("after its end mark, the program \(exit.text)") }
    case nil:
      guard exit == .status(0) else {
        throw ProgramError(.exited(exit, errors: log.errorLines))
      }
    }
    if var last = end?.evaluation {
      if last.step ?? 0 <= lastStep { last.step = lastStep + 1 }
      take(last, from: "reports", line: 0, isFinal: true)
    }
    if let path = plan.settings.result { try takeResult(path) }
    guard bestLoss != nil else {
      throw names.isEmpty
        ? ProgramError(.noReport(hasPattern: pattern != nil))
        : ProgramError(.noMetric(name: plan.metric.name, known: names))
    }
    try collectFiles()
  }

  private mutating func takeResult(_ path: String) throws(ProgramError) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileBytes.read(folder.file(path), limit: ReportStream.usualLargestLine)
    } catch {
      throw ProgramError(.noResult(path: path, reason: error.reason))
    }
    do throws(ReportLineError) {
      let json: JSONValue
      do throws(JSONError) { json = try JSONValue(parsing: bytes) } catch {
        throw ReportLineError("this is no JSON: \(error.description)")
      }
      // Either a report, or the metrics alone.
      let report = try ReportLine(json["metrics"]?.objectValue == nil ? ["metrics": json] : json)
      for remark in report.remarks { note(remark, path, 1) }
      guard case .evaluated(var evaluation) = report.event else {
        throw ReportLineError("expected metrics")
      }
      if evaluation.step ?? 0 <= lastStep { evaluation.step = lastStep + 1 }
      take(evaluation, from: path, line: 1, isFinal: true)
    } catch {
      throw ProgramError(.badResult(path: path, reason: error.description))
    }
  }

  /// Reads the files that the program has named, or the model of `spacy train`.
  private mutating func collectFiles() throws(ProgramError) {
    if plan.engine == .spacy {
      let path = folder.file("output/model-best")
      do throws(FileError) {
        files.add(try TrialFolder.files(below: path))
      } catch {
        throw ProgramError(.noModel(path: path))
      }
    }
    for artifact in artifacts {
      do throws(FileError) {
        let path = found(artifact.path)
        var found = try TrialFolder.files(below: path)
        let name = artifact.name ?? path.split(separator: "/").last.map(String.init) ?? "file"
        let isFolder = FileBytes.isDirectory(path)
        found = found.map { PipelineFile(isFolder ? "\(name)/\($0.path)" : name, $0.bytes) }
        for line in files.add(found, isCompared: artifact.isCompared) { log.note(line) }
      } catch {
        log.note("the artifact \(artifact.path) cannot be read: \(error.reason)")
      }
    }
  }

  /// Where an artifact is: relative paths are looked for in the trial's folder first.
  private func found(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    let inner = folder.file(path)
    return FileBytes.exists(inner) ? inner : "\(here)/\(path)"
  }
}
