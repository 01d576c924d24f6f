import GRDB
import GRDBSQLite

/// A compiled statement with its values bound and its rows read by hand, for rows that come by the
/// thousand.
///
/// The arguments of GRDB are values in lists, which take twice as long as SQLite itself takes for a
/// short row, and each value it reads is asked what it converts to. Arguments are numbered from 1 and
/// columns from 0, as in SQLite.
struct RawStatement {
  private let statement: Statement
  private let database: Database

  /// The statement of a text, compiled once for each connection.
  init(_ sql: String, _ database: Database) throws {
    statement = try database.cachedStatement(sql: sql)
    self.database = database
    sqlite3_reset(statement.sqliteStatement)
  }

  /// Binds a whole number, or null.
  func bind(_ value: Int64?, at index: Int32) {
    guard let value else {
      sqlite3_bind_null(statement.sqliteStatement, index)
      return
    }
    sqlite3_bind_int64(statement.sqliteStatement, index, value)
  }

  /// Binds a whole number, or null.
  func bind(_ value: Int?, at index: Int32) { bind(value.map(Int64.init), at: index) }

  /// Binds a number as SQLite's REAL; NaN, which it does not have, as null.
  func bind(_ value: Double?, at index: Int32) {
    guard let value, !value.isNaN else {
      sqlite3_bind_null(statement.sqliteStatement, index)
      return
    }
    sqlite3_bind_double(statement.sqliteStatement, index, value)
  }

  /// Binds a text of the program.
  func bind(_ text: StaticString, at index: Int32) {
    text.withUTF8Buffer { bind($0, at: index) }
  }

  /// Binds a text that is not copied: the bytes must stay until the statement has run.
  func bind(_ text: UnsafeBufferPointer<UInt8>, at index: Int32) {
    // SQLite would take no address for null.
    let start = text.baseAddress ?? ("" as StaticString).utf8Start
    start.withMemoryRebound(to: CChar.self, capacity: text.count) {
      // No destructor: nothing is copied.
      _ = sqlite3_bind_text(statement.sqliteStatement, index, $0, Int32(text.count), nil)
    }
  }

  /// Runs the statement, which returns no rows.
  ///
  /// - Throws: `DatabaseError`.
  func run() throws {
    let code = sqlite3_step(statement.sqliteStatement)
    guard code == SQLITE_DONE else { throw error(code) }
    sqlite3_reset(statement.sqliteStatement)
  }

  /// Goes to the next row, whose values can be read until the next step.
  ///
  /// - Returns: Whether there is one.
  /// - Throws: `DatabaseError`.
  func step() throws -> Bool {
    switch sqlite3_step(statement.sqliteStatement) {
    case SQLITE_ROW: return true
    case SQLITE_DONE:
      sqlite3_reset(statement.sqliteStatement)
      return false
    case let code: throw error(code)
    }
  }

  /// Ends a reading before its last row.
  func reset() { sqlite3_reset(statement.sqliteStatement) }

  /// What a step failed with; the statement can be run again.
  private func error(_ code: Int32) -> DatabaseError {
    let message = database.lastErrorMessage
    sqlite3_reset(statement.sqliteStatement)
    return DatabaseError(
      resultCode: ResultCode(rawValue: code), message: message, sql: statement.sql)
  }

  /// A whole number of the row, or nil for null.
  func integer(_ column: Int) -> Int64? {
    let column = Int32(column)
    guard sqlite3_column_type(statement.sqliteStatement, column) != SQLITE_NULL else { return nil }
    return sqlite3_column_int64(statement.sqliteStatement, column)
  }

  /// A text of the row, or nil for null.
  func text(_ column: Int) -> String? {
    let column = Int32(column)
    // The text before its size: SQLite may convert it.
    guard let start = sqlite3_column_text(statement.sqliteStatement, column) else { return nil }
    let count = Int(sqlite3_column_bytes(statement.sqliteStatement, column))
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// Forgets all values, and with them what was bound without a copy.
  func clear() {
    sqlite3_clear_bindings(statement.sqliteStatement)
  }
}
