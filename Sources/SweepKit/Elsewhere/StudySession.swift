public import SweepConfig
import SweepSearch
public import SweepStore

/// A study that programs elsewhere work on: they ask for trials and tell what became of them.
///
/// Which trials there are, and when one has to wait for results, follows as in a run of this program
/// from the study alone. Others may work on it at the same time.
public struct StudySession {
  /// Who gets the trials that are asked for.
  public struct Asker: Sendable {
    /// The name of a program or machine; `nil` for this process, with which its trials end.
    public var name: String?
    /// How many milliseconds it may keep a trial without a word.
    public var lease: Int

    public init(name: String? = nil, lease: Int = 7_200_000) {
      (self.name, self.lease) = (name, lease)
    }

    fileprivate func worker(_ now: Int, _ process: Worker) -> Worker {
      guard let name else { return process }
      return Worker(name: name, lease: Worker.Lease(length: lease, end: now + lease))
    }
  }

  /// What `ask` has found.
  public enum Question: Sendable {
    /// A trial to be trained, and the text of its config.
    case trial(AskedTrial)
    /// The next one depends on results that are still to come.
    case wait
    /// No trial is left to begin.
    case end(reason: String)
  }

  public let study: Study
  let plan: SweepPlan
  private let store: StudyStore
  private let asker: Asker
  private let process = Worker.current()
  private let provenance: JSONObject
  private var schedule: StudySchedule
  private var desk: ReportDesk
  private let clock = ContinuousClock()
  private let start: ContinuousClock.Instant

  /// Opens a study, or makes it.
  ///
  /// - Parameters:
  ///   - plan: Its sweep, expanded for asking.
  ///   - path: The file with the records; made when it is not there.
  ///   - asker: Who asks.
  ///   - retriesFailed: Whether trials that have failed before are given out again.
  /// - Throws: `ExchangeError` for a sweep with rungs, `StoreError`.
  public init(_ plan: SweepPlan, store path: String, asker: Asker, retriesFailed: Bool = false)
    throws
  {
    guard plan.halving == nil else { throw ExchangeError(.rungs(file: plan.sweep.source.file)) }
    store = try StudyStore(path: path)
    study = try plan.openStudy(in: store)
    (self.plan, self.asker) = (plan, asker)
    _ = try store.reconcile(study)
    schedule = try StudySchedule(
      plan, study: study, store: store, records: store.trials(of: study),
      retriesFailed: retriesFailed)
    try schedule.addKnown()
    desk = ReportDesk(store: store, study: study, pruner: plan.sweep.pruner)
    provenance = [
      "sweep": .string(Provenance.programVersion), "trainer": "elsewhere",
      "worker": asker.name.map { .string($0) } ?? .null,
    ]
    start = clock.now
  }

  /// The next trial, which is the asker's from now on.
  ///
  /// - Returns: A trial, or why there is none now.
  /// - Throws: `StoreError`, or `ConfigErrors` of a proposal's config.
  public mutating func ask() throws -> Question {
    if let hours = plan.sweep.stop.hours, (clock.now - start).seconds > hours * 3600 {
      return .end(reason: "this session has taken its \(hours) hours")
    }
    while true {
      switch try schedule.next(running: 0) {
      case .wait: return .wait
      case .end:
        if try schedule.refresh() { continue }
        return .end(reason: endReason)
      case .run(let number, _):
        let now = Wall.now
        let worker = asker.worker(now, process)
        var record = schedule.slots[number].record
        let attempt = try store.begin(
          record, worker: worker, now: now, provenance: provenance, inputs: [])
        schedule.noteElsewhere(number)
        guard let attempt else { continue }
        (record.state, record.attempt, record.worker) = (.running, attempt.number, worker)
        (record.started, record.error) = (now, nil)
        let handle = TrialHandle.text(of: record, attempt: attempt.number)
        var held = ReportDesk.Held(
          trial: record, attempt: attempt, began: now, lease: worker.lease)
        if plan.sweep.pruner != nil { held.earlier = schedule.earlier(than: number) }
        desk.hold(held, as: handle)
        return .trial(AskedTrial(record, handle: handle))
      }
    }
  }

  private var endReason: String {
    if let reason = schedule.proposals.stopReason { return reason }
    let running = schedule.elsewhereCount
    if running == 0 { return "all trials have ended" }
    return "no trial is left to begin; \(running) \(running == 1 ? "is" : "are") running"
  }

  /// Takes a report.
  ///
  /// - Returns: The answer: whether to stop, or the state that the trial has ended in.
  /// - Throws: `ExchangeError` or `StoreError`; then nothing is recorded.
  public mutating func tell(_ report: TrialReport) throws -> JSONObject {
    let told = try desk.tell(report)
    if let point = told.evaluated {
      schedule.note(step: point.step, loss: point.loss, of: point.number)
    }
    if let final = told.final { schedule.noteFinal(final.record, values: final.values) }
    return told.answer
  }

  /// The full resolved config of a trial.
  ///
  /// - Throws: `ConfigErrors`, which the plan would have had.
  public func config(of trial: AskedTrial) throws -> Config {
    try plan.config(of: trial.entry)
  }

  /// Gives trials back that nobody will tell the end of: those of this process.
  ///
  /// - Throws: `StoreError` when that cannot be recorded.
  public mutating func close() throws { try desk.giveBack() }
}

/// A trial that a program has asked for.
public struct AskedTrial: Sendable {
  /// What reports are to call it.
  public let handle: String
  let record: TrialRecord

  init(_ record: TrialRecord, handle: String) { (self.record, self.handle) = (record, handle) }

  /// What a file of the trial is called.
  public var fileName: String { handle.split(separator: "/").joined(separator: "-") }

  var entry: TrialPlan.Entry { TrialPlan.Entry(record) }

  /// The trial for programs.
  public var json: JSONObject {
    var object: JSONObject = [
      "study": .string(record.study), "trial": .string(handle), "id": .string(record.shortID),
      "number": .integer(record.number), "seed": .integer(record.seed),
      "fold": record.fold.map { .integer($0) } ?? .null,
      "origin": .string(record.origin.rawValue), "assignment": .object(record.assignment.json),
    ]
    if let lease = record.worker?.lease { object["lease_seconds"] = .integer(lease.length / 1000) }
    return object
  }
}
