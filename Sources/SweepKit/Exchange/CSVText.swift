/// Rows of cells as CSV (RFC 4180; lines end in a line feed).
struct CSVText {
  private(set) var text = ""

  /// Adds a row.
  mutating func add(_ cells: [String]) {
    text += cells.map(Self.quoted).joined(separator: ",") + "\n"
  }

  private static func quoted(_ cell: String) -> String {
    guard cell.utf8.contains(where: { $0 == 34 || $0 == 44 || $0 == 10 || $0 == 13 }) else {
      return cell
    }
    return "\"" + cell.replacing("\"", with: "\"\"") + "\""
  }
}

/// Reads CSV: cells in quotes may hold commas, quotes and line breaks.
package struct CSVReader {
  /// A row and the line it begins on, from 1.
  package struct Row: Equatable {
    package var line: Int
    package var cells: [String]
  }

  /// Why a text is no CSV.
  package struct Problem: Error, Equatable {
    package var line: Int
    package var text: String
  }

  /// The rows of a text; empty lines are left out.
  ///
  /// - Throws: `Problem` for a quote that has no end.
  package static func rows(_ bytes: [UInt8]) throws(Problem) -> [Row] {
    var (rows, cells, cell) = ([Row](), [String](), [UInt8]())
    var (line, start, index, wasQuoted) = (1, 1, 0, false)
    // A mark that some programs write first.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    func text() -> String { String(decoding: cell, as: UTF8.self) }
    func endRow() {
      if !(cells.isEmpty && cell.isEmpty && !wasQuoted) {
        rows.append(Row(line: start, cells: cells + [text()]))
      }
      (cells, cell, wasQuoted) = ([], [], false)
    }
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case 34 where cell.isEmpty && !wasQuoted:
        wasQuoted = true
        let opened = line
        while true {
          guard index < bytes.count else {
            throw Problem(line: opened, text: "a quote is opened and never closed")
          }
          let inner = bytes[index]
          index += 1
          if inner == 10 { line += 1 }
          if inner != 34 {
            cell.append(inner)
          } else if index < bytes.count, bytes[index] == 34 {
            cell.append(34)
            index += 1
          } else {
            break
          }
        }
      case 44:
        cells.append(text())
        (cell, wasQuoted) = ([], false)
      case 13 where index < bytes.count && bytes[index] == 10: continue
      case 10:
        line += 1
        endRow()
        start = line
      default: cell.append(byte)
      }
    }
    endRow()
    return rows
  }
}
