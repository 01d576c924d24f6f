/// Writes every default into a config.
///
/// - Source: spaCy 3.8.18, `init fill-config`.
struct ConfigFiller {
  private let source: Config
  private let registry: Registry
  /// What the variables that refer to nothing are.
  private(set) var errors: [ConfigError] = []

  init(_ source: Config, _ registry: Registry) {
    self.source = source
    self.registry = registry
  }

  mutating func filled() -> Config {
    var config = source
    let language = source["nlp.lang"]?.stringValue
    config.root = ConfigMerge.merged(source.root, over: DefaultConfig.root(language: language))
    // Components are filled one by one below; what is pretrained is left as it is.
    let components = config.root.removeValue(forKey: "components")?.objectValue ?? [:]
    let pretraining = config.root.removeValue(forKey: "pretraining") ?? [:]
    var whole = config
    whole.root["components"] = .object(components)
    let (interpolated, errors) = whole.interpolatedWherePossible()
    self.errors = errors
    var values = interpolated.root
    values.removeValue(forKey: "components")
    config.root = ConfigMerge.merged(config.root, over: withFunctionDefaults(values))
    fill(components, of: interpolated, into: &config)
    config.root["pretraining"] = pretraining
    return config
  }

  /// Fills the components of the pipeline, in its order, and lists them under `[nlp]`.
  private func fill(_ components: JSONObject, of interpolated: Config, into config: inout Config) {
    var filled = JSONObject()
    var weights: [JSONObject] = []
    let pipeline = interpolated["nlp.pipeline"]?.arrayValue?.compactMap(\.stringValue)
    for name in pipeline ?? components.keys {
      guard let written = components[name] else { continue }
      guard let raw = written.objectValue,
        let values = interpolated.value(at: ["components", name])?.objectValue
      else {
        filled[name] = written
        continue
      }
      let factory = factoryName(of: name, values).flatMap { ComponentFactory.all[$0] }
      let language = interpolated["nlp.lang"]?.stringValue ?? ""
      let own = values["factory"] == nil ? nil : factory?.defaults(in: language)
      filled[name] = .object(component(raw, values, factory, defaults: own))
      if let factory, !factory.scoreWeights.isEmpty { weights.append(factory.scoreWeights) }
    }
    config.root["components"] = .object(filled)
    if let lang = interpolated["nlp.lang"] { config["nlp.lang"] = lang }
    if let pipeline = interpolated["nlp.pipeline"] { config["nlp.pipeline"] = pipeline }
    if let given = interpolated["training.score_weights"]?.objectValue {
      config["training.score_weights"] = .object(
        Config.settledScoreWeights(components: weights, overrides: given))
    }
  }

  /// The factory of a component: its own, or that of the component it is taken from.
  private func factoryName(of name: String, _ values: JSONObject) -> String? {
    if let own = values["factory"]?.stringValue { return own }
    guard let path = values["source"]?.stringValue else { return nil }
    return registry.factoryOfSource?(path, values["component"]?.stringValue ?? name)
  }

  private func component(
    _ raw: JSONObject, _ values: JSONObject, _ factory: ComponentFactory?, defaults: JSONObject?
  ) -> JSONObject {
    guard let factory, let defaults else { return raw }
    var complete = ConfigMerge.merged(values, over: defaults)
    for parameter in factory.parameters where complete[parameter.name] == nil {
      complete[parameter.name] = parameter.defaultValue
    }
    let filled = ConfigMerge.merged(raw, over: withFunctionDefaults(complete))
    var ordered: JSONObject = ["factory": raw["factory"] ?? .string(factory.name)]
    for (key, value) in filled.entries where key != "factory" { ordered[key] = value }
    return ordered
  }

  /// These settings, with the default of each argument that a function in them is not given.
  private func withFunctionDefaults(_ object: JSONObject) -> JSONObject {
    var filled = object
    if object.functionKeys.count == 1, let key = object.functionKey,
      let name = object[key]?.stringValue,
      let signature = registry.signature(registry: String(key.dropFirst()), name: name)
    {
      for parameter in signature.parameters where filled[parameter.name] == nil {
        filled[parameter.name] = parameter.defaultValue
      }
    }
    for (key, value) in filled.entries {
      guard let nested = value.objectValue else { continue }
      filled[key] = .object(withFunctionDefaults(nested))
    }
    return filled
  }
}
