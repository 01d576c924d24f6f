import Logging
import SweepConfig
import SweepEngine
import SweepPipeline
import SweepSearch
import SweepStore
import SweepTraining

/// Writes what workers report into the store, and says what may be shown.
struct TrialRecorder {
  private let store: StudyStore
  private let study: Study
  private let provenance: JSONObject
  private let largestKeptInput: Int
  private let logger: Logger
  private let worker = Worker.current()
  private let clock = ContinuousClock()
  private var running: [Int: Running] = [:]
  /// How many trials have failed.
  private(set) var failures = 0

  /// A trial that a worker is training.
  private struct Running {
    var attempt: Attempt
    var start: ContinuousClock.Instant
    var log: [String] = []
    /// How many lines of the log are in the record.
    var keptLines = 0
    /// When a line was last put there.
    var lastKept: ContinuousClock.Instant
  }

  init(
    store: StudyStore, study: Study, provenance: JSONObject, largestKeptInput: Int, logger: Logger
  ) {
    self.logger = logger
    self.store = store
    self.study = study
    self.provenance = provenance
    self.largestKeptInput = largestKeptInput
  }

  /// Marks a trial as this process's.
  ///
  /// - Parameters:
  ///   - job: The trial.
  ///   - made: What its trainer says of how it is made.
  /// - Returns: Whether it is; else another process has it.
  /// - Throws: `StoreError` when that cannot be recorded.
  mutating func begin(_ job: StudyJob, made: JSONObject) throws -> Bool {
    for input in job.inputs where input.bytes <= largestKeptInput {
      try store.keep(file: input.resolved, sha256: input.sha256)
    }
    let attempt = try store.begin(
      job.trial, worker: self.worker, now: Wall.now,
      provenance: provenanceOfTrial(job.task.config, made), inputs: job.inputs)
    guard let attempt else {
      logger.info("another process has the trial", metadata: ["trial": "\(job.trial.name)"])
      return false
    }
    logger.debug(
      "began the trial",
      metadata: [
        "trial": "\(attempt.name)", "attempt": "\(attempt.number)",
        "config": "\(job.trial.configHash)",
      ])
    running[job.task.number] = Running(
      attempt: attempt, start: clock.now, lastKept: clock.now)
    return true
  }

  /// Records what a trial reports.
  ///
  /// - Returns: What to show, or `nil` when there is nothing.
  /// - Throws: `StoreError` when it cannot be recorded.
  mutating func record(
    _ event: TrialEvent, of job: StudyJob, _ worker: Int
  ) throws -> StudyEvent? {
    // Before the trial is looked at: a copy would make each of many lines cost as much as all before.
    if case .logged(let line) = event {
      running[job.task.number]?.log.append(line)
      try keepLog(of: job.task.number, after: .seconds(1))
      return nil
    }
    guard let current = running[job.task.number] else { return nil }
    let seconds = (clock.now - current.start).seconds
    var log: String { current.log.map { $0 + "\n" }.joined() }
    switch event {
    case .logged: return nil
    case .remarked(let text):
      running[job.task.number]?.log.append("remark: \(text)")
      return .remarked(job.label, text)
    case .resumed(let resumed):
      try store.takeUp(resumed.evaluations, after: resumed.step, in: current.attempt)
      running[job.task.number]?.log += resumed.log
      let start = clock.now - .seconds(resumed.seconds)
      running[job.task.number]?.start = start
      return .resumed(job.label, step: resumed.step)
    case .retried(let error):
      let attempt = try store.retry(current.attempt, error: error, log: log, now: Wall.now)
      running[job.task.number] = Running(
        attempt: attempt, start: clock.now, lastKept: clock.now)
      return .retried(job.label, error: error)
    case .progressed(let progress):
      try keepLog(of: job.task.number, after: .seconds(1))
      return .progressed(job.label, worker: worker, progress)
    case .evaluated(let evaluation):
      logger.debug(
        "evaluated",
        metadata: [
          "trial": "\(current.attempt.name)", "step": "\(evaluation.step)",
          "score": "\(evaluation.score)",
        ])
      try store.append(
        evaluation.record(milliseconds: Int(seconds * 1000)), to: current.attempt,
        log: newLines(of: job.task.number))
      return .evaluated(job.label, worker: worker, evaluation)
    case .done(let trained):
      let score = trained.best.value(of: study.metric.name)
      try store.finish(
        current.attempt, trained.storeResult(score: score, log: log),
        model: trained.modelFiles.map { SweepStore.ModelFile(path: $0.path, bytes: $0.bytes) },
        kind: trained.filesKind, now: Wall.now)
      running[job.task.number] = nil
      return .finished(job.label, score: score, seconds: seconds)
    case .pruned(let end):
      let score = end.best?.value(of: study.metric.name)
      try store.endEarly(
        current.attempt,
        EarlyEnd(
          score: score, scores: end.best?.scores.json, bestStep: end.best?.step, step: end.step,
          words: end.words, reason: end.reason, limit: end.limit, log: log), now: Wall.now)
      running[job.task.number] = nil
      return .pruned(job.label, score: score, reason: end.reason, seconds: seconds)
    case .paused: return .paused(job.label)
    case .failed(let error):
      failures += 1
      running[job.task.number] = nil
      try store.fail(current.attempt, error: error, log: log, now: Wall.now)
      return .failed(job.label, error: error)
    case .stopped:
      running[job.task.number] = nil
      try store.stop(current.attempt, log: log, now: Wall.now)
      return .stopped(job.label)
    }
  }

  /// The lines that are not in the record yet, which are about to be.
  private mutating func newLines(of number: Int) -> String {
    guard let current = running[number] else { return "" }
    running[number]?.keptLines = current.log.count
    let now = clock.now
    running[number]?.lastKept = now
    return current.log[current.keptLines...].map { $0 + "\n" }.joined()
  }

  /// Puts lines into the record that no evaluation has taken along for some time.
  private mutating func keepLog(of number: Int, after time: Duration) throws {
    guard let current = running[number], current.keptLines < current.log.count,
      clock.now - current.lastKept > time
    else { return }
    try store.append(log: newLines(of: number), to: current.attempt)
  }

  /// The provenance of this process with the trial's own backend.
  private func provenanceOfTrial(_ config: Config, _ made: JSONObject) -> JSONObject {
    var object = provenance
    guard made.isEmpty else {
      for (key, value) in made.entries { object[key] = value }
      return object
    }
    let resolved = try? config.interpolated()
    object["matmul"] = .string(resolved?["system.matmul"]?.stringValue ?? "exact")
    return object
  }
}

extension Evaluation {
  /// The score of a name: one of the scorers' or `score`, the weighted one that decides.
  package func value(of name: String) -> Double? {
    if name == "score", deciding == .weighted { return score }
    let values = EvaluationRecord.values(of: scores.json)
    return values.first { $0.name == name }?.value
      ?? losses.first { "loss \($0.name)" == name }?.value
  }

  /// The evaluation as the store keeps it.
  func record(milliseconds: Int?) -> EvaluationRecord {
    EvaluationRecord(
      step: step, epoch: epoch,
      scores: (deciding == .weighted ? [EvaluationRecord.Value("score", score)] : [])
        + EvaluationRecord.values(of: scores.json),
      losses: losses.map { EvaluationRecord.Value($0.name, $0.value) }, words: words,
      milliseconds: milliseconds)
  }
}

extension TrainedTrial {
  /// The result as the store keeps it.
  fileprivate func storeResult(score: Double?, log: String) -> SweepStore.TrialResult {
    SweepStore.TrialResult(
      score: score, scores: best.scores.json, bestStep: best.step, steps: steps, words: words,
      modelHash: modelHash, log: log,
      counts: best.counts.isEmpty ? nil : best.counts.map(\.stored),
      confusion: best.confusion?.json)
  }
}

extension TrainingCorpora {
  /// The files of both corpora, and all others that the config names, as the store keeps them.
  var inputRecords: [InputRecord] {
    let others = resources.files.map { setting, file in
      InputRecord(
        setting: setting, written: file.path, resolved: file.resolvedPath, sha256: file.hash,
        bytes: file.byteCount)
    }
    return [("training.train_corpus", train), ("training.dev_corpus", dev)].flatMap {
      setting, corpus in
      corpus.files.map {
        InputRecord(
          setting: setting, written: $0.path, resolved: $0.resolvedPath, sha256: $0.hash,
          bytes: $0.byteCount)
      }
    } + others
  }
}

extension EntityCounts {
  /// The counts as the store keeps them.
  var stored: Bootstrap.Counts {
    Bootstrap.Counts(correct: correct, predicted: predicted, expected: expected)
  }
}
