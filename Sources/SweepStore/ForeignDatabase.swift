import Foundation
import GRDB
public import SweepConfig

/// The SQLite file of another program, open for reading.
public struct ForeignDatabase: Sendable {
  private let database: DatabaseQueue
  private let path: String

  /// Opens a file without changing it.
  ///
  /// - Throws: `StoreError` when it is no SQLite file or cannot be read.
  public init(path: String) throws(StoreError) {
    self.path = path
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    configuration.label = "sweep.foreign"
    do {
      database = try DatabaseQueue(path: path, configuration: configuration)
      // An error in the file shows only when it is read.
      _ = try database.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM sqlite_master") }
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// The names of the columns of each table.
  ///
  /// - Throws: `StoreError` when the file cannot be read.
  public func tables() throws(StoreError) -> [String: [String]] {
    do {
      return try database.read { db in
        let names = try String.fetchAll(
          db, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
        var tables: [String: [String]] = [:]
        for name in names {
          tables[name] = try Row.fetchAll(
            db, sql: "SELECT name FROM pragma_table_info(?)", arguments: [name]
          ).map { $0[0] }
        }
        return tables
      }
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// The rows of a query; a whole number is an integer, bytes are text.
  ///
  /// - Throws: `StoreError` when the query fails.
  public func rows(_ sql: String) throws(StoreError) -> [[JSONValue]] {
    do {
      return try database.read { db in
        var rows: [[JSONValue]] = []
        let cursor = try Row.fetchCursor(db, sql: sql)
        while let row = try cursor.next() {
          rows.append(
            row.databaseValues.map { value in
              switch value.storage {
              case .null: .null
              case .int64(let number): .integer(Int(number))
              case .double(let number): .number(number)
              case .string(let text): .string(text)
              case .blob(let data): .string(String(decoding: data, as: UTF8.self))
              }
            })
        }
        return rows
      }
    } catch {
      throw StoreError(error, path: path)
    }
  }
}
