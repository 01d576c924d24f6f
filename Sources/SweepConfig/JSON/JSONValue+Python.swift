extension JSONValue {
  /// The value as Python shows it: `{'width': 0, 'name': None}`.
  public var pythonRepresentation: String {
    switch self {
    case .null: "None"
    case .bool(let value): value ? "True" : "False"
    case .string(let text): Self.quoted(text)
    case .array(let items):
      "[" + items.map(\.pythonRepresentation).joined(separator: ", ") + "]"
    case .object(let object):
      "{"
        + object.entries.map { Self.quoted($0.key) + ": " + $0.value.pythonRepresentation }
        .joined(separator: ", ") + "}"
    case .number(let number): number.pythonDescription
    case .integer, .unsigned: serialized(.compact)
    }
  }

  /// A text in quotes, single ones unless it has some and no double ones.
  private static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let quote: Unicode.Scalar = scalars.contains("'") && !scalars.contains("\"") ? "\"" : "'"
    var result = String(quote)
    for scalar in scalars {
      switch scalar {
      case quote, "\\": result += "\\" + String(scalar)
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7f:
        let digits = String(scalar.value, radix: 16)
        result += "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + String(quote)
  }
}
