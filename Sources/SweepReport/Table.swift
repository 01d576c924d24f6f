/// Rows of cells, written as Markdown, as CSV, or in columns for a terminal.
public struct Table: Equatable, Sendable {
  public struct Column: Equatable, Sendable {
    public var title: String
    /// Numbers stand at the right.
    public var isNumber: Bool

    public init(_ title: String, isNumber: Bool = false) {
      self.title = title
      self.isNumber = isNumber
    }
  }

  public var columns: [Column]
  public private(set) var rows: [[String]] = []

  public init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row.
  ///
  /// - Precondition: One cell for each column.
  public mutating func add(_ cells: [String]) {
    precondition(
      cells.count == columns.count, "\(cells.count) cells in a table of \(columns.count)")
    rows.append(cells)
  }

  /// The table in Markdown, its columns aligned in the text too.
  public var markdown: String {
    let cells = ([columns.map(\.title)] + rows).map { $0.map(Self.escaped) }
    let widths = columns.indices.map { column in
      max(3, cells.map { Self.width($0[column]) }.max() ?? 0)
    }
    let rule = columns.indices.map { column in
      columns[column].isNumber
        ? String(repeating: "-", count: widths[column] - 1) + ":"
        : String(repeating: "-", count: widths[column])
    }
    let head = [line(cells[0], widths), "| " + rule.joined(separator: " | ") + " |"]
    return (head + cells.dropFirst().map { line($0, widths) }).joined(separator: "\n")
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    "| " + padded(cells, widths).joined(separator: " | ") + " |"
  }

  private func padded(_ cells: [String], _ widths: [Int]) -> [String] {
    zip(columns, zip(cells, widths)).map { column, pair in
      let blanks = String(repeating: " ", count: max(0, pair.1 - Self.width(pair.0)))
      return column.isNumber ? blanks + pair.0 : pair.0 + blanks
    }
  }

  /// The table as CSV (RFC 4180, lines end in a line feed).
  public var csv: String {
    ([columns.map(\.title)] + rows).map { row in
      row.map(Self.quoted).joined(separator: ",") + "\n"
    }.joined()
  }

  /// The table in columns with two blanks between them, for a terminal.
  public var text: String {
    var text = ColumnText(columns)
    text.reserve(rows: rows.count)
    for row in rows { for cell in row { text.add(cell) } }
    return text.text
  }

  /// How many columns of a terminal a text takes, near enough: one for each character.
  static func width(_ text: String) -> Int {
    // Of ASCII, bytes are enough.
    text.utf8.allSatisfy { $0 < 128 } ? text.utf8.count : text.count
  }

  private static func escaped(_ text: String) -> String {
    let text = Markdown.escaped(text)
    guard text.utf8.contains(124) else { return text }
    return text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }

  private static func quoted(_ text: String) -> String {
    // Most cells are numbers and names, which bytes are enough to tell.
    let isPlain = text.utf8.allSatisfy { $0 > 34 && $0 < 128 && $0 != 44 || $0 == 32 || $0 == 33 }
    guard !isPlain, text.contains(where: { ",\"".contains($0) || $0.isNewline }) else {
      return text
    }
    let doubled = text.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + doubled.joined(separator: "\"\"") + "\""
  }
}
