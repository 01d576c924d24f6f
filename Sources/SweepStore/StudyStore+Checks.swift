import Foundation
import GRDB
import SweepBase
import SweepConfig
import SweepSearch

/// Something in a store that is not as it was written.
public struct StoreProblem: Equatable, Sendable {
  /// What is concerned: `file`, `blob 3fa2…`, `ner/3`.
  public var place: String
  /// What is wrong with it.
  public var problem: String

  public init(_ place: String, _ problem: String) { (self.place, self.problem) = (place, problem) }
}

extension StudyStore {
  /// What SQLite finds wrong with the file itself: pages, indexes, references.
  ///
  /// - Throws: `StoreError` when the file cannot be read at all.
  public func fileProblems() throws(StoreError) -> [StoreProblem] {
    try read { db in
      let pages = try String.fetchAll(db, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
      let references = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").prefix(20).map { row in
        StoreProblem(
          "table \(row[0] as String? ?? "?")",
          "row \((row[1] as Int64?).map { "\($0)" } ?? "?") refers to a row of "
            + "\(row[2] as String? ?? "?") that is gone")
      }
      return pages.map { StoreProblem("file", $0) } + references
    }
  }

  /// The SHA-256 of all content that the record holds, with sizes, in order.
  ///
  /// - Throws: `StoreError` when the record cannot be read.
  public func blobs() throws(StoreError) -> [(sha256: String, bytes: Int)] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT sha256, bytes FROM blobs ORDER BY sha256").map {
        ($0[0], $0[1])
      }
    }
  }

  /// What is wrong with the content of a hash; `nil` when it is as it was put there.
  ///
  /// - Throws: `StoreError` when the record cannot be read.
  public func problem(ofBlob sha256: String) throws(StoreError) -> StoreProblem? {
    let place = "content \(sha256.prefix(12))"
    do throws(StoreError) {
      _ = try bytes(sha256)
      return nil
    } catch {
      switch error.reason {
      case .noBlob: return StoreProblem(place, "it is gone")
      case .blobDamaged: return StoreProblem(place, "its bytes have another SHA-256")
      default: throw error
      }
    }
  }

  /// Rows whose own hashes do not fit: configs, IDs, provenances, plans, scores, and models whose files
  /// are gone.
  ///
  /// - Throws: `StoreError` when the record cannot be read.
  public func rowProblems() throws(StoreError) -> [StoreProblem] {
    try read { db in
      var problems: [StoreProblem] = []
      let trials = try Row.fetchCursor(
        db,
        sql: """
          SELECT s.name, t.number, t.config, t.config_hash, t.content_id, t.score, t.score_bits
          FROM trials t JOIN studies s ON s.id = t.study ORDER BY t.study, t.number
          """)
      while let row = try trials.next() {
        let (study, place): (String, String) = (row[0], "\(row[0] as String)/\(row[1] as Int)")
        let hash = Fingerprint.hex(of: row[2] as String)
        if hash != row[3] as String {
          problems.append(StoreProblem(place, "its config has another SHA-256 than is recorded"))
        } else if Fingerprint.hex(of: "\(study)\n\(hash)\n") != row[4] as String {
          problems.append(StoreProblem(place, "its ID is not that of its study and config"))
        }
        let score = (row[6] as Int64?).map { Double(bitPattern: UInt64(bitPattern: $0)) }
        if row[5] as Double? != score.flatMap({ $0.isNaN ? nil : $0 }) {
          problems.append(StoreProblem(place, "its score and the bits of it are different numbers"))
        }
      }
      let provenances = try Row.fetchCursor(db, sql: "SELECT hash, json FROM provenances")
      while let row = try provenances.next() {
        if Fingerprint.hex(of: row[1] as String) == row[0] as String { continue }
        problems.append(
          StoreProblem("provenance \((row[0] as String).prefix(12))", "it has another SHA-256"))
      }
      let gone = try Row.fetchCursor(
        db,
        sql: """
          SELECT s.name, t.number, a.path FROM artifacts a JOIN trials t ON t.id = a.trial
          JOIN studies s ON s.id = t.study LEFT JOIN blobs b ON b.sha256 = a.sha256
          WHERE b.id IS NULL AND a.kind = 'model' ORDER BY t.study, t.number, a.path
          """)
      while let row = try gone.next() {
        problems.append(
          StoreProblem(
            "\(row[0] as String)/\(row[1] as Int)",
            "the file \(row[2] as String) of its model is gone"))
      }
      return problems
    }
  }

  /// How much of what the file holds.
  public struct Statistics: Equatable, Sendable {
    /// The names of the migrations that made its tables.
    public var migrations: [String] = []
    /// `wal` or `delete`.
    public var journal = ""
    /// The version of the SQLite library.
    public var sqlite = ""
    /// Bytes of the file, of what is free in it, and of the log beside it.
    public var bytes = 0
    public var freeBytes = 0
    public var logBytes = 0
    /// Bytes of each table with its indexes, the largest first; none where SQLite cannot tell.
    public var tables: [(name: String, bytes: Int)] = []
    /// Content that nothing refers to.
    public var orphans = 0
    public var orphanBytes = 0

    public static func == (a: Statistics, b: Statistics) -> Bool {
      a.migrations == b.migrations && a.journal == b.journal && a.bytes == b.bytes
        && a.orphans == b.orphans && a.tables.elementsEqual(b.tables) { $0 == $1 }
    }
  }

  /// Looks at the file: version, journal, sizes.
  ///
  /// - Throws: `StoreError` when it cannot be read.
  public func statistics() throws(StoreError) -> Statistics {
    try read { db in
      var result = Statistics()
      result.migrations = try String.fetchAll(db, sql: "SELECT name FROM migrations ORDER BY rowid")
      result.journal = try String.fetchOne(db, sql: "PRAGMA journal_mode") ?? ""
      result.sqlite = try String.fetchOne(db, sql: "SELECT sqlite_version()") ?? ""
      func pragma(_ name: String) throws -> Int { try Int.fetchOne(db, sql: "PRAGMA \(name)") ?? 0 }
      let page = try pragma("page_size")
      result.bytes = try page * pragma("page_count")
      result.freeBytes = try page * pragma("freelist_count")
      result.logBytes = Self.size(of: path + "-wal")
      let tables = try? Row.fetchAll(
        db,
        sql: """
          SELECT m.tbl_name, sum(s.pgsize) AS bytes FROM dbstat s
          JOIN sqlite_master m ON m.name = s.name GROUP BY 1 ORDER BY bytes DESC, 1
          """)
      result.tables = (tables ?? []).map { ($0[0], $0[1]) }
      let orphans = try Row.fetchOne(
        db,
        sql: """
          SELECT count(*), coalesce(sum(bytes), 0) FROM blobs b
          WHERE NOT EXISTS (SELECT 1 FROM artifacts WHERE sha256 = b.sha256)
            AND NOT EXISTS (SELECT 1 FROM inputs WHERE sha256 = b.sha256)
          """)
      if let orphans { (result.orphans, result.orphanBytes) = (orphans[0], orphans[1]) }
      return result
    }
  }

  private static func size(of path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }

  /// A kept file that has the same content as one that is looked for.
  public struct KeptFile: Equatable, Sendable {
    public var trial: Int64
    public var path: String
    public var sha256: String
  }

  /// The trials whose model has a hash, oldest first.
  ///
  /// - Throws: `StoreError` when the record cannot be read.
  public func trials(withModel hash: String) throws(StoreError) -> [TrialRecord] {
    try read { try fetchTrials($0, where: "t.model_hash = ?", [hash]) }
  }

  /// The files of kept models that have one of some contents.
  ///
  /// - Throws: `StoreError` when the record cannot be read.
  public func modelFiles(with hashes: [String]) throws(StoreError) -> [KeptFile] {
    try read { db in
      try hashes.flatMap { hash in
        try Row.fetchAll(
          db,
          sql: """
            SELECT trial, path, sha256 FROM artifacts WHERE sha256 = ? AND kind = 'model'
            ORDER BY trial, path
            """, arguments: [hash]
        ).map { KeptFile(trial: $0[0], path: $0[1], sha256: $0[2]) }
      }
    }
  }
}
