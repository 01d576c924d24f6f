import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// A component of a pipeline: what it learns, predicts, scores and writes.
///
/// A value. Its weights lie among the parameters of the pipeline, which are handed in wherever it
/// runs; what else training changes (labels, counts) it keeps itself.
protocol PipelineComponent: Sendable {
  /// The component's name in the config.
  var name: String { get }
  /// The labels, as `meta.json` lists them; empty for one without.
  var labels: [String] { get }
  /// Whether `meta.json` leaves the labels out.
  var hidesLabels: Bool { get }
  /// Where its word vectors come from; `nil` for a component that reads none.
  var vectors: VectorSource? { get }
  /// The layer tree of its `model` file; `nil` for a component without weights.
  var tree: LayerTree? { get }
  /// Strings that its predictions or files name, beyond the labels.
  var strings: [String] { get }

  /// What its label file has; `nil` for a component without labels.
  var labelData: JSONValue? { get }

  /// Draws the initial weights in spaCy's order.
  func initialize(
    _ parameters: inout Parameters, _ numerics: Numerics, random: inout SpacyRandom)

  /// Adds the gradients of a batch to those in the context, and its loss.
  ///
  /// - Throws: `PipelineError` for gold annotation that contradicts itself.
  mutating func update(_ context: inout UpdateContext) throws(PipelineError)

  /// Makes room for what documents come with and no class stands for yet.
  mutating func extend(for docs: [Doc], _ parameters: inout Parameters)

  /// Annotates documents.
  func annotate(_ docs: UnsafeMutableBufferPointer<Doc>, _ context: PredictionContext)

  /// Compares predicted with gold annotation and adds what it finds.
  func score(_ examples: [Example], into found: inout PipelineScores)

  /// The files of its folder, the `model` file aside.
  func files() -> [PipelineFile]

  /// Takes from its `model` file what is not a weight.
  mutating func take(from model: ModelFile)

  /// Writes what training has changed besides weights; the plan's `component(reading:)` reads it.
  func write(to writer: inout StateWriter)
}

extension PipelineComponent {
  var labels: [String] { [] }
  var hidesLabels: Bool { false }
  var vectors: VectorSource? { nil }
  var tree: LayerTree? { nil }
  var strings: [String] { [] }
  var labelData: JSONValue? { nil }

  /// Whether it has something to learn.
  var isTrainable: Bool { tree != nil }

  /// The network that computes its word vectors, unless it listens to another's.
  var ownNetwork: Tok2Vec? {
    if case .own(let network)? = vectors { network } else { nil }
  }

  func initialize(
    _ parameters: inout Parameters, _ numerics: Numerics, random: inout SpacyRandom
  ) {}

  mutating func update(_ context: inout UpdateContext) throws(PipelineError) {}

  mutating func extend(for docs: [Doc], _ parameters: inout Parameters) {}

  func score(_ examples: [Example], into found: inout PipelineScores) {}

  mutating func take(from model: ModelFile) {}

  func write(to writer: inout StateWriter) {}
}

/// Where a component's word vectors come from.
enum VectorSource: Sendable {
  /// A network of its own.
  case own(Tok2Vec)
  /// The vectors of a `tok2vec` component before it: of the nearest if `upstream` is `*`.
  case shared(upstream: String, width: Int)

  /// Numbers per word.
  var width: Int {
    switch self {
    case .own(let network): network.settings.width
    case .shared(_, let width): width
    }
  }

  /// The layers in the component's tree: the network, or the node that listens to another.
  func tree(dropout: Double) -> LayerTree {
    switch self {
    case .own(let network): network.tree(dropout: dropout)
    case .shared(_, let width): LayerTree("tok2vec-listener", dims: [("nO", width)])
    }
  }

  /// Draws the initial weights of a network of its own.
  func initialize(_ parameters: inout Parameters, random: inout SpacyRandom) {
    if case .own(let network) = self { network.initialize(&parameters, random: &random) }
  }
}

/// What a component predicts with: the vectors of the words of some documents, and how to compute.
struct PredictionContext {
  /// The word vectors of the documents, `[words, width]`; `nil` for a component that reads none.
  let vectors: UnsafeMutablePointer<Float>?
  /// The weights of the pipeline.
  let parameters: Parameters
  /// How products are made.
  let numerics: Numerics
  /// Memory until the documents are annotated.
  let arena: Arena
  /// Shown every decision of a transition system, for tests.
  let observe: ((Decision) -> Void)?
}
