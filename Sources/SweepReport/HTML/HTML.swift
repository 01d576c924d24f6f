/// Pieces of HTML.
///
/// All texts are escaped here, so that none can become markup.
enum HTML {
  /// A table that scrolls in its own box where it is too wide.
  static func table(_ table: Table, label: String) -> String {
    let head = table.columns.map { column in
      "<th scope=\"col\"\(column.isNumber ? " class=\"n\"" : "")>\(XML.escaped(column.title))</th>"
    }.joined()
    let rows = table.rows.map { cells in
      let cells = zip(table.columns, cells).enumerated().map { place, pair in
        let style =
          pair.0.isNumber ? " class=\"n\"" : pair.1.utf8.count > 40 ? " class=\"long\"" : ""
        let text = XML.escaped(pair.1)
        return place == 0 ? "<th scope=\"row\"\(style)>\(text)</th>" : "<td\(style)>\(text)</td>"
      }
      return "<tr>\(cells.joined())</tr>"
    }.joined(separator: "\n")
    let style = table.columns.count < 5 ? " class=\"narrow\"" : ""
    return box(
      "<table\(style)><thead><tr>\(head)</tr></thead>\n<tbody>\n\(rows)\n</tbody></table>",
      label: label)
  }

  /// A box that can be scrolled, also with the keyboard.
  static func box(_ content: String, label: String) -> String {
    """
    <div class="scroll" role="region" tabindex="0" aria-label="\(XML.escaped(label))">
    \(content)
    </div>
    """
  }

  static func paragraphs(_ texts: [RichText], _ style: String = "") -> String {
    let attribute = style.isEmpty ? "" : " class=\"\(style)\""
    return texts.map { "<p\(attribute)>\($0.html)</p>" }.joined(separator: "\n")
  }

  static func list(_ texts: [RichText]) -> String {
    texts.isEmpty
      ? "" : "<ul>\n" + texts.map { "<li>\($0.html)</li>\n" }.joined() + "</ul>"
  }

  static func code(_ text: String, label: String) -> String {
    box("<pre><code>\(XML.escaped(text))</code></pre>", label: label)
  }

  /// A picture with its title and how to read it.
  static func figure(_ plot: Plot, level: Int = 3) -> String {
    let label = "\(plot.title). \(plot.finding)"
    let note = plot.note.isEmpty ? "" : "<span class=\"note\">\(XML.escaped(plot.note))</span>"
    let picture = plot.drawing.inline(label: label)
    let content =
      plot.isWide ? box(picture, label: "\(plot.title), picture") : picture
    return """
      <figure id="plot-\(plot.name)" class="\(plot.isWide ? "wide" : "half")">
      <figcaption><strong>\(XML.escaped(plot.title))</strong>\(note)</figcaption>
      \(content)
      </figure>
      """
  }

  static func figures(_ plots: [Plot?]) -> String {
    let plots = plots.compactMap(\.self)
    guard !plots.isEmpty else { return "" }
    return "<div class=\"figures\">\n\(plots.map { figure($0) }.joined(separator: "\n"))\n</div>"
  }
}

extension ReportSection {
  /// Whether the table is so small that it stands beside a picture.
  private var isTableBeside: Bool { (table?.columns.count ?? 0) < 4 }

  /// The section in HTML, with further content behind its first sentences.
  func html(_ content: String = "", end: String = "") -> String {
    var parts = ["<h2>\(title.html)</h2>", HTML.paragraphs(before), content]
    if let table {
      var text = HTML.table(table, label: title.plain)
      if isFolded {
        text = "<details><summary>Show all \(table.rows.count)</summary>\n\(text)\n</details>"
      }
      if isTableBeside, !content.isEmpty {
        parts[parts.count - 1] = "<div class=\"side\">\n\(content)\n\(text)\n</div>"
      } else {
        parts.append(text)
      }
    }
    parts += [HTML.list(bullets), HTML.paragraphs(after, "note")]
    if let commands { parts.append(HTML.code(commands, label: "commands")) }
    parts.append(end)
    let text = parts.filter { !$0.isEmpty }.joined(separator: "\n")
    return "<section id=\"\(id)\">\n\(text)\n</section>"
  }
}
