import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// The `ner` component: finds entities by transitions over word vectors.
///
/// - Source: spaCy 3.8 `EntityRecognizer`, `transition_parser.pyx`.
struct EntityRecognizer: PipelineComponent {
  /// The component's name.
  let name: String
  /// Its settings.
  let settings: TransitionSettings
  /// The network's sizes, and where its word vectors come from.
  let architecture: TransitionArchitecture
  /// The labels and the order of the classes.
  var moves: MoveTable
  var system: NERSystem
  var model: TransitionModel
  /// Its word vectors.
  let source: VectorSource

  var vectors: VectorSource? { source }

  /// The entity labels, sorted.
  var labels: [String] { moves.labels }

  /// Adds the parameters to the pipeline's, in the order of the model file.
  init(
    name: String, settings: TransitionSettings, architecture: TransitionArchitecture,
    moves: MoveTable, in parameters: inout Parameters
  ) {
    self.name = name
    self.settings = settings
    self.architecture = architecture
    self.moves = moves
    system = NERSystem(moves: moves.moves)
    model = TransitionModel(
      architecture.settings(classCount: moves.moves.count), prefix: name, in: &parameters)
    source = architecture.vectors.source(prefix: "\(name).tok2vec", in: &parameters)
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

  /// How often each label occurs among the entity words of a corpus, in order of appearance.
  static func frequencies(_ examples: some Sequence<Example>) -> [MoveTable.Entry] {
    var (ids, entries) = ([UInt64: Int](), [MoveTable.Entry]())
    for example in examples {
      guard let types = example.reference.entTypes else { continue }
      for type in types where type != 0 {
        if let index = ids[type] {
          entries[index].frequency += 1
        } else {
          ids[type] = entries.count
          entries.append(MoveTable.Entry(example.reference.strings[type] ?? "", 1))
        }
      }
    }
    return entries
  }
}
