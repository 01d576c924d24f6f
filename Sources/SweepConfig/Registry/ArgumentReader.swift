/// Turns the keys of one section into typed arguments: the only way out of the untyped config.
///
/// The reader remembers which keys were asked for, so that `finish()` can reject the others. A key
/// that the section lacks takes the default given in the call or else that of the declared
/// signature.
public struct ArgumentReader {
  let config: Config
  let path: String
  let registry: Registry
  private let section: JSONObject
  private let parameters: [Parameter]
  private var keysRead: [String]

  init(
    config: Config, path: String, registry: Registry, parameters: [Parameter] = []
  ) {
    self.config = config
    self.path = path
    self.registry = registry
    section = (path.isEmpty ? config.root : config[path]?.objectValue) ?? [:]
    self.parameters = parameters
    keysRead = parameters.map(\.name)
  }

  /// A reader of any section of a config, for settings that are no function's arguments.
  ///
  /// - Throws: `ConfigError` when there is no such section.
  public init(
    section path: String, of config: Config, registry: Registry
  ) throws(ConfigError) {
    guard config[path]?.objectValue != nil else {
      throw ConfigError(.missingSection, at: config.location(of: path))
    }
    self.init(config: config, path: path, registry: registry)
  }

  /// The keys that the section has, without the function's name.
  public var keys: [String] { section.keys.filter { !$0.hasPrefix("@") } }

  /// The language that `[nlp]` names; empty where it names none.
  package var language: String { config["nlp.lang"]?.stringValue ?? "" }

  /// Where a key is given, or where the section is when it lacks the key.
  public func location(of key: String) -> ConfigLocation { config.location(of: join(key)) }

  /// The value of a key as it stands, or the declared default.
  public mutating func raw(_ key: String) -> JSONValue? {
    keysRead.append(key)
    return section[key] ?? parameters.first { $0.name == key }?.defaultValue
  }

  /// A reader of a nested section.
  ///
  /// - Throws: `ConfigError` when the key is absent or no section.
  public mutating func section(_ key: String) throws(ConfigError) -> ArgumentReader {
    let value = try required(key)
    guard value.objectValue != nil else { throw wrongType(key, "a section", value) }
    return ArgumentReader(config: config, path: join(key), registry: registry)
  }

  /// Makes the object that a nested section describes.
  ///
  /// - Throws: `ConfigError` when the key is absent or its section is not as the function needs it.
  public mutating func object<Product>(
    _ key: String, _ kind: RegistryKind<Product>
  ) throws(ConfigError) -> Product {
    let value = try required(key)
    guard value.objectValue != nil else {
      throw wrongType(key, "a section with @\(kind.name)", value)
    }
    return try registry.make(kind, at: join(key), in: config)
  }

  /// Makes the object that a nested section describes; `nil` when it is absent or null.
  ///
  /// - Throws: `ConfigError` when the section is not as the function needs it.
  public mutating func optionalObject<Product>(
    _ key: String, _ kind: RegistryKind<Product>
  ) throws(ConfigError) -> Product? {
    guard let value = raw(key), !value.isNull else { return nil }
    return try object(key, kind)
  }

  /// Makes the objects of the section's positional arguments, `[section.*.name]`, in file order.
  ///
  /// - Throws: `ConfigError` when one of them is not as its function needs it.
  public mutating func positionalObjects<Product>(
    _ kind: RegistryKind<Product>
  ) throws(ConfigError) -> [Product] {
    guard let arguments = raw("*")?.objectValue else { return [] }
    var products: [Product] = []
    for name in arguments.keys {
      products.append(try registry.make(kind, at: join("*.\(name)"), in: config))
    }
    return products
  }

  /// Checks that every key of the section was asked for.
  ///
  /// - Throws: `ConfigError` for the first one that was not.
  public func finish() throws(ConfigError) {
    for key in keys where !keysRead.contains(key) {
      throw ConfigError(.unknownKey(nearest: key.nearest(among: keysRead)), at: location(of: key))
    }
  }

  func join(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// The value of a key that must be there.
  mutating func required(_ key: String) throws(ConfigError) -> JSONValue {
    guard let value = raw(key) else { throw missing(key) }
    return value
  }

  func missing(_ key: String) -> ConfigError { ConfigError(.missingKey, at: location(of: key)) }

  func wrongType(_ key: String, _ expected: String, _ value: JSONValue) -> ConfigError {
    if let text = value.stringValue, text.containsVariable {
      return ConfigError(.unresolvedVariable(value: text), at: location(of: key))
    }
    return ConfigError(
      .wrongType(expected: expected, found: value.kindDescription), at: location(of: key))
  }
}
