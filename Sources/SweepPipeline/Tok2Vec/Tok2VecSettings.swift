import SweepText

/// The sizes of a token-to-vector network: hashed embeddings, then a window encoder.
///
/// `HashEmbedCNN` is the same network with fixed attributes and row counts.
///
/// - Units: `width` numbers per word, `windowSize` words on either side.
public struct Tok2VecSettings: Equatable, Sendable {
  /// The version of spaCy's architecture that the model file's node tree follows.
  public enum Layout: Equatable, Sendable {
    /// `Tok2Vec.v2` and `HashEmbedCNN`.
    case nested
    /// `Tok2Vec.v1` with `MaxoutWindowEncoder.v1`: the encoder proper is wrapped by the outer layer.
    case wrapped
  }

  /// Numbers per word.
  public var width: Int
  /// The embedded attributes, in order, as the config names them.
  public var attributes: [String]
  /// The table rows of each attribute.
  public var rows: [Int]
  /// The number of encoder layers.
  public var depth: Int
  /// How many words to either side an encoder layer sees.
  public var windowSize: Int
  /// The maxout pieces of the encoder; the embedding always has 3.
  public var maxoutPieces: Int
  /// Whether the pipeline's static word vectors are mixed in, after the embeddings.
  public var hasStaticVectors = false
  /// Which node tree model files have.
  public var layout: Layout = .nested

  /// The maxout pieces of the embedding's mixing layer.
  static let embedPieces = 3
  /// The hash seed of the first attribute; the others count up from it.
  static let firstSeed: UInt32 = 8

  /// How many zero rows separate documents.
  var padding: Int { depth * windowSize }
  /// The width of the encoder's input.
  var windowWidth: Int { width * (2 * windowSize + 1) }
  /// The width of all embeddings side by side.
  var embedWidth: Int { width * embeddingCount }
  /// How many embeddings there are.
  var embeddingCount: Int { attributes.count + (hasStaticVectors ? 1 : 0) }

  /// The attributes that tell words apart: those that are embedded, and the word itself where it has
  /// a static vector.
  var features: [Attribute] {
    attributes.compactMap { Attribute(name: $0) } + (hasStaticVectors ? [.orth] : [])
  }
}
