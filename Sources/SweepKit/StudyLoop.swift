import Logging
import SweepConfig
import SweepEngine
import SweepReport
import SweepSearch
import SweepStore
import SweepTensors
import SweepTraining

/// The loop that writes the record: it gives workers their trials and takes what they report.
///
/// It lives on one thread, so the record has one writer in this process, and decisions one order.
struct StudyLoop {
  private var schedule: StudySchedule
  private var recorder: TrialRecorder
  private let trainer: any Trainer
  private let stop: StopSignal
  private let desk: CheckpointDesk
  /// How often a trial is tried again after a failure.
  private let retries: Int
  private let store: StudyStore
  private let study: Study
  private var jobs: [Int: StudyJob] = [:]
  private var running = 0
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant
  private var isOutOfTime = false
  /// Whether nothing runs here and others are waited for, and whether that was said.
  private var isIdle = false
  private var hasSaidIdle = false
  /// Why the search, or this run of it, ends before its number of trials.
  private(set) var endReasons: [String] = []

  init(
    schedule: StudySchedule, recorder: TrialRecorder, trainer: any Trainer, stop: StopSignal,
    desk: CheckpointDesk, retries: Int = 0
  ) {
    (self.schedule, self.recorder) = (schedule, recorder)
    (self.trainer, self.stop) = (trainer, stop)
    (self.desk, self.retries) = (desk, retries)
    (store, study) = (schedule.store, schedule.study)
    start = clock.now
    // Those that are known now share what they start from.
    for trial in schedule.queued { _ = try? job(for: trial) }
  }

  /// Whether every trial of the study has come to its end.
  ///
  /// - Throws: `StoreError` when the record cannot be read.
  func isComplete() throws(StoreError) -> Bool { isOutOfTime ? false : try schedule.isComplete() }

  /// How many trials have failed in this run.
  var failures: Int { recorder.failures }

  /// What an idle worker is to do.
  ///
  /// - Throws: `StoreError`, or `ConfigErrors` of a proposal's config.
  mutating func next() throws -> NextJob<StudyJob> {
    if try isOverTime() { return .end }
    while true {
      if running > 0, let most = limits.bytes, Memory.resident > most { return .wait }
      switch try schedule.next(running: running) {
      case .wait:
        isIdle = running == 0
        return .wait
      case .end:
        if let reason = schedule.proposals.stopReason { note(endReason: reason) }
        return .end
      case .run(let number, let rung):
        let record = schedule.slots[number].record
        var job = try jobs[number] ?? job(for: record)
        job.rung = rung
        if schedule.slots[number].state != .waiting {
          guard try begin(&job) else { continue }
        }
        schedule.noteRunning(number)
        jobs[number] = job
        running += 1
        (isIdle, hasSaidIdle) = (false, false)
        return .run(job)
      }
    }
  }

  private var limits: (seconds: Double?, bytes: Int?) {
    let limits = schedule.plan.sweep.limits
    return (limits.trialMinutes.map { $0 * 60 }, limits.memoryMegabytes.map { $0 * 1_000_000 })
  }

  /// Gives a trial what it may look at, and claims it.
  private mutating func begin(_ job: inout StudyJob) throws -> Bool {
    let number = job.task.number
    // The baseline is what all others are compared with, so it trains to its end.
    if !job.trial.isBaseline,
      let pruner = schedule.plan.sweep.pruner?.pruner(for: study.metric.goal)
    {
      job.task.pruning = Pruning(pruner: pruner, earlier: schedule.earlier(than: number))
    }
    job.training = TrialTraining(
      task: job.task, trainer: trainer, metric: study.metric, stop: stop)
    job.inputs = trainer.inputs(of: job.task, expected: job.inputs)
    if try recorder.begin(job, made: trainer.provenance(of: job.task)) { return true }
    trainer.forget(job.task)
    jobs[number] = nil
    schedule.noteElsewhere(number)
    return false
  }

  private mutating func job(for trial: TrialRecord) throws -> StudyJob {
    var task = TrialTask(
      number: trial.number, config: try schedule.plan.config(of: TrialPlan.Entry(trial)))
    (task.seconds, task.bytes) = limits
    task.retries = retries
    let inputs = trainer.expect(task)
    task.checkpoint = CheckpointPlan(
      path: desk.path(of: trial), seconds: schedule.plan.sweep.checkpointSeconds,
      key: CheckpointKey(trial: trial, inputs: inputs, backend: backend(of: task.config)),
      isTrusted: trial.deaths < StudyStore.mostDeaths / 2, desk: desk)
    task.name = TrialName(trial)
    let job = StudyJob(
      task: task, trial: trial, label: TrialLabel(trial), inputs: inputs,
      training: TrialTraining(task: task, trainer: trainer, metric: study.metric, stop: stop))
    jobs[trial.number] = job
    return job
  }

  /// What multiplies matrices; variables are looked up only where there may be one.
  private func backend(of config: Config) -> MatrixBackend? {
    if let backend = try? MatrixBackend(reading: config) { return backend }
    return try? MatrixBackend(reading: config.interpolated())
  }

  /// Whether this run has taken the hours that it may take; noted once.
  private mutating func isOverTime() throws -> Bool {
    guard let hours = schedule.plan.sweep.stop.hours else { return false }
    guard (clock.now - start).seconds > hours * 3600 else { return false }
    if !isOutOfTime {
      isOutOfTime = true
      let reason = "this run has taken its \(hours) hours"
      let first = schedule.slots.first { $0.state == .queued }?.record.number
      try store.note(
        "hours", reason, from: first ?? schedule.slots.count, of: study, now: Wall.now)
      note(endReason: reason + "; run the same command again to go on")
    }
    return true
  }

  private mutating func note(endReason reason: String) {
    if !endReasons.contains(reason) { endReasons.append(reason) }
  }

  /// Takes a message of a worker.
  ///
  /// - Returns: What to show, in order.
  /// - Throws: `StoreError` when it cannot be recorded.
  mutating func receive(
    _ message: EngineMessage<StudyJob, TrialEvent>
  ) throws -> [StudyEvent] {
    var shown: [StudyEvent] = []
    switch message {
    case .started(let job, let worker): shown = [.started(job.label, worker: worker)]
    case .tick:
      shown = [.tick]
      if isIdle, !hasSaidIdle, schedule.elsewhereCount > 0 {
        hasSaidIdle = true
        shown = [.waiting(others: schedule.elsewhereCount)]
      }
    case .finished: running -= 1
    case .event(let job, let worker, let event):
      shown = [try recorder.record(event, of: job, worker)].compactMap(\.self)
      try note(event, of: job)
    }
    while let (number, step) = schedule.popPruned() {
      if let event = try prune(number, at: step) { shown.append(event) }
    }
    return shown
  }

  private mutating func note(_ event: TrialEvent, of job: StudyJob) throws {
    let number = job.task.number
    switch event {
    case .logged, .progressed, .remarked: break
    case .resumed(let resumed):
      for evaluation in resumed.evaluations {
        schedule.note(
          step: evaluation.step, loss: study.metric.loss(of: evaluation), of: number)
      }
    case .retried: schedule.noteRetry(number)
    case .evaluated(let evaluation):
      guard evaluation.deciding != .nothing else { break }
      schedule.note(step: evaluation.step, loss: study.metric.loss(of: evaluation), of: number)
    case .paused(let end):
      jobs[number]?.ended = end
      schedule.noteWaiting(number)
    case .done(let trained): try noteFinal(job, best: trained.best)
    case .pruned(let end): try noteFinal(job, best: end.best)
    case .failed: try noteFinal(job, best: nil)
    case .stopped:
      jobs[number] = nil
      schedule.noteStopped(number)
    }
  }

  private mutating func noteFinal(_ job: StudyJob, best: Evaluation?) throws {
    jobs[job.task.number] = nil
    // Its end is recorded: nobody goes on with it.
    if let checkpoint = job.task.checkpoint { checkpoint.desk.remove(checkpoint.path) }
    schedule.noteFinal(
      try store.trial(id: job.trial.id),
      values: best.map { best in study.metrics.map { best.value(of: $0.name) } })
  }

  /// Ends a trial that waits at a rung.
  private mutating func prune(_ number: Int, at step: Int) throws -> StudyEvent? {
    guard let job = jobs[number], var end = job.ended else { return nil }
    end.reason = "pruned at the rung of step \(step)"
    job.training.close(inBackground: true)
    _ = try recorder.record(.logged(end.reason), of: job, 0)
    let shown = try recorder.record(.pruned(end), of: job, 0)
    try noteFinal(job, best: end.best)
    return shown
  }

  /// Records trials that still wait at a rung as stopped: they run again with the next run.
  ///
  /// - Throws: `StoreError` when that cannot be recorded.
  mutating func close() throws {
    defer { desk.close() }
    for (number, job) in jobs.sorted(by: { $0.key < $1.key })
    where schedule.slots[number].state == .waiting {
      job.training.leaveCheckpoint()
      job.training.close(inBackground: false)
      _ = try recorder.record(.stopped, of: job, 0)
    }
  }
}

/// A trial on its way through the engine.
struct StudyJob: Sendable {
  var task: TrialTask
  let trial: TrialRecord
  let label: TrialLabel
  /// The files that it will read; none where they cannot be read.
  var inputs: [InputRecord] = []
  var training: TrialTraining
  /// The step to wait at; `nil` for the end.
  var rung: Int?
  /// What it has come to while it waits.
  var ended: EndedTrial?
}
