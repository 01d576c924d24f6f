import SweepNN

/// The `tok2vec` component: word vectors that later components listen to.
public struct SharedTok2Vec: Sendable {
  /// The component's name.
  public let name: String
  /// The network.
  public let network: Tok2Vec
  /// The dropout that was last trained with; model files keep it.
  var dropout = 0.0

  init(name: String, _ settings: Tok2VecSettings, in parameters: inout Parameters) {
    self.name = name
    network = Tok2Vec(settings, prefix: name, in: &parameters)
  }

  /// The layer tree of its `model` file.
  var tree: LayerTree { network.tree(dropout: dropout) }
}

/// A component of a pipeline.
public enum Component: Sendable {
  case tok2vec(SharedTok2Vec)
  case ner(EntityRecognizer)

  /// The component's name.
  public var name: String {
    switch self {
    case .tok2vec(let component): component.name
    case .ner(let component): component.name
    }
  }

  /// The network that computes its word vectors, unless it listens to another's.
  var ownNetwork: Tok2Vec? {
    switch self {
    case .tok2vec(let component): component.network
    case .ner(let component): component.vectors
    }
  }

  /// The layer tree of its `model` file.
  var tree: LayerTree {
    switch self {
    case .tok2vec(let component): component.tree
    case .ner(let component): component.tree
    }
  }

  /// Whether gradients of this component go into a shared one.
  var isListener: Bool {
    if case .ner(let component) = self { component.vectors == nil } else { false }
  }
}
