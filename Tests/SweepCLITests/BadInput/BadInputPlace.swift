import Foundation
import GRDB
import SweepKit
import SweepStore
import SweepTestSupport
import Testing

/// A folder with the files of a case, and the record of two studies.
struct BadInputPlace {
  let folder: String
  private let lock: DatabaseQueue?
  private let damage: BadInput.StoreDamage

  init(_ input: BadInput) throws {
    let folder = NSTemporaryDirectory() + "sweep-bad-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let store = "\(folder)/sweep.db"
    if input.files["sweep.db"] == nil { try Self.recorded.get().write(to: URL(filePath: store)) }
    var (damage, lock) = (BadInput.StoreDamage.none, DatabaseQueue?.none)
    // Folders come before the files in them.
    for (name, file) in input.files.sorted(by: { $0.key < $1.key }) {
      let path = "\(folder)/\(name)"
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      switch file {
      case .text(let text):
        try Data(Self.filled(text, folder).utf8).write(to: URL(filePath: path))
      case .bytes(let bytes): try Data(bytes).write(to: URL(filePath: path))
      case .folder:
        try FileManager.default.createDirectory(
          atPath: path, withIntermediateDirectories: true)
      case .copy(let source):
        try FileManager.default.copyItem(
          atPath: "\(Fixture.packageRoot)/\(source)", toPath: path)
      case .absent: try FileManager.default.removeItem(atPath: path)
      case .start(let source, let count):
        try Data(Self.source(source).prefix(count)).write(to: URL(filePath: path))
      case .longer(let source, let bytes):
        try Data(Self.source(source) + bytes).write(to: URL(filePath: path))
      case .changed(let source, let old, let new):
        try Self.changed(source, old, new).write(to: URL(filePath: path))
      case .archive(let members, let keep, let size):
        try Self.writeArchive(members, path, size)
        try Data(Fixture.bytes(at: path).prefix(keep)).write(to: URL(filePath: path))
      case .store(let kind):
        let made = try Self.makeStore(kind, path)
        if name == "sweep.db" { (damage, lock) = (kind, made) }
      }
    }
    (self.folder, self.damage, self.lock) = (folder, damage, lock)
  }

  /// Writes an archive; `size` is what its first header says of its first file.
  private static func writeArchive(
    _ members: [BadInput.Member], _ path: String, _ size: String?
  ) throws {
    let writer = try TarWriter(path, seconds: 0)
    for member in members { try writer.add(member.name, Array(member.text.utf8)) }
    try writer.finish()
    guard let size else { return }
    var bytes = try Fixture.bytes(at: path)
    bytes.replaceSubrange(124..<136, with: Array(size.utf8.prefix(11)) + [0])
    bytes.replaceSubrange(148..<156, with: [UInt8](repeating: 32, count: 8))
    let sum = String(bytes[..<512].reduce(0) { $0 + Int($1) }, radix: 8)
    bytes.replaceSubrange(148..<(148 + sum.count), with: Array(sum.utf8))
    try Data(bytes).write(to: URL(filePath: path))
  }

  private static func source(_ path: String) throws -> [UInt8] {
    try Fixture.bytes(at: "\(Fixture.packageRoot)/\(path)")
  }

  /// A file with all of a text's bytes replaced.
  private static func changed(_ path: String, _ old: String, _ new: String) throws -> Data {
    var data = Data(try source(path))
    var place = data.range(of: Data(old.utf8))
    try #require(place != nil, "\(path) has no \(old)")
    while let range = place {
      data.replaceSubrange(range, with: Data(new.utf8))
      place = data.range(of: Data(old.utf8), in: (range.lowerBound + new.utf8.count)..<data.count)
    }
    return data
  }

  func remove() {
    chmod(folder, 0o755)
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// A text of the case with the folder put in.
  func filled(_ text: String) -> String { Self.filled(text, folder) }

  private static func filled(_ text: String, _ folder: String) -> String {
    text == "@" ? folder : text.replacingOccurrences(of: "@/", with: "\(folder)/")
  }

  func run(_ arguments: [String]) -> (status: Int32, text: String) {
    let arguments = arguments.map(filled)
    // As many pages as there are: the next one does not fit on the disk.
    return StudyStore.$mostPages.withValue(damage == .full ? 1 : nil) {
      SweepCLITests.run(arguments)
    }
  }

  /// All rows of the store, or its bytes where it is none.
  func record() throws -> [String] {
    let path = "\(folder)/sweep.db"
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue
    else { return [] }
    switch damage {
    case .none, .readOnly, .full: return try Self.rows(path)
    case .locked: return try lock.map { try $0.unsafeRead { try Self.rows($0) } } ?? []
    default: return [try Data(contentsOf: URL(filePath: path)).base64EncodedString()]
    }
  }

  private static func rows(_ path: String) throws -> [String] {
    var configuration = Configuration()
    configuration.readonly = true
    guard let database = try? DatabaseQueue(path: path, configuration: configuration),
      let rows = try? database.read({ try rows($0) })
    else { return [try Data(contentsOf: URL(filePath: path)).base64EncodedString()] }
    return rows
  }

  private static func rows(_ db: Database) throws -> [String] {
    let tables = try String.fetchAll(
      db,
      sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        + "ORDER BY name")
    return try tables.flatMap { table in
      try Row.fetchAll(db, sql: "SELECT * FROM \"\(table)\"").map { "\(table): \($0)" }.sorted()
    }
  }

  // MARK: - The record

  /// Two studies, `ner` and `tag`, with trials that are done, failed, running and waiting.
  static let recorded = Result { try makeRecord() }

  private static func makeRecord() throws -> Data {
    let folder = NSTemporaryDirectory() + "sweep-bad-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let store = ["--store", "\(folder)/sweep.db"]
    try Data(BadInput.config.utf8).write(to: URL(filePath: "\(folder)/c.cfg"))
    for name in ["ner", "tag"] {
      let text = """
        name = "\(name)"
        config = "c.cfg"
        trainer = "elsewhere"
        metric = { name = "f", goal = "maximize" }
        seeds = [0, 1]
        [parameters]
        "training.dropout" = { values = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8] }
        """
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name).toml"))
    }
    for arguments in [
      ["ask", "\(folder)/ner.toml", "--count", "3", "--worker", "w"],
      ["ask", "\(folder)/tag.toml", "--count", "2", "--worker", "w"],
      ["tell", "ner/0", "f=0.5", "--step", "10"], ["tell", "ner/0", "f=0.6", "--done"],
      ["tell", "ner/1", "f=0.6", "--step", "10"], ["tell", "ner/1", "f=0.7", "--done"],
      ["tell", "tag/0", "--failed", "out of memory"],
    ] {
      let (status, text) = SweepCLITests.run(arguments + store)
      try #require(status == 0, "\(arguments): \(text)")
    }
    let database = try DatabaseQueue(path: "\(folder)/sweep.db")
    // Two IDs that begin alike, of ner/3 and ner/4.
    try database.write { db in
      try db.execute(
        sql: "UPDATE trials SET content_id = '2a44a2' || substr(content_id, 7) WHERE number = 3 "
          + "AND study = (SELECT id FROM studies WHERE name = 'ner')")
    }
    // One file without its WAL, so that it can be copied.
    try database.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    try database.close()
    return try Data(contentsOf: URL(filePath: "\(folder)/sweep.db"))
  }

  // MARK: - Damage

  private static func makeStore(
    _ damage: BadInput.StoreDamage, _ path: String
  ) throws -> DatabaseQueue? {
    var data = try recorded.get()
    switch damage {
    case .cutToAPage: data = data.prefix(2048)
    case .cutInHalf: data = data.prefix(data.count / 2 / 2048 * 2048)
    case .pageOverwritten: data.replaceSubrange(2048..<8192, with: Data(repeating: 7, count: 6144))
    default: break
    }
    try data.write(to: URL(filePath: path))
    switch damage {
    case .readOnly: chmod(path, 0o444)
    case .unreadable: chmod(path, 0o000)
    case .foreign, .newer: try change(path, damage)
    case .locked:
      var configuration = Configuration()
      configuration.allowsUnsafeTransactions = true
      let database = try DatabaseQueue(path: path, configuration: configuration)
      try database.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
      return database
    default: break
    }
    return nil
  }

  private static func change(_ path: String, _ damage: BadInput.StoreDamage) throws {
    if damage == .foreign { try FileManager.default.removeItem(atPath: path) }
    let database = try DatabaseQueue(path: path)
    defer { try? database.close() }
    try database.writeWithoutTransaction { db in
      switch damage {
      case .foreign: try db.execute(sql: "CREATE TABLE runs (id TEXT)")
      case .newer:
        try db.execute(sql: "INSERT INTO migrations VALUES ('holograms')")
      default: break
      }
      _ = try? db.checkpoint(.truncate)
    }
  }
}
