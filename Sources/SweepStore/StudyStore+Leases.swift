import GRDB
import SweepSearch

extension StudyStore {
  /// What writes for a running trial must name, where another process than this one began it.
  public func attempt(at trial: TrialRecord) -> Attempt {
    Attempt(trial: trial.id, number: trial.attempt, name: trial.name)
  }

  /// Makes the lease of a running trial last longer.
  ///
  /// - Parameters:
  ///   - attempt: What `begin` gave.
  ///   - end: When it is to end, in milliseconds since 1970.
  /// - Throws: `StoreError.superseded` when the trial is another worker's by now.
  public func renew(_ attempt: Attempt, until end: Int) throws(StoreError) {
    try write(isDurable: false) { db in
      try check(attempt, db)
      try db.run("UPDATE trials SET lease_end = ? WHERE id = ?", [end, attempt.trial])
    }
  }

  /// The trials of a study from a number on.
  public func trials(of study: Study, from number: Int) throws(StoreError) -> [TrialRecord] {
    try read { try fetchTrials($0, where: "t.study = ? AND t.number >= ?", [study.id, number]) }
  }

  /// Adds an assignment that the user gives as the next one of a study.
  ///
  /// - Parameters:
  ///   - trials: Its trials, of whose numbers and rows the store chooses others.
  ///   - study: The study.
  ///   - most: How many trials the study may have.
  /// - Returns: The trials as recorded.
  /// - Throws: `StoreError.known` where the study has the assignment, `full` where it has all its
  ///   trials, `racing` where further seeds have been given out by now.
  public func enqueue(
    _ trials: [NewTrial], to study: Study, most: Int
  ) throws(StoreError) -> [TrialRecord] {
    try write { db in
      let last = try Row.fetchOne(
        db, sql: "SELECT max(number), max(\"row\") FROM trials WHERE study = ?",
        arguments: [study.id])
      let number = (last?[0] as Int?).map { $0 + 1 } ?? 0
      let row = (last?[1] as Int?).map { $0 + 1 } ?? 0
      guard number + trials.count <= most else {
        throw StoreError(.full(study: study.name, most: most), path: path)
      }
      guard number == row * trials.count else {
        throw StoreError(.racing(study: study.name), path: path)
      }
      for (index, trial) in trials.enumerated() {
        let id = Self.contentID(study: study.name, config: trial.config)
        let known = try fetchTrials(db, where: "t.content_id = ?", [id])
        if let known = known.first { throw StoreError(.known(trial: known.name), path: path) }
        var trial = trial
        (trial.number, trial.row) = (number + index, row)
        try insert(trial, study.name, study.id, db)
      }
      return try fetchTrials(
        db, where: "t.study = ? AND t.number >= ?", [study.id, number])
    }
  }
}
