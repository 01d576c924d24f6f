import SweepBase
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
  /// The static vectors of words.
  public internal(set) var vectors = Vectors.none
  /// The lookup tables of the vocabulary.
  public private(set) var lookups = LookupTables()
  /// The norms in those tables.
  private(set) var norms = WordNorms(LookupTables())
  /// The strings of the vocabulary, beyond the labels.
  var strings: [String] = []
  var gradients: Gradients
  let batchSize: Int
  /// The components that training leaves as they are.
  let frozen: [String]
  /// The components whose predictions later ones see while training.
  let annotating: [String]

  /// How its products are made.
  var numerics: Numerics { Numerics(backend: backend, threads: threads) }

  /// The names of the components, in order.
  public var componentNames: [String] { components.map(\.name) }

  /// The names of the components that have something to learn, in order.
  public var trainedNames: [String] { components.filter(\.isTrainable).map(\.name) }

  /// What a component's label file has; `nil` for a component without labels.
  public func labelData(of name: String) -> JSONValue? {
    components.first { $0.name == name }?.labelData
  }

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
    (frozen, annotating) = (plan.frozen, plan.annotating)
    meta = Self.emptyMeta(lang: plan.lang)
    self.parameters = parameters
    self.components = components
    gradients = Gradients(like: parameters)
  }

  /// Sets the lookup tables of the vocabulary, and with them the norms.
  mutating func setLookups(_ tables: LookupTables) {
    (lookups, norms) = (tables, WordNorms(tables))
  }

  /// Checks a config for what can be known without a corpus.
  ///
  /// Components that come from another pipeline are left out: their folder is not read.
  ///
  /// - Throws: all problems at once.
  public static func check(_ config: Config, registry: Registry) throws(ConfigErrors) {
    let config = try config.interpolated()
    var problems = frozenProblems(config)
    do throws(ConfigErrors) {
      _ = try PipelinePlan(config, registry, skipping: ComponentSource.all(in: config))
    } catch {
      problems = error.errors + problems
    }
    if !problems.isEmpty { throw ConfigErrors(problems) }
  }
}
