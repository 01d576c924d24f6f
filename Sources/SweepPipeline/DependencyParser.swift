import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// The `parser` component: a dependency tree of each sentence, and with it the sentences.
///
/// - Source: spaCy 3.8 `dep_parser.pyx`, `transition_parser.pyx`.
struct DependencyParser: PipelineComponent {
  let name: String
  /// Its settings.
  let settings: TransitionSettings
  /// The network's sizes, and where its word vectors come from.
  let architecture: TransitionArchitecture
  /// The labels and the order of the classes.
  let moves: ArcMoveTable
  let system: ArcEagerSystem
  var model: TransitionModel
  /// Its word vectors.
  let source: VectorSource
  /// The ids of each class's label, and whether it says where a word belongs instead.
  let ids: [(label: UInt64, isDecorated: Bool)]
  /// The id of the label of roots.
  let root = StringStore.id(of: "ROOT")

  var vectors: VectorSource? { source }

  /// Adds the parameters to the pipeline's, in the order of the model file.
  init(
    name: String, settings: TransitionSettings, architecture: TransitionArchitecture,
    moves: ArcMoveTable, in parameters: inout Parameters
  ) {
    self.name = name
    self.settings = settings
    self.architecture = architecture
    self.moves = moves
    system = ArcEagerSystem(moves: moves.moves)
    model = TransitionModel(
      architecture.settings(classCount: moves.moves.count), prefix: name, in: &parameters)
    ids = moves.moves.map {
      (StringStore.id(of: $0.label), ProjectiveTree.parts(of: $0.label) != nil)
    }
    source = architecture.vectors.source(prefix: "\(name).tok2vec", in: &parameters)
  }

  /// The labels, sorted; of a decorated one the part after the delimiter, as spaCy lists them.
  var labels: [String] {
    var found: [String] = []
    for move in moves.moves where !move.label.isEmpty {
      let first = move.label.split(separator: "-", omittingEmptySubsequences: false)[0]
      let label = ProjectiveTree.parts(of: String(first))?.head ?? String(first)
      if !found.contains(where: { same($0, label) }) { found.append(label) }
    }
    return found.sorted { precedes($0, $1) }
  }

  var strings: [String] {
    ["ROOT"]
      + moves.moves.flatMap { move in
        let parts = ProjectiveTree.parts(of: move.label)
        return [move.label] + (parts.map { [$0.own, $0.head] } ?? [])
      }
  }

  func initialize(
    _ parameters: inout Parameters, _ numerics: Numerics, random: inout SpacyRandom
  ) {
    source.initialize(&parameters, random: &random)
    model.initialize(&parameters, numerics, random: &random)
  }

  var tree: LayerTree? {
    // Prediction resets the rates to 0, and every training ends with an evaluation.
    model.tree(source.tree(dropout: 0), lowerDropout: 0)
  }

  func score(_ examples: [Example], into found: inout PipelineScores) {
    found.scores.merge(Scorer.sentences(examples))
    found.scores.merge(Scorer.dependencies(examples))
  }

  func files() -> [PipelineFile] {
    [
      cfg(settings.json),
      PipelineFile("\(name)/moves", moves.bytes(negativeKey: settings.incorrectSpansKey)),
    ]
  }

  func write(to writer: inout StateWriter) {
    moves.write(to: &writer)
    writer.write(model.unseen)
  }
}
