import GRDB

/// A named change of the database; the list only ever grows, at its end.
struct Migration: Sendable {
  let name: String
  let sql: String

  static let all = [records, search, leases, annotations, attempts, formerNames]

  /// What is missing in a database.
  ///
  /// - Returns: The migrations to run, and the first recorded one that this program does not know.
  static func pending(_ db: Database) throws -> (missing: [Migration], unknown: String?) {
    // Not `tableExists`: GRDB remembers its answer, and another process may be making the table.
    let tables = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migrations'"
    guard try Int.fetchOne(db, sql: tables) != nil else { return (all, nil) }
    let applied = try String.fetchAll(db, sql: "SELECT name FROM migrations ORDER BY rowid")
    return (
      all.filter { !applied.contains($0.name) },
      applied.first { name in !all.contains { $0.name == name } }
    )
  }

  /// Brings a database up to date, for a caller that holds the write lock.
  static func apply(_ migrations: [Migration], to db: Database) throws {
    try db.execute(sql: "CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY) STRICT")
    for migration in migrations {
      try db.execute(sql: migration.sql)
      try db.execute(sql: "INSERT INTO migrations VALUES (?)", arguments: [migration.name])
    }
    try db.execute(sql: "PRAGMA user_version = \(all.count)")
  }
}
