import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// The `ner` component: finds entities by transitions over word vectors.
///
/// - Source: spaCy 3.8 `EntityRecognizer`, `transition_parser.pyx`.
public struct EntityRecognizer: Sendable {
  /// The component's name.
  public let name: String
  /// Its settings.
  public let settings: EntityRecognizerSettings
  /// The network's sizes, and where its word vectors come from.
  public let architecture: TransitionArchitecture
  /// The labels and the order of the classes.
  public internal(set) var moves: MoveTable
  var system: NERSystem
  var model: TransitionModel
  /// Its own word vectors, `nil` when they are shared.
  let vectors: Tok2Vec?

  /// The entity labels, sorted.
  public var labels: [String] { moves.labels }

  /// Adds the parameters to the pipeline's, in the order of the model file.
  init(
    name: String, settings: EntityRecognizerSettings, architecture: TransitionArchitecture,
    moves: MoveTable, in parameters: inout Parameters
  ) {
    self.name = name
    self.settings = settings
    self.architecture = architecture
    self.moves = moves
    system = NERSystem(moves: moves.moves)
    model = TransitionModel(
      architecture.settings(classCount: moves.moves.count), prefix: name, in: &parameters)
    if case .own(let sizes) = architecture.vectors {
      vectors = Tok2Vec(sizes, prefix: "\(name).tok2vec", in: &parameters)
    } else {
      vectors = nil
    }
  }

  /// Draws the initial weights in spaCy's order.
  func initialize(
    _ parameters: inout Parameters, _ numerics: Numerics, random: inout SpacyRandom
  ) {
    vectors?.initialize(&parameters, random: &random)
    model.initialize(&parameters, numerics, random: &random)
  }

  /// The layer tree of its `model` file.
  var tree: LayerTree {
    // Prediction resets the rates to 0, and every training ends with an evaluation.
    let inner = vectors?.tree(dropout: 0)
    let listener = TransitionModel.listenerTree(width: architecture.vectors.width)
    return model.tree(inner ?? listener, lowerDropout: 0)
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
