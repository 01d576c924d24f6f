import SweepConfig
import SweepSearch
import SweepStore

/// Which trial comes next: proposals, waiting for results, retries, races, limits on the number.
///
/// It follows from the recorded results alone which trials there are, never from what ended first. A
/// value of the loop that writes the record; nobody else sees it.
struct StudySchedule {
  /// What is to be done next.
  enum Next {
    /// Run a trial, from its beginning or on from where it waits.
    case run(number: Int, rung: Int?)
    /// Wait for results.
    case wait
    /// There is nothing left to do.
    case end
  }

  enum State: Equatable {
    case queued, running, final
    /// Another process has it.
    case elsewhere
    /// It waits at a rung.
    case waiting
    /// Beyond what is asked for by now; it stays in the record as it is.
    case skipped
  }

  struct Slot {
    var record: TrialRecord
    var state: State
    /// What the search may know of it once it is final.
    var result: Outcome?
    var curve = Curve()
  }

  let plan: SweepPlan
  let study: Study
  let store: StudyStore
  var proposals: ProposalRun
  /// By number.
  var slots: [Slot] = []
  /// The trials of each row, in order of number.
  var trialsOfRow: [[Int]] = []
  var queue: ArraySlice<Int> = []
  /// The trials that other processes have, or programs elsewhere.
  var others: Set<Int> = []
  /// All trials before are final or skipped.
  var finalCount = 0
  var rungs: RungSchedule?
  /// When the record was last asked what others have done.
  var lastRefresh = ContinuousClock.now
  /// Whether a race has come to its end.
  var isRaceOver = false
  /// Whether to wait for the trials of other processes where nothing is left to run.
  var waitsForOthers = false
  /// Trials that have failed and would run again, but that something else has come of already.
  private(set) var keptFailures: [Int] = []

  /// Takes up a study as it is recorded.
  ///
  /// - Parameters:
  ///   - plan: The sweep.
  ///   - study: Its record.
  ///   - store: Where it is.
  ///   - records: All its trials, by number, with those that were lost marked as stopped.
  ///   - retriesFailed: Whether trials that failed run again where nothing depends on that; `nil` for
  ///     all but those whose process has died too often.
  /// - Throws: `StoreError`, or `ConfigErrors` of a trial's config.
  init(
    _ plan: SweepPlan, study: Study, store: StudyStore, records: [TrialRecord],
    retriesFailed: Bool? = nil
  ) throws {
    (self.plan, self.study, self.store) = (plan, study, store)
    proposals = plan.proposals(
      method: study.method, window: study.window, priors: study.priors)
    if let halving = plan.halving { rungs = RungSchedule(halving) }
    let needsCurves = plan.sweep.pruner != nil
    let curves = needsCurves ? try store.curves(of: plan.sweep.metric, in: study) : [:]
    let values =
      plan.sweep.metrics.count > 1 ? try store.bestValues(of: plan.sweep.metrics, in: study) : [:]
    let seen = lastLookedAt(records)
    for record in records {
      restore(record)
      let curve = curves[record.id]?.map { ($0.step, plan.sweep.metric.loss($0.value)) } ?? []
      let isWanted = retriesFailed ?? (record.deaths < StudyStore.mostDeaths)
      if record.state == .failed, isWanted, record.number <= seen {
        keptFailures.append(record.number)
      }
      take(
        record, retriesFailed: isWanted && record.number > seen,
        curve: Curve(curve.map { Curve.Point(step: $0.0, value: $0.1) }),
        values: values[record.id])
    }
    advance()
    for row in trialsOfRow.indices { finish(row: row) }
    queue = slots.indices.filter { slots[$0].state == .queued }[...]
    others = Set(slots.indices.filter { slots[$0].state == .elsewhere })
  }

  /// The last trial whose result a later proposal or decision may have looked at: it is not retried,
  /// or what followed from it would not follow any more.
  private func lastLookedAt(_ records: [TrialRecord]) -> Int {
    var last = -1
    let sweep = plan.sweep
    if sweep.method.looksAtResults || sweep.stop.looksAtResults, let row = records.map(\.row).max()
    {
      last = row * proposals.replicates.count - proposals.window
    }
    if sweep.pruner != nil, plan.halving == nil {
      let begun = records.last { $0.attempt > 0 }?.number ?? 0
      last = max(last, begun - proposals.window)
    }
    // A rung or a round of a race has compared all that came before.
    if plan.halving != nil, let pruned = records.last(where: { $0.state == .pruned }) {
      last = max(last, pruned.number)
    }
    let rows = (records.map(\.row).max() ?? -1) + 1
    if sweep.race != nil, records.count > rows * proposals.replicates.count {
      last = records.count
    }
    return last
  }

  private mutating func restore(_ record: TrialRecord) {
    guard record.row == trialsOfRow.count else {
      trialsOfRow[record.row].append(record.number)
      return
    }
    trialsOfRow.append([record.number])
    proposals.restore(ProposalRun.Row(record))
    if record.origin == .proposed { rungs?.addMember(row: record.row) }
  }

  mutating func take(
    _ record: TrialRecord, retriesFailed: Bool, curve: Curve, values: [Double?]?
  ) {
    var slot = Slot(record: record, state: .queued)
    let isBeyond =
      record.number >= plan.sweep.runCap ?? .max
      || record.origin == .proposed && proposals.proposedCount > plan.sweep.trials ?? .max
    switch record.state {
    case .done, .pruned:
      slot.state = .final
      slot.result = outcome(of: record, values: values)
      slot.curve = curve
    case .failed where !retriesFailed:
      slot.state = .final
      slot.result = .failed
      slot.curve = curve
    case .running: slot.state = .elsewhere
    case .waiting, .stopped, .failed: if isBeyond { slot.state = .skipped }
    }
    slots.append(slot)
  }

  /// What a final trial tells the search.
  private func outcome(of record: TrialRecord, values: [Double?]?) -> Outcome {
    let metrics = plan.sweep.metrics
    if record.state == .failed { return .failed }
    let first = plan.sweep.metric.loss(record.score)
    if record.state == .pruned { return .pruned(step: record.endedStep ?? 0, value: first) }
    guard let values, metrics.count > 1 else { return .scored([first]) }
    return .scored(zip(metrics, values).map { $0.loss($1) })
  }
}

// MARK: - What happens

extension StudySchedule {
  /// How many trials there will be at most, as far as that is known.
  var expectedCount: Int {
    var count = slots.count { $0.state != .skipped }
    if let trials = plan.sweep.trials, !proposals.isExhausted, plan.isOpen {
      count += max(0, trials - proposals.proposedCount) * proposals.replicates.count
    }
    if plan.sweep.race != nil, !isRaceOver {
      count = max(count, trialsOfRow.count * plan.sweep.seeds.count)
    }
    return min(count, plan.sweep.runCap ?? .max)
  }

  /// How many assignments there will be at most.
  var expectedRows: Int {
    guard let trials = plan.sweep.trials, !proposals.isExhausted, plan.isOpen else {
      return trialsOfRow.count
    }
    return trialsOfRow.count + max(0, trials - proposals.proposedCount)
  }

  /// Whether no trial is left to run, here or elsewhere.
  ///
  /// - Throws: `StoreError` when it cannot be read what other processes have done.
  func isComplete() throws(StoreError) -> Bool {
    for slot in slots {
      switch slot.state {
      case .final, .skipped: continue
      case .elsewhere where try store.trial(id: slot.record.id).state.isFinal: continue
      case .elsewhere, .queued, .running, .waiting: return false
      }
    }
    return true
  }

  /// The trial with the best score so far, the first of equal ones.
  var best: (label: TrialLabel, score: Double)? {
    let metric = plan.sweep.metric
    let done = slots.map(\.record).filter { $0.state == .done && $0.score?.isNaN == false }
    return done.min { metric.loss($0.score) < metric.loss($1.score) }.flatMap { record in
      record.score.map { (TrialLabel(record), $0) }
    }
  }

  /// Those that need not run any more.
  var finishedCount: Int { slots.count { $0.state == .final } }

  /// The trials that can be run without further results, by number.
  var queued: [TrialRecord] { queue.map { slots[$0].record } }

  /// What the pruner of a trial may look at: the trials that are window or more before.
  func earlier(than number: Int) -> [PrunedTrial] {
    slots[..<max(0, number - proposals.window + 1)].map {
      PrunedTrial(
        number: $0.record.number, curve: $0.curve, isComplete: $0.record.state == .done)
    }
  }

  /// Another process has taken a trial, or a program elsewhere.
  mutating func noteElsewhere(_ number: Int) {
    slots[number].state = .elsewhere
    others.insert(number)
  }

  /// How many trials others have.
  var elsewhereCount: Int { others.count }

  /// A worker has begun a trial, or goes on with it.
  mutating func noteRunning(_ number: Int) { slots[number].state = .running }

  /// A trial was stopped: it does not run again in this process.
  mutating func noteStopped(_ number: Int) { slots[number].state = .skipped }

  /// A running trial starts again.
  mutating func noteRetry(_ number: Int) { slots[number].curve = Curve() }

  /// A running trial was evaluated.
  mutating func note(step: Int, loss: Double, of number: Int) {
    slots[number].curve.append(step: step, value: loss)
  }

  /// A trial waits at a rung.
  mutating func noteWaiting(_ number: Int) {
    slots[number].state = .waiting
    decideRungs(of: number)
  }

  /// A trial has come to its end.
  ///
  /// - Parameters:
  ///   - record: As recorded.
  ///   - values: The values of all metrics.
  mutating func noteFinal(_ record: TrialRecord, values: [Double?]?) {
    let number = record.number
    slots[number].record = record
    slots[number].state = .final
    others.remove(number)
    slots[number].result = outcome(of: record, values: values)
    advance()
    finish(row: record.row)
    decideRungs(of: number)
  }

  mutating func advance() {
    while finalCount < slots.count,
      slots[finalCount].state == .final || slots[finalCount].state == .skipped
    {
      finalCount += 1
    }
  }

  /// Tells the proposals about a row whose first trials are all final: their mean.
  mutating func finish(row: Int) {
    let first = trialsOfRow[row].prefix(proposals.replicates.count)
    let outcomes = first.compactMap { slots[$0].result }
    guard outcomes.count == first.count, first.allSatisfy({ slots[$0].state == .final }) else {
      return
    }
    proposals.finish(row, .mean(of: outcomes))
  }

  /// Looks at what others have done with the trials that they have.
  ///
  /// - Returns: Whether one of them has ended, is to run again, or has come so far that a trial that
  ///   waits at a rung need not wait any more.
  /// - Throws: `StoreError` when the record cannot be read.
  mutating func refresh() throws -> Bool {
    var isChanged = false
    for number in others.sorted() {
      let record = try store.trial(id: slots[number].record.id)
      if record.state.isFinal {
        if plan.sweep.pruner != nil { _ = try readCurve(of: record) }
        let values =
          plan.sweep.metrics.count > 1
          ? try store.bestValues(of: plan.sweep.metrics, in: study)[record.id] : nil
        noteFinal(record, values: values)
        isChanged = true
      } else if record.state != .running || record.isLost {
        slots[number].record = record
        requeue(number)
        isChanged = true
      } else {
        slots[number].record = record
        // At a rung trials are compared while they run.
        if rungs != nil, try readCurve(of: record) { decideRungs(of: number) }
      }
    }
    return isChanged || rungs?.hasDecisions == true
  }

  /// Reads how far a trial of another process has come.
  ///
  /// - Returns: Whether that is further than it was known.
  private mutating func readCurve(of record: TrialRecord) throws -> Bool {
    let curve = try store.curve(of: plan.sweep.metric, trial: record)
    let last = slots[record.number].curve.lastStep ?? -1
    guard curve.last?.step ?? -1 > last else { return false }
    slots[record.number].curve = Curve(
      curve.map { Curve.Point(step: $0.step, value: plan.sweep.metric.loss($0.value)) })
    return true
  }

  /// Lets a trial run again that another has given back or lost.
  mutating func requeue(_ number: Int) {
    others.remove(number)
    slots[number].state = .queued
    slots[number].curve = Curve()
    let place = queue.firstIndex { $0 > number } ?? queue.endIndex
    queue.insert(number, at: place)
  }
}

extension Outcome {
  /// What a row's trials amount to: the mean of what they have, a failure if one has failed, pruned if
  /// one was pruned.
  static func mean(of outcomes: [Outcome]) -> Outcome {
    guard outcomes.count > 1 else { return outcomes.first ?? .failed }
    var sums: [Double] = []
    var prunedStep: Int?
    for outcome in outcomes {
      let values: [Double]
      switch outcome {
      case .failed, .pending: return .failed
      case .scored(let scores): values = scores
      case .pruned(let step, let value):
        prunedStep = min(prunedStep ?? step, step)
        values = [value]
      }
      sums = sums.isEmpty ? values : zip(sums, values).map { $0 + $1 }
    }
    let means = sums.map { $0 / Double(outcomes.count) }
    if let prunedStep { return .pruned(step: prunedStep, value: means.first ?? .infinity) }
    return .scored(means)
  }
}
