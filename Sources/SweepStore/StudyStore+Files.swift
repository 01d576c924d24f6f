import Foundation
import GRDB
import SweepBase
import SweepConfig
import SweepSearch

extension StudyStore {
  /// Keeps the bytes of an input file in the record, once for all trials.
  ///
  /// - Parameters:
  ///   - file: The path to read.
  ///   - sha256: The hash that the file had when it was used.
  /// - Throws: `StoreError.unreadable`, or `changed` when the file has another hash by now.
  public func keep(file: String, sha256: String) throws(StoreError) {
    if try holds(sha256) { return }
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(file)
    } catch {
      throw StoreError(.unreadable(path: file, reason: error.reason), path: path)
    }
    let blob = PreparedBlob(bytes)
    guard blob.sha256 == sha256 else { throw StoreError(.changed(path: file), path: path) }
    try write { try insert(blob, $0) }
  }

  /// Whether the record holds the bytes with a hash.
  public func holds(_ sha256: String) throws(StoreError) -> Bool {
    try read { db in
      try Int.fetchOne(db, sql: "SELECT 1 FROM blobs WHERE sha256 = ?", arguments: [sha256]) != nil
    }
  }

  /// The bytes with a hash.
  ///
  /// - Throws: `StoreError.noBlob`, or `blobDamaged` when the bytes have another hash.
  public func bytes(_ sha256: String) throws(StoreError) -> [UInt8] {
    let bytes: [UInt8] = try read { db in
      guard
        let row = try Row.fetchOne(
          db, sql: "SELECT id, bytes FROM blobs WHERE sha256 = ?", arguments: [sha256])
      else { throw StoreError(.noBlob(sha256: sha256), path: path) }
      let chunks = try Row.fetchCursor(
        db, sql: "SELECT bytes, data FROM chunks WHERE blob = ? ORDER BY position",
        arguments: [row["id"] as Int64])
      var bytes: [UInt8] = []
      while let chunk = try chunks.next() {
        let data = Array(chunk[1] as Data)
        guard let piece = PreparedBlob.decompressed(data, count: chunk[0]) else {
          throw StoreError(.blobDamaged(sha256: sha256), path: path)
        }
        bytes += piece
      }
      return bytes
    }
    guard Fingerprint.hex(of: bytes) == sha256 else {
      throw StoreError(.blobDamaged(sha256: sha256), path: path)
    }
    return bytes
  }

  /// The files of a trial's model, by path; none when the record does not keep it.
  public func model(of trial: TrialRecord) throws(StoreError) -> [Artifact] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM artifacts WHERE trial = ? AND kind = 'model' ORDER BY path",
        arguments: [trial.id]
      ).map {
        Artifact(kind: $0["kind"], path: $0["path"], sha256: $0["sha256"], bytes: $0["bytes"])
      }
    }
  }

  /// The files that the program of a trial has named, by path; none when the record does not keep
  /// them.
  public func files(of trial: TrialRecord) throws(StoreError) -> [Artifact] {
    try read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM artifacts WHERE trial = ? AND kind = 'file' ORDER BY path",
        arguments: [trial.id]
      ).map {
        Artifact(kind: $0["kind"], path: $0["path"], sha256: $0["sha256"], bytes: $0["bytes"])
      }
    }
  }

  /// The `id` of each trial of a study whose model, or whose program's files, the record holds.
  public func keptModels(of study: Study) throws(StoreError) -> Set<Int64> {
    try read { db in
      try Int64.fetchSet(
        db,
        sql: """
          SELECT DISTINCT a.trial FROM artifacts a JOIN trials t ON t.id = a.trial
          WHERE t.study = ? AND a.kind IN ('model', 'file')
          """, arguments: [study.id])
    }
  }

  /// The files that a trial has read, in the order of `begin`.
  public func inputs(of trial: TrialRecord) throws(StoreError) -> [InputRecord] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT i.*, b.id IS NOT NULL AS is_kept FROM inputs i
          LEFT JOIN blobs b ON b.sha256 = i.sha256 WHERE i.trial = ? ORDER BY i.position
          """, arguments: [trial.id]
      ).map {
        InputRecord(
          setting: $0["setting"], written: $0["written"], resolved: $0["resolved"],
          sha256: $0["sha256"], bytes: $0["bytes"], isKept: $0["is_kept"])
      }
    }
  }

  /// Notes that a trial was run again, and whether everything was the same.
  ///
  /// - Parameters:
  ///   - trial: The trial.
  ///   - isIdentical: The verdict.
  ///   - detail: What differed, or by what it was checked.
  ///   - now: Milliseconds since 1970.
  /// - Throws: `StoreError` when the store cannot be written.
  public func recordVerification(
    of trial: TrialRecord, isIdentical: Bool, detail: String, now: Int
  ) throws(StoreError) {
    try write { db in
      try db.execute(
        sql: "INSERT INTO verifications (trial, finished, verdict, detail) VALUES (?, ?, ?, ?)",
        arguments: [trial.id, now, isIdentical ? "identical" : "different", detail])
    }
  }

  /// When each trial of a study was last found identical, in milliseconds since 1970, by `id`.
  public func verifications(of study: Study) throws(StoreError) -> [Int64: Int] {
    try read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT v.trial, max(v.finished) FROM verifications v JOIN trials t ON t.id = v.trial
          WHERE t.study = ? AND v.verdict = 'identical' GROUP BY v.trial
          """, arguments: [study.id])
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
    }
  }
}

// MARK: - Parts

extension StudyStore {
  /// Inserts bytes unless they are there.
  func insert(_ blob: PreparedBlob, _ db: Database) throws {
    try db.execute(
      sql: "INSERT OR IGNORE INTO blobs (sha256, bytes) VALUES (?, ?)",
      arguments: [blob.sha256, blob.count])
    guard db.changesCount > 0 else { return }
    let id = db.lastInsertedRowID
    for (position, chunk) in blob.chunks.enumerated() {
      try db.execute(
        sql: "INSERT INTO chunks (blob, position, bytes, data) VALUES (?, ?, ?, ?)",
        arguments: [id, position, chunk.count, Data(chunk.data)])
    }
  }

  /// Deletes those of some blobs that nothing in the record refers to any more.
  func deleteUnreferenced(_ hashes: [String], _ db: Database) throws {
    for hash in hashes {
      try db.execute(
        sql: """
          DELETE FROM blobs WHERE sha256 = ?1
            AND NOT EXISTS (SELECT 1 FROM artifacts WHERE sha256 = ?1)
            AND NOT EXISTS (SELECT 1 FROM inputs WHERE sha256 = ?1)
          """, arguments: [hash])
    }
  }

  func replaceInputs(of trial: Int64, _ inputs: [InputRecord], _ db: Database) throws {
    try db.execute(sql: "DELETE FROM inputs WHERE trial = ?", arguments: [trial])
    for (position, input) in inputs.enumerated() {
      try db.execute(
        sql: """
          INSERT INTO inputs (trial, position, setting, written, resolved, sha256, bytes)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          trial, position, input.setting, input.written, input.resolved, input.sha256, input.bytes,
        ])
    }
  }

  /// Gives the pages of deleted models back to the disk, some at a time.
  func reclaimSpace() throws(StoreError) {
    do {
      try database.writeWithoutTransaction { db in
        let free = try Int.fetchOne(db, sql: "PRAGMA freelist_count") ?? 0
        // The pragma frees a page per step, so its rows must be read to the end.
        if free > 256 { _ = try Row.fetchAll(db, sql: "PRAGMA incremental_vacuum(\(free - 256))") }
      }
    } catch {
      throw StoreError(error, path: path)
    }
  }
}
