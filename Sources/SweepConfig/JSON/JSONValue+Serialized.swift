/// How JSON is written.
public enum JSONStyle: Equatable, Sendable {
  /// `{"a": [1, 2]}`: Python's `json.dumps`, with `\u` escapes for all that is not ASCII.
  case python
  /// `{"a":[1,2]}`, with non-ASCII characters as they are.
  case compact
  /// One element per line, indented by this many blanks a level, non-ASCII characters as they are.
  case indented(Int)
  /// The form of spaCy's `meta.json` and label files: indented by two, no blank after the colon,
  /// `\u` escapes for all that is not ASCII.
  case srsly
  /// The form of a line of spaCy's `.jsonl` files: compact, `\u` escapes for all that is not ASCII.
  case srslyLine
}

extension JSONValue {
  /// This value as JSON text; floats by their shortest form, as Python's `repr`.
  public func serialized(_ style: JSONStyle) -> String {
    var writer = JSONWriter(style: style)
    writer.write(self, level: 0)
    return writer.text
  }
}

extension JSONObject {
  /// This object as JSON text.
  public func serialized(_ style: JSONStyle) -> String { JSONValue.object(self).serialized(style) }
}

private struct JSONWriter {
  let style: JSONStyle
  var text = ""

  private var indentation: Int? {
    switch style {
    case .python, .compact, .srslyLine: nil
    case .indented(let width): width
    case .srsly: 2
    }
  }
  private var colon: String {
    style == .compact || style == .srsly || style == .srslyLine ? ":" : ": "
  }
  private var comma: String { style == .python ? ", " : "," }
  private var escapesUnicode: Bool {
    style == .python || style == .srsly || style == .srslyLine
  }

  mutating func write(_ value: JSONValue, level: Int) {
    switch value {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += "\(value)"
    case .unsigned(let value): text += "\(value)"
    case .number(let value): text += value.pythonDescription
    case .string(let value): writeString(value)
    case .array(let elements):
      writeList("[", "]", count: elements.count, level: level) { writer, index in
        writer.write(elements[index], level: level + 1)
      }
    case .object(let object):
      let entries = object.entries
      writeList("{", "}", count: entries.count, level: level) { writer, index in
        writer.writeString(entries[index].key)
        writer.text += writer.colon
        writer.write(entries[index].value, level: level + 1)
      }
    }
  }

  private mutating func writeList(
    _ open: String, _ close: String, count: Int, level: Int,
    _ element: (inout JSONWriter, Int) -> Void
  ) {
    text += open
    for index in 0..<count {
      if index > 0 { text += comma }
      breakLine(level: level + 1)
      element(&self, index)
    }
    if count == 0, style == .srsly { text += "\n" }
    if count > 0 || style == .srsly { breakLine(level: level) }
    text += close
  }

  private mutating func breakLine(level: Int) {
    guard let indentation else { return }
    text += "\n" + String(repeating: " ", count: indentation * level)
  }

  private mutating func writeString(_ string: String) {
    text += "\""
    for scalar in string.unicodeScalars { writeScalar(scalar) }
    text += "\""
  }

  private mutating func writeScalar(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "\"": text += "\\\""
    case "\\": text += "\\\\"
    case "\n": text += "\\n"
    case "\r": text += "\\r"
    case "\t": text += "\\t"
    case "\u{08}": text += "\\b"
    case "\u{0C}": text += "\\f"
    case _ where scalar.value < 0x20 || (escapesUnicode && scalar.value > 0x7E):
      // Python escapes DEL too only as itself; it is ASCII and stays.
      if scalar.value == 0x7F { text.unicodeScalars.append(scalar) } else { writeEscape(scalar) }
    default: text.unicodeScalars.append(scalar)
    }
  }

  private mutating func writeEscape(_ scalar: Unicode.Scalar) {
    for unit in String(scalar).utf16 {
      let digits = String(unit, radix: 16)
      text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
  }
}
