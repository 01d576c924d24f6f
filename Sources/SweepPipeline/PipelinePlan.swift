import SweepConfig

/// What a config says about the components of a pipeline, checked.
struct PipelinePlan {
  let lang: String
  let batchSize: Int
  /// The components, in order.
  let parts: [any ComponentPlan]

  /// Reads `[nlp]` and the components that its pipeline names.
  ///
  /// - Throws: all problems at once.
  init(_ config: Config, _ registry: Registry) throws(ConfigErrors) {
    let config = try config.interpolated()
    var (problems, parts) = ([ConfigError](), [any ComponentPlan]())
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
    _ component: String, _ config: Config, _ registry: Registry,
    after parts: [any ComponentPlan]
  ) throws(ConfigError) -> any ComponentPlan {
    let path = "components.\(component)"
    guard let block = config[path]?.objectValue else {
      throw ConfigError(
        .unknownComponent(name: component, nearest: nil), at: config.location(of: "nlp.pipeline"))
    }
    if block["source"].map({ !$0.isNull }) ?? false {
      throw ConfigError(
        .other(
          what: "components from another pipeline are not supported",
          help: "give the component a factory instead of a source"),
        at: config.location(of: "\(path).source"))
    }
    var arguments = try ArgumentReader(section: path, of: config, registry: registry)
    let name = try arguments.string("factory")
    guard let factory = ComponentFactory.all.first(where: { $0.name == name }) else {
      throw ConfigError(
        .other(
          what: "the component factory \"\(name)\" is not built in",
          help: "the factories are \(ComponentFactory.list); engine = \"spacy\" in a sweep file "
            + "runs the others by spaCy"),
        at: config.location(of: "\(path).factory"))
    }
    let plan = try factory.read(component, &arguments)
    _ = arguments.raw("scorer")
    if case .shared(let width, let upstream)? = plan.vectors {
      try check(width, upstream, parts, config, "\(path).model.tok2vec")
    }
    return plan
  }

  /// Throws unless a component before offers vectors of this width.
  private static func check(
    _ width: Int, _ upstream: String, _ parts: [any ComponentPlan], _ config: Config, _ path: String
  ) throws(ConfigError) {
    for part in parts.reversed() where upstream == "*" || upstream == part.name {
      guard let offered = part.offeredWidth else { continue }
      guard offered != width else { return }
      throw ConfigError(
        .invalidValue(expected: "the width of \"\(part.name)\", \(offered)", found: "\(width)"),
        at: config.location(of: "\(path).width"))
    }
    throw ConfigError(
      .other(
        what: "it listens to a tok2vec component, and none comes before it in the pipeline",
        help: "put \"tok2vec\" first in nlp.pipeline"),
      at: config.location(of: "\(path).@architectures"))
  }
}
