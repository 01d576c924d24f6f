/// The axes of a picture with numbers or names along both.
struct PlotFrame {
  /// What is along an axis.
  enum Axis {
    case numbers(PlotScale)
    /// Names at equal distances, each in the middle of its band.
    case names([String])
  }

  /// Where the area within the axes begins and ends.
  private(set) var left = 0.0
  private(set) var right = 0.0
  private(set) var top = 0.0
  private(set) var bottom = 0.0
  private var xAxis: Axis
  private var yAxis: Axis
  private let xLabel: String
  private let yLabel: String
  /// Whether names along the bottom are aslant, as they are too long to stand beside each other.
  private var isSlanted = false

  /// Lays out axes for a picture.
  ///
  /// - Parameters:
  ///   - drawing: Whose size is used.
  ///   - x: Along the bottom, with its label.
  ///   - y: Along the left side, with a label above it.
  ///   - top: What is kept free above the label of y.
  ///   - gutter: What is kept free at the right.
  init(
    _ drawing: Drawing, x: (Axis, String), y: (Axis, String), top: Double = 0, gutter: Double = 14
  ) {
    (xAxis, xLabel) = x
    (yAxis, yLabel) = y
    self.top = top + (yLabel.isEmpty ? 8 : 26)
    bottom = drawing.height - (xLabel.isEmpty ? 24 : 40)
    right = drawing.width - gutter
    switch yAxis {
    case .names(let names):
      let widest = names.map { TextMetrics.width($0, size: 12) }.max() ?? 0
      left = min(widest, 0.34 * drawing.width) + 10
    case .numbers(var scale):
      (scale.start, scale.end) = (bottom, self.top)
      yAxis = .numbers(scale)
      let widest = Self.verticalTicks(scale).map { TextMetrics.width($0.text, size: 11) }.max()
      left = (widest ?? 20) + 10
    }
    if case .names(let names) = xAxis {
      let widest = names.map { TextMetrics.width($0, size: 11) }.max() ?? 0
      if widest > xBand - 6, xBand > 20 {
        isSlanted = true
        bottom -= 0.65 * min(widest, Self.longestSlanted)
        if case .numbers(var scale) = yAxis {
          scale.start = bottom
          yAxis = .numbers(scale)
        }
      }
    }
    if case .numbers(var scale) = xAxis {
      (scale.start, scale.end) = (left, right)
      xAxis = .numbers(scale)
    }
  }

  private static let longestSlanted = 84.0

  func x(_ value: Double) -> Double {
    if case .numbers(let scale) = xAxis { return scale.place(value) }
    return left
  }

  func y(_ value: Double) -> Double {
    if case .numbers(let scale) = yAxis { return scale.place(value) }
    return top
  }

  /// The middle of a name's band.
  func x(of index: Int) -> Double { left + (Double(index) + 0.5) * xBand }
  func y(of index: Int) -> Double { top + (Double(index) + 0.5) * yBand }

  /// How wide the band of a name is.
  var xBand: Double { (right - left) / Double(max(1, Self.count(xAxis))) }
  var yBand: Double { (bottom - top) / Double(max(1, Self.count(yAxis))) }

  private static func count(_ axis: Axis) -> Int {
    if case .names(let names) = axis { names.count } else { 1 }
  }

  private static func verticalTicks(_ scale: PlotScale) -> [PlotScale.Tick] {
    scale.ticks(atMost: max(2, Int(abs(scale.start - scale.end) / 34)))
  }

  /// As many ticks as have room beside each other.
  private static func horizontalTicks(_ scale: PlotScale) -> [PlotScale.Tick] {
    let length = abs(scale.end - scale.start)
    for count in stride(from: max(2, Int(length / 44)), through: 1, by: -1) {
      let ticks = scale.ticks(atMost: count)
      let labels = ticks.map {
        Label($0.text, scale.place($0.value), 0, .tick, anchor: .middle).bounds
      }
      // The last label may move to the left, by less than half its width.
      let room = labels.last.map { max(6, $0.right - scale.end) } ?? 6
      let isFree = zip(labels, labels.dropFirst()).allSatisfy { $0.right + room < $1.left }
      if isFree { return ticks }
    }
    return []
  }

  /// Draws the grid and the axes with their labels.
  func draw(in drawing: inout Drawing) {
    drawVertical(in: &drawing)
    drawHorizontal(in: &drawing)
    drawing.add(.line(Point(left, bottom), Point(right, bottom), "base"))
    if !yLabel.isEmpty {
      let text = TextMetrics.fitted(yLabel, width: drawing.width - 8, size: 12)
      drawing.add(.text(Label(text, 2, top - 13, .axis)))
    }
    if !xLabel.isEmpty {
      let text = TextMetrics.fitted(xLabel, width: drawing.width - 8, size: 12)
      let half = TextMetrics.width(text, size: 12) / 2
      let middle = min(max((left + right) / 2, half + 2), drawing.width - half - 2)
      drawing.add(
        .text(
          Label(text, middle, drawing.height - 7, .axis, anchor: .middle),
          title: title(xLabel, text)))
    }
  }

  private func title(_ full: String, _ shown: String) -> String? { full == shown ? nil : full }

  private func drawVertical(in drawing: inout Drawing) {
    switch yAxis {
    case .numbers(let scale):
      for tick in Self.verticalTicks(scale) {
        let y = scale.place(tick.value)
        drawing.add(.line(Point(left, y), Point(right, y), "grid"))
        drawing.add(.text(Label(tick.text, left - 6, y + 3.8, .tick, anchor: .end)))
      }
    case .names(let names):
      for (index, name) in names.enumerated() {
        let text = TextMetrics.fitted(name, width: left - 10, size: 12)
        drawing.add(
          .text(
            Label(text, left - 8, y(of: index) + 4, .name, anchor: .end), title: title(name, text)))
      }
    }
  }

  private func drawHorizontal(in drawing: inout Drawing) {
    switch xAxis {
    case .numbers(let scale):
      for tick in Self.horizontalTicks(scale) {
        let x = scale.place(tick.value)
        if case .names = yAxis { drawing.add(.line(Point(x, top), Point(x, bottom), "grid")) }
        drawing.add(.line(Point(x, bottom), Point(x, bottom + 4), "base"))
        // The last one moves in where it would be cut off.
        let half = TextMetrics.width(tick.text, size: 11) / 2
        let middle = min(x, drawing.width - half)
        drawing.add(.text(Label(tick.text, middle, bottom + 16, .tick, anchor: .middle)))
      }
    case .names(let names) where isSlanted:
      for (index, name) in names.enumerated() {
        let x = x(of: index) + 3
        let text = TextMetrics.fitted(
          name, width: min(Self.longestSlanted, (x - 4) / 0.77), size: 11)
        drawing.add(
          .text(
            Label(text, x, bottom + 15, .tick, anchor: .end, angle: -40), title: title(name, text)))
      }
    case .names(let names):
      // Where there is no room for all names, there is for each second or third.
      let stride = max(1, Int((26 / xBand).rounded(.up)))
      for (index, name) in names.enumerated() where index % stride == 0 {
        let room = xBand * Double(stride) - 6
        let text = TextMetrics.fitted(name, width: room, size: 11)
        drawing.add(
          .text(
            Label(text, x(of: index), bottom + 16, .tick, anchor: .middle),
            title: title(name, text)))
      }
    }
  }
}

/// What the lines and marks of a picture stand for, above it.
struct PlotLegend {
  struct Entry {
    var text: String
    /// Draws a sample at a place, 22 units wide.
    var sample: (Point) -> [Shape]

    static func line(_ text: String, _ series: Int, _ dash: Shape.Dash, mark: Shape.Mark?) -> Entry
    {
      Entry(text: text) { point in
        let line = Shape.line(point, Point(point.x + 22, point.y), "s\(series)", dash: dash)
        let middle = Point(point.x + 11, point.y)
        return [line] + (mark.map { [Shape.mark($0, at: middle, size: 3.2, "m\(series)")] } ?? [])
      }
    }

    static func mark(_ text: String, _ mark: Shape.Mark, _ style: String) -> Entry {
      Entry(text: text) { [Shape.mark(mark, at: Point($0.x + 11, $0.y), size: 4, style)] }
    }

    static func area(_ text: String, _ style: String) -> Entry {
      Entry(text: text) { [Shape.rect($0.x, $0.y - 5, 22, 10, style)] }
    }
  }

  var entries: [Entry]
  private static let lineHeight = 17.0

  init(_ entries: [Entry]) { self.entries = entries }

  /// The texts, cut to the width, with their places.
  private func places(_ width: Double) -> [(entry: Entry, text: String, point: Point)] {
    var (x, y) = (2.0, 10.0)
    return entries.map { entry in
      let text = TextMetrics.fitted(entry.text, width: width - 36, size: 12)
      let needed = 28 + TextMetrics.width(text, size: 12)
      if x > 2, x + needed > width {
        x = 2
        y += Self.lineHeight
      }
      defer { x += needed + 14 }
      return (entry, text, Point(x, y))
    }
  }

  /// How high the legend is.
  func height(_ width: Double) -> Double {
    places(width).last.map { $0.point.y + 12 } ?? 0
  }

  func draw(in drawing: inout Drawing) {
    for (entry, text, point) in places(drawing.width) {
      for shape in entry.sample(point) { drawing.add(shape) }
      drawing.add(
        .text(
          Label(text, point.x + 28, point.y + 4, .legend),
          title: text == entry.text ? nil : entry.text))
    }
  }
}
