extension Config {
  /// This config in the form of spaCy 3; itself if it already is.
  ///
  /// Every value keeps the place it was given at. What spaCy's defaults were in July 2020 and are
  /// no longer is written out. Settings without a meaning today are noted in `warnings` where they
  /// asked for something.
  public func mappedToV3() -> Config {
    guard isPreRelease else { return self }
    var mapper = DialectMapper(self)
    return mapper.mapped()
  }
}

/// Turns a config of July 2020 into one of spaCy 3.
struct DialectMapper {
  private let old: Config
  private var new: Config

  init(_ old: Config) {
    self.old = old
    new = Config(file: old.file)
    new.warnings = old.warnings
  }

  mutating func mapped() -> Config {
    addFrame()
    for (name, value) in old.root.entries where name != "training" && name != "nlp" {
      put(value, from: name, at: name)
    }
    mapPipeline()
    mapTraining()
    return new
  }

  /// The sections that the old form lacks, with what was the default then.
  private mutating func addFrame() {
    new.root = ComponentFactory.knownGood(
      """
      [paths]
      train = null
      dev = null
      [system]
      seed = 0
      [nlp]
      lang = null
      pipeline = []
      batch_size = 128
      [components]
      [corpora]
      [corpora.train]
      @readers = "spacy.Corpus.v1"
      path = ${paths.train}
      limit = 0
      gold_preproc = false
      max_length = 0
      [corpora.dev]
      @readers = "spacy.Corpus.v1"
      path = ${paths.dev}
      limit = 0
      gold_preproc = false
      [training]
      seed = ${system.seed}
      max_epochs = 0
      max_steps = 0
      [training.batcher]
      @batchers = "spacy.batch_by_words.v1"
      discard_oversize = false
      tolerance = 0.2
      [initialize]
      """)
  }

  private mutating func mapPipeline() {
    let pipeline = old["nlp.pipeline"]?.objectValue ?? [:]
    for (key, value) in (old["nlp"]?.objectValue ?? [:]).entries where key != "pipeline" {
      put(value, from: "nlp.\(key)", at: Config.v3Keys(for: "nlp.\(key)")[0])
    }
    new["nlp.pipeline"] = .array(pipeline.keys.map { .string($0) })
    new.places["nlp.pipeline"] = old.place(of: ["nlp", "pipeline"])
    for (name, value) in pipeline.entries {
      let path = "nlp.pipeline.\(name)"
      put(value, from: path, at: "components.\(name)")
      guard let model = value["model"]?.objectValue else { continue }
      new["components.\(name).model"] = .object(
        mappedModel(model, from: "\(path).model", to: "components.\(name).model"))
    }
  }

  /// A model whose architectures have today's names and arguments.
  private mutating func mappedModel(
    _ model: JSONObject, from path: String, to newPath: String
  ) -> JSONObject {
    var mapped = JSONObject()
    let name = model["@architectures"]?.stringValue
    for (key, value) in model.entries {
      let (source, target) = ("\(path).\(key)", "\(newPath).\(key)")
      switch (name, key) {
      case ("spacy.TransitionBasedParser.v1", "@architectures"):
        mapped[key] = "spacy.TransitionBasedParser.v2"
      case ("spacy.TransitionBasedParser.v1", "nr_feature_tokens"):
        for key in ["state_type", "extra_state_tokens"] {
          mapped[key] = Dialect.featureTokens(value, for: ".\(key)") ?? value
          new.places["\(newPath).\(key)"] = old.place(of: source.pathParts)
        }
      case ("spacy.HashEmbedCNN.v1", "@architectures"):
        mapped[key] = "spacy.HashEmbedCNN.v2"
      case ("spacy.HashEmbedCNN.v1", "dropout"):
        if !value.isNull { noteUnused(source) }
      default:
        let value = translatingVariables(value)
        mapped[key] =
          value.objectValue.map { .object(mappedModel($0, from: source, to: target)) } ?? value
      }
    }
    return mapped
  }

  private mutating func mapTraining() {
    let training = old["training"]?.objectValue ?? [:]
    for (key, value) in training.entries {
      let path = "training.\(key)"
      switch key {
      case "scores": break
      case "use_gpu": if (value.intValue ?? -1) >= 0 { noteUnused(path) }
      case "orth_variant_level": if (value.doubleValue ?? 0) > 0 { noteUnused(path) }
      case "seed":
        put(value, from: path, at: "system.seed")
      case "optimizer": mapOptimizer(value)
      default:
        for target in Config.v3Keys(for: path) { put(value, from: path, at: target) }
      }
    }
    var weights = training["score_weights"]?.objectValue ?? [:]
    for name in training["scores"]?.arrayValue?.compactMap(\.stringValue) ?? []
    where weights[name] == nil {
      weights[name] = 0.0
    }
    if !weights.isEmpty { new["training.score_weights"] = .object(weights) }
  }

  /// The optimizer's defaults were the function's, not those of today's default config.
  private mutating func mapOptimizer(_ value: JSONValue) {
    put(value, from: "training.optimizer", at: "training.optimizer")
    guard value["@optimizers"]?.stringValue == "Adam.v1",
      let signature = Signature.optimizers.first(where: { $0.name == "Adam.v1" })
    else { return }
    for parameter in signature.parameters {
      let path = "training.optimizer.\(parameter.name)"
      if new[path] == nil { new[path] = parameter.defaultValue }
    }
  }

  // MARK: Values and places

  /// Puts a value of the old config, with the places of all that is in it.
  private mutating func put(_ value: JSONValue, from path: String, at target: String) {
    new[target] = translatingVariables(value)
    for (place, line) in old.places where place == path || place.hasPrefix(path + ".") {
      new.places[target + place.dropFirst(path.count)] = line
    }
  }

  /// A value whose variables refer to today's keys.
  private func translatingVariables(_ value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text):
      .string(
        text.replacingVariables { name in
          let keys = Config.v3Keys(
            for: name.split { $0 == ":" || $0 == "." }.joined(separator: "."))
          return name.contains(where: { $0 == ":" || $0 == "." }) ? keys.first ?? name : name
        })
    case .array(let elements): .array(elements.map(translatingVariables))
    case .object(let object):
      .object(JSONObject(object.entries.map { ($0.key, translatingVariables($0.value)) }))
    default: value
    }
  }

  private mutating func noteUnused(_ path: String) {
    new.warnings.append(
      ConfigError(
        .other(what: "this setting has no meaning here and is not used", help: nil),
        at: old.location(of: path)))
  }
}

extension String {
  /// This text with each `${name}` renamed.
  fileprivate func replacingVariables(_ rename: (String) -> String) -> String {
    var result = ""
    var rest = Substring(self)
    while let start = rest.firstRange(of: "${"),
      let end = rest[start.upperBound...].firstIndex(of: "}")
    {
      result += rest[..<start.upperBound] + rename(String(rest[start.upperBound..<end])) + "}"
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}
