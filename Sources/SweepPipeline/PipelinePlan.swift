import SweepConfig

/// What a config says about the components of a pipeline, checked.
struct PipelinePlan {
  /// One component.
  enum Part {
    case tok2vec(name: String, Tok2VecSettings)
    case ner(name: String, EntityRecognizerSettings, TransitionArchitecture)
  }

  let lang: String
  let batchSize: Int
  let parts: [Part]

  /// Reads `[nlp]` and the components that its pipeline names.
  ///
  /// - Throws: all problems at once.
  init(_ config: Config, _ registry: Registry) throws(ConfigErrors) {
    let config = try config.interpolated()
    var (problems, parts) = ([ConfigError](), [Part]())
    lang = config["nlp.lang"]?.stringValue ?? ""
    if lang.isEmpty {
      problems.append(ConfigError(.missingKey, at: config.location(of: "nlp.lang")))
    }
    batchSize = max(config["nlp.batch_size"]?.intValue ?? 1000, 1)
    let names = (config["nlp.pipeline"]?.arrayValue ?? []).compactMap(\.stringValue)
    if names.isEmpty {
      problems.append(
        ConfigError(
          .invalidValue(expected: "at least one component", found: "an empty pipeline"),
          at: config.location(of: "nlp.pipeline")))
    }
    for name in names {
      do throws(ConfigError) {
        let part = try Self.part(name, config, registry, after: parts)
        try Self.checkSize(of: part, at: config.location(of: "components.\(name).model"))
        parts.append(part)
      } catch {
        problems.append(error)
      }
    }
    for frozen in config["training.frozen_components"]?.arrayValue ?? [] {
      guard let name = frozen.stringValue, names.contains(name) else { continue }
      problems.append(
        ConfigError(
          .other(
            what: "\"\(name)\" cannot be frozen: there is no trained component to start from",
            help: "remove it from frozen_components"),
          at: config.location(of: "training.frozen_components")))
    }
    if !problems.isEmpty { throw ConfigErrors(problems) }
    self.parts = parts
  }

  private static func part(
    _ name: String, _ config: Config, _ registry: Registry, after parts: [Part]
  ) throws(ConfigError) -> Part {
    let path = "components.\(name)"
    guard let block = config[path]?.objectValue else {
      throw ConfigError(
        .unknownComponent(name: name, nearest: nil), at: config.location(of: "nlp.pipeline"))
    }
    if block["source"].map({ !$0.isNull }) ?? false {
      throw ConfigError(
        .other(
          what: "components from another pipeline are not supported",
          help: "give the component a factory instead of a source"),
        at: config.location(of: "\(path).source"))
    }
    var arguments = try ArgumentReader(section: path, of: config, registry: registry)
    let factory = try arguments.string("factory")
    let location = config.location(of: "\(path).factory")
    guard factory == "ner" || factory == "tok2vec" else {
      throw ConfigError(
        .other(
          what: "the component factory \"\(factory)\" is not built in",
          help: "the factories are ner and tok2vec"), at: location)
    }
    let model = try arguments.object("model", .architectures)
    defer { _ = arguments.raw("scorer") }
    switch (factory, model) {
    case ("tok2vec", .tok2vec(let settings)): return .tok2vec(name: name, settings)
    case ("ner", .transitions(let architecture)):
      let settings = try EntityRecognizerSettings(reading: &arguments)
      if case .shared(let width, let upstream) = architecture.vectors {
        try check(width, upstream, parts, config, "\(path).model.tok2vec")
      }
      return .ner(name: name, settings, architecture)
    default:
      throw ConfigError(
        .invalidValue(
          expected: factory == "ner" ? "a transition-based parser" : "a token-to-vector network",
          found: "another network"), at: config.location(of: "\(path).model.@architectures"))
    }
  }

  /// Throws unless a component before offers vectors of this width.
  private static func check(
    _ width: Int, _ upstream: String, _ parts: [Part], _ config: Config, _ path: String
  ) throws(ConfigError) {
    for case .tok2vec(let name, let settings) in parts where upstream == "*" || upstream == name {
      guard settings.width != width else { return }
      throw ConfigError(
        .invalidValue(expected: "the width of \"\(name)\", \(settings.width)", found: "\(width)"),
        at: config.location(of: "\(path).width"))
    }
    throw ConfigError(
      .other(
        what: "it listens to a tok2vec component, and none comes before it in the pipeline",
        help: "put \"tok2vec\" first in nlp.pipeline"),
      at: config.location(of: "\(path).@architectures"))
  }
}
