/// Text as a terminal shows it: widths in columns, colours, cutting.
package enum TerminalText {
  /// How many columns a text takes; escape sequences of ours take none.
  package static func width(_ text: String) -> Int {
    var width = 0
    var isEscape = false
    for character in text {
      if isEscape {
        isEscape = character != "m"
      } else if character == "\u{1b}" {
        isEscape = true
      } else {
        width += columns(of: character)
      }
    }
    return width
  }

  /// The text cut to a number of columns, with `…` where something is missing.
  package static func cut(_ text: String, to columns: Int) -> String {
    guard width(text) > columns else { return text }
    var result = ""
    var width = 0
    var isEscape = false
    var isStyled = false
    for character in text {
      if isEscape || character == "\u{1b}" {
        isEscape = character != "m"
        isStyled = true
        result.append(character)
        continue
      }
      let next = Self.columns(of: character)
      if width + next > columns - 1 { break }
      width += next
      result.append(character)
    }
    if columns > 0 { result += "…" }
    return isStyled ? result + "\u{1b}[0m" : result
  }

  /// The text with blanks behind it up to a number of columns.
  package static func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - width(text)))
  }

  /// The text with blanks in front of it up to a number of columns.
  package static func leftPadded(_ text: String, to columns: Int) -> String {
    String(repeating: " ", count: max(0, columns - width(text))) + text
  }

  /// Two for the scripts whose characters are as wide as they are high, and for emoji; 1 for others.
  private static func columns(of character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    switch first.value {
    case 0..<0x20, 0x7f..<0xa0: return 0
    case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff,
      0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f900...0x1f9ff,
      0x20000...0x3fffd:
      return 2
    default: return 1
    }
  }
}

/// Colours, where they are wanted.
package struct TextStyle: Sendable {
  /// Whether colours are used at all.
  package var isOn: Bool

  package init(isOn: Bool) { self.isOn = isOn }

  package func good(_ text: String) -> String { colored(text, "32") }
  package func bad(_ text: String) -> String { colored(text, "31") }
  package func warning(_ text: String) -> String { colored(text, "33") }
  package func strong(_ text: String) -> String { colored(text, "1") }
  package func faint(_ text: String) -> String { colored(text, "2") }
  package func accent(_ text: String) -> String { colored(text, "36") }

  private func colored(_ text: String, _ code: String) -> String {
    isOn && !text.isEmpty ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }
}
