import Foundation
import GRDB
public import SweepConfig
public import SweepSearch

/// What the model of a trial has shown on data that no trial was chosen by.
public struct TestRecord: Equatable, Sendable {
  /// The `id` of the trial.
  public var trial: Int64
  /// The test data: the path as it was given, the SHA-256, the size.
  public var path: String
  public var sha256: String
  public var bytes: Int
  /// All scores, with `score` for the weighted one and tables such as those per entity type.
  public var scores: JSONObject
  /// The entities of each document of the test data; `nil` where no component looks for entities.
  public var counts: [Bootstrap.Counts]?
  /// How many trials of the study had a score on the development data by then.
  public var looks: Int
  /// When the trial was tested, in milliseconds since 1970.
  public var finished: Int

  /// Describes a test; the store counts the looks when it records it.
  public init(
    trial: Int64, path: String, sha256: String, bytes: Int, scores: JSONObject,
    counts: [Bootstrap.Counts]?, looks: Int = 0, finished: Int
  ) {
    (self.trial, self.path, self.sha256, self.bytes) = (trial, path, sha256, bytes)
    (self.scores, self.counts, self.looks, self.finished) = (scores, counts, looks, finished)
  }

  /// A score by its name, as in `ents_per_type.ORG.f`; `nil` where there is none.
  public func score(_ name: String) -> Double? {
    EvaluationRecord.values(of: scores).first { $0.name == name }?.value
  }
}

// MARK: - Tests

extension StudyStore {
  /// Records what a trial has shown on test data.
  ///
  /// A trial is tested once: what is recorded of the same data stays.
  ///
  /// - Returns: What is recorded now.
  /// - Throws: `StoreError` when the store cannot be written.
  public func record(_ test: TestRecord) throws(StoreError) -> TestRecord {
    try write { db in
      try db.execute(
        sql: """
          INSERT OR IGNORE INTO tests (trial, path, sha256, bytes, scores, counts, looks, finished)
          SELECT ?1, ?2, ?3, ?4, ?5, ?6,
            (SELECT count(*) FROM trials WHERE study = t.study AND score_bits IS NOT NULL), ?7
          FROM trials t WHERE t.id = ?1
          """,
        arguments: [
          test.trial, test.path, test.sha256, test.bytes, test.scores.serialized(.compact),
          test.counts.map { Data(CountsCoding.encode($0)) }, test.finished,
        ])
      let found = try fetchTests(
        db, where: "x.trial = ? AND x.sha256 = ?", [test.trial, test.sha256])
      guard let recorded = found.first else {
        throw StoreError(.noTrial("\(test.trial)", hint: nil), path: path)
      }
      return recorded
    }
  }

  /// The tests of a study's trials, by when they were made, then by the trials' numbers.
  public func tests(of study: Study) throws(StoreError) -> [TestRecord] {
    try read { try fetchTests($0, where: "t.study = ?", [study.id]) }
  }

  private func fetchTests(
    _ db: Database, where condition: String, _ arguments: StatementArguments
  ) throws -> [TestRecord] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT x.* FROM tests x JOIN trials t ON t.id = x.trial
        WHERE \(condition) ORDER BY x.looks, x.finished, t.number
        """, arguments: arguments
    ).map { row in
      TestRecord(
        trial: row["trial"], path: row["path"], sha256: row["sha256"], bytes: row["bytes"],
        scores: try json(row["scores"], "scores"), counts: try counts(row["counts"]),
        looks: row["looks"], finished: row["finished"])
    }
  }
}

// MARK: - Counts

extension StudyStore {
  /// The entities of each document of the development data at a trial's best evaluation, in the order
  /// of the corpus.
  ///
  /// - Returns: The counts; `nil` where none were recorded.
  /// - Throws: `StoreError.badRecord` when they are damaged.
  public func documentCounts(of trial: TrialRecord) throws(StoreError) -> [Bootstrap.Counts]? {
    try read { db in
      let row = try Row.fetchOne(
        db, sql: "SELECT counts FROM trials WHERE id = ?", arguments: [trial.id])
      return try counts(row?["counts"])
    }
  }

  /// The same for all trials of a study that have counts, by the trials' `id`.
  ///
  /// - Throws: `StoreError.badRecord` when some are damaged.
  public func documentCounts(of study: Study) throws(StoreError) -> [Int64: [Bootstrap.Counts]] {
    try read { db in
      let rows = try Row.fetchCursor(
        db, sql: "SELECT id, counts FROM trials WHERE study = ? AND counts IS NOT NULL",
        arguments: [study.id])
      var result: [Int64: [Bootstrap.Counts]] = [:]
      while let row = try rows.next() { result[row["id"]] = try counts(row["counts"]) }
      return result
    }
  }

  /// Which label was predicted as which at a trial's best evaluation, as `TrialResult.confusion` has it.
  ///
  /// - Returns: The counts; `nil` where none were recorded.
  public func confusion(of trial: TrialRecord) throws(StoreError) -> JSONObject? {
    try read { db in
      let text = try String.fetchOne(
        db, sql: "SELECT confusion FROM trials WHERE id = ?", arguments: [trial.id])
      return try text.map { try json($0, "confusion") }
    }
  }

  private func counts(_ data: Data?) throws -> [Bootstrap.Counts]? {
    guard let data else { return nil }
    guard let counts = CountsCoding.decode(Array(data)) else {
      throw StoreError(.badRecord("counts of documents that cannot be read"), path: path)
    }
    return counts
  }
}
