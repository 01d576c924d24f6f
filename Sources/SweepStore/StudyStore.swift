import GRDB
import SweepConfig

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Studies in one SQLite file.
///
/// Several processes may use one file at once, and several workers one store: writes wait for each
/// other. What a method has written is there after `kill -9`; what begins and ends a trial, also
/// after a power cut.
public struct StudyStore: Sendable {
  public enum Access: Equatable, Sendable {
    /// Makes the file when it is not there.
    case create
    case write
    case read
  }

  /// The path as given.
  public let path: String
  /// What the user should know: that the file system allows the slower journal only.
  public let notice: String?
  let database: DatabaseQueue

  /// How long to wait for a file that another process has locked, in seconds.
  @TaskLocal package static var patience = 60.0
  /// How many pages a file may have, for tests of full disks.
  @TaskLocal package static var mostPages: Int?

  /// Marks our files: "SWEP" in ASCII.
  package static let applicationID = 0x5357_4550

  /// Opens a store.
  ///
  /// - Throws: `StoreError` when there is no such file or folder, the file is not a store of ours,
  ///   was changed by a newer version, is damaged, or is locked for a minute.
  public init(path: String, access: Access = .create) throws(StoreError) {
    try self.init(path: path, access: access, fileSystem: FileSystem.of(folder(of: path)))
  }

  package init(path: String, access: Access, fileSystem: FileSystem) throws(StoreError) {
    self.path = path
    try Self.checkFile(path, access)
    if access == .read { Self.bringUpToDate(path, fileSystem) }
    var configuration = Configuration()
    configuration.readonly = access == .read
    configuration.busyMode = .timeout(Self.patience)
    configuration.foreignKeysEnabled = true
    configuration.label = "sweep.store"
    if access == .read, fileSystem == .local {
      // Reading by mapping saves a copy of each page. It is safe beside writers: a checkpoint never
      // cuts off what a reader may still look at.
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA mmap_size = 2147418112") }
    }
    if let pages = Self.mostPages {
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA max_page_count = \(pages)") }
    }
    do {
      database = try DatabaseQueue(path: path, configuration: configuration)
      try database.inDatabase { try Self.checkOwner(of: $0, path, access) }
    } catch {
      throw StoreError(error, path: path)
    }
    if case .shared(let name) = fileSystem {
      notice =
        "\(path) is on a \(name) file system: sweep uses SQLite's rollback journal, which is slower; "
        + "let one machine at a time write to it"
    } else {
      notice = nil
    }
    guard access != .read else { return }
    do {
      try database.inDatabase { try Self.prepare($0, path, usesWAL: fileSystem == .local) }
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Refuses what SQLite would answer with a riddle.
  private static func checkFile(_ path: String, _ access: Access) throws(StoreError) {
    if FileBytes.isDirectory(path) { throw StoreError(.isFolder, path: path) }
    guard FileBytes.exists(path) else {
      let folder = folder(of: path)
      if access != .create { throw StoreError(.missing, path: path) }
      if !FileBytes.isDirectory(folder) { throw StoreError(.noFolder(folder), path: path) }
      return
    }
    guard let file = fopen(path, "rb") else {
      throw StoreError(
        .unreadable(path: path, reason: String(cString: strerror(errno))), path: path)
    }
    defer { fclose(file) }
    var head = [UInt8](repeating: 0, count: 16)
    let count = fread(&head, 1, 16, file)
    // An empty file is a database that another process is about to make.
    if count > 0, head != Array("SQLite format 3\0".utf8) {
      throw StoreError(.notADatabase, path: path)
    }
  }

  /// Brings an older store up to date that is to be read only; what is in the way of that, reading
  /// reports.
  private static func bringUpToDate(_ path: String, _ fileSystem: FileSystem) {
    var configuration = Configuration()
    configuration.readonly = true
    guard let database = try? DatabaseQueue(path: path, configuration: configuration) else {
      return
    }
    let isOlder = try? database.read { db -> Bool in
      try Int.fetchOne(db, sql: "PRAGMA application_id") == applicationID
        && !Migration.pending(db).missing.isEmpty && Migration.pending(db).unknown == nil
    }
    if isOlder == true { _ = try? StudyStore(path: path, access: .write, fileSystem: fileSystem) }
  }

  /// Refuses files of other programs and of newer versions, before anything is changed in them.
  private static func checkOwner(of db: Database, _ path: String, _ access: Access) throws {
    let id = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
    let tables = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_master") ?? 0
    if id != applicationID, id != 0 || tables > 0 {
      throw StoreError(.foreign(applicationID: id), path: path)
    }
    let (missing, unknown) = try Migration.pending(db)
    if let unknown { throw StoreError(.newer(migration: unknown), path: path) }
    if access == .read, let first = missing.first {
      throw StoreError(tables == 0 ? .emptyStore : .older(missing: first.name), path: path)
    }
  }

  /// Sets the journal and brings the schema up to date, also when other processes do the same.
  private static func prepare(_ db: Database, _ path: String, usesWAL: Bool) throws {
    // Both take effect in a new file only. An evaluation changes two pages, so smaller ones make it
    // cheaper; pages of deleted models go back to the disk.
    try db.execute(sql: "PRAGMA page_size = 2048; PRAGMA auto_vacuum = INCREMENTAL")
    try setJournal(db, usesWAL: usesWAL)
    try db.execute(sql: "PRAGMA synchronous = \(usesWAL ? "NORMAL" : "FULL")")
    guard !(try Migration.pending(db).missing.isEmpty) else { return }
    try backUp(db, path)
    // Tables that are made anew must not take the rows of others with them.
    try db.execute(sql: "PRAGMA foreign_keys = OFF")
    defer { try? db.execute(sql: "PRAGMA foreign_keys = ON") }
    try db.inTransaction(.immediate) {
      // Again, now that no other process can write.
      try checkOwner(of: db, path, .write)
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
      try Migration.apply(Migration.pending(db).missing, to: db)
      return .commit
    }
  }

  /// Keeps a store as it is before its tables change: in a file beside it, named after their version.
  private static func backUp(_ db: Database, _ path: String) throws {
    let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    let backup = "\(path).backup-\(version)"
    guard version > 0, !FileBytes.exists(backup) else { return }
    // Other processes may be doing the same, and one may have changed the tables by now.
    let own = "\(backup).\(getpid()).tmp"
    try db.execute(sql: "VACUUM INTO ?", arguments: [own])
    defer { unlink(own) }
    let copy = try DatabaseQueue(path: own)
    let found = try copy.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
    try copy.close()
    if found == version { rename(own, backup) }
  }

  private static func setJournal(_ db: Database, usesWAL: Bool) throws {
    let mode = usesWAL ? "wal" : "delete"
    // SQLite does not wait here when two processes change the mode of a new file at once.
    for attempt in 0... {
      do {
        if try String.fetchOne(db, sql: "PRAGMA journal_mode") == mode { return }
        // Without WAL's shared memory: a WAL file that was moved here is read in exclusive mode.
        if !usesWAL { try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
        defer { if !usesWAL { try? db.execute(sql: "PRAGMA locking_mode = NORMAL") } }
        let now = try String.fetchOne(db, sql: "PRAGMA journal_mode = \(mode)")
        // WAL is not to be had: the rollback journal is safe everywhere.
        if now == mode || usesWAL { return }
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
        if attempt == 600 { throw error }
      }
      usleep(100_000)
    }
  }
}

/// The folder of a path.
private func folder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

// MARK: - Access

extension StudyStore {
  /// Reads in one consistent state.
  func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do {
      return try database.writeWithoutTransaction { try $0.transaction("BEGIN DEFERRED", body) }
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Writes in one transaction, which begins with the write lock.
  ///
  /// - Parameters:
  ///   - isDurable: Whether a power cut must not undo it; `kill -9` never does.
  ///   - body: What to write; an error undoes all of it.
  /// - Returns: What the body returns.
  /// - Throws: `StoreError`, also for errors of SQLite.
  func write<Value>(
    isDurable: Bool = true, _ body: (Database) throws -> Value
  ) throws(StoreError) -> Value {
    do {
      return try database.writeWithoutTransaction { db in
        // A durable commit syncs the WAL, and with it all commits before.
        if isDurable { try db.execute(sql: "PRAGMA synchronous = FULL") }
        defer {
          if isDurable, notice == nil { try? db.execute(sql: "PRAGMA synchronous = NORMAL") }
        }
        return try db.transaction("BEGIN IMMEDIATE", body)
      }
    } catch {
      throw StoreError(error, path: path)
    }
  }
}

extension Database {
  /// Runs a transaction whose own statements are compiled once, unlike those of `inTransaction`.
  ///
  /// - Parameters:
  ///   - begin: The statement that begins it.
  ///   - body: What to read or write; an error undoes all of it.
  /// - Returns: What the body returns.
  /// - Throws: What the body throws, or an error of SQLite.
  fileprivate func transaction<Value>(
    _ begin: String, _ body: (Database) throws -> Value
  ) throws -> Value {
    try cachedStatement(sql: begin).execute()
    do {
      let value = try body(self)
      try cachedStatement(sql: "COMMIT").execute()
      return value
    } catch {
      // SQLite may have done it itself.
      if isInsideTransaction { try? rollback() }
      throw error
    }
  }

  /// Runs a statement that is compiled once.
  func run(_ sql: String, _ arguments: StatementArguments) throws {
    try cachedStatement(sql: sql).execute(arguments: arguments)
  }
}

extension StoreError {
  /// Says what an error of SQLite means for the user.
  init(_ error: any Error, path: String) {
    if let error = error as? StoreError {
      self = error
      return
    }
    guard let error = error as? DatabaseError else {
      self.init(.badRecord("\(error)"), path: path)
      return
    }
    let message = error.message ?? "no message"
    switch error.resultCode {
    case .SQLITE_NOTADB: self.init(.notADatabase, path: path)
    case .SQLITE_CORRUPT: self.init(.damaged(message), path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self.init(.locked, path: path)
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: self.init(.readOnly, path: path)
    case .SQLITE_FULL: self.init(.diskFull, path: path)
    default:
      self.init(
        .database(code: Int(error.extendedResultCode.rawValue), message: message), path: path)
    }
  }
}
