import GRDB

/// What a removal takes away.
public struct Removal: Equatable, Sendable {
  public var trials = 0
  /// Those of them whose place in their study stays, as if they had never begun.
  public var emptiedTrials = 0
  public var studies = 0
  /// Models of trials that stay, which their studies do not keep.
  public var models = 0
  /// Contents of files that nothing refers to any more, and their bytes as they were in the file.
  public var blobs = 0
  public var provenances = 0
  /// How much smaller the store can be, in bytes: whole pages.
  public var freedBytes = 0
  /// Trials that run, because of which contents of files were left alone.
  public var runningTrials = 0

  /// Nothing.
  public init() {}

  /// Whether there is nothing to take away.
  public var isEmpty: Bool {
    trials + studies + models + blobs + provenances == 0
  }
}

extension StudyStore {
  /// Removes trials, with all that is recorded of them.
  ///
  /// The trials of a study are numbered without gaps, and what a search proposes hangs on their numbers.
  /// So one that later ones follow leaves an empty place behind: it waits, as if it had never begun. Only
  /// in an imported study, which never runs, there may be gaps.
  ///
  /// - Parameters:
  ///   - trials: The trials; a study that has no others stays, without any.
  ///   - isDryRun: Whether nothing is to be changed.
  /// - Returns: What is taken away.
  /// - Throws: `StoreError.running` while a process has one of them.
  public func remove(
    _ trials: [TrialRecord], isDryRun: Bool = false
  ) throws(StoreError) -> Removal {
    try removing(isDryRun) { db in
      try refuseRunning(trials.compactMap { try fetchTrials(db, where: "t.id = ?", [$0.id]).first })
      try db.execute(sql: "CREATE TEMP TABLE IF NOT EXISTS gone (id INTEGER PRIMARY KEY)")
      try db.execute(sql: "DELETE FROM gone")
      for trial in trials {
        try db.run("INSERT OR IGNORE INTO gone VALUES (?)", [trial.id])
      }
      return try removeGone(db)
    }
  }

  /// Removes a study with all its trials.
  ///
  /// - Throws: `StoreError.running` while a process has a trial of it.
  public func remove(_ study: Study, isDryRun: Bool = false) throws(StoreError) -> Removal {
    try removing(isDryRun) { db in
      try refuseRunning(fetchTrials(db, where: "t.study = ?", [study.id]))
      try db.execute(sql: "CREATE TEMP TABLE IF NOT EXISTS gone (id INTEGER PRIMARY KEY)")
      try db.execute(sql: "DELETE FROM gone")
      try db.run("INSERT INTO gone SELECT id FROM trials WHERE study = ?", [study.id])
      var removal = try removeGone(db)
      try db.run("DELETE FROM studies WHERE id = ?", [study.id])
      removal.studies = db.changesCount
      return removal
    }
  }

  /// Removes what nothing refers to, and models that their studies do not keep.
  ///
  /// Contents of files are left alone while trials run: one that is about to begin may need them.
  ///
  /// - Parameter isDryRun: Whether nothing is to be changed.
  /// - Returns: What is taken away.
  /// - Throws: `StoreError` when the store cannot be written.
  public func collectGarbage(isDryRun: Bool = false) throws(StoreError) -> Removal {
    try removing(isDryRun) { db in
      var removal = Removal()
      removal.models = try removeSurplusModels(db)
      removal.runningTrials = try fetchTrials(db, where: "t.state = 'running'", [])
        .filter { !$0.isLost }.count
      if removal.runningTrials == 0 {
        try db.run(
          """
          DELETE FROM blobs WHERE NOT EXISTS (SELECT 1 FROM artifacts a WHERE a.sha256 = blobs.sha256)
            AND NOT EXISTS (SELECT 1 FROM inputs i WHERE i.sha256 = blobs.sha256)
          """, [])
        removal.blobs = db.changesCount
      }
      removal.provenances = try removeProvenances(db)
      return removal
    }
  }

  /// Gives all free pages back to the disk, and writes the WAL into the file.
  ///
  /// A store from before pages could be given back is written anew once.
  public func giveBackSpace() throws(StoreError) {
    do {
      try database.writeWithoutTransaction { db in
        if try Int.fetchOne(db, sql: "PRAGMA auto_vacuum") == 0 {
          try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
          try db.execute(sql: "VACUUM")
        }
        // The pragma frees a page per step, so its rows must be read to the end.
        _ = try Row.fetchAll(db, sql: "PRAGMA incremental_vacuum")
        _ = try Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      }
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// The IDs of the trials whose checkpoints may still be of use.
  package func unfinishedIDs() throws(StoreError) -> Set<String> {
    try read { db in
      try String.fetchSet(
        db, sql: "SELECT content_id FROM trials WHERE state NOT IN ('done', 'pruned')")
    }
  }

  // MARK: - Parts

  /// Does something in a transaction, counts the pages that it frees, and undoes it if wanted.
  private func removing(
    _ isDryRun: Bool, _ body: (Database) throws -> Removal
  ) throws(StoreError) -> Removal {
    try write { db in
      try db.execute(sql: "SAVEPOINT removal")
      let before = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
      var removal = try body(db)
      let after = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
      removal.freedBytes = (after - before) * (try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 0)
      if isDryRun { try db.execute(sql: "ROLLBACK TO removal") }
      try db.execute(sql: "RELEASE removal")
      return removal
    }
  }

  /// Removes the trials whose `id` the table `gone` has.
  private func removeGone(_ db: Database) throws -> Removal {
    var removal = Removal()
    let hashes = try String.fetchAll(
      db,
      sql: """
        SELECT sha256 FROM artifacts WHERE trial IN (SELECT id FROM gone)
        UNION SELECT sha256 FROM inputs WHERE trial IN (SELECT id FROM gone)
        """)
    try db.run(
      """
      DELETE FROM decisions WHERE (study, number) IN (
        SELECT study, number FROM trials WHERE id IN (SELECT id FROM gone))
      """, [])
    try db.run(
      "DELETE FROM trials WHERE id IN (SELECT id FROM gone) AND NOT \(Self.isFollowed)", [])
    removal.trials = db.changesCount
    removal.emptiedTrials = try emptyGone(db)
    removal.trials += removal.emptiedTrials
    let before = try Int.fetchOne(db, sql: "SELECT count(*) FROM blobs") ?? 0
    try deleteUnreferenced(hashes, db)
    removal.blobs = before - (try Int.fetchOne(db, sql: "SELECT count(*) FROM blobs") ?? 0)
    removal.provenances = try removeProvenances(db)
    return removal
  }

  /// Whether a trial has later ones that stay, in a study that may still run.
  private static let isFollowed = """
    (EXISTS (SELECT 1 FROM trials o WHERE o.study = trials.study AND o.number > trials.number
      AND o.id NOT IN (SELECT id FROM gone))
    AND (SELECT engine FROM studies WHERE id = trials.study) <> 'imported')
    """

  /// Makes what is left of the trials in `gone` as if they had never begun, and counts those that had.
  private func emptyGone(_ db: Database) throws -> Int {
    let tables = try String.fetchAll(
      db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    for table in tables where table != "former_ids" {
      for key in try Row.fetchAll(db, sql: "PRAGMA foreign_key_list(\"\(table)\")")
      where key["table"] as String == "trials" {
        let column: String = key["from"]
        try db.execute(
          sql: "DELETE FROM \"\(table)\" WHERE \"\(column)\" IN (SELECT id FROM gone)")
      }
    }
    // Columns that say what is to run stay.
    let kept: Set = [
      "id", "study", "number", "content_id", "row", "origin", "proposal", "seed", "fold",
      "assignment", "config", "config_hash",
    ]
    let changes = try Row.fetchAll(db, sql: "PRAGMA table_info(trials)").compactMap { row in
      let name: String = row["name"]
      return kept.contains(name) ? nil : "\"\(name)\" = \((row["dflt_value"] as String?) ?? "NULL")"
    }
    try db.execute(
      sql: """
        UPDATE trials SET \(changes.joined(separator: ", "))
        WHERE id IN (SELECT id FROM gone) AND (attempt > 0 OR state <> 'waiting' OR note IS NOT NULL)
        """)
    return db.changesCount
  }

  private func removeProvenances(_ db: Database) throws -> Int {
    try db.run(
      """
      DELETE FROM provenances WHERE hash NOT IN (
        SELECT provenance FROM trials WHERE provenance IS NOT NULL)
      """, [])
    return db.changesCount
  }

  /// Removes models other than the best of studies that keep the best, and all of those that keep none.
  private func removeSurplusModels(_ db: Database) throws -> Int {
    let surplus = """
      SELECT id FROM (
        SELECT t.id, s.keep_models, row_number() OVER (
          PARTITION BY t.study ORDER BY t.state = 'done' DESC, t.score IS NULL,
            CASE s.goal WHEN 'maximize' THEN -t.score ELSE t.score END, t.number) AS place
        FROM trials t JOIN studies s ON s.id = t.study
        WHERE s.keep_models <> 'all'
          AND EXISTS (SELECT 1 FROM artifacts WHERE trial = t.id AND kind = 'model'))
      WHERE keep_models = 'none' OR place > 1
      """
    let models = try Int64.fetchAll(db, sql: surplus)
    guard !models.isEmpty else { return 0 }
    let list = models.map { "\($0)" }.joined(separator: ", ")
    let hashes = try String.fetchAll(
      db, sql: "SELECT sha256 FROM artifacts WHERE kind = 'model' AND trial IN (\(list))")
    try db.execute(sql: "DELETE FROM artifacts WHERE kind = 'model' AND trial IN (\(list))")
    try deleteUnreferenced(hashes, db)
    return models.count
  }
}
