import SweepConfig
import SweepText

/// What a config says about the components of a pipeline, checked.
struct PipelinePlan {
  let lang: String
  let batchSize: Int
  /// The components, in order.
  let parts: [any ComponentPlan]
  /// The components that training leaves as they are.
  let frozen: [String]
  /// The components whose predictions later ones see while training.
  let annotating: [String]

  /// Reads `[nlp]` and the components that its pipeline names.
  ///
  /// Components in `skipped` have their blocks in other pipelines, which are not at hand.
  ///
  /// - Throws: all problems at once.
  init(
    _ config: Config, _ registry: Registry, skipping skipped: [ComponentSource] = []
  ) throws(ConfigErrors) {
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
    frozen = config["training.frozen_components"]?.stringValues ?? []
    annotating = config["training.annotating_components"]?.stringValues ?? []
    for name in names where !skipped.contains(where: { same($0.name, name) }) {
      do throws(ConfigError) {
        let part = try Self.part(
          name, config, registry, after: parts, isComplete: skipped.isEmpty)
        try Self.checkSize(of: part, at: config.location(of: "components.\(name).model"))
        parts.append(part)
      } catch {
        problems.append(error)
      }
    }
    if !problems.isEmpty { throw ConfigErrors(problems) }
    self.parts = parts
  }

  /// Reads one component, whatever comes before it.
  static func plan(
    _ name: String, _ config: Config, _ registry: Registry
  ) throws(ConfigErrors) -> any ComponentPlan {
    do { return try part(name, config, registry, after: [], isComplete: false) } catch {
      throw ConfigErrors([error])
    }
  }

  /// Reads one component; `isComplete` says whether all components before it are known.
  private static func part(
    _ component: String, _ config: Config, _ registry: Registry,
    after parts: [any ComponentPlan], isComplete: Bool
  ) throws(ConfigError) -> any ComponentPlan {
    let path = "components.\(component)"
    guard config[path]?.objectValue != nil else {
      throw ConfigError(
        .unknownComponent(name: component, nearest: nil), at: config.location(of: "nlp.pipeline"))
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
    if case .shared(let width, let upstream)? = plan.vectors, isComplete {
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

extension JSONValue {
  /// The texts of a list.
  var stringValues: [String] { (arrayValue ?? []).compactMap(\.stringValue) }
}
