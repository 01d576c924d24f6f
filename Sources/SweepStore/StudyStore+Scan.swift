import GRDB
import SweepConfig

/// What can be read of many trials at once.
package enum TrialColumn: String, CaseIterable, Sendable {
  case id, number
  case contentID = "content_id"
  case state, seed, fold
  case row = "\"row\""
  case origin, attempt, started, finished, assignment
  case scoreBits = "score_bits"
  case scores
  case bestStep = "best_step"
  case steps, words, note, reason, error
  case endedStep = "ended_step"
  case provenance, config
  /// Who has a running trial, as JSON; null for others.
  case worker

  /// The expression in SQL.
  fileprivate var sql: String {
    guard self == .worker else { return "t.\(rawValue)" }
    return """
      CASE t.state WHEN 'running'
        THEN json_array(t.host, t.pid, t.boot_id, t.start_ticks, t.lease_ms, t.lease_end) END
      """
  }
}

/// A trial's values in the order of the columns that were asked for, until the next one is read.
package struct TrialCells {
  fileprivate let row: RawStatement

  package func integer(_ column: Int) -> Int? { row.integer(column).map { Int($0) } }

  package func text(_ column: Int) -> String? { row.text(column) }

  /// Whether the trial's process is gone, from the column `worker`.
  package func isLost(_ column: Int) -> Bool {
    guard let text = row.text(column),
      let fields = (try? JSONValue(parsing: text))?.arrayValue, fields.count == 6
    else { return false }
    guard let pid = fields[1].intValue else { return true }
    var worker = Worker(
      host: fields[0].stringValue ?? "", pid: pid, bootID: fields[2].stringValue ?? "",
      startTicks: fields[3].intValue ?? 0)
    if let length = fields[4].intValue, let end = fields[5].intValue {
      worker.lease = Worker.Lease(length: length, end: end)
    }
    return !worker.isAlive
  }

  /// A number that is kept as its bits.
  package func number(_ column: Int) -> Double? {
    row.integer(column).map { Double(bitPattern: UInt64(bitPattern: $0)) }
  }
}

extension StudyStore {
  /// Reads some columns of all trials of a study, by number.
  ///
  /// - Parameters:
  ///   - study: The study.
  ///   - columns: What to read; long texts and JSON only where they are wanted.
  ///   - body: Is given each trial in turn.
  /// - Throws: `StoreError`, or what the body throws.
  package func scan(
    _ study: Study, _ columns: [TrialColumn], _ body: (TrialCells) throws -> Void
  ) throws(StoreError) {
    let list = columns.map(\.sql).joined(separator: ", ")
    try read { db in
      let rows = try RawStatement(
        "SELECT \(list) FROM trials t WHERE t.study = ? ORDER BY t.number", db)
      rows.bind(study.id, at: 1)
      defer { rows.reset() }
      while try rows.step() { try body(TrialCells(row: rows)) }
    }
  }

  /// How many trials a study has.
  package func trialCount(of study: Study) throws(StoreError) -> Int {
    try read { db in
      try Int.fetchOne(
        db, sql: "SELECT count(*) FROM trials WHERE study = ?", arguments: [study.id]) ?? 0
    }
  }

  /// The JSON texts of scores and assignments of a few trials of a study, which tell what names there
  /// are: the first and last trials, and those with the best and worst scores.
  package func samples(
    of study: Study
  ) throws(StoreError) -> (scores: [String], assignments: [String]) {
    try read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT scores, assignment FROM trials WHERE id IN (
            SELECT * FROM (SELECT id FROM trials WHERE study = ?1 ORDER BY number LIMIT 2)
            UNION SELECT * FROM (
              SELECT id FROM trials WHERE study = ?1 ORDER BY number DESC LIMIT 2)
            UNION SELECT * FROM (
              SELECT id FROM trials WHERE study = ?1 AND state = 'done'
              ORDER BY score DESC LIMIT 1)
            UNION SELECT * FROM (
              SELECT id FROM trials WHERE study = ?1 AND state = 'done' ORDER BY score LIMIT 1))
          ORDER BY number
          """, arguments: [study.id])
      return (rows.compactMap { $0[0] as String? }, rows.compactMap { $0[1] as String? })
    }
  }

  /// The tags of a study's trials, in order, by the trials' numbers.
  package func tags(of study: Study) throws(StoreError) -> [Int: [String]] {
    try read { db in
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT t.number, g.tag FROM tags g JOIN trials t ON t.id = g.trial
          WHERE t.study = ? ORDER BY g.trial, g.tag
          """, arguments: [study.id])
      var result: [Int: [String]] = [:]
      while let row = try rows.next() { result[row[0], default: []].append(row[1]) }
      return result
    }
  }

  /// The notes of a study's trials, by the trials' numbers.
  package func notes(of study: Study) throws(StoreError) -> [Int: String] {
    try read { db in
      let rows = try Row.fetchAll(
        db, sql: "SELECT number, note FROM trials WHERE study = ? AND note IS NOT NULL",
        arguments: [study.id])
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }
  }

  /// The Git commit of each provenance, by its hash.
  package func commits() throws(StoreError) -> [String: String] {
    try read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT hash, json_extract(json, '$.git.commit') FROM provenances
          WHERE json_extract(json, '$.git.commit') IS NOT NULL
          """)
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }
  }

  /// Who trains a study's trials: `native`, `command` and so on.
  package func engine(of study: Study) throws(StoreError) -> String {
    try read { db in
      try String.fetchOne(
        db, sql: "SELECT engine FROM studies WHERE id = ?", arguments: [study.id]) ?? "native"
    }
  }

  /// The names of all losses that trials of a study have at their best evaluations.
  package func lossNames(of study: Study) throws(StoreError) -> [String] {
    try read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT DISTINCT m.name FROM metrics m WHERE m.kind = 'loss' AND m.trial IN (
            SELECT id FROM trials WHERE study = ? AND best_step IS NOT NULL ORDER BY number LIMIT 5)
          ORDER BY m.position
          """, arguments: [study.id])
    }
  }
}

extension StudyStore {
  /// Names of trials that begin so, for a shell: `study/number`, and IDs from two hex digits on.
  public func trialNames(from prefix: String) throws(StoreError) -> [String] {
    try read { db in
      let digits = prefix.lowercased()
      var names: [String] = []
      if digits.count >= 2, digits.allSatisfy(\.isHexDigit) {
        names += try String.fetchAll(
          db,
          sql: """
            SELECT substr(content_id, 1, 8) FROM trials
            WHERE content_id >= ? AND content_id < ? ORDER BY content_id LIMIT 200
            """, arguments: [digits, digits + "g"])
      }
      names += try String.fetchAll(
        db,
        sql: """
          SELECT s.name || '/' || t.number FROM trials t JOIN studies s ON s.id = t.study
          WHERE substr(s.name || '/' || t.number, 1, ?) = ? ORDER BY s.id, t.number LIMIT 200
          """, arguments: [prefix.unicodeScalars.count, prefix])
      return names
    }
  }
}

extension StudyStore {
  /// All trials that are marked as running.
  public func runningTrials() throws(StoreError) -> [TrialRecord] {
    try read { try fetchTrials($0, where: "t.state = 'running'", []) }
  }
}
