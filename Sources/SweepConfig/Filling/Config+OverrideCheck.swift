extension Config {
  /// What is wrong with putting a value into this filled config; empty when nothing is.
  ///
  /// The key must be one of the config's, or one that its section's function or schema knows, or
  /// lie in a section with free keys. The config must be correct with the value in it: its type,
  /// and everything that depends on it, are checked.
  ///
  /// - Parameters:
  ///   - override: The key, today's or that of the dialect of July 2020, and the value.
  ///   - registry: The functions that the config may call.
  /// - Returns: The errors, each at the override's origin where it is about the key itself.
  public func problems(
    of override: ConfigOverride, with registry: Registry
  ) -> [ConfigError] {
    var problems = translated(override).compactMap { unknownKey($0, registry) }
    guard problems.isEmpty else { return problems }
    let before = Set(filledWherePossible(with: registry).errors.map(\.description))
    do throws(ConfigErrors) {
      let changed = try overriding([override])
      problems = changed.filledWherePossible(with: registry).errors
      return problems.filter { !before.contains($0.description) }
    } catch {
      return error.errors
    }
  }

  /// The value that a key has in this filled config, its variables filled in; `nil` where absent.
  ///
  /// - Parameter key: A dotted path, today's or of the dialect of July 2020.
  /// - Returns: The value.
  public func resolvedValue(of key: String) -> JSONValue? {
    let keys = value(at: key.pathParts) == nil ? Self.v3Keys(for: key) : [key]
    return keys.first.flatMap { interpolatedWherePossible().config[$0] }
  }

  private func unknownKey(_ override: ConfigOverride, _ registry: Registry) -> ConfigError? {
    let parts = override.key.pathParts
    guard value(at: parts) == nil, let key = parts.last else { return nil }
    let section = Array(parts.dropLast())
    let location = ConfigLocation(
      file: override.origin, line: 0, section: section.joined(separator: "."), key: key)
    guard !section.isEmpty else { return ConfigError(.overrideWithoutSection, at: location) }
    guard let object = value(at: section)?.objectValue else {
      let nearest = override.key.nearest(among: settings.map(\.key) + sectionNames)
      return ConfigError(.unknownSetting(nearest: nearest), at: location)
    }
    let known = knownKeys(of: object, at: section, registry)
    if known == nil || known?.contains(key) == true { return nil }
    let nearest =
      key.nearest(among: object.keys + (known ?? []))
      .map { (section + [$0]).joined(separator: ".") }
      ?? override.key.nearest(among: settings.map(\.key))
    return ConfigError(.unknownSetting(nearest: nearest), at: location)
  }

  /// The keys that a section may have beside its own; `nil` when it may have any.
  private func knownKeys(
    of object: JSONObject, at section: [String], _ registry: Registry
  ) -> [String]? {
    if let function = object.functionKey, let name = object[function]?.stringValue {
      return registry.signature(registry: String(function.dropFirst()), name: name)?
        .parameters.map(\.name) ?? []
    }
    if section.count == 2, section[0] == "components", let name = object["factory"]?.stringValue {
      return ComponentFactory.all[name]?.parameters.map(\.name) ?? []
    }
    if section.count == 1, let parameters = SectionSchema.parameters(of: section[0]) {
      return parameters.map(\.name)
    }
    if section == ["system"] { return ["seed", "gpu_allocator", "matmul"] }
    let free = ["training.score_weights", "initialize.tokenizer", "corpora"]
    let path = section.joined(separator: ".")
    return free.contains(path) || path.hasPrefix("initialize.components") ? nil : []
  }
}
