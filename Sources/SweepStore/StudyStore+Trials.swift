import GRDB
public import SweepConfig
import SweepSearch

extension StudyStore {
  /// The trials of a study, by number.
  public func trials(of study: Study) throws(StoreError) -> [TrialRecord] {
    try read { try fetchTrials($0, where: "t.study = ?", [study.id]) }
  }

  /// All trials, by study and number.
  public func trials() throws(StoreError) -> [TrialRecord] {
    try read { try fetchTrials($0, where: "1", []) }
  }

  /// The trial that a user means by a number, `STUDY/NUMBER`, or the first four or more digits of
  /// an ID.
  ///
  /// A number alone is looked up in the given study, or in all.
  ///
  /// - Throws: `StoreError.noTrial`, or `ambiguous` with the candidates.
  public func trial(_ text: String, study: String? = nil) throws(StoreError) -> TrialRecord {
    let (found, hint) = try read { db in
      var found = try trials(named: text, study: study, db)
      if found.isEmpty { found = try formerTrials(text, db) }
      return (found, found.isEmpty ? try trialHint(text, db) : nil)
    }
    guard let first = found.first else {
      throw StoreError(.noTrial(text, hint: hint), path: path)
    }
    guard found.count == 1 else {
      let names = found.prefix(10).map { "\($0.name) (\($0.shortID))" }
      throw StoreError(
        .ambiguous(text, candidates: names + (found.count > 10 ? ["…"] : [])), path: path)
    }
    return first
  }

  private func trials(
    named text: String, study: String?, _ db: Database
  ) throws -> [TrialRecord] {
    if let slash = text.lastIndex(of: "/"), let number = Int(text[text.index(after: slash)...]) {
      return try fetchTrials(
        db, where: "s.name = ? AND t.number = ?", [String(text[..<slash]), number])
    }
    var found: [TrialRecord] = []
    if let number = Int(text), number >= 0 {
      found = try fetchTrials(
        db, where: "t.number = ? AND (? IS NULL OR s.name = ?)", [number, study, study])
    }
    let digits = text.lowercased()
    if digits.count >= 4, digits.count <= 64, digits.allSatisfy(\.isHexDigit) {
      found += try fetchTrials(
        db, where: "t.content_id >= ? AND t.content_id < ?", [digits, digits + "g"])
    }
    return found
  }

  /// A trial as it is now.
  public func trial(id: Int64) throws(StoreError) -> TrialRecord {
    let found = try read { try fetchTrials($0, where: "t.id = ?", [id]) }
    guard let trial = found.first else {
      throw StoreError(.noTrial("\(id)", hint: nil), path: path)
    }
    return trial
  }

  /// The full resolved config of a trial.
  public func config(of trial: TrialRecord) throws(StoreError) -> String {
    try text("config", of: trial) ?? ""
  }

  /// What the last attempt at a trial has printed; of a running one, up to about a second ago.
  public func log(of trial: TrialRecord) throws(StoreError) -> String? {
    try read { db in
      try String.fetchOne(
        db, sql: "SELECT \(Self.logText) FROM trials WHERE id = ?", arguments: [trial.id])
    }
  }

  /// The log of a row of `trials`: as its end has left it, else the pieces that were kept until now.
  static let logText = """
    coalesce(log, (SELECT group_concat(text, '') FROM (
      SELECT text FROM logs WHERE trial = trials.id AND attempt = trials.attempt
      ORDER BY position)))
    """

  private func text(_ column: String, of trial: TrialRecord) throws(StoreError) -> String? {
    try read { db in
      try String.fetchOne(
        db, sql: "SELECT \(column) FROM trials WHERE id = ?", arguments: [trial.id])
    }
  }

  /// What is known about how a trial was made.
  public func provenance(of trial: TrialRecord) throws(StoreError) -> JSONObject? {
    try read { db in
      let text = try String.fetchOne(
        db,
        sql:
          "SELECT json FROM provenances WHERE hash = (SELECT provenance FROM trials WHERE id = ?)",
        arguments: [trial.id])
      return try text.map { try json($0, "provenance") }
    }
  }

  /// The different provenances of a study's trials, in the order of the trials.
  public func provenances(of study: Study) throws(StoreError) -> [JSONObject] {
    try read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT p.json FROM provenances p
          JOIN (SELECT provenance, min(number) AS first FROM trials
            WHERE study = ? GROUP BY provenance) t ON t.provenance = p.hash
          ORDER BY t.first
          """, arguments: [study.id]
      ).map { try json($0, "provenance") }
    }
  }

  /// The evaluations of the last attempt at a trial, by step.
  public func evaluations(of trial: TrialRecord) throws(StoreError) -> [EvaluationRecord] {
    try evaluations(where: "t.id = ?", [trial.id])[trial.id] ?? []
  }

  /// The evaluations of all trials of a study, by the trials' `id`.
  public func evaluations(of study: Study) throws(StoreError) -> [Int64: [EvaluationRecord]] {
    try evaluations(where: "t.study = ?", [study.id])
  }

  private func evaluations(
    where condition: String, _ arguments: StatementArguments
  ) throws(StoreError) -> [Int64: [EvaluationRecord]] {
    try read { db in
      var result: [Int64: [EvaluationRecord]] = [:]
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT e.trial, e.step, e.epoch, e.words, e.milliseconds, m.kind, m.name, m.bits
          FROM trials t
          JOIN evaluations e ON e.trial = t.id AND e.attempt = t.attempt
          LEFT JOIN metrics m
            ON m.trial = e.trial AND m.attempt = e.attempt AND m.step = e.step
          WHERE \(condition)
          ORDER BY e.trial, e.step, m.position
          """, arguments: arguments)
      while let row = try rows.next() {
        let (trial, step): (Int64, Int) = (row[0], row[1])
        if result[trial]?.last?.step != step {
          result[trial, default: []].append(
            EvaluationRecord(
              step: step, epoch: row[2], scores: [], losses: [], words: row[3],
              milliseconds: row[4]))
        }
        guard let kind = row[5] as String?, var list = result[trial] else { continue }
        let value = EvaluationRecord.Value(
          row[6], (row[7] as Int64?).map { Double(bitPattern: UInt64(bitPattern: $0)) })
        if kind == "score" {
          result[trial] = nil
          list[list.count - 1].scores.append(value)
        } else {
          result[trial] = nil
          list[list.count - 1].losses.append(value)
        }
        result[trial] = list
      }
      return result
    }
  }
}

extension StudyStore {
  func fetchTrials(
    _ db: Database, where condition: String, _ arguments: StatementArguments
  ) throws -> [TrialRecord] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT t.id, t.study, s.name, t.number, t.content_id, t."row", t.seed, t.fold, t.origin,
          t.proposal, t.assignment, t.config_hash, t.state, t.attempt, t.started, t.finished,
          t.error, t.score_bits, t.scores, t.best_step, t.steps, t.words, t.model_hash,
          t.ended_step, t.reason, t.host, t.pid, t.boot_id, t.start_ticks, t.lease_ms, t.lease_end,
          t.resumed_step, t.deaths
        FROM trials t JOIN studies s ON s.id = t.study
        WHERE \(condition)
        ORDER BY t.study, t.number
        """)
    let rows = try Row.fetchCursor(statement, arguments: arguments)
    var trials: [TrialRecord] = []
    while let row = try rows.next() { trials.append(try trial(from: row)) }
    return trials
  }

  /// Reads a row of `fetchTrials`, by position: looking up names takes longer than all the rest.
  private func trial(from row: Row) throws -> TrialRecord {
    guard let origin = Trial.Origin(rawValue: row[8]), let state = Trial.State(rawValue: row[12])
    else {
      throw StoreError(.badRecord("a trial in an unknown state"), path: path)
    }
    let bits: Int64? = row[17]
    let scores: String? = row[18]
    var record = TrialRecord(
      id: row[0], studyID: row[1], study: row[2], number: row[3], contentID: row[4], row: row[5],
      seed: row[6], fold: row[7], origin: origin, proposal: row[9],
      assignment: Assignment(json: try json(row[10], "assignments")), configHash: row[11],
      state: state, attempt: row[13], started: row[14], finished: row[15],
      worker: worker(from: row),
      error: row[16], score: bits.map { Double(bitPattern: UInt64(bitPattern: $0)) },
      scores: try scores.map { try json($0, "scores") }, bestStep: row[19], steps: row[20],
      words: row[21], modelHash: row[22], endedStep: row[23], reason: row[24])
    (record.resumedStep, record.deaths) = (row[31], row[32])
    return record
  }

  private func worker(from row: Row) -> Worker? {
    guard let pid: Int = row[26] else { return nil }
    var worker = Worker(
      host: row[25] ?? "", pid: pid, bootID: row[27] ?? "", startTicks: row[28] ?? 0)
    if let length: Int = row[29], let end: Int = row[30] {
      worker.lease = Worker.Lease(length: length, end: end)
    }
    return worker
  }
}
