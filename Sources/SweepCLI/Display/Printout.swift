import SweepConfig

/// Texts as spaCy's commands lay them out.
///
/// - Source: wasabi 1.1.
enum Printout {
  /// A title between lines, after an empty line.
  static func divider(_ title: String) -> String {
    let deco = String(repeating: "=", count: max(0, (80 - title.count) / 2 - 2))
    return "\n\(deco) \(title) \(deco)"
  }

  /// A text in lines of at most 80 characters, white space as blanks; longer words stay whole.
  ///
  /// - Source: Python's `textwrap.fill`, as wasabi calls it.
  static func wrapped(_ text: String) -> String {
    var (lines, line, width) = ([String](), "", 0)
    // Runs of blanks and of other characters, in turns.
    for run in runs(of: text) {
      let count = run.unicodeScalars.count
      if width + count > 80, width > 0 {
        lines.append(withoutBlanks(line))
        (line, width) = ("", 0)
      }
      if width == 0, run.hasPrefix(" "), !lines.isEmpty { continue }
      line += run
      width += count
    }
    if width > 0 { lines.append(withoutBlanks(line)) }
    return lines.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private static func runs(of text: String) -> [String] {
    var runs: [String] = []
    for scalar in text.unicodeScalars {
      let isBlank = scalar == " " || (9...13).contains(scalar.value)
      let piece = isBlank ? " " : String(scalar)
      if let last = runs.last, last.hasPrefix(" ") == isBlank {
        runs[runs.count - 1] += piece
      } else {
        runs.append(piece)
      }
    }
    return runs
  }

  private static func withoutBlanks(_ line: String) -> String {
    var scalars = line.unicodeScalars
    while scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }

  /// A table without rules, with an empty line before and after it.
  ///
  /// - Parameters:
  ///   - rows: The cells.
  ///   - header: The names of the columns.
  ///   - footer: A last row.
  ///   - divider: Whether lines divide the header and the footer from the rows.
  ///   - right: Whether cells stand to the right of their columns.
  ///   - widths: Those of the columns; by default those of the longest cells, up to 30.
  ///   - spacing: The blanks between columns.
  /// - Returns: The lines.
  static func table(
    _ rows: [[String]], header: [String]? = nil, footer: [String]? = nil,
    divider: Bool = false, right: [Bool] = [],
    widths: [Int]? = nil, spacing: Int = 3
  ) -> String {
    let all = (header.map { [$0] } ?? []) + rows + (footer.map { [$0] } ?? [])
    let columns = all.map(\.count).max() ?? 0
    let widths =
      widths
      ?? (0..<columns).map { column in
        min(30, all.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0)
      }
    func line(_ cells: [String]) -> String {
      cells.enumerated().map { column, cell in
        let blanks = String(repeating: " ", count: max(0, widths[column] - cell.count))
        return column < right.count && right[column] ? blanks + cell : cell + blanks
      }.joined(separator: String(repeating: " ", count: spacing))
    }
    let rule = divider ? [line(widths.map { String(repeating: "-", count: $0) })] : []
    let top = header.map { [line($0)] + rule } ?? []
    let bottom = footer.map { rule + [line($0)] } ?? []
    return "\n" + (top + rows.map(line) + bottom).joined(separator: "\n") + "\n"
  }
}
