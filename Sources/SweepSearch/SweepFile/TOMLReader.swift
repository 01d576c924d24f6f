import SweepConfig

/// Reads typed values out of TOML nodes and collects what is wrong with them.
///
/// A reading method returns `nil` where it noted an error, so that the reader goes on and all
/// problems are reported at once.
struct TOMLReader {
  let file: String
  private(set) var errors: [SweepFileError] = []

  init(file: String) { self.file = file }

  mutating func note(_ reason: SweepFileError.Reason, line: Int, key: String) {
    errors.append(SweepFileError(reason, file: file, line: line, key: key))
  }

  mutating func note(_ found: [SweepFileError]) { errors += found }

  /// A text that is not empty.
  mutating func string(_ node: TOMLNode, _ key: String) -> String? {
    guard case .string(let text) = node.content else { return wrongType("a text", node, key) }
    guard !text.isEmpty else { return badValue("a text", "an empty one", node, key) }
    return text
  }

  mutating func bool(_ node: TOMLNode, _ key: String) -> Bool? {
    guard case .bool(let value) = node.content else {
      return wrongType("true or false", node, key)
    }
    return value
  }

  /// A whole number of a range.
  mutating func integer(
    _ node: TOMLNode, _ key: String, from least: Int, through greatest: Int = .max
  ) -> Int? {
    guard case .integer(let value) = node.content else {
      return wrongType("a whole number", node, key)
    }
    guard value >= least, value <= greatest else {
      let expected =
        greatest == .max ? "a number from \(least) on" : "a number from \(least) to \(greatest)"
      return badValue(expected, "\(value)", node, key)
    }
    return value
  }

  /// A finite number, whole or not.
  mutating func number(_ node: TOMLNode, _ key: String) -> Double? {
    switch node.content {
    case .integer(let value): return Double(value)
    case .number(let value) where value.isFinite: return value
    case .number: return badValue("a finite number", node.kind, node, key)
    default: return wrongType("a number", node, key)
    }
  }

  mutating func array(_ node: TOMLNode, _ key: String) -> [TOMLNode]? {
    guard case .array(let items) = node.content else { return wrongType("a list", node, key) }
    guard !items.isEmpty else { return badValue("a list of values", "an empty one", node, key) }
    return items
  }

  mutating func table(_ node: TOMLNode, _ key: String) -> [TOMLEntry]? {
    guard let entries = node.entries else { return wrongType("a table", node, key) }
    return entries
  }

  /// One of the words of an enumeration.
  mutating func word<Word: RawRepresentable & CaseIterable>(
    _ node: TOMLNode, _ key: String, as type: Word.Type
  ) -> Word? where Word.RawValue == String {
    let known = Word.allCases.map(\.rawValue)
    guard case .string(let text) = node.content else {
      return wrongType(known.map { "\"\($0)\"" }.joined(separator: " or "), node, key)
    }
    guard let word = Word(rawValue: text) else {
      note(
        .unknownWord(found: text, nearest: text.nearest(among: known), known: known),
        line: node.line, key: key)
      return nil
    }
    return word
  }

  /// Any value that a config can have.
  mutating func value(_ node: TOMLNode, _ key: String) -> JSONValue? {
    switch node.content {
    case .string(let text): return .string(text)
    case .integer(let value): return .integer(value)
    case .number(let value) where value.isFinite: return .number(value)
    case .number: return badValue("a finite number", node.kind, node, key)
    case .bool(let value): return .bool(value)
    case .date: return wrongType("a text, a number, true or false, a list or a table", node, key)
    case .array(let items):
      let values = items.map { value($0, key) }
      return values.contains { $0 == nil } ? nil : .array(values.compactMap(\.self))
    case .table(let entries, _):
      var object = JSONObject()
      for entry in entries {
        guard let item = value(entry.node, "\(key) \(entry.key)") else { return nil }
        object[entry.key] = item
      }
      return .object(object)
    }
  }

  mutating func wrongType<Value>(_ expected: String, _ node: TOMLNode, _ key: String) -> Value? {
    note(.wrongType(expected: expected, found: node.kind), line: node.line, key: key)
    return nil
  }

  mutating func badValue<Value>(
    _ expected: String, _ found: String, _ node: TOMLNode, _ key: String
  ) -> Value? {
    note(.badValue(expected: expected, found: found), line: node.line, key: key)
    return nil
  }
}
