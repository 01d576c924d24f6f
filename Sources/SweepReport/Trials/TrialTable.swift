public import SweepConfig

/// Trials as rows, what was asked of them as columns.
public struct TrialTable: Sendable {
  package struct Column: Equatable, Sendable {
    package var source: FilterSource
    /// The name in full, for other programs.
    package var name: String
    package var title: String
    package var isNumber: Bool

    package init(_ source: FilterSource, name: String, title: String? = nil, isNumber: Bool) {
      self.source = source
      self.name = name
      self.title = title ?? name
      self.isNumber = isNumber
    }
  }

  package struct Row: Equatable, Sendable {
    package var study: String
    package var number: Int
    package var cells: [TrialCell]

    package init(study: String, number: Int, cells: [TrialCell]) {
      self.study = study
      self.number = number
      self.cells = cells
    }
  }

  package var columns: [Column]
  package var rows: [Row]

  package init(columns: [Column], rows: [Row] = []) {
    self.columns = columns
    self.rows = rows
  }

  /// Whether there are no trials.
  public var isEmpty: Bool { rows.isEmpty }

  /// The number of trials.
  public var count: Int { rows.count }

  /// Whether a column's value is the same in all rows; of what only a training gives, in those that have
  /// it.
  package func isConstant(_ column: Int) -> Bool {
    var cells = rows.map { $0.cells[column] }
    switch columns[column].source {
    case .score, .field(.bestStep), .field(.seconds): cells.removeAll { $0 == .none }
    default: break
    }
    return cells.allSatisfy { $0 == cells.first }
  }

  /// Keeps some columns.
  package mutating func keep(_ kept: [Int]) {
    guard kept != Array(columns.indices) else { return }
    columns = kept.map { columns[$0] }
    for index in rows.indices { rows[index].cells = kept.map { rows[index].cells[$0] } }
  }

  /// The titles, and which columns are numbers, for people.
  private var titles: [Table.Column] {
    columns.indices.map { index in
      let isNumber = columns[index].isNumber && !rows.contains { $0.cells[index].isText }
      return Table.Column(columns[index].title, isNumber: isNumber)
    }
  }

  /// The table in columns, for a terminal.
  ///
  /// - Parameter marks: What stands at the end of each row, one for each or none at all.
  /// - Returns: The titles and the rows.
  public func text(marks: [String] = []) -> String {
    let isMarked = marks.contains { !$0.isEmpty }
    var text = ColumnText(titles + (isMarked ? [Table.Column("")] : []))
    text.reserve(rows: rows.count)
    for (index, row) in rows.enumerated() {
      for (column, cell) in zip(columns, row.cells) { text.add(cell.shortText(of: column.source)) }
      if isMarked { text.add(marks[index]) }
    }
    return text.text
  }

  /// The table for people.
  public var table: Table {
    var table = Table(titles)
    for row in rows {
      table.add(zip(columns, row.cells).map { $1.shortText(of: $0.source) })
    }
    return table
  }

  /// The table with whole names and all digits, for other programs.
  public var fullTable: Table {
    var table = Table(columns.map { Table.Column($0.name) })
    for row in rows { table.add(row.cells.map(\.fullText)) }
    return table
  }

  /// An object for each trial.
  public var json: JSONValue {
    .array(
      rows.map { row in
        .object(JSONObject(zip(columns, row.cells).map { ($0.name, $1.jsonValue) }))
      })
  }
}
