import GRDB
import SweepBase
import SweepConfig
import SweepSearch

extension StudyStore {
  /// Records a study, or finds the one that is there under the same name.
  ///
  /// Trials of a changed version of the program are brought up to date as long as they have not
  /// begun. A plan with more trials adds them; of one with fewer, the others stay in the record, and
  /// the study's `trialLimit` says that they are not to run.
  ///
  /// - Parameters:
  ///   - study: The study.
  ///   - extendsSpace: Whether the parameters, constraints and given assignments of a recorded study
  ///     may change: what it has stays, what follows is of the new space.
  ///   - now: Milliseconds since 1970.
  /// - Returns: The study as recorded.
  /// - Throws: `StoreError.planChanged` when the recorded plan or the resolved config of a trial
  ///   that has begun is another, with the lines that differ.
  public func createOrMatch(
    _ study: NewStudy, extendsSpace: Bool = false, now: Int
  ) throws(StoreError) -> Study {
    try write { db in
      if let known = try fetchStudies(db, where: "name = ?", [study.name]).first {
        let recorded = try match(study, known, extendsSpace: extendsSpace, now, db)
        var matched = try fetchStudies(db, where: "id = ?", [known.id]).first ?? known
        if !study.isOpen, recorded > study.trials.count { matched.trialLimit = study.trials.count }
        return matched
      }
      let overrides = Assignment(study.overrides).json.serialized(.compact)
      try db.execute(
        sql: """
          INSERT INTO studies (name, sweep_path, sweep_text, config_path, config_text, plan,
            plan_hash, method, metric, goal, keep_models, overrides, created, metrics, window,
            priors, engine)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          study.name, study.sweepPath, study.sweepText, study.configPath, study.configText,
          study.plan, Fingerprint.hex(of: study.plan), study.method.rawValue,
          study.metrics.first?.name, study.metrics.first?.goal.rawValue,
          study.keepModels.rawValue, overrides, now, study.metrics.json.serialized(.compact),
          study.window, study.priors.json.serialized(.compact), study.engine,
        ])
      let id = db.lastInsertedRowID
      for trial in study.trials { try insert(trial, study.name, id, db) }
      guard let created = try fetchStudies(db, where: "id = ?", [id]).first else {
        throw StoreError(.badRecord("the study \(study.name) is gone"), path: path)
      }
      return created
    }
  }

  /// All studies, oldest first.
  public func studies() throws(StoreError) -> [Study] {
    try read { try fetchStudies($0, where: "1", []) }
  }

  /// A study by its name; without one, the study that was begun last.
  ///
  /// - Throws: `StoreError.noStudy` with the nearest name, `emptyStore` when there is none at all.
  public func study(named name: String? = nil) throws(StoreError) -> Study {
    let all = try studies()
    guard let last = all.last else { throw StoreError(.emptyStore, path: path) }
    guard let name else { return last }
    if let study = all.first(where: { $0.name == name }) { return study }
    let former = try formerStudy(name)
    if let study = all.first(where: { $0.id == former }) { return study }
    let names = all.map(\.name)
    throw StoreError(
      .noStudy(name: name, nearest: name.nearest(among: names), known: names), path: path)
  }
}

extension StudyStore {
  /// The content ID of a trial: one for each study and resolved config.
  public static func contentID(study: String, config: String) -> String {
    Fingerprint.hex(of: "\(study)\n\(Fingerprint.hex(of: config))\n")
  }

  /// Adds trials to a study that another process has not added by now.
  ///
  /// What it adds follows from recorded results, so it need not survive a power cut.
  ///
  /// - Parameters:
  ///   - trials: The trials.
  ///   - study: Their study.
  /// - Returns: The trials as recorded.
  /// - Throws: `StoreError.planChanged` when a number is taken by a trial with another config.
  public func add(_ trials: [NewTrial], to study: Study) throws(StoreError) -> [TrialRecord] {
    try write(isDurable: false) { db in
      try trials.map { trial in
        let id = Self.contentID(study: study.name, config: trial.config)
        let known = try db.cachedStatement(
          sql: "SELECT content_id FROM trials WHERE study = ? AND number = ?")
        if let other = try String.fetchOne(known, arguments: [study.id, trial.number]) {
          if other != id { throw try configChanged(trial, study, db) }
        } else {
          try insert(trial, study.name, study.id, db)
        }
        let found = try fetchTrials(
          db, where: "t.study = ? AND t.number = ?", [study.id, trial.number])
        guard let record = found.first else {
          throw StoreError(.noTrial("\(study.name)/\(trial.number)", hint: nil), path: path)
        }
        return record
      }
    }
  }

  func insert(_ trial: NewTrial, _ study: String, _ id: Int64, _ db: Database) throws {
    let hash = Fingerprint.hex(of: trial.config)
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO trials (study, number, content_id, "row", origin, proposal, seed, fold,
          assignment, config, config_hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      id, trial.number, Fingerprint.hex(of: "\(study)\n\(hash)\n"), trial.row,
      trial.origin.rawValue, trial.proposal, trial.seed, trial.fold,
      trial.assignment.json.serialized(.compact), trial.config, hash,
    ])
  }

  /// Brings the record of a study up to date, and returns how many trials it had.
  private func match(
    _ new: NewStudy, _ known: Study, extendsSpace: Bool, _ now: Int, _ db: Database
  ) throws -> Int {
    if extendsSpace, known.plan != new.plan, known.plan.fixedLines == new.plan.fixedLines {
      try db.execute(
        sql: """
          INSERT INTO plans (study, first_row, plan, sweep_text, ended)
          SELECT ?, coalesce(max("row") + 1, 0), ?, ?, ? FROM trials WHERE study = ?
          """, arguments: [known.id, known.plan, known.sweepText, now, known.id])
      try db.execute(
        sql: "UPDATE studies SET plan = ?, plan_hash = ? WHERE id = ?",
        arguments: [new.plan, Fingerprint.hex(of: new.plan), known.id])
    } else if known.plan != new.plan {
      var difference = LineDifference(from: known.plan, to: new.plan).text
      let config = LineDifference(from: known.configText, to: new.configText)
      if !config.isEmpty { difference += "\nin \(new.configPath):\n" + config.text }
      throw StoreError(.planChanged(study: new.name, difference: difference), path: path)
    }
    try db.execute(
      sql: "UPDATE studies SET keep_models = ?, sweep_path = ?, sweep_text = ? WHERE id = ?",
      arguments: [new.keepModels.rawValue, new.sweepPath, new.sweepText, known.id])
    let rows = try Row.fetchAll(
      db, sql: "SELECT number, content_id, attempt FROM trials WHERE study = ?",
      arguments: [known.id])
    var attempts: [Int: (contentID: String, attempt: Int)] = [:]
    for row in rows { attempts[row["number"]] = (row["content_id"], row["attempt"]) }
    for trial in new.trials {
      guard let old = attempts[trial.number] else {
        try insert(trial, new.name, known.id, db)
        continue
      }
      if old.contentID == Self.contentID(study: new.name, config: trial.config) { continue }
      if old.attempt > 0 { throw try configChanged(trial, known, db) }
      try db.execute(
        sql: "DELETE FROM trials WHERE study = ? AND number = ?",
        arguments: [known.id, trial.number])
      try insert(trial, new.name, known.id, db)
    }
    return rows.count
  }

  private func configChanged(_ trial: NewTrial, _ study: Study, _ db: Database) throws
    -> StoreError
  {
    let old = try String.fetchOne(
      db, sql: "SELECT config FROM trials WHERE study = ? AND number = ?",
      arguments: [study.id, trial.number])
    let difference = LineDifference(from: old ?? "", to: trial.config).text
    return StoreError(
      .planChanged(
        study: study.name, difference: "in the config of trial \(trial.number):\n" + difference),
      path: path)
  }

  private func fetchStudies(
    _ db: Database, where condition: String, _ arguments: StatementArguments
  ) throws -> [Study] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM studies WHERE \(condition) ORDER BY id", arguments: arguments
    ).map(study(from:))
  }

  private func study(from row: Row) throws -> Study {
    guard let method = SearchMethod(rawValue: row["method"]),
      let keepModels = KeepModels(rawValue: row["keep_models"])
    else { throw StoreError(.badRecord("a study with unknown words"), path: path) }
    let overrides = Assignment(json: try json(row["overrides"], "overrides")).settings
    guard let metrics = [Metric](json: try? JSONValue(parsing: row["metrics"] as String)),
      let priors = [ProposalRun.Prior](json: try? JSONValue(parsing: row["priors"] as String))
    else { throw StoreError(.badRecord("a study with metrics or priors of no use"), path: path) }
    return Study(
      id: row["id"], name: row["name"], sweepPath: row["sweep_path"],
      sweepText: row["sweep_text"], configPath: row["config_path"],
      configText: row["config_text"], plan: row["plan"], planHash: row["plan_hash"],
      method: method, metrics: metrics, window: row["window"], priors: priors,
      keepModels: keepModels, overrides: overrides, created: row["created"])
  }

  /// Reads a JSON object of the record.
  func json(_ text: String, _ what: String) throws -> JSONObject {
    guard let object = try? JSONValue(parsing: text).objectValue else {
      throw StoreError(.badRecord("\(what) that are no JSON object"), path: path)
    }
    return object
  }
}

extension String {
  /// The lines of a plan that must not change when a study goes on with another space.
  fileprivate var fixedLines: [Substring] {
    split(separator: "\n").filter { line in
      !["parameter ", "constraint ", "enqueue "].contains { line.hasPrefix($0) }
    }
  }
}
