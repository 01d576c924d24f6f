import GRDB
public import SweepSearch

/// Attempts at a trial: what they print while they run, what one takes over from another, and failures.
extension StudyStore {
  /// After how many deaths in a row without a new evaluation a trial counts as failed.
  public static let mostDeaths = 10

  /// Keeps lines of a running trial's log until its end, when the whole log is written.
  ///
  /// - Throws: `StoreError.superseded` when the trial is another worker's by now.
  public func append(log text: String, to attempt: Attempt) throws(StoreError) {
    guard !text.isEmpty else { return }
    try write(isDurable: false) { db in
      try check(attempt, db)
      try keep(text, of: attempt, db)
    }
  }

  func keep(_ log: String, of attempt: Attempt, _ db: Database) throws {
    guard !log.isEmpty else { return }
    try db.run(
      """
      INSERT INTO logs (trial, attempt, position, text)
      SELECT ?1, ?2, coalesce((SELECT max(position) + 1 FROM logs WHERE trial = ?1 AND attempt = ?2), 0), ?3
      """, [attempt.trial, attempt.number, log])
  }

  /// Forgets the pieces of a log that is written as a whole.
  func dropPieces(of attempt: Attempt, _ db: Database) throws {
    try db.run(
      "DELETE FROM logs WHERE trial = ? AND attempt = ?", [attempt.trial, attempt.number])
  }

  /// Records that an attempt goes on from a checkpoint, with the evaluations that led there.
  ///
  /// - Parameters:
  ///   - evaluations: Those up to the checkpoint, which an earlier attempt has made.
  ///   - step: The step of the checkpoint.
  ///   - attempt: What `begin` gave; it has no evaluations yet.
  /// - Throws: `StoreError.superseded` when the trial is another worker's by now.
  public func takeUp(
    _ evaluations: [EvaluationRecord], after step: Int, in attempt: Attempt
  ) throws(StoreError) {
    try write { db in
      try check(attempt, db)
      for evaluation in evaluations { try append(evaluation, to: attempt, db) }
      try db.run("UPDATE trials SET resumed_step = ? WHERE id = ?", [step, attempt.trial])
    }
  }

  /// Records that an attempt has failed, and begins the next one of the same worker: nobody sees the
  /// trial as failed in between.
  ///
  /// - Parameters:
  ///   - attempt: What `begin` gave.
  ///   - error: What went wrong.
  ///   - log: What the attempt has printed.
  ///   - now: Milliseconds since 1970.
  /// - Returns: What later writes must name.
  /// - Throws: `StoreError.superseded` when the trial is another worker's by now.
  public func retry(
    _ attempt: Attempt, error: String, log: String, now: Int
  ) throws(StoreError) -> Attempt {
    try write { db in
      try check(attempt, db)
      try db.run(
        """
        INSERT INTO attempts (trial, attempt, state, started, finished, error, log, resumed_step)
        SELECT id, attempt, 'failed', started, ?, ?, ?, resumed_step FROM trials WHERE id = ?
        """, [now, error, log, attempt.trial])
      try dropPieces(of: attempt, db)
      try db.run(
        """
        UPDATE trials SET attempt = attempt + 1, started = ?, resumed_step = NULL, deaths = 0
        WHERE id = ?
        """, [now, attempt.trial])
      return Attempt(trial: attempt.trial, number: attempt.number + 1, name: attempt.name)
    }
  }

  /// The earlier attempts at a trial, in order.
  public func attempts(at trial: TrialRecord) throws(StoreError) -> [AttemptRecord] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT attempt, state, started, finished, error, resumed_step FROM attempts
          WHERE trial = ? ORDER BY attempt
          """, arguments: [trial.id]
      ).map { row in
        AttemptRecord(
          number: row[0], state: Trial.State(rawValue: row[1]) ?? .stopped, started: row[2],
          finished: row[3], error: row[4], resumedStep: row[5])
      }
    }
  }

  /// Marks a trial whose process is gone: as stopped, or as failed if that has led to nothing too often.
  func markLost(_ trial: TrialRecord, _ db: Database) throws {
    let last = try Int.fetchOne(
      db, sql: "SELECT max(step) FROM evaluations WHERE trial = ? AND attempt = ?",
      arguments: [trial.id, trial.attempt])
    let hasAdvanced = (last ?? -1) > (trial.resumedStep ?? -1)
    // That a program elsewhere does not report says nothing about the trial.
    let isDeath = trial.worker?.lease == nil
    let deaths = !isDeath ? trial.deaths : hasAdvanced ? 0 : trial.deaths + 1
    var (state, error) = (Trial.State.stopped, lostMessage(trial))
    if isDeath, deaths >= Self.mostDeaths {
      state = .failed
      error =
        "\(error); \(deaths) attempts in a row have ended so, without a new evaluation\n"
        + "  help: look at what ends the process (memory?), then run the sweep with --retry-failed"
    }
    try db.run(
      "UPDATE trials SET state = ?, error = ?, deaths = ? WHERE id = ?",
      [state.rawValue, error, deaths, trial.id])
  }

  func lostMessage(_ trial: TrialRecord) -> String {
    guard let worker = trial.worker else { return "the process that ran the trial is gone" }
    if worker.lease != nil { return "the lease of \(worker.host), which had the trial, has ended" }
    return "process \(worker.pid) on \(worker.host), which ran the trial, is gone"
  }

  /// Keeps what is known of the last attempt, before the next one takes its place.
  func archive(_ trial: TrialRecord, _ db: Database) throws {
    guard trial.attempt > 0 else { return }
    let state = trial.isLost ? Trial.State.stopped : trial.state
    try db.execute(
      sql: """
        INSERT INTO attempts (trial, attempt, state, started, finished, error, log, resumed_step)
        SELECT id, attempt, ?, started, finished, coalesce(error, ?), \(Self.logText), resumed_step
        FROM trials WHERE id = ?
        """,
      arguments: [state.rawValue, trial.isLost ? lostMessage(trial) : nil, trial.id])
    try db.run("DELETE FROM logs WHERE trial = ?", [trial.id])
  }
}

/// An earlier attempt at a trial.
public struct AttemptRecord: Equatable, Sendable {
  /// 1 for the first.
  public var number: Int
  /// `failed` or `stopped`.
  public var state: Trial.State
  /// Milliseconds since 1970.
  public var started: Int?
  public var finished: Int?
  public var error: String?
  /// The step of the checkpoint that it went on from.
  public var resumedStep: Int?
}
