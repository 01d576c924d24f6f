import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// The `tok2vec` component: word vectors that later components listen to.
struct SharedTok2Vec: PipelineComponent {
  /// The component's name.
  let name: String
  /// The network.
  let network: Tok2Vec
  /// The dropout that was last trained with; model files keep it.
  var dropout = 0.0

  var vectors: VectorSource? { .own(network) }

  var tree: LayerTree? { network.tree(dropout: dropout) }

  func initialize(
    _ parameters: inout Parameters, _ numerics: Numerics, random: inout SpacyRandom
  ) {
    network.initialize(&parameters, random: &random)
  }

  mutating func update(_ context: inout UpdateContext) throws(PipelineError) {
    dropout = context.dropout
    context.share(network, isFrozen: false)
  }

  /// Nothing: the components that listen are given the vectors.
  func annotate(_ docs: UnsafeMutableBufferPointer<Doc>, _ context: PredictionContext) {}

  func files() -> [PipelineFile] {
    [PipelineFile("\(name)/cfg", Array(JSONObject().serialized(.srsly).utf8))]
  }

  mutating func take(from model: ModelFile) {
    dropout = model.nodes.lazy.compactMap { $0[attribute: "dropout_rate"]?.doubleValue }.first ?? 0
  }

  func write(to writer: inout StateWriter) { writer.write(dropout) }
}

/// What a config says about a `tok2vec` component.
struct SharedTok2VecPlan: ComponentPlan {
  let name: String
  let factory = "tok2vec"
  let settings: Tok2VecSettings

  var leastWeightCount: Double { settings.weightCount }
  var offeredWidth: Int? { settings.width }
  var needsStaticVectors: Bool { settings.hasStaticVectors }

  func component(
    learningFrom corpus: InitialCorpus, in parameters: inout Parameters
  ) throws(PipelineError) -> any PipelineComponent { component(in: &parameters) }

  func component(
    from files: ComponentFiles, in parameters: inout Parameters
  ) throws(ModelFolderError) -> any PipelineComponent { component(in: &parameters) }

  func component(
    reading state: inout StateReader, in parameters: inout Parameters
  ) throws(StateError) -> any PipelineComponent {
    var component = component(in: &parameters)
    component.dropout = try state.double()
    return component
  }

  private func component(in parameters: inout Parameters) -> SharedTok2Vec {
    SharedTok2Vec(name: name, network: Tok2Vec(settings, prefix: name, in: &parameters))
  }
}

extension ComponentFactory {
  /// Word vectors to be shared.
  static let tok2vec = ComponentFactory(name: "tok2vec") {
    (name, arguments: inout ArgumentReader) throws(ConfigError) in
    guard case .tok2vec(let settings) = try arguments.object("model", .architectures) else {
      throw arguments.invalid("model", "a token-to-vector network", "another network")
    }
    return SharedTok2VecPlan(name: name, settings: settings)
  }
}
