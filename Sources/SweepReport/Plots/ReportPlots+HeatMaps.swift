import SweepConfig
import SweepSearch

/// Maps of scores over two settings.
extension ReportPlots {
  /// So many settings are drawn against each other.
  static let mostMapped = 4

  /// A setting with its values in a few groups: by name, or between round numbers.
  private struct Grouping {
    var axis: ParameterAxis
    var names: [String]
    private var bounds: [Double] = []

    init(_ axis: ParameterAxis, _ values: [JSONValue]) {
      self.axis = axis
      switch axis.kind {
      case .names(let names): self.names = names
      case .numbers(let scale):
        let numbers = values.compactMap(\.doubleValue)
        let (low, high) = (numbers.min() ?? 0, numbers.max() ?? 1)
        // A bound that nothing lies below or above is none.
        let ticks = scale.ticks(atMost: 5).filter { $0.value > low && $0.value < high }
        bounds = ticks.map(\.value)
        let texts = ticks.map(\.text)
        names =
          ["< \(texts.first ?? "∞")"]
          + zip(texts, texts.dropFirst()).map { "\($0)–\($1)" }
          + (texts.last.map { ["≥ \($0)"] } ?? [])
      }
    }

    func index(_ value: JSONValue?) -> Int? {
      if let index = axis.index(value) { return index }
      guard case .numbers = axis.kind, let number = value?.doubleValue, number.isFinite else {
        return nil
      }
      return bounds.count { $0 <= number }
    }
  }

  /// For each pair of settings, the mean score where both have certain values.
  ///
  /// - Parameter order: Keys, the most important first, where that is known.
  /// - Returns: A picture for each pair.
  func heatMaps(_ order: [String]) -> [Plot] {
    guard parameters.count > 1, scored.count > 2 else { return [] }
    let ranked =
      order.compactMap { key in parameters.firstIndex { $0.key == key } }
      + parameters.indices.filter { !order.contains(parameters[$0].key) }
    let chosen = ranked.prefix(Self.mostMapped).sorted().map { place in
      let axis = parameters[place]
      return Grouping(
        axis, scored.compactMap { leaderboard.rows[$0].assignment[axis.key] })
    }
    var plots: [Plot] = []
    for (place, y) in chosen.enumerated() {
      for x in chosen.dropFirst(place + 1) {
        if let plot = heatMap(x, y, plots.count + 1) { plots.append(plot) }
      }
    }
    return plots
  }

  private func heatMap(_ x: Grouping, _ y: Grouping, _ number: Int) -> Plot? {
    var sums: [[(sum: Double, count: Int)]] = y.names.map { _ in x.names.map { _ in (0, 0) } }
    for index in scored {
      let assignment = leaderboard.rows[index].assignment
      guard let column = x.index(assignment[x.axis.key]), let row = y.index(assignment[y.axis.key])
      else { continue }
      sums[row][column].sum += mean(index)
      sums[row][column].count += 1
    }
    let means = sums.flatMap { $0.filter { $0.count > 0 }.map { $0.sum / Double($0.count) } }
    guard let low = means.min(), let high = means.max() else { return nil }
    var drawing = Drawing(Self.half, 74 + 30 * Double(y.names.count) + 26)
    // The first value below, as along an axis.
    let frame = PlotFrame(
      drawing, x: (.names(x.names), x.axis.name),
      y: (.names(y.names.reversed()), y.axis.name + " ↓"), top: 18)
    frame.draw(in: &drawing)
    drawKey(low, high, in: &drawing)
    var best: (value: Double, row: Int, column: Int)?
    for (row, cells) in sums.enumerated() {
      for (column, cell) in cells.enumerated() {
        let middle = Point(frame.x(of: column), frame.y(of: y.names.count - 1 - row))
        let value = cell.count > 0 ? cell.sum / Double(cell.count) : nil
        drawing.add(self.cell(value, cell.count, (low, high), middle, frame, (x, y), (column, row)))
        guard let value, best.map({ isMaximized ? value > $0.value : value < $0.value }) ?? true
        else { continue }
        best = (value, row, column)
      }
    }
    guard let best else { return nil }
    return Plot(
      name: "map-\(number)", title: "\(y.axis.name) and \(x.axis.name)",
      note:
        """
        Mean of \(leaderboard.score) in each cell; the stronger the colour, the better; empty cells \
        were not tried.
        """,
      finding: """
        The best mean, \(NumberText.score(best.value)), is where \(y.axis.name) is \
        \(y.names[best.row]) and \(x.axis.name) is \(x.names[best.column]).
        """, drawing: drawing)
  }

  /// How strong the colour of a score is, from 0.08 to 1: the better, the stronger.
  private func darkness(_ value: Double, _ range: (low: Double, high: Double)) -> Double {
    guard range.high > range.low else { return 0.5 }
    let share = (value - range.low) / (range.high - range.low)
    return 0.08 + 0.92 * (isMaximized ? share : 1 - share)
  }

  private func cell(
    _ value: Double?, _ count: Int, _ range: (Double, Double), _ middle: Point, _ frame: PlotFrame,
    _ groupings: (x: Grouping, y: Grouping), _ place: (column: Int, row: Int)
  ) -> Shape {
    let (width, height) = (frame.xBand - 2, frame.yBand - 2)
    let (left, top) = (middle.x - width / 2, middle.y - height / 2)
    let title = """
      \(groupings.y.axis.name) \(groupings.y.names[place.row]), \
      \(groupings.x.axis.name) \(groupings.x.names[place.column]): \
      \(value.map(NumberText.score) ?? "not tried") (\(SweepReport.count(count, "assignment")))
      """
    guard let value else {
      return .group([.rect(left, top, width, height, "empty", radius: 2)], title: title)
    }
    let dark = darkness(value, range)
    var parts = [Shape.rect(left, top, width, height, "heat", opacity: dark, radius: 2)]
    for decimals in [3, 2] {
      let text = NumberText.fixed(value, decimals: abs(value) < 100 ? decimals : 0)
      let label = Label(
        text, middle.x, middle.y + 4, .value, anchor: .middle,
        extra: dark > 0.72 ? "on-heat" : "dark")
      if label.width < width - 4 {
        parts.append(.text(label))
        break
      }
    }
    return .group(parts, title: title)
  }

  /// A bar from the lightest to the darkest score.
  private func drawKey(_ low: Double, _ high: Double, in drawing: inout Drawing) {
    let texts = [low, high].map { NumberText.fixed($0, decimals: abs($0) < 100 ? 3 : 0) }
    let widths = texts.map { TextMetrics.width($0, size: 11) }
    let right = drawing.width - 14
    let left = right - widths[1] - 6 - 100
    for step in 0..<20 {
      let value = low + (high - low) * (Double(step) + 0.5) / 20
      drawing.add(
        .rect(left + 5 * Double(step), 4, 5.2, 10, "heat", opacity: darkness(value, (low, high))))
    }
    drawing.add(.text(Label(texts[0], left - 6, 13, .tick, anchor: .end)))
    drawing.add(.text(Label(texts[1], right, 13, .tick, anchor: .end)))
  }
}
