public import SweepBase
public import SweepConfig
public import SweepNN
public import SweepTensors
public import SweepText

/// The components of a pipeline with their weights: what is trained, evaluated, saved and loaded.
///
/// A value: averaged weights and snapshots are other pipelines. All weights lie in one set of
/// parameters, component after component, in the order of their model files.
public struct Pipeline: Sendable {
  /// The full config, with its variables.
  public internal(set) var config: Config
  /// The language code.
  public let lang: String
  /// The components, in order.
  var components: [any PipelineComponent]
  /// The weights of all components.
  public internal(set) var parameters: Parameters
  /// What multiplies matrices.
  public var backend: MatrixBackend
  /// How many threads an update or a prediction uses; no bit depends on it.
  public var threads = Threads.one
  /// The bytes of the `tokenizer` file; `{}` in MessagePack has no rules at all.
  public var tokenizer: [UInt8] = [0x80]
  /// The content of `meta.json`, without what is written anew.
  var meta: JSONObject
  /// The strings of the vocabulary, beyond the labels.
  var strings: [String] = []
  var gradients: Gradients
  let batchSize: Int

  /// How its products are made.
  var numerics: Numerics { Numerics(backend: backend, threads: threads) }

  /// The names of the components, in order.
  public var componentNames: [String] { components.map(\.name) }

  /// The labels of a component as `meta.json` lists them; empty for one without.
  public func labels(of name: String) -> [String] {
    components.first { $0.name == name }?.labels ?? []
  }

  /// Collects components that a plan has made.
  init(
    _ plan: PipelinePlan, _ config: Config, backend: MatrixBackend,
    _ components: [any PipelineComponent], _ parameters: Parameters
  ) {
    self.config = config
    self.backend = backend
    lang = plan.lang
    batchSize = plan.batchSize
    meta = Self.emptyMeta(lang: plan.lang)
    self.parameters = parameters
    self.components = components
    gradients = Gradients(like: parameters)
  }

  /// A pipeline as it is before training: labels from the corpus, weights drawn in spaCy's order.
  ///
  /// - Parameters:
  ///   - config: a filled config; variables are kept.
  ///   - registry: holds the architectures, `Registry.pipeline`.
  ///   - examples: the whole training corpus.
  ///   - labels: for components whose labels are given, the content of their label file.
  ///   - random: where the weights are drawn from.
  ///   - backend: what multiplies matrices.
  /// - Returns: the pipeline.
  /// - Throws: `PipelineError` for a config that cannot be trained, and a corpus without labels.
  public static func initialize(
    _ config: Config, registry: Registry, examples: [Example], labels: [String: JSONValue] = [:],
    random: inout SpacyRandom, backend: MatrixBackend
  ) throws(PipelineError) -> Pipeline {
    let plan: PipelinePlan
    do { plan = try PipelinePlan(config, registry) } catch { throw .config(error) }
    var (parameters, components) = (Parameters(), [any PipelineComponent]())
    for part in plan.parts {
      let corpus = InitialCorpus(examples: examples, labels: labels[part.name])
      components.append(try part.component(learningFrom: corpus, in: &parameters))
    }
    var pipeline = Pipeline(plan, config, backend: backend, components, parameters)
    for component in components {
      component.initialize(&pipeline.parameters, pipeline.numerics, random: &random)
    }
    return pipeline
  }

  /// Checks a config for what can be known without a corpus.
  ///
  /// - Throws: all problems at once.
  public static func check(_ config: Config, registry: Registry) throws(ConfigErrors) {
    _ = try PipelinePlan(config, registry)
  }
}
