import Foundation
import GRDB
import SweepBase
import SweepConfig
import SweepSearch

/// What a merge of two stores has done, or would do.
public struct MergeOutcome: Equatable, Sendable {
  /// A trial that both stores have, with different results.
  public struct Finding: Equatable, Sendable {
    /// Study and number.
    public var trial: String
    public var id: String
    /// The first thing that differs, for people.
    public var difference: String
  }

  /// Names of studies that are new.
  public var studies: [String] = []
  /// Trials that are new, `STUDY/NUMBER`.
  public var added: [String] = []
  /// Trials whose result takes the place of none, or of a lesser one.
  public var completed: [String] = []
  /// Trials that both have, with the same results to the last bit, trained twice.
  public var confirmed: [String] = []
  /// How many further trials both have.
  public var known = 0
  public var findings: [Finding] = []
  /// New contents and their bytes.
  public var contents = 0
  public var bytes = 0
  /// Why nothing can be merged; all of it.
  public var conflicts: [String] = []

  /// Nothing so far.
  public init() {}
}

extension StudyStore {
  /// Puts the studies and trials of another store into this one, in one transaction.
  ///
  /// A trial is the same where its ID is. A result beats none; of two results that differ, the one here
  /// stays, and the difference is a finding. Nothing is overwritten.
  ///
  /// - Parameters:
  ///   - other: The path of the other store, which stays as it is.
  ///   - isDryRun: Whether nothing is to be changed.
  /// - Returns: What was done; with conflicts, nothing was.
  /// - Throws: `StoreError` when one of the two cannot be read or this one cannot be written.
  public func merge(_ other: String, isDryRun: Bool = false) throws(StoreError) -> MergeOutcome {
    // Brings an older one up to date, and refuses what is no store.
    do { _ = try StudyStore(path: other, access: .read).studies() }
    let running = Set(
      try trials().filter { $0.state == .running && !$0.isLost }.map(\.id))
    do {
      return try database.writeWithoutTransaction { db in
        try db.execute(sql: "ATTACH DATABASE ? AS other", arguments: [other])
        defer { try? db.execute(sql: "DETACH DATABASE other") }
        var outcome = MergeOutcome()
        try db.execute(sql: "PRAGMA synchronous = FULL")
        defer { if notice == nil { try? db.execute(sql: "PRAGMA synchronous = NORMAL") } }
        try db.inTransaction(.immediate) {
          var merge = StoreMerge(db: db, running: running)
          try merge.run()
          outcome = merge.outcome
          return isDryRun || !outcome.conflicts.isEmpty ? .rollback : .commit
        }
        return outcome
      }
    } catch {
      throw StoreError(error, path: path)
    }
  }
}

/// A merge on its way; the other store is attached as `other`.
private struct StoreMerge {
  let db: Database
  /// Trials here that a process is at.
  let running: Set<Int64>
  var outcome = MergeOutcome()

  /// A trial of both stores or of the other one.
  private struct Pair {
    var other: Int64
    var mine: Int64?
    var name: String
  }

  mutating func run() throws {
    let columns = try sharedColumns("studies")
    let studies = try Row.fetchAll(db, sql: "SELECT * FROM other.studies ORDER BY id")
    for study in studies {
      let name: String = study["name"]
      let mine = try Row.fetchOne(
        db, sql: "SELECT id, plan_hash, engine FROM main.studies WHERE name = ?", arguments: [name])
      if let mine, mine["plan_hash"] as String != study["plan_hash"] {
        outcome.conflicts.append(
          "the study \"\(name)\" has another plan in the other store: rename one of the two first")
        continue
      }
      var id: Int64
      if let mine {
        id = mine["id"]
      } else {
        let list = columns.filter { $0 != "id" }.map { "\"\($0)\"" }.joined(separator: ", ")
        try db.execute(
          sql: "INSERT INTO main.studies (\(list)) SELECT \(list) FROM other.studies WHERE id = ?",
          arguments: [study["id"] as Int64])
        id = db.lastInsertedRowID
        outcome.studies.append(name)
        try copyChildren(of: "studies", from: study["id"], to: id, except: ["trials"])
      }
      try mergeTrials(of: study["id"], into: id, name)
    }
    if outcome.conflicts.isEmpty { try copyContents() }
  }

  // MARK: - Trials

  private mutating func mergeTrials(of other: Int64, into mine: Int64, _ study: String) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT o.id, o.number, o.content_id, o.state, m.id AS mine, m.state AS mine_state,
          n.content_id AS taken
        FROM other.trials o
        LEFT JOIN main.trials m ON m.content_id = o.content_id
        LEFT JOIN main.trials n ON n.study = ?1 AND n.number = o.number
        WHERE o.study = ?2 ORDER BY o.number
        """, arguments: [mine, other])
    for row in rows {
      let name = "\(study)/\(row["number"] as Int)"
      let pair = Pair(other: row["id"], mine: row["mine"], name: name)
      guard let known = pair.mine else {
        if let taken = row["taken"] as String? {
          outcome.conflicts.append(
            "\(name) is trial \(taken.prefix(8)) here and "
              + "\((row["content_id"] as String).prefix(8)) in the other store")
          continue
        }
        try add(pair, to: mine)
        outcome.added.append(name)
        continue
      }
      let (old, new) = (rank(row["mine_state"]), rank(row["state"]))
      if old == new, old >= 2 {
        try compare(pair, known)
      } else if new > old, running.contains(known) {
        outcome.conflicts.append("\(name) is being run here: merge when it has ended")
      } else if new > old {
        try complete(pair, known)
        outcome.completed.append(name)
      } else {
        outcome.known += 1
      }
      try copyChildren(
        of: "trials", from: pair.other, to: known, except: Self.ofAttempts + ["verifications"])
      try copyVerifications(pair, known)
      try db.execute(
        sql: """
          UPDATE main.trials SET note = (SELECT note FROM other.trials WHERE id = ?)
          WHERE id = ? AND note IS NULL
          """, arguments: [pair.other, known])
    }
  }

  /// What beats what: a result all else, an error a stop.
  private func rank(_ state: String) -> Int {
    switch state {
    case "done": 3
    case "pruned": 2
    case "failed", "stopped": 1
    default: 0
    }
  }

  /// Tables whose rows belong to an attempt at a trial, or to its result.
  private static let ofAttempts = ["evaluations", "metrics", "attempts", "inputs", "artifacts"]

  private func add(_ pair: Pair, to study: Int64) throws {
    try copyProvenance(of: pair.other)
    let columns = try sharedColumns("trials").filter { $0 != "id" }
    let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    let values = columns.map { $0 == "study" ? "?1" : "\"\($0)\"" }.joined(separator: ", ")
    try db.execute(
      sql: "INSERT INTO main.trials (\(list)) SELECT \(values) FROM other.trials WHERE id = ?2",
      arguments: [study, pair.other])
    try copyChildren(of: "trials", from: pair.other, to: db.lastInsertedRowID, except: [])
  }

  /// Puts the other store's last attempt behind those that are here.
  private func complete(_ pair: Pair, _ mine: Int64) throws {
    try copyProvenance(of: pair.other)
    let offset =
      try Int.fetchOne(
        db, sql: "SELECT attempt FROM main.trials WHERE id = ?", arguments: [mine]) ?? 0
    try db.execute(
      sql: """
        INSERT INTO main.attempts (trial, attempt, state, started, finished, error, log)
        SELECT id, attempt, state, started, finished, error, log FROM main.trials
        WHERE id = ? AND attempt > 0
        """, arguments: [mine])
    // What says which trial it is, and what people said of it here, stays.
    let fixed = ["id", "study", "number", "content_id", "note", "attempt"]
    let columns = try sharedColumns("trials").filter { !fixed.contains($0) }
    let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    try db.execute(
      sql: """
        UPDATE main.trials SET (\(list)) = (SELECT \(list) FROM other.trials WHERE id = ?1),
          attempt = ?2 + (SELECT attempt FROM other.trials WHERE id = ?1),
          note = coalesce(note, (SELECT note FROM other.trials WHERE id = ?1))
        WHERE id = ?3
        """, arguments: [pair.other, offset, mine])
    for table in ["evaluations", "metrics", "attempts"] {
      let columns = try sharedColumns(table)
      let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
      let values = columns.map {
        $0 == "trial" ? "?1" : $0 == "attempt" ? "attempt + ?2" : "\"\($0)\""
      }.joined(separator: ", ")
      try db.execute(
        sql:
          "INSERT INTO main.\(table) (\(list)) SELECT \(values) FROM other.\(table) WHERE trial = ?3",
        arguments: [mine, offset, pair.other])
    }
    for table in ["inputs", "artifacts"] {
      try db.execute(sql: "DELETE FROM main.\(table) WHERE trial = ?", arguments: [mine])
      try copy(table, "trial", from: pair.other, to: mine)
    }
  }

  private func copyProvenance(of other: Int64) throws {
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO main.provenances (hash, json) SELECT hash, json FROM other.provenances
        WHERE hash = (SELECT provenance FROM other.trials WHERE id = ?)
        """, arguments: [other])
  }

  // MARK: - The same trial twice

  /// Compares two results of a trial; where they were trained apart, that proves or refutes it.
  private mutating func compare(_ pair: Pair, _ mine: Int64) throws {
    let id: String =
      try String.fetchOne(
        db, sql: "SELECT substr(content_id, 1, 8) FROM main.trials WHERE id = ?", arguments: [mine])
      ?? ""
    let difference = try firstDifference(pair, mine)
    // A copy of a trial proves nothing: it began at the same millisecond.
    let isApart =
      try Int.fetchOne(
        db,
        sql: """
          SELECT 1 FROM main.trials m, other.trials o
          WHERE m.id = ? AND o.id = ? AND m.started IS NOT o.started
          """, arguments: [mine, pair.other]) != nil
    if let difference {
      outcome.findings.append(.init(trial: pair.name, id: id, difference: difference))
    } else if isApart {
      outcome.confirmed.append(pair.name)
    } else {
      outcome.known += 1
    }
    guard difference != nil || isApart else { return }
    let detail =
      difference.map { "a merged store has another result: \($0)" }
      ?? "a merged store has the same result"
    try db.execute(
      sql: """
        INSERT INTO main.verifications (trial, finished, verdict, detail)
        SELECT ?1, coalesce(o.finished, 0), ?2, ?3 FROM other.trials o WHERE o.id = ?4
          AND NOT EXISTS (SELECT 1 FROM main.verifications
            WHERE trial = ?1 AND verdict = ?2 AND detail = ?3)
        """,
      arguments: [mine, difference == nil ? "identical" : "different", detail, pair.other])
  }

  private func firstDifference(_ pair: Pair, _ mine: Int64) throws -> String? {
    // Losses and scores of the last attempts, both ways; speed is a time.
    let row = try Row.fetchOne(
      db,
      sql: """
        WITH a AS (SELECT m.step, m.kind, m.name, m.bits FROM main.metrics m
            JOIN main.trials t ON t.id = m.trial AND t.attempt = m.attempt
            WHERE t.id = ?1 AND m.name <> 'speed'),
          b AS (SELECT m.step, m.kind, m.name, m.bits FROM other.metrics m
            JOIN other.trials t ON t.id = m.trial AND t.attempt = m.attempt
            WHERE t.id = ?2 AND m.name <> 'speed'),
          d AS (SELECT * FROM (SELECT * FROM a EXCEPT SELECT * FROM b)
            UNION SELECT * FROM (SELECT * FROM b EXCEPT SELECT * FROM a))
        SELECT d.step, d.name,
          (SELECT bits FROM a WHERE step = d.step AND kind = d.kind AND name = d.name) AS x,
          (SELECT bits FROM b WHERE step = d.step AND kind = d.kind AND name = d.name) AS y
        FROM d ORDER BY d.step, d.kind, d.name LIMIT 1
        """, arguments: [mine, pair.other])
    func shown(_ bits: Int64?) -> String {
      bits.map { "\(Double(bitPattern: UInt64(bitPattern: $0)))" } ?? "nothing"
    }
    if let row {
      return "step \(row["step"] as Int) \(row["name"] as String): here \(shown(row["x"])), there "
        + shown(row["y"])
    }
    for column in ["model_hash", "ended_step", "score_bits", "counts"] {
      let isOther =
        try Int.fetchOne(
          db,
          sql: """
            SELECT 1 FROM main.trials m, other.trials o
            WHERE m.id = ? AND o.id = ? AND m.\(column) IS NOT o.\(column)
              AND NOT ('\(column)' = 'counts' AND (m.counts IS NULL OR o.counts IS NULL))
            """, arguments: [mine, pair.other]) != nil
      if isOther {
        return [
          "model_hash": "the models", "ended_step": "the steps they were ended at",
          "score_bits": "the scores",
        ][column] ?? "the entities of documents"
      }
    }
    return nil
  }

  private func copyVerifications(_ pair: Pair, _ mine: Int64) throws {
    try db.execute(
      sql: """
        INSERT INTO main.verifications (trial, finished, verdict, detail)
        SELECT ?1, o.finished, o.verdict, o.detail FROM other.verifications o WHERE o.trial = ?2
          AND NOT EXISTS (SELECT 1 FROM main.verifications m WHERE m.trial = ?1
            AND m.finished = o.finished AND m.verdict = o.verdict AND m.detail = o.detail)
        ORDER BY o.rowid
        """, arguments: [mine, pair.other])
  }

  // MARK: - Rows

  /// Copies the rows of all tables that refer to a row, whichever tables there are.
  private func copyChildren(
    of table: String, from other: Int64, to mine: Int64, except: [String]
  ) throws {
    let names = try String.fetchAll(
      db, sql: "SELECT name FROM other.sqlite_master WHERE type = 'table' ORDER BY name")
    for name in names where !except.contains(name) {
      let keys = try Row.fetchAll(db, sql: "PRAGMA other.foreign_key_list(\"\(name)\")")
      for key in keys where key["table"] as String == table {
        try copy(name, key["from"], from: other, to: mine)
      }
    }
  }

  /// Copies rows that are not here yet.
  private func copy(_ table: String, _ key: String, from other: Int64, to mine: Int64) throws {
    let columns = try sharedColumns(table).filter { !(table != "trials" && $0 == "id") }
    let list = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    let values = columns.map { $0 == key ? "?1" : "\"\($0)\"" }.joined(separator: ", ")
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO main."\(table)" (\(list)) SELECT \(values) FROM other."\(table)"
        WHERE "\(key)" = ?2
        """, arguments: [mine, other])
  }

  /// The columns that a table has in both stores.
  private func sharedColumns(_ table: String) throws -> [String] {
    try String.fetchAll(
      db,
      sql: """
        SELECT m.name FROM pragma_table_info(?1, 'main') m
        JOIN pragma_table_info(?1, 'other') o ON o.name = m.name ORDER BY m.cid
        """, arguments: [table])
  }

  /// Copies content that something in this store refers to by now and that it does not hold.
  private mutating func copyContents() throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT b.id, b.sha256, b.bytes FROM other.blobs b
        WHERE NOT EXISTS (SELECT 1 FROM main.blobs WHERE sha256 = b.sha256)
          AND (EXISTS (SELECT 1 FROM main.inputs WHERE sha256 = b.sha256)
            OR EXISTS (SELECT 1 FROM main.artifacts WHERE sha256 = b.sha256))
        ORDER BY b.id
        """)
    for row in rows {
      try db.execute(
        sql: "INSERT INTO main.blobs (sha256, bytes) VALUES (?, ?)",
        arguments: [row["sha256"] as String, row["bytes"] as Int])
      try db.execute(
        sql: """
          INSERT INTO main.chunks (blob, position, bytes, data)
          SELECT ?, position, bytes, data FROM other.chunks WHERE blob = ? ORDER BY position
          """, arguments: [db.lastInsertedRowID, row["id"] as Int64])
      outcome.contents += 1
      outcome.bytes += row["bytes"]
    }
  }
}
