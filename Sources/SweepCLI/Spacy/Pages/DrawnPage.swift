import SweepText

/// A page that shows annotated texts, complete in one file.
enum DrawnPage {
  /// The page.
  ///
  /// - Parameters:
  ///   - title: The heading.
  ///   - style: CSS beyond that of all pages.
  ///   - figures: A piece of HTML for each text.
  /// - Returns: The HTML.
  static func html(title: String, style: String, figures: [String]) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <title>\(escaped(title))</title>
    <style>
    body { font: 16px/1.6 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; \
    padding: 0 1rem; color: #1d2330; background: #fff; }
    h1 { font-size: 1.1rem; font-weight: 600; }
    figure { margin: 0 0 1.5rem; padding-bottom: 1.5rem; border-bottom: 1px solid #e3e6ec; \
    overflow-x: auto; }
    \(style)
    </style>
    </head>
    <body>
    <h1>\(escaped(title))</h1>
    \(figures.map { "<figure>\($0)</figure>" }.joined(separator: "\n"))
    </body>
    </html>

    """
  }

  /// A text as HTML.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "<br>"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Light colours for dark text; equal labels have equal ones on a page.
  private static let palette = [
    "#cfe3ff", "#ffe0b8", "#d3f2d0", "#f6d1e5", "#e4d8fb", "#fdf0b0", "#c9f0ee", "#ffd2cc",
    "#dfe3ea", "#e6f0b4",
  ]

  /// The colours of some labels, in the order in which they were met.
  static func colors(_ labels: [String]) -> [String: String] {
    var colors: [String: String] = [:]
    for label in labels where colors[label] == nil {
      colors[label] = palette[colors.count % palette.count]
    }
    return colors
  }
}

/// Entities as marks in the text.
struct EntityPage {
  private let docs: [Doc]
  private let title: String

  init(_ docs: [Doc], title: String) { (self.docs, self.title) = (docs, title) }

  var html: String {
    let colors = DrawnPage.colors(docs.flatMap { $0.entities.map(\.label) })
    return DrawnPage.html(
      title: title,
      style: """
        mark { padding: 0.15em 0.4em; margin: 0 0.1em; border-radius: 0.3em; color: inherit; }
        mark small { font-size: 0.65em; font-weight: 700; margin-left: 0.5em; }
        """, figures: docs.map { figure($0, colors) })
  }

  private func figure(_ doc: Doc, _ colors: [String: String]) -> String {
    var (html, next) = ("", 0)
    func text(_ range: Range<Int>) -> String {
      range.map { doc.words[$0] + (doc.spaces[$0] && $0 + 1 < range.upperBound ? " " : "") }
        .joined()
    }
    func blank(after index: Int) -> String { doc.spaces[index] ? " " : "" }
    for entity in doc.entities where entity.start >= next {
      if next < entity.start {
        html += DrawnPage.escaped(text(next..<entity.start)) + blank(after: entity.start - 1)
      }
      html += "<mark style=\"background:\(colors[entity.label] ?? "#ddd")\">"
      html += DrawnPage.escaped(text(entity.range))
      html += "<small>\(DrawnPage.escaped(entity.label))</small></mark>"
      html += blank(after: entity.end - 1)
      next = entity.end
    }
    return html + DrawnPage.escaped(text(next..<doc.count))
  }
}

/// Spans, which may overlap, as lines below the words.
struct SpanPage {
  private let docs: [Doc]
  private let key: String
  private let title: String

  init(_ docs: [Doc], key: String, title: String) {
    (self.docs, self.key, self.title) = (docs, key, title)
  }

  /// A span with the line it is drawn on.
  private struct Placed {
    let range: Range<Int>
    let label: String
    var line: Int
  }

  var html: String {
    let placed = docs.map(placed)
    let colors = DrawnPage.colors(placed.flatMap { $0.map(\.label) })
    return DrawnPage.html(
      title: title,
      style: """
        .words { display: flex; flex-wrap: wrap; }
        .word { padding-bottom: 0.4rem; white-space: pre; position: relative; }
        .line { height: 1.05rem; font-size: 0.65rem; line-height: 1.05rem; font-weight: 700; \
        margin-top: 2px; padding-left: 0.2rem; box-sizing: border-box; width: 0; min-width: 100%; }
        """, figures: zip(docs, placed).map { figure($0, $1, colors) })
  }

  /// Puts spans on lines, so that none covers another.
  private func placed(_ doc: Doc) -> [Placed] {
    let spans = doc.spanGroups.filter { $0.key == key }.flatMap(\.group.spans)
      .filter { $0.start >= 0 && $0.start < $0.end && Int($0.end) <= doc.count }
      .map { span in
        Placed(
          range: Int(span.start)..<Int(span.end), label: doc.strings[span.label] ?? "", line: 0)
      }
      .sorted { ($0.range.lowerBound, -$0.range.count) < ($1.range.lowerBound, -$1.range.count) }
    return spans.reduce(into: []) { placed, span in
      let taken = Set(placed.filter { $0.range.overlaps(span.range) }.map(\.line))
      var span = span
      span.line = (0...).first { !taken.contains($0) } ?? 0
      placed.append(span)
    }
  }

  private func figure(_ doc: Doc, _ spans: [Placed], _ colors: [String: String]) -> String {
    let lines = (spans.map(\.line).max() ?? -1) + 1
    let words = doc.words.indices.map { index in
      // A label may be longer than its word and then lies on the next one.
      var html = "<div class=\"word\" style=\"z-index:\(doc.count - index)\">"
      html += DrawnPage.escaped(doc.words[index])
      html += doc.spaces[index] ? " " : ""
      for line in 0..<lines {
        let span = spans.first { $0.line == line && $0.range.contains(index) }
        let color = span.map { ";background:\(colors[$0.label] ?? "#ddd")" } ?? ""
        let label = span.map { $0.range.lowerBound == index ? $0.label : "" } ?? ""
        html += "<div class=\"line\" style=\"white-space:nowrap\(color)\">"
        html += DrawnPage.escaped(label) + "</div>"
      }
      return html + "</div>"
    }
    return "<div class=\"words\">\(words.joined())</div>"
  }
}
