/// A table in columns with two blanks between them, for a terminal.
///
/// All cells stand in one array, since a table may have ten thousand rows.
struct ColumnText {
  private let columns: [Table.Column]
  /// The titles, then the rows' cells, each on one line.
  private var cells: [String] = []
  /// How many columns of a terminal each cell takes.
  private var sizes: [Int] = []

  init(_ columns: [Table.Column]) {
    self.columns = columns
    for column in columns { add(column.title) }
  }

  mutating func reserve(rows: Int) {
    cells.reserveCapacity((rows + 1) * columns.count)
    sizes.reserveCapacity((rows + 1) * columns.count)
  }

  /// Adds the next cell, row after row.
  mutating func add(_ cell: String) {
    // Of printable ASCII, bytes are enough.
    if cell.utf8.allSatisfy({ $0 >= 32 && $0 < 128 }) {
      cells.append(cell)
      sizes.append(cell.utf8.count)
    } else {
      let line = Markdown.oneLine(cell)
      cells.append(line)
      sizes.append(Table.width(line))
    }
  }

  /// The lines; blanks at their ends are left out.
  var text: String {
    var widths = columns.map { _ in 0 }
    for start in stride(from: 0, to: sizes.count, by: columns.count) {
      for column in columns.indices { widths[column] = max(widths[column], sizes[start + column]) }
    }
    let lines = columns.isEmpty ? 0 : cells.count / columns.count
    var text: [UInt8] = []
    text.reserveCapacity(lines * (widths.reduce(0, +) + 2 * columns.count))
    for line in 0..<lines {
      if line > 0 { text.append(10) }
      var blanks = 0
      for (column, width) in widths.enumerated() {
        let place = line * columns.count + column
        let missing = width - sizes[place]
        if columns[column].isNumber { blanks += missing }
        if cells[place].isEmpty {
          blanks += sizes[place]
        } else {
          text.append(contentsOf: repeatElement(32, count: blanks))
          text.append(contentsOf: cells[place].utf8)
          blanks = 0
        }
        blanks += 2 + (columns[column].isNumber ? 0 : missing)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
