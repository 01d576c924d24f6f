import SweepBase

/// A picture: shapes in the order in which they are painted.
///
/// - Units: Those of its view box; x goes right, y down.
package struct Drawing: Equatable, Sendable {
  package var width: Double
  package var height: Double
  var shapes: [Shape] = []

  init(_ width: Double, _ height: Double) { (self.width, self.height) = (width, height) }

  /// All texts, with those within groups.
  package var labels: [Label] { shapes.flatMap(\.labels) }

  mutating func add(_ shape: Shape) { shapes.append(shape) }

  /// The picture as an element of an HTML page, with the page's styles.
  ///
  /// - Parameter label: What a reader who does not see the picture is told.
  /// - Returns: An `svg` element.
  package func inline(label: String) -> String {
    element("class=\"plot\" role=\"img\" aria-label=\"\(XML.escaped(label))\"") + content + "</svg>"
  }

  /// The picture as a file of its own, which follows the reader's choice of light and dark.
  package func file(label: String) -> String {
    let size = "width=\"\(Shape.number(width))\" height=\"\(Shape.number(height))\""
    let start = element("xmlns=\"http://www.w3.org/2000/svg\" \(size) role=\"img\"")
    let background = "<rect class=\"page\" width=\"100%\" height=\"100%\"/>"
    let words = "<desc>\(XML.escaped(label))</desc>\n"
    return "\(start)\n\(words)<style>\n\(PlotStyle.file)</style>\n\(background)\(content)\n</svg>\n"
  }

  private func element(_ attributes: String) -> String {
    "<svg viewBox=\"0 0 \(Shape.number(width)) \(Shape.number(height))\" \(attributes)>"
  }

  private var content: String {
    var text = ""
    for shape in shapes { shape.write(to: &text) }
    return text
  }
}

/// An element of a picture.
struct Shape: Equatable, Sendable {
  /// How a line is broken, so that lines differ without colours too.
  enum Dash: String, Sendable {
    case solid = ""
    case dashed = "6 4"
    case dotted = "1.5 3.5"
    case mixed = "8 3 1.5 3"
  }

  /// What marks a point.
  enum Mark: CaseIterable, Sendable { case circle, diamond, square, triangle, cross }

  var tag: String
  /// Names with values that are escaped when they are written.
  var attributes: [Attribute]
  /// What a pointer above the shape shows.
  var title: String?
  var children: [Shape] = []
  var label: Label?

  struct Attribute: Equatable, Sendable {
    var name: String
    var value: String
  }

  init(_ tag: String, _ attributes: KeyValuePairs<String, String>, title: String? = nil) {
    self.tag = tag
    self.attributes = attributes.filter { !$0.value.isEmpty }.map { Attribute(name: $0, value: $1) }
    self.title = title
  }

  /// Shapes that belong together, with one tooltip.
  static func group(
    _ children: [Shape], _ style: String = "", title: String? = nil
  ) -> Shape {
    var shape = Shape("g", ["class": style], title: title)
    shape.children = children
    return shape
  }

  static func line(
    _ from: Point, _ to: Point, _ style: String, dash: Dash = .solid, title: String? = nil
  ) -> Shape {
    Shape(
      "line",
      [
        "x1": number(from.x), "y1": number(from.y), "x2": number(to.x), "y2": number(to.y),
        "class": style, "stroke-dasharray": dash.rawValue,
      ], title: title)
  }

  static func path(
    _ points: [Point], _ style: String, dash: Dash = .solid, closed: Bool = false,
    title: String? = nil
  ) -> Shape {
    var path = ""
    for (index, point) in points.enumerated() {
      path += (index == 0 ? "M" : "L") + "\(number(point.x)) \(number(point.y))"
    }
    if closed { path += "Z" }
    return Shape(
      "path", ["d": path, "class": style, "stroke-dasharray": dash.rawValue], title: title)
  }

  static func rect(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String,
    opacity: Double? = nil, radius: Double = 0, title: String? = nil
  ) -> Shape {
    Shape(
      "rect",
      [
        "x": number(x), "y": number(y), "width": number(max(0, width)),
        "height": number(max(0, height)), "rx": radius > 0 ? number(radius) : "", "class": style,
        "fill-opacity": opacity.map { fixed($0, decimals: 2) } ?? "",
      ], title: title)
  }

  static func mark(
    _ mark: Mark, at point: Point, size: Double = 3.5, _ style: String, title: String? = nil
  ) -> Shape {
    let (x, y, r) = (point.x, point.y, size)
    switch mark {
    case .circle:
      return Shape(
        "circle", ["cx": number(x), "cy": number(y), "r": number(r), "class": style], title: title)
    case .square: return rect(x - r, y - r, 2 * r, 2 * r, style, title: title)
    case .diamond:
      let d = 1.35 * r
      return path(
        [Point(x, y - d), Point(x + d, y), Point(x, y + d), Point(x - d, y)], style, closed: true,
        title: title)
    case .triangle:
      let d = 1.25 * r
      return path(
        [Point(x, y - d), Point(x + d, y + 0.8 * d), Point(x - d, y + 0.8 * d)], style,
        closed: true, title: title)
    case .cross:
      let paths = "M\(number(x - r)) \(number(y - r))L\(number(x + r)) \(number(y + r))"
      let other = "M\(number(x - r)) \(number(y + r))L\(number(x + r)) \(number(y - r))"
      return Shape("path", ["d": paths + other, "class": style + " open"], title: title)
    }
  }

  static func text(_ label: Label, title: String? = nil) -> Shape {
    let turn =
      label.angle == 0 ? "" : "rotate(\(number(label.angle)) \(number(label.x)) \(number(label.y)))"
    var shape = Shape(
      "text",
      [
        "x": number(label.x), "y": number(label.y), "class": label.style,
        "text-anchor": label.anchor == .start ? "" : label.anchor.rawValue, "transform": turn,
      ], title: title)
    shape.label = label
    return shape
  }

  var labels: [Label] { (label.map { [$0] } ?? []) + children.flatMap(\.labels) }

  /// A coordinate with one decimal where it needs one.
  static func number(_ x: Double) -> String {
    guard x.isFinite, abs(x) < 1e9 else { return "0" }
    let tenths = Int((x * 10).rounded())
    if tenths % 10 == 0 { return "\(tenths / 10)" }
    return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }

  fileprivate func write(to text: inout String) {
    text += "<\(tag)"
    for attribute in attributes { text += " \(attribute.name)=\"\(XML.escaped(attribute.value))\"" }
    if title == nil, children.isEmpty, label == nil {
      text += "/>"
      return
    }
    text += ">"
    if let title { text += "<title>\(XML.escaped(title))</title>" }
    for child in children { child.write(to: &text) }
    if let label { text += XML.escaped(Markdown.oneLine(label.text)) }
    text += "</\(tag)>"
  }
}

/// A place in a picture.
struct Point: Equatable, Sendable {
  var x: Double
  var y: Double

  init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
}
