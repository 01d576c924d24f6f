import Foundation
import GRDB
import SweepSearch
import SweepStore
import Testing

@Suite struct StudyStoreOpeningTests {
  let folder = try? TemporaryFolder()

  private func path(_ name: String) throws -> String { try #require(folder).file(name) }

  private func error(_ path: String, _ access: StudyStore.Access = .create) -> String {
    do {
      _ = try StudyStore(path: path, access: access)
      return ""
    } catch {
      return "\(error)"
    }
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(filePath: path))
  }

  @Test func makesAMarkedFileInWALMode() throws {
    let path = try path("s.db")
    let store = try StudyStore(path: path)
    #expect(store.notice == nil)
    #expect(try store.studies().isEmpty)
    let queue = try DatabaseQueue(path: path)
    try queue.read { (db: Database) throws -> Void in
      #expect(try Int.fetchOne(db, sql: "PRAGMA application_id") == StudyStore.applicationID)
      #expect(try Int.fetchOne(db, sql: "PRAGMA user_version") == 6)
      #expect(try String.fetchOne(db, sql: "PRAGMA journal_mode") == "wal")
      #expect(
        try String.fetchAll(db, sql: "SELECT name FROM migrations") == [
          "records", "search", "leases", "annotations", "attempts", "former_names",
        ])
      #expect(try Int.fetchOne(db, sql: "PRAGMA auto_vacuum") == 2)
    }
  }

  @Test func keepsToTheRollbackJournalOnAnotherMachinesDisk() throws {
    let path = try path("s.db")
    do { _ = try StudyStore(path: path).createOrMatch(Sample.study(), now: 1) }
    let shared = try StudyStore(path: path, access: .create, fileSystem: .shared(name: "nfs4"))
    #expect(
      shared.notice
        == "\(path) is on a nfs4 file system: sweep uses SQLite's rollback journal, which is slower; let one machine at a time write to it"
    )
    #expect(try shared.studies().count == 1)
    let trial = try #require(try shared.trials().first)
    try shared.run(trial, score: 1, model: "m")
    #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
    let queue = try DatabaseQueue(path: path)
    #expect(
      try queue.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "delete")
  }

  @Test func knowsFileSystemsFromTheListOfMounts() {
    let mounts = """
      22 1 0:20 / / rw - ext4 /dev/vda rw
      23 22 0:21 / /home rw shared:1 - nfs4 host:/home rw
      24 23 0:22 / /home/me/my\\040disk rw - xfs /dev/vdb rw
      25 22 0:23 / /mnt/ssh rw - fuse.sshfs me@host: rw
      26 22 0:24 / /media/usb rw - fuseblk /dev/sdb rw
      """
    #expect(FileSystem.of("/tmp", mounts: mounts) == .local)
    #expect(FileSystem.of("/homework", mounts: mounts) == .local)
    #expect(FileSystem.of("/home/me", mounts: mounts) == .shared(name: "nfs4"))
    #expect(FileSystem.of("/home/me/my disk/x", mounts: mounts) == .local)
    #expect(FileSystem.of("/mnt/ssh", mounts: mounts) == .shared(name: "fuse.sshfs"))
    #expect(FileSystem.of("/media/usb", mounts: mounts) == .local)
    #expect(FileSystem.of("/x", mounts: "garbage") == .local)
    #expect(FileSystem.of(NSTemporaryDirectory()) == .local)
  }

  @Test func refusesWhatIsNoStore() throws {
    let missing = try path("none.db")
    #expect(
      error(missing, .read) == """
        \(missing): expected a store, found no file
          help: `sweep run` makes one; another is named by --store FILE
        """)
    #expect(!FileManager.default.fileExists(atPath: missing))
    let folder = try #require(folder).path
    #expect(
      error(folder) == """
        \(folder): expected a store, found a folder
          help: name another file with --store FILE
        """)
    let deep = try path("no/such/s.db")
    #expect(
      error(deep) == """
        \(deep): the folder \(folder)/no/such is not there
          help: make the folder first, or name another file with --store FILE
        """)
    let text = try path("text.db")
    try write(Array("hello".utf8), to: text)
    #expect(
      error(text) == """
        \(text): expected a store, found a file that is not SQLite
          help: name another file with --store FILE
        """)
    #expect(try Data(contentsOf: URL(filePath: text)) == Data("hello".utf8))
  }

  @Test func refusesTheFilesOfOtherProgramsUnchanged() throws {
    let path = try path("foreign.db")
    do {
      let queue = try DatabaseQueue(path: path)
      try queue.write { try $0.execute(sql: "CREATE TABLE runs (id); PRAGMA user_version = 3") }
    }
    let before = try Data(contentsOf: URL(filePath: path))
    #expect(
      error(path) == """
        \(path): expected a store, found the SQLite file of another program (0)
          help: name another file with --store FILE
        """)
    #expect(error(path, .read).contains("another program"))
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
  }

  @Test func refusesAStoreOfANewerVersion() throws {
    let path = try path("newer.db")
    do { _ = try StudyStore(path: path) }
    do {
      let queue = try DatabaseQueue(path: path)
      try queue.write { try $0.execute(sql: "INSERT INTO migrations VALUES ('folds')") }
    }
    for access in [StudyStore.Access.create, .write, .read] {
      #expect(
        error(path, access) == """
          \(path): the store was written by a newer version of sweep, which added "folds"
            help: use that version, or name another file with --store FILE
          """)
    }
  }

  @Test func bringsAnEmptyDatabaseUpToDate() throws {
    let path = try path("empty.db")
    try write([], to: path)
    #expect(try StudyStore(path: path).studies().isEmpty)
  }

  @Test func reportsATruncatedFile() throws {
    let path = try path("cut.db")
    do {
      let store = try StudyStore(path: path)
      _ = try store.createOrMatch(Sample.study(), now: 1)
    }
    let bytes = try Data(contentsOf: URL(filePath: path))
    try bytes.prefix(bytes.count / 2).write(to: URL(filePath: path))
    for access in [StudyStore.Access.read, .write] {
      #expect(
        error(path, access) == """
          \(path): the store is damaged: database disk image is malformed
            help: keep a copy; the command `sqlite3 FILE .recover` saves what can be read
          """)
    }
    try bytes.prefix(50).write(to: URL(filePath: path))
    #expect(error(path).contains("the store is damaged"))
    try bytes.prefix(5).write(to: URL(filePath: path))
    #expect(error(path).contains("not SQLite"))
  }

  @Test func readsWithoutWriting() throws {
    let path = try path("s.db")
    let writer = try StudyStore(path: path)
    _ = try writer.createOrMatch(Sample.study(), now: 1)
    let reader = try StudyStore(path: path, access: .read)
    #expect(try reader.study().name == "ner")
    let study = try Sample.study("other")
    let refused = #expect(throws: StoreError.self) { try reader.createOrMatch(study, now: 1) }
    #expect(refused?.reason == .readOnly)
    // A reader does not hold up a writer.
    try writer.run(#require(try writer.trials().first), score: 1, model: "m")
    #expect(try reader.trials().first?.state == .done)
  }

  @Test func readsAStoreThatNobodyHasOpen() throws {
    let path = try path("s.db")
    do { _ = try StudyStore(path: path).createOrMatch(Sample.study(), now: 1) }
    let copy = try self.path("copy.db")
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    #expect(try StudyStore(path: copy, access: .read).trials().count == 6)
    let other = try self.path("other.db")
    #expect(error(other, .write).hasPrefix("\(other): expected a store, found no file"))
    do { _ = try StudyStore(path: other) }
    let empty = #expect(throws: StoreError.self) {
      try StudyStore(path: other, access: .read).study()
    }
    #expect(empty?.reason == .emptyStore)
  }

  /// Eight first starts at the same moment: one schema, no "database is locked".
  @Test func isMadeByManyAtOnce() async throws {
    for round in 0..<5 {
      let path = try path("race\(round).db")
      let study = try Sample.study()
      let counts = try await withThrowingTaskGroup(of: Int.self) { group in
        for worker in 0..<8 {
          group.addTask {
            let store = try StudyStore(path: path)
            _ = try store.createOrMatch(study, now: worker)
            return try store.trials().count
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(counts == Array(repeating: 6, count: 8))
    }
  }
}
