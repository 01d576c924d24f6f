/// A variable that stands for a whole section, until the section's values are known.
struct SectionReference {
  private static let prefix = "\u{0}section:"

  let name: String

  init(_ name: String) { self.name = name }

  /// The reference that a string stands for; `nil` when it is an ordinary string.
  init?(_ value: JSONValue) {
    guard let text = value.stringValue, text.hasPrefix(Self.prefix) else { return nil }
    name = String(text.dropFirst(Self.prefix.count))
  }

  /// The reference as a JSON string, so that it can stand in a list.
  var configText: String { JSONValue.string(Self.prefix + name).serialized(.python) }
}

/// Puts whole sections in the place of the variables that refer to them.
struct SectionFiller {
  private let source: Config
  private(set) var errors: [ConfigError] = []
  /// The sections being copied, outermost first: one of them again is a cycle.
  private var open: [String] = []

  init(_ source: Config) { self.source = source }

  mutating func filled() -> Config {
    var config = source
    config.root = fill(.object(source.root), path: "").objectValue ?? [:]
    return config
  }

  private mutating func fill(_ value: JSONValue, path: String) -> JSONValue {
    if let reference = SectionReference(value) { return section(reference.name, path: path) }
    switch value {
    case .object(let object):
      var filled = JSONObject()
      for (key, value) in object.entries {
        filled[key] = fill(value, path: path.isEmpty ? key : "\(path).\(key)")
      }
      return .object(filled)
    case .array(let elements):
      return .array(elements.map { fill($0, path: path) })
    default:
      return value
    }
  }

  private mutating func section(_ name: String, path: String) -> JSONValue {
    let isCycle = open.contains(name) || path == name || path.hasPrefix(name + ".")
    guard !isCycle, open.count < Interpolation.depthLimit else {
      errors.append(
        ConfigError(.variableCycle(value: "${\(name)}"), at: source.location(of: path)))
      return .null
    }
    open.append(name)
    defer { open.removeLast() }
    return fill(source[name] ?? .null, path: path)
  }
}
