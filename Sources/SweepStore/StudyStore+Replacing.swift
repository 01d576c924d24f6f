import GRDB
import SweepConfig

extension StudyStore {
  /// Takes imported trials out that have gone on since, so that they can be inserted anew.
  ///
  /// - Parameters:
  ///   - trials: The trials as they are now; those of the same number go.
  ///   - study: Their study.
  /// - Throws: `StoreError` when the store cannot be written.
  public func replace(
    _ trials: [TrialTransfer], of study: StudyTransfer
  ) throws(StoreError) {
    guard !trials.isEmpty else { return }
    try write { db in
      for trial in trials {
        try db.execute(
          sql: """
            DELETE FROM trials WHERE number = ? AND content_id = ?
              AND study = (SELECT id FROM studies WHERE name = ? AND engine = 'imported')
            """, arguments: [trial.number, trial.contentID, study.study.name])
      }
    }
    _ = try insert(trials, of: study)
  }
}
