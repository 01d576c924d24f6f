extension Config {
  /// Returns this config with values put in place of its own, before variables are filled in.
  ///
  /// The section of each key must exist; the key itself need not. A value may replace a whole
  /// section. Keys may be those of the dialect of July 2020 (`training.batch_size`) where the
  /// config has no such key itself.
  ///
  /// - Throws: `ConfigErrors` with each override that has no place.
  public func overriding(_ overrides: [ConfigOverride]) throws(ConfigErrors) -> Config {
    var config = isPreRelease && !overrides.isEmpty ? mappedToV3() : self
    var errors: [ConfigError] = []
    for override in overrides {
      for translated in config.translated(override) {
        if let error = config.apply(translated) { errors.append(error) }
      }
    }
    guard errors.isEmpty else { throw ConfigErrors(errors) }
    return config
  }

  private mutating func apply(_ override: ConfigOverride) -> ConfigError? {
    let key = override.key
    let parts = key.pathParts
    let section = parts.dropLast().joined(separator: ".")
    let location = ConfigLocation(
      file: override.origin, line: 0, section: section, key: parts.last)
    guard parts.count > 1 else { return ConfigError(.overrideWithoutSection, at: location) }
    guard parts.count <= Self.depthLimit else {
      return ConfigError(.tooDeep(limit: Self.depthLimit), at: location)
    }
    guard value(at: Array(parts.dropLast()))?.objectValue != nil else {
      let nearest = section.nearest(among: sectionNames)
      return ConfigError(
        .overrideOfUnknownSection(name: section, nearest: nearest), at: location)
    }
    guard parts.last?.isWritableAsKey ?? false || value(at: parts) != nil else {
      return ConfigError(
        .other(
          what: "expected a key, found \"\(parts.last ?? "")\"",
          help: "a key has neither = nor : in it, and does not begin with [, # or ;"),
        at: location)
    }
    // In a section, blanks around such a text could not be written.
    let text = override.value.stringValue.flatMap { $0.losesBlanks ? String($0.trimmed) : nil }
    set(text.map { .string($0) } ?? override.value, at: parts)
    places = places.filter { !$0.key.hasPrefix(key + ".") }
    places[key] = Place(file: override.origin, line: 0)
    return nil
  }

  /// The dotted names of all sections, in the order of the tree.
  public var sectionNames: [String] {
    var names: [String] = []
    func visit(_ object: JSONObject, _ path: String) {
      for (key, value) in object.entries {
        guard let nested = value.objectValue else { continue }
        let name = path.isEmpty ? key : "\(path).\(key)"
        names.append(name)
        visit(nested, name)
      }
    }
    visit(root, "")
    return names
  }
}
