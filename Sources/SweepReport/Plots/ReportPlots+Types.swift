/// Pictures of types: of entities, of labels.
extension ReportPlots {
  private static let mostTypes = 20

  /// The last measure of each type, of the best and the baseline.
  func types(_ comparison: TypeComparison, _ number: Int) -> Plot? {
    guard let measure = comparison.measures.last else { return nil }
    let ranked = comparison.rows.sorted {
      (-($0.expected ?? 0), $0.name) < (-($1.expected ?? 0), $1.name)
    }
    let rows = Array(ranked.prefix(Self.mostTypes)).filter { $0.measures.last != nil }
    guard !rows.isEmpty else { return nil }
    let values = rows.flatMap { [$0.measures.last ?? nil, $0.baseline] }.compactMap(\.self)
    let noise = rows.map { max($0.deviation ?? 0, $0.baselineDeviation ?? 0) }.max() ?? 0
    let legend = PlotLegend(
      [.mark("best", .circle, "m0")]
        + (comparison.hasBaseline ? [.mark("baseline", .diamond, "m1")] : []))
    var drawing = Drawing(Self.half, 66 + 26 * Double(rows.count))
    let names = rows.map { row in row.expected.map { "\(row.name) (\($0))" } ?? row.name }
    let scale = PlotScale(values + [0, min(1, (values.max() ?? 0) + noise)], margin: 0.03)
    let frame = PlotFrame(
      drawing,
      x: (.numbers(scale), "\(measure), mean over seeds ± standard deviation"),
      y: (.names(names), ""), top: legend.height(drawing.width), gutter: 20)
    frame.draw(in: &drawing)
    legend.draw(in: &drawing)
    for (index, row) in rows.enumerated() {
      let y = frame.y(of: index)
      var parts: [Shape] = []
      let entries: [(Double?, Double?, Double, Int)] = [
        (row.baseline, row.baselineDeviation, y + 4, 1),
        (row.measures.last ?? nil, row.deviation, y - 4, 0),
      ]
      for (value, deviation, y, color) in entries {
        guard let value, value.isFinite else { continue }
        if let deviation {
          let (from, to) = (
            frame.x(max(scale.lower, value - deviation)), frame.x(value + deviation)
          )
          parts.append(.line(Point(from, y), Point(min(to, frame.right), y), "s\(color)"))
        }
        parts.append(
          .mark(
            color == 1 ? .diamond : .circle, at: Point(frame.x(value), y), size: 4, "m\(color)"))
      }
      let difference = row.difference.map { ", \(NumberText.signed($0, decimals: 4))" } ?? ""
      let words = zip(comparison.measures, row.measures).map { name, value in
        "\(name) \(value.map(NumberText.score) ?? "–")"
      }
      drawing.add(
        .group(
          parts,
          title: "\(row.name): \(words.joined(separator: ", "))\(difference)"
            + (row.isDifferent ? ", beyond noise" : "")))
    }
    let different = rows.filter(\.isDifferent).map(\.name)
    let left = comparison.rows.count - rows.count
    return Plot(
      name: number == 0 ? "types" : "types-\(number + 1)",
      title: "Per type: \(comparison.key)",
      note: (rows.contains { $0.expected != nil }
        ? "In brackets: how many there are in the development data, the most frequent first." : "")
        + (left > 0 ? " And \(left) more types." : ""),
      finding: !comparison.hasBaseline
        ? "The scores of \(count(rows.count, "type"))."
        : different.isEmpty
          ? "No type differs from the baseline beyond noise."
          : "Different from the baseline beyond noise: \(different.joined(separator: ", ")).",
      drawing: drawing)
  }

  /// What was expected beside what was predicted, for the best assignment.
  func confusion(_ confusion: Confusion) -> Plot? {
    let confusion = confusion.reduced(to: 14)
    let names = confusion.labels + ["nothing"]
    guard !confusion.labels.isEmpty else { return nil }
    // Wide enough for the words above the names too.
    let left = min(max(names.map { TextMetrics.width($0, size: 12) }.max() ?? 0, 82), 130) + 14
    let cell = min(46, (Self.half - left - 40) / Double(names.count))
    let tallest = min(names.map { TextMetrics.width($0, size: 12) }.max() ?? 40, 120)
    let top = 26 + 0.65 * tallest + 8
    let height = max(22, min(cell, 32))
    var drawing = Drawing(Self.half, top + height * Double(names.count) + 26)
    let middle = left + cell * Double(names.count) / 2
    drawing.add(
      .text(Label("predicted as →", min(middle, Self.half - 60), 14, .axis, anchor: .middle)))
    drawing.add(.text(Label("expected ↓", 2, top - 8, .axis)))
    for (index, name) in names.enumerated() {
      let text = TextMetrics.fitted(name, width: 120, size: 12)
      let x = left + cell * (Double(index) + 0.5) - 2
      drawing.add(
        .text(
          Label(text, x, top - 6, .name, angle: -40), title: text == name ? nil : name))
      let short = TextMetrics.fitted(name, width: left - 14, size: 12)
      let y = top + height * (Double(index) + 0.5) + 4
      drawing.add(
        .text(Label(short, left - 8, y, .name, anchor: .end), title: short == name ? nil : name))
    }
    for (row, counts) in confusion.counts.enumerated() {
      let sum = max(1, counts.reduce(0, +))
      for (column, count) in counts.enumerated() where row + column < 2 * names.count - 2 {
        let share = Double(count) / Double(sum)
        drawing.add(
          Self.cell(
            count, share, left + cell * Double(column), top + height * Double(row), cell, height,
            isRight: row == column,
            "\(names[row]) predicted as \(names[column]): \(count) of \(sum)"))
      }
    }
    let right = confusion.labels.indices.map { confusion.counts[$0][$0] }.reduce(0, +)
    let all = confusion.counts.dropLast().joined().reduce(0, +)
    return Plot(
      name: "confusion", title: "Confusion",
      note: """
        Rows: what was expected; columns: what was predicted; the shade is the share of the row. \
        “nothing” are those that were missed, and predictions where nothing was expected.
        """,
      finding: "\(right) of \(all) expected were found with the right type.", drawing: drawing)
  }

  private static func cell(
    _ count: Int, _ share: Double, _ x: Double, _ y: Double, _ width: Double, _ height: Double,
    isRight: Bool, _ title: String
  ) -> Shape {
    let (x, y, width, height) = (x + 1, y + 1, width - 2, height - 2)
    guard count > 0 else {
      return .group([.rect(x, y, width, height, "empty", radius: 2)], title: title)
    }
    let dark = 0.1 + 0.9 * share
    var parts = [
      Shape.rect(x, y, width, height, isRight ? "heat" : "bad", opacity: dark, radius: 2)
    ]
    let label = Label(
      "\(count)", x + width / 2, y + height / 2 + 4, .value, anchor: .middle,
      extra: dark > 0.72 ? "on-heat" : "dark")
    if label.width < width { parts.append(.text(label)) }
    return .group(parts, title: title)
  }
}
