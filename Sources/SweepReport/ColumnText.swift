/// A table in columns with two blanks between them, for a terminal.
///
/// All cells stand in one array of bytes, since a table may have ten thousand rows.
struct ColumnText {
  private let columns: [Table.Column]
  /// The titles, then the rows' cells, each on one line.
  private var bytes: [UInt8] = []
  /// Where each cell ends in `bytes`.
  private var ends: [Int] = []
  /// How many columns of a terminal each cell takes.
  private var sizes: [Int] = []

  init(_ columns: [Table.Column]) {
    self.columns = columns
    for column in columns { add(column.title) }
  }

  mutating func reserve(rows: Int) {
    let count = (rows + 1) * columns.count
    bytes.reserveCapacity(count * 8)
    ends.reserveCapacity(count)
    sizes.reserveCapacity(count)
  }

  /// Adds the next cell, row after row.
  mutating func add(_ cell: String) {
    let start = bytes.count
    bytes.append(contentsOf: cell.utf8)
    // Of printable ASCII, bytes are enough.
    if bytes[start...].allSatisfy({ $0 >= 32 && $0 < 128 }) {
      sizes.append(bytes.count - start)
    } else {
      let line = Markdown.oneLine(cell)
      bytes.removeSubrange(start...)
      bytes.append(contentsOf: line.utf8)
      sizes.append(Table.width(line))
    }
    ends.append(bytes.count)
  }

  /// The lines; blanks at their ends are left out.
  var text: String {
    var widths = columns.map { _ in 0 }
    for start in stride(from: 0, to: sizes.count, by: columns.count) {
      for column in columns.indices { widths[column] = max(widths[column], sizes[start + column]) }
    }
    let lines = columns.isEmpty ? 0 : sizes.count / columns.count
    let blanks = lines * (widths.reduce(0, +) + 2 * columns.count)
    return String(unsafeUninitializedCapacity: bytes.count + blanks + lines) { text in
      var line = LineWriter(text)
      var (start, place) = (0, 0)
      for index in 0..<lines {
        if index > 0 { line.end() }
        for (column, width) in widths.enumerated() {
          let missing = width - sizes[place]
          if columns[column].isNumber { line.blanks += missing }
          if ends[place] == start {
            line.blanks += sizes[place]
          } else {
            bytes.withUnsafeBufferPointer { line.write($0[start..<ends[place]]) }
          }
          line.blanks += 2 + (columns[column].isNumber ? 0 : missing)
          start = ends[place]
          place += 1
        }
      }
      return line.count
    }
  }
}

/// Writes lines into memory of sufficient size.
private struct LineWriter {
  private let text: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0
  /// How many blanks stand before what comes next.
  var blanks = 0

  init(_ text: UnsafeMutableBufferPointer<UInt8>) { self.text = text }

  mutating func write(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
    text[count..<count + blanks].update(repeating: 32)
    count += blanks
    blanks = 0
    count = text[count..<count + bytes.count].initialize(fromContentsOf: bytes)
  }

  mutating func end() {
    text[count] = 10
    count += 1
    blanks = 0
  }
}
