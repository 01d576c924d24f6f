import SweepConfig
import SweepSearch
import SweepStore

extension StudySchedule {
  /// What comes next.
  ///
  /// A trial that has come to a rung goes on before another one begins, so that groups end.
  ///
  /// - Parameter running: How many trials this process runs now.
  /// - Returns: A trial, or why there is none.
  /// - Throws: `StoreError`, or `ConfigErrors` of a proposal's config.
  mutating func next(running: Int) throws -> Next {
    while true {
      if rungs?.hasPruned == true { return .wait }
      if let (number, rung) = rungs?.popResumable() { return .run(number: number, rung: rung) }
      if let number = queue.first {
        guard mayBegin(number) else { return try waiting(running) }
        queue.removeFirst()
        return .run(number: number, rung: rung(of: number))
      }
      guard proposals.isReady else { return try waiting(running) }
      if let row = proposals.next() {
        try add(proposals.entries(of: row))
        continue
      }
      if rungs?.isComplete == false {
        rungs?.complete()
        if let row = rungs?.lastRow, let trial = trialsOfRow[row].first { decideRungs(of: trial) }
        continue
      }
      if try extendRace() { continue }
      return try waiting(running)
    }
  }

  /// Records the trials that follow without further results.
  ///
  /// - Throws: As `next`.
  mutating func addKnown() throws {
    while !proposals.needsResults, let row = proposals.next() {
      try add(proposals.entries(of: row))
    }
  }

  /// Whether the results that a trial's pruner may look at are there.
  private func mayBegin(_ number: Int) -> Bool {
    guard plan.sweep.pruner != nil, plan.halving == nil else { return true }
    return finalCount >= number - proposals.window + 1
  }

  /// To wait, unless nobody is left to wait for.
  private mutating func waiting(_ running: Int) throws -> Next {
    let now = ContinuousClock.now
    if running > 0, now - lastRefresh < .milliseconds(500) { return .wait }
    lastRefresh = now
    if try queue.isEmpty && takeAdded() { return try next(running: running) }
    guard !others.isEmpty else { return running > 0 ? .wait : .end }
    if running > 0 { return try refresh() ? next(running: running) : .wait }
    let dependsOnThem =
      !queue.isEmpty || !proposals.isExhausted || plan.sweep.race != nil
      || slots.contains { $0.state == .waiting }
    guard dependsOnThem || waitsForOthers else { return .end }
    if try refresh() { return try next(running: running) }
    // A process may die, and its trials are this one's then. A program elsewhere may take for ever.
    return dependsOnThem || others.contains { slots[$0].record.worker?.lease == nil }
      ? .wait : .end
  }

  /// Records the trials of a new row.
  private mutating func add(_ entries: [TrialPlan.Entry]) throws {
    let left = (plan.sweep.runCap ?? .max) - slots.count
    let trials = try entries.prefix(left).map { entry -> NewTrial in
      NewTrial(entry, config: try plan.planned(entry).configText)
    }
    let records: [TrialRecord]
    do {
      records = try store.add(trials, to: study)
    } catch {
      guard case .planChanged = error.reason, try takeAdded() else { throw error }
      return
    }
    // Somebody has added the same assignment by hand: it is no proposal any more.
    if zip(records, entries).contains(where: { $0.origin != $1.origin }), try takeAdded() { return }
    for record in records {
      if record.row == trialsOfRow.count {
        trialsOfRow.append([])
        if record.origin == .proposed { rungs?.addMember(row: record.row) }
      }
      trialsOfRow[record.row].append(record.number)
      // Another process may have made the same proposal, and run it.
      take(record, retriesFailed: false, curve: Curve(), values: nil)
      if record.state.isFinal || record.state == .running { noteElsewhere(record.number) }
      if slots[record.number].state == .queued { queue.append(record.number) }
    }
  }

  /// Takes up assignments that others have added to the record by hand, and makes the proposals anew
  /// that did not know of them.
  ///
  /// - Returns: Whether there were any.
  /// - Throws: `StoreError` when the record cannot be read.
  private mutating func takeAdded() throws -> Bool {
    let records = try store.trials(of: study, from: slots.count)
    let added = records.prefix { $0.origin == .enqueued && $0.row >= trialsOfRow.count }
    guard !added.isEmpty else { return false }
    for record in added {
      if record.row == trialsOfRow.count { trialsOfRow.append([]) }
      trialsOfRow[record.row].append(record.number)
      take(record, retriesFailed: false, curve: Curve(), values: nil)
      if record.state.isFinal || record.state == .running { noteElsewhere(record.number) }
      if slots[record.number].state == .queued { queue.append(record.number) }
    }
    proposals = plan.proposals(
      method: study.method, window: study.window, priors: study.priors)
    for trials in trialsOfRow {
      guard let record = trials.first.map({ slots[$0].record }) else { continue }
      proposals.restore(ProposalRun.Row(record))
    }
    for row in trialsOfRow.indices { finish(row: row) }
    return true
  }

  /// Adds the next round of a race, once all trials are final.
  private mutating func extendRace() throws -> Bool {
    guard let settings = plan.sweep.race, !isRaceOver else { return false }
    guard finalCount == slots.count else { return false }
    let seeds = plan.sweep.seeds
    var race = SeedRace(budget: trialsOfRow.count * seeds.count)
    (race.firstSeeds, race.level) = (settings.firstSeeds, settings.level)
    let scores = trialsOfRow.map { trials in
      trials.map { number -> Double? in
        if case .scored(let values) = slots[number].result, let loss = values.first, loss.isFinite {
          return loss
        }
        return nil
      }
    }
    let round = race.next(scores)
    isRaceOver = round.runs.isEmpty
    let entries = round.runs.enumerated().map { index, run in
      let row = proposals.rows[run.assignment]
      let beyond = run.seed - seeds.count + 1
      return TrialPlan.Entry(
        id: slots.count + index, row: row.number, assignment: row.assignment, origin: row.origin,
        proposal: row.proposal,
        seed: run.seed < seeds.count ? seeds[run.seed] : (seeds.max() ?? 0) + beyond)
    }
    try add(entries)
    return !isRaceOver && slots.count < plan.sweep.runCap ?? .max
  }
}
