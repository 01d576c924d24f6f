/// Finds everything that is wrong with a filled config whose variables have been filled in.
struct ConfigChecker {
  private let config: Config
  private let registry: Registry
  private(set) var errors: [ConfigError] = []
  private(set) var warnings: [ConfigError] = []

  init(_ config: Config, _ registry: Registry) {
    self.config = config
    self.registry = registry
  }

  mutating func checkAll() {
    for (name, value) in config.root.entries {
      guard let section = value.objectValue else { continue }
      switch name {
      case "components": checkComponents(section)
      case "corpora": checkCorpora(section)
      default:
        if let parameters = SectionSchema.parameters(of: name) {
          check(section, parameters, path: [name])
        } else {
          checkOpenSection(section, path: [name])
        }
      }
    }
    checkReferences()
  }

  // MARK: The parts of a pipeline

  private mutating func checkComponents(_ components: JSONObject) {
    for (name, value) in components.entries {
      let path = ["components", name]
      guard let component = value.objectValue else {
        report(.wrongType(expected: "a section", found: value.kindDescription), path)
        continue
      }
      guard let factoryName = component["factory"] else {
        if component["source"] == nil { report(.componentWithoutFactory, path) }
        continue
      }
      guard let factory = factoryName.stringValue.flatMap({ ComponentFactory.all[$0] }) else {
        let text = factoryName.stringValue ?? factoryName.kindDescription
        let nearest = text.nearest(among: ComponentFactory.all.keys.sorted())
        report(.unknownFactory(name: text, nearest: nearest), path + ["factory"])
        continue
      }
      check(component, factory.parameters + [Parameter("factory", .string)], path: path)
    }
  }

  private mutating func checkCorpora(_ corpora: JSONObject) {
    guard corpora.functionKey == nil else {
      checkCall(corpora, path: ["corpora"])
      return
    }
    for (name, value) in corpora.entries {
      checkValue(value, .function(["readers"]), path: ["corpora", name])
    }
  }

  /// Checks what names something in another section.
  private mutating func checkReferences() {
    let components = config["components"]?.objectValue?.keys ?? []
    for name in config["nlp.pipeline"]?.arrayValue?.compactMap(\.stringValue) ?? []
    where !components.contains(name) {
      report(
        .unknownComponent(name: name, nearest: name.nearest(among: components)),
        ["nlp", "pipeline"])
    }
    for key in ["train_corpus", "dev_corpus"] {
      guard let name = config["training.\(key)"]?.stringValue, !name.containsVariable,
        config[name] == nil
      else { continue }
      let known = (config["corpora"]?.objectValue?.keys ?? []).map { "corpora.\($0)" }
      report(
        .unknownSection(name: name, nearest: name.nearest(among: known)), ["training", key])
    }
  }

  // MARK: Sections and calls

  /// Checks a section whose keys are these and no others.
  private mutating func check(_ section: JSONObject, _ parameters: [Parameter], path: [String]) {
    for parameter in parameters {
      if let value = section[parameter.name] {
        checkValue(value, parameter.type, path: path + [parameter.name])
      } else if parameter.isRequired, section["*"] == nil {
        report(.missingKey, path + [parameter.name])
      }
    }
    let names = parameters.map(\.name)
    for (key, value) in section.entries {
      if key == "*" {
        checkNested(value, path: path + [key])
      } else if !key.hasPrefix("@"), !names.contains(key) {
        report(.unknownKey(nearest: key.nearest(among: names)), path + [key])
      }
    }
  }

  private mutating func checkValue(_ value: JSONValue, _ type: ParameterType, path: [String]) {
    if let found = type.mismatch(of: value) {
      report(.wrongType(expected: type.expectation, found: found), path)
    }
    checkNested(value, path: path)
  }

  /// Checks the calls inside a value.
  private mutating func checkNested(_ value: JSONValue, path: [String]) {
    guard let section = value.objectValue else { return }
    if section.functionKey != nil {
      checkCall(section, path: path)
    } else {
      for (key, value) in section.entries { checkNested(value, path: path + [key]) }
    }
  }

  /// Checks a section that calls a function.
  private mutating func checkCall(_ section: JSONObject, path: [String]) {
    let functions = section.functionKeys
    guard functions.count == 1, let key = functions.first else {
      report(.severalFunctions(names: functions), path)
      return
    }
    let kind = String(key.dropFirst())
    guard registry.hasRegistry(kind) else {
      let nearest = kind.nearest(among: registry.registryNames).map { "@\($0)" }
      report(.unknownRegistry(name: kind, nearest: nearest), path + [key])
      return
    }
    guard let name = section[key]?.stringValue else {
      let found = section[key]?.kindDescription ?? "nothing"
      report(.wrongType(expected: "the name of a function", found: found), path + [key])
      return
    }
    if name.containsVariable { return }
    let isLogger = kind == "loggers"
    if isLogger, !registry.isConsoleLogger(name) {
      warnings.append(
        ConfigError(.loggerFallsBack(name: name), at: location(path + [key])))
    }
    guard let signature = registry.signature(registry: kind, name: name) else {
      if !isLogger { report(registry.unknown(registry: kind, name: name), path + [key]) }
      return
    }
    check(section, signature.parameters, path: path)
  }

  /// Checks a section of the user's own, where functions that are not known are nobody's business.
  private mutating func checkOpenSection(_ section: JSONObject, path: [String]) {
    if let key = section.functionKey, section.functionKeys.count == 1,
      let name = section[key]?.stringValue,
      let signature = registry.signature(registry: String(key.dropFirst()), name: name)
    {
      check(section, signature.parameters, path: path)
      return
    }
    for (key, value) in section.entries {
      guard let nested = value.objectValue else { continue }
      checkOpenSection(nested, path: path + [key])
    }
  }

  private mutating func report(_ reason: ConfigError.Reason, _ path: [String]) {
    errors.append(ConfigError(reason, at: location(path)))
  }

  /// The place of a key, whatever its value is: an error is about the key in its section.
  private func location(_ path: [String]) -> ConfigLocation {
    let place = config.place(of: path)
    if config.value(at: path)?.objectValue != nil, path.count > 0 {
      return ConfigLocation(
        file: place.file, line: place.line, section: path.joined(separator: "."))
    }
    return ConfigLocation(
      file: place.file, line: place.line, section: path.dropLast().joined(separator: "."),
      key: path.last)
  }
}
