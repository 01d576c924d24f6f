import SweepSearch

/// Pictures in files beside a Markdown document.
struct MarkdownPlots {
  let plots: ReportPlots
  /// As the document names it; with a slash at its end, or empty.
  private let folder: String

  init(_ plots: ReportPlots, folder: String) {
    self.plots = plots
    self.folder = folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/"
  }

  /// Links to pictures, with what they show for those who do not see them; narrow ones side by side.
  func links(_ pictures: [Plot?]) -> [String] {
    var rows: [[Plot]] = []
    for plot in pictures.compactMap(\.self) {
      if let last = rows.last, last.count == 1, !last[0].isWide, !plot.isWide {
        rows[rows.count - 1].append(plot)
      } else {
        rows.append([plot])
      }
    }
    return rows.map { row in
      row.map(link).joined(separator: "\n") + "\n\n" + caption(row)
    }
  }

  private func link(_ plot: Plot) -> String {
    let words = Markdown.escaped("\(plot.title). \(plot.finding)")
    return "![\(words)](\(Self.path("\(folder)\(plot.name).svg")))"
  }

  private func caption(_ row: [Plot]) -> String {
    let titles = row.map { "*\(Markdown.escaped($0.title))*" }
    let notes = row.map { Markdown.escaped($0.note) }
    if Set(notes).count == 1 {
      return titles.joined(separator: ", ") + (notes[0].isEmpty ? "" : ": \(notes[0])")
    }
    return zip(titles, notes).map { $1.isEmpty ? "\($0)." : "\($0): \($1)" }.joined(separator: " ")
  }

  /// A path as Markdown's links have it.
  private static func path(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy { byte in
      byte > 32 && byte < 127 && !"()<>\\".utf8.contains(byte)
    }
    if isPlain { return path }
    let escaped = path.map { "<>\\".contains($0) ? "\\\($0)" : String($0) }.joined()
    return "<\(Markdown.oneLine(escaped))>"
  }

  var confusion: Plot? { plots.findings.confusion.flatMap(plots.confusion) }

  func typePicture(_ number: Int) -> Plot? {
    let comparisons = TypeComparison.all(plots.findings)
    guard comparisons.indices.contains(number) else { return nil }
    return plots.types(comparisons[number], number)
  }

  /// All pictures that a document may link.
  func all(_ report: ImportanceReport?) -> [Plot] {
    let types = TypeComparison.all(plots.findings).indices.map(typePicture)
    let single = [
      plots.ranking, plots.bestSoFar, plots.learningCurves, plots.parallelCoordinates,
      report.flatMap(plots.importance), confusion, plots.timeline,
    ]
    let order = report?.importance.entries.map(\.key) ?? []
    return (single + types + plots.slices + plots.heatMaps(order) + plots.paretoFronts)
      .compactMap(\.self)
  }
}
