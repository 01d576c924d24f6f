/// A sentence with emphasis and code, written once for all formats.
///
/// What is interpolated is text: a name with `<` or `*` stays what it is in each format.
public struct RichText: Equatable, Sendable, ExpressibleByStringInterpolation {
  /// A piece of a sentence.
  public enum Run: Equatable, Sendable {
    case plain(String)
    case strong(String)
    case code(String)
  }

  public private(set) var runs: [Run]

  public init(stringLiteral text: String) { runs = text.isEmpty ? [] : [.plain(text)] }

  public init(stringInterpolation: Interpolation) { runs = stringInterpolation.runs }

  public struct Interpolation: StringInterpolationProtocol {
    var runs: [Run] = []

    public init(literalCapacity: Int, interpolationCount: Int) {}

    public mutating func appendLiteral(_ text: String) {
      if !text.isEmpty { runs.append(.plain(text)) }
    }

    public mutating func appendInterpolation(_ text: String) { appendLiteral(text) }
    public mutating func appendInterpolation(_ number: Int) { appendLiteral("\(number)") }
    public mutating func appendInterpolation(_ text: RichText) { runs += text.runs }
    public mutating func appendInterpolation(strong text: String) { runs.append(.strong(text)) }
    public mutating func appendInterpolation(code text: String) { runs.append(.code(text)) }
  }

  public var isEmpty: Bool { runs.isEmpty }

  static func + (a: RichText, b: RichText) -> RichText {
    var sum = a
    sum += b
    return sum
  }

  static func += (a: inout RichText, b: RichText) { a.runs += b.runs }

  /// The words alone.
  public var plain: String {
    runs.map { run in
      switch run {
      case .plain(let text), .strong(let text), .code(let text): text
      }
    }.joined()
  }

  public var markdown: String {
    runs.map { run in
      switch run {
      case .plain(let text): Markdown.escaped(text)
      case .strong(let text): "**\(Markdown.escaped(text))**"
      case .code(let text): Markdown.code(text)
      }
    }.joined()
  }

  public var html: String {
    runs.map { run in
      switch run {
      case .plain(let text): XML.escaped(text)
      case .strong(let text): "<strong>\(XML.escaped(text))</strong>"
      case .code(let text): "<code>\(XML.escaped(text))</code>"
      }
    }.joined()
  }
}

/// Texts within Markdown.
enum Markdown {
  /// A text on one line in which nothing is markup.
  static func escaped(_ text: String) -> String {
    let special = text.utf8.contains { byte in
      byte == 10 || byte == 13 || byte > 127 || "\\`*_<[]&~".utf8.contains(byte)
    }
    guard special else { return text }
    let characters = Array(oneLine(text))
    var result = ""
    for (index, character) in characters.enumerated() {
      let before = index > 0 ? characters[index - 1] : " "
      let after = index + 1 < characters.count ? characters[index + 1] : " "
      if needsBackslash(character, before, after) { result.append("\\") }
      result.append(character)
    }
    return result
  }

  private static func needsBackslash(
    _ character: Character, _ before: Character, _ after: Character
  ) -> Bool {
    switch character {
    case "\\", "`", "[", "]": true
    case "<": after.isLetter || "/!?".contains(after)
    // A star between blanks is a star, and so is an underscore within a word.
    case "*", "~": !(before.isWhitespace && after.isWhitespace)
    case "_": !(isWordCharacter(before) && isWordCharacter(after))
    case "&": isWordCharacter(after) || after == "#"
    default: false
    }
  }

  private static func isWordCharacter(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  /// A text as code on one line.
  static func code(_ text: String) -> String {
    let text = oneLine(text)
    guard text.contains("`") else { return "`\(text)`" }
    var (longest, current) = (0, 0)
    for character in text {
      current = character == "`" ? current + 1 : 0
      longest = max(longest, current)
    }
    let fence = String(repeating: "`", count: longest + 1)
    return "\(fence) \(text) \(fence)"
  }

  static func oneLine(_ text: String) -> String {
    // Of ASCII, bytes are enough, and tables have many cells.
    if text.utf8.allSatisfy({ $0 >= 32 && $0 < 128 }) { return text }
    guard text.contains(where: \.isNewline) else { return text }
    return text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}

/// Texts within HTML and SVG.
enum XML {
  /// A text in which nothing is markup, for contents and for attributes.
  ///
  /// Control characters, which XML does not allow, become the replacement character.
  static func escaped(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case 38, 60, 62, 34, 39, 127: false
      case ..<32: byte == 9 || byte == 10
      // U+FFFE and U+FFFF begin with this byte.
      default: byte != 0xEF
      }
    }
    if isPlain { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result.append(contentsOf: "&amp;".unicodeScalars)
      case "<": result.append(contentsOf: "&lt;".unicodeScalars)
      case ">": result.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
      case "'": result.append(contentsOf: "&#39;".unicodeScalars)
      case "\t", "\n": result.append(scalar)
      default:
        let isAllowed = scalar.value >= 32 && scalar.value != 127 && scalar.value & 0xFFFE != 0xFFFE
        result.append(isAllowed ? scalar : "\u{FFFD}")
      }
    }
    return String(result)
  }
}
