import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// What a config says about one component, checked.
///
/// It makes the component in three ways: from a corpus, from the files of a model folder, or from
/// the state of a training that was interrupted. Each adds the component's parameters in the order
/// of its model file, with weights as they are before drawing or loading.
protocol ComponentPlan: Sendable {
  /// The component's name in the config.
  var name: String { get }
  /// Its factory, as the config names it.
  var factory: String { get }
  /// The number of weights without those that depend on the number of labels.
  var leastWeightCount: Double { get }
  /// Where its word vectors come from; checked against the components before it.
  var vectors: VectorArchitecture? { get }
  /// Whether it reads the pipeline's static word vectors.
  var needsStaticVectors: Bool { get }
  /// For a component that others listen to, numbers per word.
  var offeredWidth: Int? { get }

  /// The component as it is before training.
  ///
  /// - Throws: `PipelineError` for a corpus without labels, and for label files that make no sense.
  func component(
    learningFrom corpus: InitialCorpus, in parameters: inout Parameters
  ) throws(PipelineError) -> any PipelineComponent

  /// The component of a model folder; its weights are loaded afterwards.
  ///
  /// - Throws: `ModelFolderError` that names the file and what is wrong with it.
  func component(
    from files: ComponentFiles, in parameters: inout Parameters
  ) throws(ModelFolderError) -> any PipelineComponent

  /// The component as `PipelineComponent.write(to:)` wrote it.
  ///
  /// - Throws: `StateError` when the state is another component's.
  func component(
    reading state: inout StateReader, in parameters: inout Parameters
  ) throws(StateError) -> any PipelineComponent
}

extension ComponentPlan {
  var needsStaticVectors: Bool {
    if case .own(let settings)? = vectors { settings.hasStaticVectors } else { false }
  }
  var vectors: VectorArchitecture? { nil }
  var offeredWidth: Int? { nil }
  var leastWeightCount: Double { vectors?.leastWeightCount ?? 0 }
}

/// What a component may learn from before its first update.
struct InitialCorpus: Sendable {
  /// The training corpus; of a streamed one, its start.
  let examples: [Example]
  /// The content of the component's label file, if the config names one.
  var labels: JSONValue?
  /// The component's block in `[initialize.components]`, with the content of the files it names.
  var settings: JSONObject = [:]
  /// The lookup tables that the component asks for.
  var lookups = LookupTables()
  /// The rules that divide phrases, as a `tokenizer` file.
  var tokenizer: [UInt8]?
}

/// Word vectors as a config describes them: a network of one's own, or those of a shared component.
public enum VectorArchitecture: Equatable, Sendable {
  case own(Tok2VecSettings)
  case shared(width: Int, upstream: String)

  /// Numbers per word.
  public var width: Int {
    switch self {
    case .own(let settings): settings.width
    case .shared(let width, _): width
    }
  }

  /// The number of weights of a network of one's own.
  var leastWeightCount: Double {
    if case .own(let settings) = self { settings.weightCount } else { 0 }
  }

  /// Adds the parameters of a network of one's own.
  func source(prefix: String, in parameters: inout Parameters) -> VectorSource {
    switch self {
    case .own(let settings): .own(Tok2Vec(settings, prefix: prefix, in: &parameters))
    case .shared(let width, let upstream): .shared(upstream: upstream, width: width)
    }
  }
}

extension ArgumentReader {
  /// The network or listener under `key`.
  ///
  /// - Throws: `ConfigError` for another kind of network.
  mutating func vectors(_ key: String) throws(ConfigError) -> VectorArchitecture {
    switch try object(key, .architectures) {
    case .tok2vec(let settings): return .own(settings)
    case .listener(let width, let upstream): return .shared(width: width, upstream: upstream)
    default: throw invalid(key, "a token-to-vector network", "another network")
    }
  }
}

/// How the block of a component becomes a plan.
struct ComponentFactory: Sendable {
  /// The name under `factory`.
  let name: String
  /// Reads the arguments that the factory knows; those of the network under `model` among them.
  let read: @Sendable (String, inout ArgumentReader) throws(ConfigError) -> any ComponentPlan

  /// All factories, in alphabetical order.
  static let all: [ComponentFactory] = [
    .attributeRuler, .entityRuler, .futureEntityRuler, .lemmatizer, .morphologizer, .ner, .parser,
    .sentencizer, .senter, .spanFinder, .spanRuler, .spancat, .spancatSinglelabel, .tagger,
    .textcat, .textcatMultilabel, .tok2vec, .trainableLemmatizer,
  ]

  /// Their names, for messages.
  static var list: String {
    let names = all.map(\.name)
    return names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "")
  }
}
