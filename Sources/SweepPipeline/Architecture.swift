public import SweepConfig
import SweepText

/// What a function under `@architectures` describes: a network, or a part of one.
public enum Architecture: Equatable, Sendable {
  /// A token-to-vector network.
  case tok2vec(Tok2VecSettings)
  /// The vectors of a shared `tok2vec` component.
  case listener(width: Int, upstream: String)
  /// Hashed embeddings of lexical attributes.
  case embed(width: Int, attributes: [String], rows: [Int])
  /// Layers over windows of words; `isWrapped` is the node tree of version 1.
  case encode(width: Int, windowSize: Int, maxoutPieces: Int, depth: Int, isWrapped: Bool)
  /// A transition-based parser of entities on word vectors.
  case transitions(TransitionArchitecture)
}

/// The settings of `TransitionBasedParser`, and where its word vectors come from.
public struct TransitionArchitecture: Equatable, Sendable {
  /// The word vectors.
  public var vectors: VectorArchitecture
  /// Whether states are described by 6 words instead of 3.
  public var extraStateTokens: Bool
  /// The width of the hidden layer.
  public var hiddenWidth: Int
  /// The pieces of the hidden layer.
  public var maxoutPieces: Int
  /// Whether there is an upper layer.
  public var usesUpper: Bool

  /// The sizes of a model with this number of classes.
  func settings(classCount: Int) -> TransitionModelSettings {
    TransitionModelSettings(
      inputWidth: vectors.width, hiddenWidth: hiddenWidth, maxoutPieces: maxoutPieces,
      featureCount: extraStateTokens ? 6 : 3, usesUpper: usesUpper, classCount: classCount)
  }
}

extension RegistryKind where Product == Architecture {
  /// The functions under `@architectures`.
  public static var architectures: RegistryKind { RegistryKind("architectures") }
}

extension Registry {
  /// Every function this module registers.
  public static let pipeline: [any RegistryEntryProtocol] = [
    Architecture.hashEmbedCNN("spacy.HashEmbedCNN.v2"),
    Architecture.hashEmbedCNN("spacy-legacy.HashEmbedCNN.v1"),
    Architecture.tok2vec("spacy.Tok2Vec.v2"),
    Architecture.tok2vec("spacy-legacy.Tok2Vec.v1"),
    Architecture.multiHashEmbed("spacy.MultiHashEmbed.v2"),
    Architecture.multiHashEmbed("spacy-legacy.MultiHashEmbed.v1"),
    Architecture.maxoutWindowEncoder("spacy.MaxoutWindowEncoder.v2", isWrapped: false),
    Architecture.maxoutWindowEncoder("spacy-legacy.MaxoutWindowEncoder.v1", isWrapped: true),
    Architecture.listenerEntry,
    Architecture.transitionBasedParser("spacy.TransitionBasedParser.v2", usesUpper: nil),
    Architecture.transitionBasedParser("spacy-legacy.TransitionBasedParser.v1", usesUpper: true),
  ]
}
