/// The lines at the bottom of a terminal that are drawn again and again.
package struct LiveScreen: Sendable {
  /// The widths of the lines that are drawn now.
  private var drawn: [Int] = []

  package init() {}

  /// What to write so that lines take the place of those drawn before.
  ///
  /// In one piece and without clearing first, so that nothing flickers.
  ///
  /// - Parameters:
  ///   - lasting: Lines that stay, above the others.
  ///   - lines: What is drawn again next time; none wider than the terminal.
  ///   - columns: How wide the terminal is now. After a resize, what was drawn takes more rows.
  /// - Returns: Text with escape sequences; empty where there is nothing to do.
  package mutating func redraw(
    lasting: [String] = [], _ lines: [String], columns: Int
  ) -> String {
    let rows = drawn.reduce(0) { $0 + max(1, ($1 + columns - 1) / max(1, columns)) }
    var text = rows > 0 ? "\r\u{1b}[\(rows)A" : ""
    if lasting.isEmpty, rows == drawn.count {
      for line in lines { text += line + "\u{1b}[K\n" }
      text += "\u{1b}[J"
    } else {
      text += rows > 0 ? "\u{1b}[J" : ""
      for line in lasting + lines { text += line + "\n" }
    }
    drawn = lines.map(TerminalText.width)
    return lasting.isEmpty && lines.isEmpty && rows == 0 ? "" : text
  }
}
