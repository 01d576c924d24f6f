public import SweepConfig

/// Named tables whose keys are ids of strings: lemmas of words, endings, exceptions.
///
/// - Source: spaCy 3.8 `lookups.py`; the file is `lookups.bin`.
public struct LookupTables: Equatable, Sendable {
  /// A table: its entries in the order that they were added.
  public struct Table: Equatable, Sendable {
    public var name: String
    /// Keys are ids, as in `StringStore`.
    public var entries: [MessagePack.Entry]
  }

  /// The tables in the order of the file.
  public private(set) var tables: [Table] = []

  /// No tables.
  public init() {}

  /// Reads a `lookups.bin`; keys that are texts become ids.
  ///
  /// - Throws: `MessagePackError` for something else than MessagePack; `nil` where it holds no tables.
  public init?(reading bytes: [UInt8]) throws(MessagePackError) {
    guard let content = try MessagePack.read(bytes).mapValue else { return nil }
    for entry in content {
      guard let name = entry.key.stringValue, let items = entry.value.mapValue else { return nil }
      var table = Table(name: name, entries: [])
      for item in items {
        guard let key = item.key.unsignedValue ?? item.key.stringValue.map(StringStore.id(of:))
        else { return nil }
        table.entries.append(MessagePack.Entry(Self.key(key), item.value))
      }
      tables.append(table)
    }
  }

  /// Adds a table of texts; of keys with one id, the last value counts.
  public mutating func add(_ name: String, _ content: JSONObject) {
    var table = Table(name: name, entries: [])
    table.entries = content.entries.map { key, value in
      MessagePack.Entry(Self.key(StringStore.id(of: key)), MessagePack.Value(value))
    }
    tables.append(table)
  }

  /// The entries of a table by id; `nil` where there is none of that name.
  public subscript(name: String) -> [UInt64: MessagePack.Value]? {
    guard let table = tables.last(where: { PythonText.areEqual($0.name, name) }) else { return nil }
    return Dictionary(
      table.entries.compactMap { entry in entry.key.unsignedValue.map { ($0, entry.value) } }
    ) { $1 }
  }

  /// The names of the tables.
  public var names: [String] { tables.map(\.name) }

  /// The content of a `lookups.bin`.
  public var bytes: [UInt8] {
    MessagePack.bytes(
      .map(tables.map { MessagePack.Entry(.string($0.name), .map($0.entries)) }))
  }

  /// An id as MessagePack has it.
  private static func key(_ id: UInt64) -> MessagePack.Value {
    Int64(exactly: id).map { .integer($0) } ?? .unsigned(id)
  }
}

extension MessagePack.Value {
  /// A JSON value in this form.
  public init(_ json: JSONValue) {
    switch json {
    case .null: self = .null
    case .bool(let flag): self = .bool(flag)
    case .integer(let number): self = .integer(Int64(number))
    case .unsigned(let number): self = .unsigned(number)
    case .number(let number): self = .number(number)
    case .string(let text): self = .string(text)
    case .array(let items): self = .array(items.map(MessagePack.Value.init))
    case .object(let object):
      self = .map(
        object.entries.map { MessagePack.Entry(.string($0.key), MessagePack.Value($0.value)) })
    }
  }

  /// The value as JSON; `nil` for bytes and what else JSON has not.
  public var json: JSONValue? {
    switch self {
    case .null: return .null
    case .bool(let flag): return .bool(flag)
    case .integer(let number): return .integer(Int(number))
    case .unsigned(let number): return .unsigned(number)
    case .number(let number): return .number(number)
    case .string(let text): return .string(text)
    case .array(let items):
      let values = items.map(\.json)
      return values.contains(nil) ? nil : .array(values.compactMap(\.self))
    case .map(let entries):
      var object = JSONObject()
      for entry in entries {
        guard let key = entry.key.stringValue, let value = entry.value.json else { return nil }
        object[key] = value
      }
      return .object(object)
    case .binary, .extended: return nil
    }
  }
}
