import Foundation
import GRDB
import SweepBase
public import SweepConfig
import SweepSearch

extension StudyStore {
  /// Marks trials as stopped whose process is gone, and returns what is left to run, by number.
  ///
  /// - Parameters:
  ///   - study: The study; trials from its `trialLimit` on are left alone.
  ///   - retriesFailed: Whether failed trials run again.
  /// - Returns: The trials that are missing, stopped or failed.
  /// - Throws: `StoreError` when the store cannot be written.
  public func reconcile(
    _ study: Study, retriesFailed: Bool = true
  ) throws(StoreError) -> [TrialRecord] {
    try write { db in
      let all = try fetchTrials(db, where: "t.study = ?", [study.id])
      for trial in all where trial.isLost { try markLost(trial, db) }
      return try fetchTrials(
        db,
        where: """
          t.study = ? AND t.number < ?
            AND (t.state IN ('waiting', 'stopped') OR (t.state = 'failed' AND ?))
          """,
        [study.id, study.trialLimit ?? .max, retriesFailed])
    }
  }

  /// Gives a trial to this worker.
  ///
  /// What an earlier attempt has written stays in the record, but is no longer the trial's.
  ///
  /// - Parameters:
  ///   - trial: The trial.
  ///   - worker: The process.
  ///   - now: Milliseconds since 1970.
  ///   - provenance: How the trial is made: program, machine, backend.
  ///   - inputs: The files that it reads.
  /// - Returns: What later writes must name; `nil` when the trial is done, another process that is
  ///   alive has it, or it was begun since it was read.
  /// - Throws: `StoreError` when the store cannot be written.
  public func begin(
    _ trial: TrialRecord, worker: Worker, now: Int, provenance: JSONObject,
    inputs: [InputRecord]
  ) throws(StoreError) -> Attempt? {
    let json = provenance.serialized(.compact)
    let hash = Fingerprint.hex(of: json)
    return try write { db -> Attempt? in
      guard var current = try fetchTrials(db, where: "t.id = ?", [trial.id]).first else {
        throw StoreError(.noTrial(trial.name, hint: nil), path: path)
      }
      if current.isLost, current.worker?.lease == nil {
        try markLost(current, db)
        current = try fetchTrials(db, where: "t.id = ?", [trial.id]).first ?? current
        if current.state == .failed { return nil }
      }
      let isTaken = current.state == .running && !current.isLost
      // Whoever has begun it since it was read may have come to another end.
      let isOther = current.attempt != trial.attempt
      if current.state == .done || current.state == .pruned || isTaken || isOther { return nil }
      try archive(current, db)
      try db.run("INSERT OR IGNORE INTO provenances (hash, json) VALUES (?, ?)", [hash, json])
      try db.run(
        """
        UPDATE trials SET state = 'running', attempt = attempt + 1, started = ?, finished = NULL,
          host = ?, pid = ?, boot_id = ?, start_ticks = ?, lease_ms = ?, lease_end = ?, error = NULL, log = NULL,
          score = NULL, score_bits = NULL, scores = NULL, best_step = NULL, steps = NULL,
          words = NULL, model_hash = NULL, counts = NULL, confusion = NULL, ended_step = NULL,
          reason = NULL, resumed_step = NULL, provenance = ?
        WHERE id = ?
        """,
        [
          now, worker.host, worker.pid, worker.bootID, worker.startTicks,
          worker.lease?.length, worker.lease?.end, hash, trial.id,
        ])
      if current.attempt > 0 || !inputs.isEmpty { try replaceInputs(of: trial.id, inputs, db) }
      return Attempt(trial: trial.id, number: current.attempt + 1, name: trial.name)
    }
  }

  /// Records an evaluation of a running trial.
  ///
  /// - Parameters:
  ///   - evaluation: Its numbers.
  ///   - attempt: What `begin` gave.
  ///   - log: The lines that the trial has printed since those that were kept last.
  /// - Throws: `StoreError.superseded` when the trial is another worker's by now.
  public func append(
    _ evaluation: EvaluationRecord, to attempt: Attempt, log: String = ""
  ) throws(StoreError) {
    try write(isDurable: false) { db in
      try append(evaluation, to: attempt, db)
      try keep(log, of: attempt, db)
    }
  }

  func append(
    _ evaluation: EvaluationRecord, to attempt: Attempt, _ db: Database
  ) throws {
    // With the check in one statement: this is done more often than all the rest.
    let insertion = try RawStatement(
      """
      INSERT INTO evaluations (trial, attempt, step, epoch, words, milliseconds)
      SELECT id, attempt, ?, ?, ?, ? FROM trials
      WHERE id = ? AND attempt = ? AND state = 'running'
      """, db)
    insertion.bind(evaluation.step, at: 1)
    insertion.bind(evaluation.epoch, at: 2)
    insertion.bind(evaluation.words, at: 3)
    insertion.bind(evaluation.milliseconds, at: 4)
    insertion.bind(attempt.trial, at: 5)
    insertion.bind(attempt.number, at: 6)
    try insertion.run()
    if db.changesCount == 0 { throw superseded(attempt) }
    let row = try RawStatement(
      """
      INSERT INTO metrics (trial, attempt, step, position, kind, name, value, bits)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """, db)
    defer { row.clear() }
    row.bind(attempt.trial, at: 1)
    row.bind(attempt.number, at: 2)
    row.bind(evaluation.step, at: 3)
    var position = 0
    let lists: [(StaticString, [EvaluationRecord.Value])] = [
      ("score", evaluation.scores), ("loss", evaluation.losses),
    ]
    for (kind, values) in lists {
      row.bind(kind, at: 5)
      for item in values {
        row.bind(position, at: 4)
        row.bind(item.value, at: 7)
        row.bind(item.value.map { Int64(bitPattern: $0.bitPattern) }, at: 8)
        var name = item.name
        try name.withUTF8 { bytes in
          row.bind(bytes, at: 6)
          try row.run()
        }
        position += 1
      }
    }
  }

  /// Records that a trial ended with an error, or lost its worker's patience.
  ///
  /// - Parameters:
  ///   - attempt: What `begin` gave.
  ///   - error: What went wrong.
  ///   - log: What the trial has printed.
  ///   - now: Milliseconds since 1970.
  /// - Throws: `StoreError.superseded` when the trial is another worker's by now.
  public func fail(
    _ attempt: Attempt, error: String, log: String, now: Int
  ) throws(StoreError) {
    try end(attempt, .failed, error: error, log: log, now: now)
  }

  /// Records that a trial was stopped before its end; it will run again.
  ///
  /// - Throws: `StoreError.superseded` when the trial is another worker's by now.
  public func stop(_ attempt: Attempt, log: String, now: Int) throws(StoreError) {
    try end(attempt, .stopped, error: nil, log: log, now: now)
  }

  private func end(
    _ attempt: Attempt, _ state: Trial.State, error: String?, log: String, now: Int
  ) throws(StoreError) {
    try write { db in
      try check(attempt, db)
      try db.run(
        "UPDATE trials SET state = ?, finished = ?, error = ?, log = ?, deaths = 0 WHERE id = ?",
        [state.rawValue, now, error, log, attempt.trial])
      try dropPieces(of: attempt, db)
    }
  }

  /// Records that a pruner or a limit has ended a trial.
  ///
  /// What a clock or the machine has decided is noted in the table `decisions`, too.
  ///
  /// - Throws: `StoreError.superseded` when the trial is another worker's by now.
  public func endEarly(_ attempt: Attempt, _ end: EarlyEnd, now: Int) throws(StoreError) {
    try write { db in
      try check(attempt, db)
      try db.execute(
        sql: """
          UPDATE trials SET state = 'pruned', deaths = 0, finished = ?, error = NULL, log = ?, score = ?,
            score_bits = ?, scores = ?, best_step = ?, steps = ?, words = ?, ended_step = ?,
            reason = ?
          WHERE id = ?
          """,
        arguments: [
          now, end.log, end.score.flatMap { $0.isNaN ? nil : $0 },
          end.score.map { Int64(bitPattern: $0.bitPattern) },
          end.scores?.serialized(.compact), end.bestStep, end.step + 1, end.words, end.step,
          end.reason, attempt.trial,
        ])
      try dropPieces(of: attempt, db)
      guard let limit = end.limit else { return }
      try db.execute(
        sql: """
          INSERT INTO decisions (study, number, kind, detail, made)
          SELECT study, number, ?, ?, ? FROM trials WHERE id = ?
          """, arguments: [limit, "step \(end.step): \(end.reason)", now, attempt.trial])
    }
  }

  /// Notes a decision about a study that does not follow from results, such as an end by a clock.
  ///
  /// - Parameters:
  ///   - kind: In a word.
  ///   - detail: For people.
  ///   - number: The first trial that it concerns.
  ///   - study: The study.
  ///   - now: Milliseconds since 1970.
  /// - Throws: `StoreError` when the store cannot be written.
  public func note(
    _ kind: String, _ detail: String, from number: Int, of study: Study, now: Int
  ) throws(StoreError) {
    try write { db in
      try db.execute(
        sql: "INSERT INTO decisions (study, number, kind, detail, made) VALUES (?, ?, ?, ?, ?)",
        arguments: [study.id, number, kind, detail, now])
    }
  }

  /// Records a finished trial, and its model if the study keeps it.
  ///
  /// With `keep_models = "best"` a model that is better than all others replaces the one that was
  /// the best, in one transaction: there is never a moment without it.
  ///
  /// - Parameters:
  ///   - attempt: What `begin` gave.
  ///   - result: Scores and counts.
  ///   - model: The files of the best model, or those that a program has named.
  ///   - kind: `model` or `file`.
  ///   - evaluation: A last evaluation, recorded in the same transaction where there is no model.
  ///   - now: Milliseconds since 1970.
  /// - Throws: `StoreError.superseded` when the trial is another worker's by now.
  public func finish(
    _ attempt: Attempt, _ result: TrialResult, model: [ModelFile], kind: String = "model",
    evaluation: EvaluationRecord? = nil, now: Int
  ) throws(StoreError) {
    // A model that is elsewhere neither stays here nor takes another one's place.
    guard !model.isEmpty else {
      try write { db in
        if let evaluation { try append(evaluation, to: attempt, db) }
        try finish(attempt, result, now, db)
      }
      return
    }
    if let evaluation { try append(evaluation, to: attempt) }
    // Compressed before the write lock is taken, unless it is clear that the model goes.
    let isKept = try read { try keepsModel(of: attempt.trial, score: result.score, $0) }
    let prepared = isKept ? model.map { PreparedBlob($0.bytes) } : nil
    try write { db in
      try finish(attempt, result, now, db)
      guard try keepsModel(of: attempt.trial, score: result.score, db) else { return }
      let blobs = prepared ?? model.map { PreparedBlob($0.bytes) }
      for (file, blob) in zip(model, blobs) {
        try insert(blob, db)
        try db.execute(
          sql: """
            INSERT OR REPLACE INTO artifacts (trial, kind, path, sha256, bytes)
            VALUES (?, ?, ?, ?, ?)
            """,
          arguments: [attempt.trial, kind, file.path, blob.sha256, blob.count])
      }
      try dropSupersededModels(keeping: attempt.trial, db)
    }
    try reclaimSpace()
  }

  private func finish(
    _ attempt: Attempt, _ result: TrialResult, _ now: Int, _ db: Database
  ) throws {
    try check(attempt, db)
    try db.run(
      """
      UPDATE trials SET state = 'done', deaths = 0, finished = ?, error = NULL, log = ?, score = ?,
        score_bits = ?, scores = ?, best_step = ?, steps = ?, words = ?, model_hash = ?,
        counts = ?, confusion = ?
      WHERE id = ?
      """,
      [
        now, result.log, result.score.flatMap { $0.isNaN ? nil : $0 },
        result.score.map { Int64(bitPattern: $0.bitPattern) },
        result.scores.serialized(.compact), result.bestStep, result.steps, result.words,
        result.modelHash, result.counts.map { Data(CountsCoding.encode($0)) },
        result.confusion?.serialized(.compact), attempt.trial,
      ])
    try dropPieces(of: attempt, db)
  }

  /// Whether the study wants the model of a trial with this score, as things stand.
  private func keepsModel(of trial: Int64, score: Double?, _ db: Database) throws -> Bool {
    guard
      let row = try Row.fetchOne(
        db,
        sql: """
          SELECT s.id, s.goal, s.keep_models, t.number FROM studies s
          JOIN trials t ON t.study = s.id WHERE t.id = ?
          """, arguments: [trial])
    else { return false }
    switch KeepModels(rawValue: row["keep_models"]) {
    case .all: return true
    case .best: break
    case .none?, nil: return false
    }
    guard let score, !score.isNaN else { return false }
    let (study, number): (Int64, Int) = (row["id"], row["number"])
    // Of equal scores the first trial's counts, whichever ended first.
    let better = (row["goal"] as String) == "maximize" ? ">" : "<"
    return try Int.fetchOne(
      db,
      sql: """
        SELECT 1 FROM trials WHERE study = ? AND id <> ? AND state = 'done'
          AND (score \(better) ? OR (score = ? AND number < ?)) LIMIT 1
        """, arguments: [study, trial, score, score, number]) == nil
  }

  private func dropSupersededModels(keeping trial: Int64, _ db: Database) throws {
    let others = """
      kind IN ('model', 'file') AND trial IN (
        SELECT o.id FROM trials o JOIN trials t ON t.study = o.study
        JOIN studies s ON s.id = t.study
        WHERE t.id = ? AND o.id <> t.id AND s.keep_models = 'best')
      """
    let hashes = try String.fetchAll(
      db, sql: "SELECT DISTINCT sha256 FROM artifacts WHERE \(others)", arguments: [trial])
    guard !hashes.isEmpty else { return }
    try db.execute(sql: "DELETE FROM artifacts WHERE \(others)", arguments: [trial])
    try deleteUnreferenced(hashes, db)
  }

  /// Refuses writes for a trial that is another worker's by now.
  func check(_ attempt: Attempt, _ db: Database) throws {
    let statement = try db.cachedStatement(
      sql: "SELECT 1 FROM trials WHERE id = ? AND attempt = ? AND state = 'running'")
    if try Int.fetchOne(statement, arguments: [attempt.trial, attempt.number]) == nil {
      throw superseded(attempt)
    }
  }

  private func superseded(_ attempt: Attempt) -> StoreError {
    StoreError(.superseded(trial: attempt.name), path: path)
  }
}
