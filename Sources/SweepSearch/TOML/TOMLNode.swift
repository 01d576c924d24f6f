import CTOML

/// A value of a TOML file, with the place where it stands.
struct TOMLNode: Sendable {
  enum Content: Sendable {
    case table([TOMLEntry], isInline: Bool)
    case array([TOMLNode])
    case string(String)
    case integer(Int)
    case number(Double)
    case bool(Bool)
    case date(String)
  }

  var content: Content
  /// The line of the value, counted from 1.
  var line: Int

  /// The entries of a table in file order, or `nil` for any other value.
  var entries: [TOMLEntry]? {
    if case .table(let entries, _) = content { entries } else { nil }
  }

  /// What an error message calls a value of this kind.
  var kind: String {
    switch content {
    case .table: "a table"
    case .array: "a list"
    case .string(let text): "the string \"\(text)\""
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .bool(let value): "\(value)"
    case .date(let text): "the date \(text)"
    }
  }
}

/// A key of a TOML table and its value.
struct TOMLEntry: Sendable {
  var key: String
  /// The line of the key, counted from 1.
  var line: Int
  var node: TOMLNode
}

/// What TOML text breaks of TOML's rules.
struct TOMLSyntaxError: Error {
  var line: Int
  var column: Int
  var message: String
}

extension TOMLNode {
  /// Parses TOML text into its root table, in file order.
  ///
  /// - Throws: `TOMLSyntaxError` with the place of the first mistake.
  init(parsing text: [UInt8]) throws(TOMLSyntaxError) {
    let document = text.withUnsafeBytes {
      ctoml_parse($0.bindMemory(to: CChar.self).baseAddress, $0.count)
    }
    guard let document else {
      throw TOMLSyntaxError(line: 1, column: 1, message: "memory is exhausted")
    }
    defer { ctoml_free(document) }
    if let message = ctoml_error(document) {
      throw TOMLSyntaxError(
        line: Int(ctoml_error_line(document)), column: Int(ctoml_error_column(document)),
        message: String(cString: message))
    }
    var index = 0
    self = Self.read(document, &index).node
  }

  /// Reads the node at `index` and all below it, and moves the index behind them.
  private static func read(_ document: OpaquePointer, _ index: inout Int) -> TOMLEntry {
    let raw = ctoml_node_at(document, index)
    index += 1
    let content: Content
    switch raw.kind {
    case ctoml_table:
      let entries = (0..<raw.children).map { _ in read(document, &index) }
      content = .table(entries, isInline: raw.is_inline)
    case ctoml_array: content = .array((0..<raw.children).map { _ in read(document, &index).node })
    case ctoml_string: content = .string(text(raw.text, raw.text_length))
    case ctoml_integer: content = .integer(Int(raw.integer))
    case ctoml_number: content = .number(raw.number)
    case ctoml_boolean: content = .bool(raw.integer != 0)
    default: content = .date(text(raw.text, raw.text_length))
    }
    return TOMLEntry(
      key: text(raw.key, raw.key_length), line: Int(raw.key_line),
      node: TOMLNode(content: content, line: Int(raw.line)))
  }

  private static func text(_ start: UnsafePointer<CChar>?, _ count: Int) -> String {
    String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
  }
}
