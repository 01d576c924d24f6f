/// A text in a picture.
package struct Label: Equatable, Sendable {
  enum Anchor: String, Sendable { case start, middle, end }

  /// What a text is for, which decides how it looks.
  enum Role: String, Sendable {
    case tick, axis, legend, value, name

    /// The height of its letters' box.
    var size: Double { self == .tick || self == .value ? 11 : 12 }
  }

  package var text: String
  var x: Double
  /// Of the baseline.
  var y: Double
  var role: Role
  var anchor: Anchor
  /// In degrees, clockwise, around `x` and `y`.
  var angle: Double
  /// Further classes.
  var extra: String

  init(
    _ text: String, _ x: Double, _ y: Double, _ role: Role, anchor: Anchor = .start,
    angle: Double = 0, extra: String = ""
  ) {
    (self.text, self.x, self.y, self.role) = (text, x, y, role)
    (self.anchor, self.angle, self.extra) = (anchor, angle, extra)
  }

  var style: String { extra.isEmpty ? role.rawValue : "\(role.rawValue) \(extra)" }

  /// How wide it is, about.
  var width: Double { TextMetrics.width(text, size: role.size) }

  /// Whether two texts lie on each other, as far as can be told without a font.
  package func overlaps(_ other: Label) -> Bool {
    if angle == other.angle {
      return box(angle: angle, corners: corners).overlaps(box(angle: angle, corners: other.corners))
    }
    return box(angle: 0, corners: corners).overlaps(box(angle: 0, corners: other.corners))
  }

  /// The smallest upright box around the text.
  package var bounds: Box { box(angle: 0, corners: corners) }

  package struct Box: Equatable, Sendable {
    package var left: Double
    package var top: Double
    package var right: Double
    package var bottom: Double

    func overlaps(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  private var corners: [Point] {
    let start = anchor == .start ? 0 : anchor == .middle ? -width / 2 : -width
    let (top, bottom) = (-0.75 * role.size, 0.22 * role.size)
    return [(start, top), (start + width, top), (start, bottom), (start + width, bottom)].map {
      let turned = Self.turned($0.0, $0.1, by: angle)
      return Point(x + turned.x, y + turned.y)
    }
  }

  /// A box around points in coordinates that are turned back by an angle.
  private func box(angle: Double, corners: [Point]) -> Box {
    let points = corners.map { Self.turned($0.x, $0.y, by: -angle) }
    let (xs, ys) = (points.map(\.x), points.map(\.y))
    return Box(
      left: xs.min() ?? 0, top: ys.min() ?? 0, right: xs.max() ?? 0, bottom: ys.max() ?? 0)
  }

  private static func turned(_ x: Double, _ y: Double, by angle: Double) -> Point {
    // The only angles there are.
    let (cosine, sine): (Double, Double) =
      switch angle {
      case 0: (1, 0)
      case -90: (0, -1)
      case 90: (0, 1)
      case -40: (0.766044443118978, -0.6427876096865393)
      case 40: (0.766044443118978, 0.6427876096865393)
      default: preconditionFailure("no sine of \(angle)")
      }
    return Point(x * cosine - y * sine, x * sine + y * cosine)
  }
}

/// How wide texts are without asking a font: those of DejaVu Sans, one of the widest that pages are
/// shown with, so rather too wide than too narrow.
package enum TextMetrics {
  /// The width of a text in a sans-serif font of a size.
  package static func width(_ text: String, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + share($1) } * size
  }

  /// A text cut to a width, with an ellipsis.
  package static func fitted(_ text: String, width limit: Double, size: Double) -> String {
    let text = Markdown.oneLine(text)
    // No picture is so wide: there is no need to measure all of a long text.
    guard width(String(text.prefix(400)), size: size) > limit || text.count > 400 else {
      return text
    }
    var (result, used) = ("", share("…") * size)
    for character in text {
      used += width(String(character), size: size)
      if used > limit { break }
      result.append(character)
    }
    while result.last?.isWhitespace == true || result.last == "," { result.removeLast() }
    return result + "…"
  }

  private static func share(_ scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "I", "'", ".", ",", ":", ";", "|", "!": 0.33
    case "f", "r", "t", " ", "(", ")", "[", "]", "/", "\\", "-", "·": 0.41
    case "m", "M", "w", "W", "@", "%": 0.99
    case "A"..."Z", "&", "+", "=", "<", ">", "±", "−": 0.79
    case "…", "→", "▲", "▼": 1
    case "_", "–": 0.52
    case "\u{0}"..."\u{2FF}": 0.64
    case "\u{300}"..."\u{36F}", "\u{200D}", "\u{FE0F}": 0
    case "\u{370}"..."\u{10FF}": 0.66
    default: 1.3
    }
  }
}
