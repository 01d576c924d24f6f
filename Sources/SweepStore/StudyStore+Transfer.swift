import Foundation
import GRDB
import SweepBase
import SweepConfig
import SweepSearch

extension StudyStore {
  /// A study as it goes to another file.
  ///
  /// - Throws: `StoreError` when the record cannot be read.
  public func transfer(of study: Study) throws(StoreError) -> StudyTransfer {
    try read { db in
      let row = try Row.fetchOne(
        db, sql: "SELECT engine, source, note FROM studies WHERE id = ?", arguments: [study.id])
      guard let row else { throw StoreError(.emptyStore, path: path) }
      return StudyTransfer(study, engine: row[0], source: row[1], note: row[2])
    }
  }

  /// A trial as it goes to another file.
  ///
  /// - Throws: `StoreError` when the record cannot be read.
  public func transfer(of trial: TrialRecord) throws(StoreError) -> TrialTransfer {
    var result = TrialTransfer(trial, config: try config(of: trial))
    result.log = try log(of: trial)
    result.counts = try documentCounts(of: trial)
    result.provenance = try provenance(of: trial)
    result.evaluations = try evaluations(of: trial)
    result.inputs = try inputs(of: trial)
    try read { db in
      result.artifacts = try Row.fetchAll(
        db, sql: "SELECT * FROM artifacts WHERE trial = ? ORDER BY kind, path",
        arguments: [trial.id]
      ).map {
        Artifact(kind: $0["kind"], path: $0["path"], sha256: $0["sha256"], bytes: $0["bytes"])
      }
      result.note = try String.fetchOne(
        db, sql: "SELECT note FROM trials WHERE id = ?", arguments: [trial.id])
      result.tags = try String.fetchAll(
        db, sql: "SELECT tag FROM tags WHERE trial = ? ORDER BY tag", arguments: [trial.id])
    }
    return result
  }

  /// Puts trials from elsewhere into a study, which is made when there is none of its name.
  ///
  /// All or none are put; what is there under the same number stays as it is.
  ///
  /// - Parameters:
  ///   - trials: The trials; running ones become stopped.
  ///   - study: Their study.
  /// - Returns: The study as recorded, and how many trials were new.
  /// - Throws: `StoreError` when the store cannot be written.
  public func insert(
    _ trials: [TrialTransfer], of study: StudyTransfer
  ) throws(StoreError) -> (study: Study, inserted: Int) {
    let inserted = try write { db in
      let id = try studyID(study, db)
      var count = 0
      for trial in trials where try insert(trial, study.study.name, id, db) { count += 1 }
      return count
    }
    return (try self.study(named: study.study.name), inserted)
  }

  /// Puts bytes into the record that trials from elsewhere have read.
  ///
  /// - Returns: Their SHA-256.
  /// - Throws: `StoreError` when the store cannot be written.
  @discardableResult
  public func keep(bytes: [UInt8]) throws(StoreError) -> String {
    let blob = PreparedBlob(bytes)
    try write { try insert(blob, $0) }
    return blob.sha256
  }

  private func studyID(_ transfer: StudyTransfer, _ db: Database) throws -> Int64 {
    let study = transfer.study
    let known = "SELECT id FROM studies WHERE name = ?"
    if let id = try Int64.fetchOne(db, sql: known, arguments: [study.name]) { return id }
    try db.execute(
      sql: """
        INSERT INTO studies (name, sweep_path, sweep_text, config_path, config_text, plan,
          plan_hash, method, metric, goal, keep_models, overrides, created, metrics, window,
          priors, engine, source, note)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        study.name, study.sweepPath, study.sweepText, study.configPath, study.configText,
        study.plan, Fingerprint.hex(of: study.plan), study.method.rawValue,
        study.metric.name, study.metric.goal.rawValue, study.keepModels.rawValue,
        Assignment(study.overrides).json.serialized(.compact), study.created,
        study.metrics.json.serialized(.compact), study.window,
        study.priors.json.serialized(.compact), transfer.engine, transfer.source, transfer.note,
      ])
    return db.lastInsertedRowID
  }

  /// Inserts a trial unless its number is taken, and returns whether it did.
  private func insert(
    _ trial: TrialTransfer, _ study: String, _ studyID: Int64, _ db: Database
  ) throws -> Bool {
    let known = "SELECT 1 FROM trials WHERE study = ? AND number = ?"
    if try Int.fetchOne(db, sql: known, arguments: [studyID, trial.number]) != nil { return false }
    let provenance = trial.provenance?.serialized(.compact)
    let hash = provenance.map { Fingerprint.hex(of: $0) }
    if let provenance {
      try db.run(
        "INSERT OR IGNORE INTO provenances (hash, json) VALUES (?, ?)", [hash, provenance])
    }
    let state = trial.state == .running ? .stopped : trial.state
    let attempt = state == .waiting ? 0 : 1
    try db.run(
      """
      INSERT INTO trials (study, number, content_id, "row", origin, proposal, seed, fold,
        assignment, config, config_hash, state, attempt, started, finished, error, log, score,
        score_bits, scores, counts, best_step, steps, words, model_hash, ended_step, reason,
        provenance, note)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        studyID, trial.number,
        trial.contentID ?? Self.contentID(study: study, config: trial.config), trial.row,
        trial.origin.rawValue, trial.proposal, trial.seed, trial.fold,
        trial.assignment.json.serialized(.compact), trial.config,
        Fingerprint.hex(of: trial.config), state.rawValue, attempt, trial.started,
        trial.finished, trial.error, trial.log, trial.score.flatMap { $0.isNaN ? nil : $0 },
        trial.score.map { Int64(bitPattern: $0.bitPattern) },
        trial.scores?.serialized(.compact), trial.counts.map { Data(CountsCoding.encode($0)) },
        trial.bestStep, trial.steps, trial.words, trial.modelHash, trial.endedStep, trial.reason,
        hash, trial.note,
      ])
    let id = db.lastInsertedRowID
    for evaluation in trial.evaluations { try insert(evaluation, id, attempt, db) }
    try replaceInputs(of: id, trial.inputs, db)
    for artifact in trial.artifacts {
      try db.run(
        "INSERT INTO artifacts (trial, kind, path, sha256, bytes) VALUES (?, ?, ?, ?, ?)",
        [id, artifact.kind, artifact.path, artifact.sha256, artifact.bytes])
    }
    for tag in trial.tags {
      try db.run("INSERT OR IGNORE INTO tags (trial, tag) VALUES (?, ?)", [id, tag])
    }
    return true
  }

  private func insert(
    _ evaluation: EvaluationRecord, _ trial: Int64, _ attempt: Int, _ db: Database
  ) throws {
    try db.run(
      """
      INSERT INTO evaluations (trial, attempt, step, epoch, words, milliseconds)
      VALUES (?, ?, ?, ?, ?, ?)
      """,
      [
        trial, attempt, evaluation.step, evaluation.epoch, evaluation.words,
        evaluation.milliseconds,
      ])
    let values =
      evaluation.scores.map { ("score", $0) } + evaluation.losses.map { ("loss", $0) }
    for (position, (kind, item)) in values.enumerated() {
      try db.run(
        """
        INSERT INTO metrics (trial, attempt, step, position, kind, name, value, bits)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          trial, attempt, evaluation.step, position, kind, item.name,
          item.value.flatMap { $0.isNaN ? nil : $0 },
          item.value.map { Int64(bitPattern: $0.bitPattern) },
        ])
    }
  }
}
