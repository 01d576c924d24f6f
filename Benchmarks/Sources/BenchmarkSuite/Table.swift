import Foundation

/// A table in Markdown.
package struct Table {
  private let columns: [String]
  private var rows: [[String]] = []

  /// A table with these column heads; the first column is text, the others are numbers.
  package init(_ columns: String...) {
    self.columns = columns
  }

  /// Adds a row; missing cells are empty.
  package mutating func add(_ cells: String...) {
    rows.append(cells + Array(repeating: "", count: max(0, columns.count - cells.count)))
  }

  package var text: String {
    let rule = columns.indices.map { $0 == 0 ? "---" : "---:" }
    return ([columns, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
      .joined(separator: "\n")
  }
}

/// Numbers as text.
package enum Text {
  /// A number with a fixed number of decimals.
  package static func decimals(_ value: Double, _ digits: Int) -> String {
    value.isFinite ? String(format: "%.\(digits)f", value) : "–"
  }

  /// A whole number with commas between thousands.
  package static func grouped(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    var (digits, groups) = (String(Int(value.rounded())), [String]())
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return ([digits] + groups).joined(separator: ",")
  }

  package static func grouped(_ value: Int) -> String { grouped(Double(value)) }

  /// A share in percent.
  package static func percent(_ value: Double) -> String {
    value.isFinite ? String(format: "%.0f%%", value * 100) : "–"
  }

  /// How often the second number fits into the first.
  package static func ratio(_ value: Double, _ other: Double) -> String {
    other > 0 ? decimals(value / other, 2) : "–"
  }
}

/// Prints a line at once, also into a pipe.
func say(_ line: String) {
  print(line)
  fflush(nil)
}

/// What a benchmark prints: to standard output as it comes, and to a file if one was asked for.
final class Report {
  // A class, because all parts of a run write to the same one.
  private var text = ""
  private let path: String?

  /// - Parameter path: the file to write when all is measured.
  init(path: String?) {
    self.path = path
  }

  /// Prints a paragraph.
  func write(_ paragraph: String) {
    say(paragraph + "\n")
    text += paragraph + "\n\n"
  }

  /// Writes the file.
  func finish() throws {
    guard let path else { return }
    let folder = (path as NSString).deletingLastPathComponent
    if !folder.isEmpty {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }
    let content = String(text.dropLast())
    try content.write(toFile: path, atomically: true, encoding: .utf8)
  }
}
