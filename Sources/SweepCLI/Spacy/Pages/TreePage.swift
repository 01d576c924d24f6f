import SweepText

/// Dependency trees as arcs above the words, one drawing per sentence.
struct TreePage {
  private let docs: [Doc]
  private let title: String

  init(_ docs: [Doc], title: String) { (self.docs, self.title) = (docs, title) }

  var html: String {
    DrawnPage.html(
      title: title,
      style: """
        svg { display: block; margin-bottom: 1rem; }
        svg text { font: 15px system-ui, sans-serif; text-anchor: middle; fill: #1d2330; }
        svg .tag { font-size: 11px; fill: #6b7485; }
        svg .label { font-size: 11px; fill: #2257a8; }
        svg path { fill: none; stroke: #8a94a6; stroke-width: 1.5; }
        svg polygon { fill: #8a94a6; }
        """,
      figures: docs.map { doc in
        let sentences = doc.sentences.isEmpty ? [0..<doc.count] : doc.sentences
        return sentences.map { Drawing(doc, $0).svg }.joined(separator: "\n")
      })
  }

  /// One sentence.
  private struct Drawing {
    private static let levelHeight = 34
    private let doc: Doc
    private let words: Range<Int>
    private let centers: [Int]
    private let width: Int
    private let arcs: [Arc]

    /// An arc from a head to a word, as places in the sentence.
    private struct Arc {
      let head: Int
      let word: Int
      let label: String
      /// How high it is, from 1: above all arcs below it.
      var level = 1

      var low: Int { min(head, word) }
      var high: Int { max(head, word) }
    }

    init(_ doc: Doc, _ words: Range<Int>) {
      (self.doc, self.words) = (doc, words)
      var (x, centers) = (20, [Int]())
      for index in words {
        let tag = Self.tag(of: index, in: doc)
        let letters = max(doc.words[index].unicodeScalars.count, tag.unicodeScalars.count)
        let wide = max(72, 9 * letters + 28)
        centers.append(x + wide / 2)
        x += wide
      }
      (self.centers, width) = (centers, x + 20)
      arcs = Self.arcs(of: doc, words)
    }

    private static func tag(of index: Int, in doc: Doc) -> String {
      for column in [doc.pos, doc.tags] {
        if let id = column?[index], id != 0 { return doc.strings[id] ?? "" }
      }
      return ""
    }

    /// The arcs inside of the sentence, the short ones first and lowest.
    private static func arcs(of doc: Doc, _ words: Range<Int>) -> [Arc] {
      let all = words.compactMap { index -> Arc? in
        let head = doc.head(of: index)
        guard head != index, words.contains(head) else { return nil }
        let label = doc.deps.flatMap { doc.strings[$0[index]] } ?? ""
        return Arc(
          head: head - words.lowerBound, word: index - words.lowerBound, label: label)
      }
      let order = all.indices.sorted {
        (all[$0].high - all[$0].low, $0) < (all[$1].high - all[$1].low, $1)
      }
      return order.reduce(into: []) { placed, index in
        var arc = all[index]
        let below = placed.filter { $0.low < arc.high && arc.low < $0.high }
        arc.level = 1 + (below.map(\.level).max() ?? 0)
        placed.append(arc)
      }
    }

    var svg: String {
      let levels = arcs.map(\.level).max() ?? 0
      let base = 24 + levels * Self.levelHeight
      var parts = arcs.map { draw($0, base: base) }
      for (place, index) in words.enumerated() {
        parts.append(text(doc.words[index], x: centers[place], y: base + 26, style: "word"))
        let tag = Self.tag(of: index, in: doc)
        if !tag.isEmpty { parts.append(text(tag, x: centers[place], y: base + 44, style: "tag")) }
      }
      let height = base + 56
      return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\" "
        + "viewBox=\"0 0 \(width) \(height)\" role=\"img\">\n\(parts.joined(separator: "\n"))\n</svg>"
    }

    /// A line up from the head, over, and down to the word, where it has its point.
    private func draw(_ arc: Arc, base: Int) -> String {
      // Beside the middle, so that a word's own arc and those to its children stay apart.
      let side = arc.word > arc.head ? 1 : -1
      let start = centers[arc.head] + 10 * side
      let end = centers[arc.word]
      let top = base - arc.level * Self.levelHeight + 10
      let path =
        "M \(start) \(base) V \(top + 8) Q \(start) \(top) \(start + 8 * side) \(top) "
        + "H \(end - 8 * side) Q \(end) \(top) \(end) \(top + 8) V \(base - 4)"
      let point = "\(end),\(base + 4) \(end - 4),\(base - 5) \(end + 4),\(base - 5)"
      return "<path d=\"\(path)\"/><polygon points=\"\(point)\"/>"
        + text(arc.label, x: (start + end) / 2, y: top - 4, style: "label")
    }

    private func text(_ text: String, x: Int, y: Int, style: String) -> String {
      "<text class=\"\(style)\" x=\"\(x)\" y=\"\(y)\">\(DrawnPage.escaped(text))</text>"
    }
  }
}
