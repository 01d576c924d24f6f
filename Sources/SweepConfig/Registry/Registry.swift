/// The functions a config may call by name, as in `@schedules = "warmup_linear.v1"`.
///
/// A registry is a value: made once from the built-in entries, extended by the program at start,
/// and passed down. Nothing can change it while trials run, so it needs no lock. It knows the
/// signature of every function of a spaCy pipeline; those that a module offers an entry for can
/// be made, too.
public struct Registry: Sendable {
  /// The signatures, by registry and name.
  private(set) var signatures: [String: [String: any RegistryEntryProtocol]] = [:]
  /// The functions that can be made, by registry and name.
  private var makers: [String: [String: any RegistryEntryProtocol]] = [:]
  /// The factory of a component in another pipeline, by that pipeline's path and its name there;
  /// `nil` for what cannot be read.
  ///
  /// What a sourced component weighs in the score follows from its factory.
  public var factoryOfSource: (@Sendable (_ path: String, _ component: String) -> String?)?

  /// A registry of spaCy's signatures and these entries.
  ///
  /// - Precondition: No entry has the registry and name of another.
  public init(_ entries: [any RegistryEntryProtocol] = []) {
    for entry in Signature.spacy { signatures[entry.registry, default: [:]][entry.name] = entry }
    add(entries)
  }

  /// Returns this registry with more entries.
  ///
  /// - Precondition: No entry has the registry and name of another.
  public func adding(_ entries: [any RegistryEntryProtocol]) -> Registry {
    var copy = self
    copy.add(entries)
    return copy
  }

  /// The names of one kind that can be made, sorted.
  public func names<Product>(of kind: RegistryKind<Product>) -> [String] {
    (makers[kind.name] ?? [:]).keys.sorted()
  }

  /// The signature of a function, found as spaCy finds it: `spacy.Tagger.v1` is
  /// `spacy-legacy.Tagger.v1` when there is none of the first name.
  public func signature(registry: String, name: String) -> (any RegistryEntryProtocol)? {
    Self.lookUp(name, in: signatures[registry] ?? [:])
  }

  /// Makes the object that the section at a dotted path describes with its `@kind = "name"` key.
  ///
  /// The config's variables must have been filled in.
  ///
  /// - Throws: `ConfigError` for the first argument that is missing, unknown or of the wrong type.
  public func make<Product>(
    _ kind: RegistryKind<Product>, at path: String, in config: Config
  ) throws(ConfigError) -> Product {
    let key = "@\(kind.name)"
    guard let section = config[path]?.objectValue, let named = section[key] else {
      throw ConfigError(.missingFunction(registry: kind.name), at: config.location(of: path))
    }
    let location = config.location(of: path.isEmpty ? key : "\(path).\(key)")
    guard let name = named.stringValue else {
      throw ConfigError(
        .wrongType(expected: "the name of a function", found: named.kindDescription), at: location)
    }
    guard let entry = Self.lookUp(name, in: makers[kind.name] ?? [:]) as? RegistryEntry<Product>
    else { throw ConfigError(unmade(registry: kind.name, name: name), at: location) }
    let parameters = signature(registry: kind.name, name: name)?.parameters ?? entry.parameters
    var arguments = ArgumentReader(
      config: config, path: path, registry: self, parameters: parameters)
    let product = try entry.make(&arguments)
    try arguments.finish()
    return product
  }

  /// Whether a function can be made.
  public func canMake(registry: String, name: String) -> Bool {
    Self.lookUp(name, in: makers[registry] ?? [:]) != nil
  }

  /// The names of all registries, without the `@`, sorted.
  var registryNames: [String] {
    signatures.keys.filter { $0 != "factories" }.sorted()
  }

  /// Whether configs may call functions of this registry.
  func hasRegistry(_ name: String) -> Bool {
    name != "factories" && signatures[name] != nil
  }

  /// Whether a logger prints to the console, as all others do here, too.
  func isConsoleLogger(_ name: String) -> Bool {
    let console = ["ConsoleLogger.v1", "ConsoleLogger.v2", "ConsoleLogger.v3", "ChainLogger.v1"]
    return canMake(registry: "loggers", name: name)
      || console.contains { name == "spacy.\($0)" || name == "spacy-legacy.\($0)" }
  }

  /// Why a function cannot be made.
  func unmade(registry: String, name: String) -> ConfigError.Reason {
    let names = (makers[registry] ?? [:]).keys.sorted()
    if signature(registry: registry, name: name) != nil {
      return .notRunNatively(registry: registry, name: name, available: names)
    }
    return unknown(registry: registry, name: name)
  }

  /// Why a name is not known: a slip, or a function of the user's own.
  func unknown(registry: String, name: String) -> ConfigError.Reason {
    let known = (signatures[registry] ?? [:]).keys.sorted()
    if let nearest = name.nearest(among: known) {
      return .unknownFunction(registry: registry, name: name, nearest: nearest)
    }
    return .customFunction(registry: registry, name: name, available: known)
  }

  private static func lookUp(
    _ name: String, in table: [String: any RegistryEntryProtocol]
  ) -> (any RegistryEntryProtocol)? {
    if let entry = table[name] { return entry }
    guard name.hasPrefix("spacy.") else { return nil }
    return table["spacy-legacy." + name.dropFirst("spacy.".count)]
  }

  private mutating func add(_ entries: [any RegistryEntryProtocol]) {
    for entry in entries {
      precondition(
        makers[entry.registry]?[entry.name] == nil,
        "\"\(entry.name)\" is registered twice under @\(entry.registry)")
      makers[entry.registry, default: [:]][entry.name] = entry
      // What spaCy declares stands: a config must fill here as it does there.
      if signatures[entry.registry]?[entry.name] == nil {
        signatures[entry.registry, default: [:]][entry.name] = entry
      }
    }
  }
}
