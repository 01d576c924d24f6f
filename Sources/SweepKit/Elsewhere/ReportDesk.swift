import SweepConfig
import SweepSearch
import SweepStore

/// Takes reports of programs that train elsewhere: records them, and answers whether to go on.
///
/// It needs the record only. A value of the one process that serves a program; others may serve the
/// same study.
struct ReportDesk {
  /// A trial that somebody trains.
  struct Held {
    var trial: TrialRecord
    var attempt: Attempt
    /// Milliseconds since 1970.
    var began: Int
    var lease: Worker.Lease?
    var lastStep: Int?
    /// The best evaluation so far: the last of equals.
    var best: Best?
    /// The deciding metric so far, less being better.
    var curve = Curve()
    /// What its pruner may look at; read from the record where it is not known.
    var earlier: [PrunedTrial]?
  }

  struct Best {
    var step: Int
    var loss: Double
    var metrics: JSONObject
  }

  /// What a report has led to.
  struct Told {
    var answer: JSONObject
    /// The trial as it is recorded now, where it has ended, and the values of all metrics.
    var final: (record: TrialRecord, values: [Double?]?)?
    /// The deciding metric of an evaluation, less being better.
    var evaluated: (number: Int, step: Int, loss: Double)?
  }

  let store: StudyStore
  let study: Study
  private let pruner: (any Pruner)?
  private var held: [String: Held] = [:]

  init(store: StudyStore, study: Study, pruner: PrunerSettings?) {
    (self.store, self.study) = (store, study)
    self.pruner = pruner?.pruner(for: study.metric.goal)
  }

  /// Serves a trial that this process has given away.
  mutating func hold(_ trial: Held, as handle: String) { held[handle] = trial }

  /// Records that trials which were given away end with this process; they run again.
  ///
  /// - Throws: `StoreError` when that cannot be recorded.
  mutating func giveBack() throws {
    for held in held.values.sorted(by: { $0.trial.number < $1.trial.number })
    where held.lease == nil {
      do {
        try store.stop(held.attempt, log: "", now: Wall.now)
      } catch {
        if case .superseded = error.reason { continue }
        throw error
      }
    }
    held = [:]
  }

  /// Takes a report.
  ///
  /// - Returns: What it has led to.
  /// - Throws: `ExchangeError` or `StoreError`; then nothing is recorded.
  mutating func tell(_ report: TrialReport) throws -> Told {
    var current = try held[report.trial] ?? found(report.trial)
    let told: Told
    switch report.event {
    case .evaluated(let step):
      try append(report, at: step, to: &current)
      held[report.trial] = current
      told = try answer(report, step, &current)
      held[report.trial] = current
    case .done(let step): told = try finish(report, at: step, current)
    case .pruned(let step, let reason): told = try prune(report, at: step, reason, current)
    case .failed(let message):
      try store.fail(current.attempt, error: message, log: "", now: Wall.now)
      current.trial.state = .failed
      current.trial.error = message
      told = ended(report, current.trial, values: nil)
    }
    if told.final != nil { held[report.trial] = nil }
    return told
  }

  // MARK: Trials of other processes

  /// Looks a trial up that another process has given away.
  private func found(_ text: String) throws -> Held {
    let handle = TrialHandle(text)
    let trial = try store.trial(handle.trial, study: study.name)
    guard trial.studyID == study.id else {
      throw ExchangeError(.otherStudy(trial: trial.name, study: study.name))
    }
    guard trial.state == .running else {
      throw ExchangeError(.notRunning(trial: trial.name, state: trial.state.rawValue))
    }
    guard let worker = trial.worker, let lease = worker.lease else {
      let owner = trial.worker.map { "process \($0.pid) on \($0.host)" } ?? "nobody"
      throw ExchangeError(.notYours(trial: trial.name, owner: owner))
    }
    guard trial.attempt == handle.attempt else {
      let name = TrialHandle.text(of: trial, attempt: trial.attempt)
      throw ExchangeError(
        .notYours(trial: text, owner: "another worker by now, \(worker.host), as \(name)"))
    }
    var held = Held(
      trial: trial, attempt: store.attempt(at: trial), began: trial.started ?? Wall.now,
      lease: lease)
    for evaluation in try store.evaluations(of: trial) {
      let values =
        evaluation.scores
        + evaluation.losses.map {
          EvaluationRecord.Value("loss \($0.name)", $0.value)
        }
      // Tables are recorded by the paths of their keys.
      let metrics = JSONObject(values.map { ($0.name, $0.value.map { .number($0) } ?? .null) })
      note(metrics, at: evaluation.step, &held)
    }
    return held
  }

  // MARK: Evaluations

  private func note(_ metrics: JSONObject, at step: Int, _ held: inout Held) {
    held.lastStep = step
    guard let value = Self.value(study.metric.name, metrics) else { return }
    let loss = study.metric.loss(value)
    held.curve.append(step: step, value: loss)
    if loss <= held.best?.loss ?? .infinity {
      held.best = Best(step: step, loss: loss, metrics: metrics)
    }
  }

  /// The number of a name, which may be a path; `nil` where there is none.
  static func value(_ name: String, _ metrics: JSONObject) -> Double? {
    if let value = metrics[name] { return value.doubleValue }
    guard name.contains(".") else { return nil }
    return EvaluationRecord.values(of: metrics).first { $0.name == name }?.value
  }

  /// The evaluation of a report, as the store keeps it.
  private func evaluation(
    _ report: TrialReport, at step: Int, of held: Held, now: Int
  ) throws(ExchangeError) -> EvaluationRecord {
    if let last = held.lastStep, step <= last {
      throw ExchangeError(.stepGoesBack(trial: held.trial.name, step: step, last: last))
    }
    let values = EvaluationRecord.values(of: report.metrics)
    let prefix = "loss "
    return EvaluationRecord(
      step: step, epoch: report.epoch, scores: values.filter { !$0.name.hasPrefix(prefix) },
      losses: values.filter { $0.name.hasPrefix(prefix) }.map {
        EvaluationRecord.Value(String($0.name.dropFirst(prefix.count)), $0.value)
      }, words: report.words, milliseconds: max(0, now - held.began))
  }

  private func append(_ report: TrialReport, at step: Int, to held: inout Held) throws {
    let now = Wall.now
    try store.append(evaluation(report, at: step, of: held, now: now), to: held.attempt)
    note(report.metrics, at: step, &held)
    // A word from the program; not with every one, as the row of a trial is long.
    if let lease = held.lease, lease.end - now < lease.length / 10 * 9 {
      held.lease?.end = now + lease.length
      try store.renew(held.attempt, until: now + lease.length)
    }
  }

  private func answer(
    _ report: TrialReport, _ step: Int, _ held: inout Held
  ) throws -> Told {
    var told = Told(answer: ["trial": .string(report.trial), "stop": false])
    if let last = held.curve.points.last, last.step == step {
      told.evaluated = (held.trial.number, step, last.value)
    }
    if try shouldStop(&held, after: step) {
      told.answer["stop"] = true
      told.answer["reason"] = .string("pruned after step \(step)")
    }
    return told
  }

  private func shouldStop(_ held: inout Held, after step: Int) throws -> Bool {
    guard let pruner, !held.trial.isBaseline, held.curve.lastStep == step else { return false }
    if held.earlier == nil { held.earlier = try earlier(than: held.trial.number) }
    return pruner.shouldPrune(
      number: held.trial.number, held.curve, after: held.earlier ?? [])
  }

  /// The trials that the pruner of a trial may look at, from the record.
  private func earlier(than number: Int) throws -> [PrunedTrial] {
    let curves = try store.curves(of: study.metric, in: study)
    return try store.trials(of: study).prefix { $0.number <= number - study.window }.map { trial in
      let points = curves[trial.id] ?? []
      return PrunedTrial(
        number: trial.number,
        curve: Curve(
          points.map { Curve.Point(step: $0.step, value: study.metric.loss($0.value)) }),
        isComplete: trial.state == .done)
    }
  }

  // MARK: Ends

  private mutating func finish(
    _ report: TrialReport, at step: Int?, _ current: Held
  ) throws -> Told {
    var held = current
    var last: EvaluationRecord?
    if !report.metrics.isEmpty {
      let step = step ?? held.lastStep.map { $0 + 1 } ?? 0
      let isThere =
        report.metrics[study.metric.name].map { _ in true }
        ?? (Self.value(study.metric.name, report.metrics) != nil)
      guard isThere else {
        throw ExchangeError(
          .noMetric(
            trial: held.trial.name, name: study.metric.name, known: report.metrics.keys))
      }
      last = try evaluation(report, at: step, of: held, now: Wall.now)
      note(report.metrics, at: step, &held)
      // What is told at the end decides.
      let loss = held.curve.points.last?.value ?? .infinity
      held.best = Best(step: step, loss: loss, metrics: report.metrics)
    }
    guard let best = held.best else {
      throw ExchangeError(
        .noMetric(trial: held.trial.name, name: study.metric.name, known: []))
    }
    var record = held.trial
    record.state = .done
    record.score = Self.value(study.metric.name, best.metrics)
    (record.scores, record.bestStep) = (best.metrics, best.step)
    (record.steps, record.words) = ((held.lastStep ?? 0) + 1, report.words)
    record.finished = Wall.now
    try store.finish(
      held.attempt,
      SweepStore.TrialResult(
        score: record.score, scores: best.metrics, bestStep: best.step,
        steps: record.steps ?? 0, words: report.words, modelHash: nil, log: ""),
      model: [], evaluation: last, now: record.finished ?? 0)
    return ended(report, record, values: values(of: best))
  }

  private mutating func prune(
    _ report: TrialReport, at given: Int?, _ reason: String?, _ current: Held
  ) throws -> Told {
    var held = current
    if !report.metrics.isEmpty {
      try append(report, at: given ?? held.lastStep.map { $0 + 1 } ?? 0, to: &held)
      self.held[report.trial] = held
    }
    let step = given ?? held.lastStep ?? 0
    let isWanted = try shouldStop(&held, after: step)
    let words = reason ?? (isWanted ? "pruned after step \(step)" : "stopped by its program")
    var record = held.trial
    record.state = .pruned
    record.score = held.best.flatMap { Self.value(study.metric.name, $0.metrics) }
    (record.scores, record.bestStep) = (held.best?.metrics, held.best?.step)
    (record.endedStep, record.reason, record.finished) = (step, words, Wall.now)
    try store.endEarly(
      held.attempt,
      EarlyEnd(
        score: record.score, scores: record.scores, bestStep: record.bestStep, step: step,
        words: report.words, reason: words, limit: isWanted ? nil : "program", log: ""),
      now: record.finished ?? 0)
    return ended(report, record, values: held.best.map(values(of:)))
  }

  private func values(of best: Best) -> [Double?] {
    study.metrics.map { Self.value($0.name, best.metrics) }
  }

  private func ended(
    _ report: TrialReport, _ record: TrialRecord, values: [Double?]?
  ) -> Told {
    var answer: JSONObject = [
      "trial": .string(report.trial), "state": .string(record.state.rawValue),
    ]
    if record.state != .failed {
      answer["score"] = record.score.map { .number($0) } ?? .null
    }
    return Told(answer: answer, final: (record, values))
  }
}
