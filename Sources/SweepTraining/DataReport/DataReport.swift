public import SweepConfig

/// What training data look like, and what is wrong with them: lines for people, in sections.
///
/// - Source: spaCy 3.8 `debug data`, whose texts and limits it keeps; what spaCy stops at is one of
///   the lines here.
public struct DataReport: Sendable {
  /// What a line says.
  public enum Kind: String, Sendable {
    case text
    case info
    /// A check that was passed.
    case good
    case warning
    case error
  }

  /// A line of a section, or a table.
  public enum Line: Equatable, Sendable {
    /// A remark; details are for those who ask for more.
    case message(Kind, String, isDetail: Bool)
    /// A detail: a title, and a list that may be long.
    case list(Kind, title: String, String)
    /// A table with a header and, below a line of its own, a footer.
    case table(header: [String], rows: [[String]], footer: [String]?)
  }

  /// A part of the report.
  public struct Section: Equatable, Sendable {
    public let title: String
    public fileprivate(set) var lines: [Line] = []
  }

  /// The parts, in order; the last one sums up.
  public private(set) var sections: [Section] = []
  private var counts: [Kind: Int] = [:]

  /// Nothing yet.
  init() {}

  /// How many checks were passed, how many warnings and how many errors there are.
  public func count(_ kind: Kind) -> Int { counts[kind] ?? 0 }

  /// Begins a section.
  mutating func begin(_ title: String) { sections.append(Section(title: title)) }

  /// Adds a line to the section.
  mutating func add(_ kind: Kind, _ text: String, isDetail: Bool = false) {
    counts[kind, default: 0] += 1
    append(.message(kind, text, isDetail: isDetail))
  }

  /// Adds a list for those who ask for more.
  mutating func list(_ kind: Kind, title: String, _ items: [String]) {
    counts[kind, default: 0] += 1
    append(.list(kind, title: title, items.joined(separator: ", ")))
  }

  /// Adds a remark for those who ask for more.
  mutating func detail(_ text: String) { append(.message(.text, text, isDetail: true)) }

  /// Adds a table.
  mutating func table(header: [String], rows: [[String]], footer: [String]? = nil) {
    append(.table(header: header, rows: rows, footer: footer))
  }

  private mutating func append(_ line: Line) {
    guard !sections.isEmpty else { return }
    sections[sections.count - 1].lines.append(line)
  }

  /// Adds how many checks were passed and how many were not.
  mutating func sumUp() {
    let (good, warnings, errors) = (count(.good), count(.warning), count(.error))
    sections.append(Section(title: "Summary"))
    if good > 0 {
      append(.message(.good, "\(good) \(good == 1 ? "check" : "checks") passed", isDetail: false))
    }
    if warnings > 0 {
      let noun = warnings == 1 ? "warning" : "warnings"
      append(.message(.warning, "\(warnings) \(noun)", isDetail: false))
    }
    if errors > 0 {
      append(.message(.error, "\(errors) \(errors == 1 ? "error" : "errors")", isDetail: false))
    }
  }

  /// The report for scripts.
  public var json: JSONObject {
    [
      "sections": .array(
        sections.map { section in
          ["title": .string(section.title), "lines": .array(section.lines.map(\.json))]
        }),
      "passed": .integer(count(.good)), "warnings": .integer(count(.warning)),
      "errors": .integer(count(.error)),
    ]
  }
}

extension DataReport.Line {
  fileprivate var json: JSONValue {
    func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
    switch self {
    case .message(let kind, let text, let isDetail):
      return ["kind": .string(kind.rawValue), "text": .string(text), "detail": .bool(isDetail)]
    case .list(let kind, let title, let items):
      return [
        "kind": .string(kind.rawValue), "text": .string("\(title) \(items)"), "detail": true,
      ]
    case .table(let header, let rows, let footer):
      return [
        "kind": "table", "header": list(header), "rows": .array(rows.map(list)),
        "footer": footer.map(list) ?? .null,
      ]
    }
  }
}
