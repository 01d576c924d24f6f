public import SweepBase
public import SweepConfig
import SweepNN
public import SweepTensors
public import SweepText

extension Pipeline {
  /// A pipeline as it is before training: labels from the corpus, weights drawn in spaCy's order.
  ///
  /// Components with a source have the labels and weights that they have there.
  ///
  /// - Parameters:
  ///   - config: a filled config; variables are kept.
  ///   - registry: holds the architectures, `Registry.pipeline`.
  ///   - examples: the whole training corpus.
  ///   - resources: the files that the config names, read.
  ///   - random: where the weights are drawn from.
  ///   - backend: what multiplies matrices.
  /// - Returns: the pipeline.
  /// - Throws: `PipelineError` for a config that cannot be trained, and a corpus that some components
  ///   have nothing to learn from, all of them at once.
  public static func initialize(
    _ config: Config, registry: Registry, examples: [Example],
    resources: PipelineResources = PipelineResources(), random: inout SpacyRandom,
    backend: MatrixBackend
  ) throws(PipelineError) -> Pipeline {
    let (plan, resolved, filled): (PipelinePlan, Config, Config)
    do throws(ConfigErrors) {
      filled = try config.interpolated()
      let problems = frozenProblems(filled)
      if !problems.isEmpty { throw ConfigErrors(problems) }
      resolved = try resources.resolved(config)
      plan = try PipelinePlan(resolved, registry)
    } catch {
      throw .config(error)
    }
    try plan.checkVectors(resources.vectors)
    let sources = ComponentSource.all(in: filled)
    var (parameters, components) = (
      Parameters(beside: resources.vectors), [any PipelineComponent]()
    )
    var problems: [PipelineError] = []
    for part in plan.parts {
      if let source = sources.first(where: { same($0.name, part.name) }) {
        do throws(ModelFolderError) {
          components.append(try source.component(part, resources, registry, in: &parameters))
        } catch {
          throw .source(component: part.name, error)
        }
      } else {
        let corpus = InitialCorpus(part.name, filled, examples, resources)
        do throws(PipelineError) {
          components.append(try part.component(learningFrom: corpus, in: &parameters))
        } catch {
          problems.append(error)
        }
      }
    }
    if let first = problems.first { throw problems.count == 1 ? first : .several(problems) }
    var pipeline = Pipeline(plan, resolved, backend: backend, components, parameters)
    for component in components where !sources.contains(where: { same($0.name, component.name) }) {
      component.initialize(&pipeline.parameters, pipeline.numerics, random: &random)
    }
    if let weights = resources.initialTok2Vec { try pipeline.load(weights, filled) }
    pipeline.vectors = resources.vectors
    pipeline.setLookups(resources.vocabularyLookups)
    pipeline.strings = sources.flatMap { resources.files(of: $0).strings }
    return pipeline
  }

  /// What is wrong with the frozen components of a config whose variables are filled in.
  static func frozenProblems(_ config: Config) -> [ConfigError] {
    func names(_ path: String) -> [String] {
      (config[path]?.arrayValue ?? []).compactMap(\.stringValue)
    }
    let (pipeline, annotating) = (names("nlp.pipeline"), names("training.annotating_components"))
    return names("training.frozen_components").compactMap { name in
      guard pipeline.contains(name) else { return nil }
      let location = config.location(of: "training.frozen_components")
      guard let source = config["components.\(name).source"], !source.isNull else {
        return ConfigError(
          .other(
            what: "\"\(name)\" cannot be frozen: there is no trained component to start from",
            help: "give it a source in [components.\(name)], or remove it from frozen_components"),
          at: location)
      }
      let listens = pipeline.drop { $0 != name }.dropFirst().contains { other in
        config["components.\(other).model.tok2vec.@architectures"]?.stringValue?
          .contains("Tok2VecListener") ?? false
      }
      guard listens, name.contains("tok2vec"), !annotating.contains(name) else { return nil }
      return ConfigError(
        .other(
          what: "components listen to \"\(name)\", which is frozen and does not annotate",
          help: "add it to annotating_components, so that they get its vectors"), at: location)
    }
  }
}

extension InitialCorpus {
  /// What a component of a filled config may learn from.
  fileprivate init(
    _ component: String, _ config: Config, _ examples: [Example], _ resources: PipelineResources
  ) {
    self.init(examples: examples, labels: resources.labels[component])
    settings = config["initialize.components.\(component)"]?.objectValue ?? [:]
    for (key, value) in resources.settings[component]?.entries ?? [] { settings[key] = value }
    lookups = resources.lookups[component] ?? LookupTables()
    tokenizer =
      resources.tokenizer ?? TokenizerRules(language: config["nlp.lang"]?.stringValue ?? "")?.bytes
  }
}

extension ComponentSource {
  /// The component with the weights that it has in its pipeline.
  func component(
    _ plan: any ComponentPlan, _ resources: PipelineResources, _ registry: Registry,
    in parameters: inout Parameters
  ) throws(ModelFolderError) -> any PipelineComponent {
    let files = resources.files(of: self)
    let own = ComponentFiles(component, files)
    var made = try plan.component(from: own, in: &parameters)
    guard let tree = made.tree else { return made }
    guard replacesListeners, let network = made.ownNetwork else {
      made.take(from: try own.load(tree, into: &parameters))
      return made
    }
    // There, the component listens: its own layers first, then the network that it listens to.
    var there = Parameters()
    let written = try files.config()
    let (config, listening): (Config, any ComponentPlan)
    do throws(ConfigErrors) {
      config = try written.interpolated()
      listening = try PipelinePlan.plan(component, config, registry)
    } catch {
      throw .config(folder: path, error)
    }
    let original = try listening.component(from: own, in: &there)
    if let tree = original.tree { made.take(from: try own.load(tree, into: &there)) }
    let values = Dictionary(
      there.ids.map { (there.name(of: $0).dropFirst(component.count), there[$0]) }
    ) { $1 }
    for id in parameters.ids {
      let name = parameters.name(of: id)
      guard name.hasPrefix(plan.name + "."), let floats = values[name.dropFirst(plan.name.count)]
      else { continue }
      parameters[id] = floats
    }
    guard case .shared(let upstream, _)? = original.vectors,
      let shared = upstreamName(upstream, in: config)
    else { return made }
    _ = try ComponentFiles(shared, files).load(network.tree(dropout: 0), into: &parameters)
    return made
  }

  /// The name of the tok2vec that the component listens to in its pipeline.
  func upstreamName(_ upstream: String, in config: Config) -> String? {
    let names = (config["nlp.pipeline"]?.arrayValue ?? []).compactMap(\.stringValue)
    return names.prefix { !same($0, component) }.last { name in
      (upstream == "*" || upstream == name)
        && config["components.\(name).factory"]?.stringValue == "tok2vec"
    }
  }
}

extension ComponentFiles {
  /// Takes the weights of a tree from the `model` file.
  ///
  /// - Returns: The file.
  /// - Throws: `ModelFolderError` for a file that is missing, damaged or of another tree.
  func load(
    _ tree: LayerTree, into parameters: inout Parameters
  ) throws(ModelFolderError) -> ModelFile {
    let bytes = try bytes("model")
    do throws(ModelFileError) {
      let file = try ModelFile(reading: bytes)
      try tree.load(file, into: &parameters)
      return file
    } catch {
      throw bad("model", expected: error.expectation)
    }
  }
}
