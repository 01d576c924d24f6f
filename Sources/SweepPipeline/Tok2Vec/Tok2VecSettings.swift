import SweepText

/// The sizes of a token-to-vector network: hashed embeddings, then a window encoder.
///
/// `HashEmbedCNN` is the same network with fixed attributes and row counts.
///
/// - Units: `width` numbers per word, `windowSize` words on either side.
public struct Tok2VecSettings: Equatable, Sendable {
  /// The versions of spaCy's architectures that the model file's node tree follows.
  public enum Layout: Equatable, Sendable {
    /// `Tok2Vec.v2` and `HashEmbedCNN`: the encoder takes documents.
    case nested
    /// `Tok2Vec.v1` with an encoder of version 1, which is wrapped by the outer layer.
    case wrapped
    /// `Tok2Vec.v1` with an encoder of version 2, which is wrapped twice.
    case wrappedTwice
  }

  /// What words are embedded by.
  public var embed: EmbedArchitecture
  /// How their neighbours are seen.
  public var encode: EncodeArchitecture
  /// Which node tree model files have.
  public var layout: Layout = .nested

  /// Joins the two halves.
  public init(
    embed: EmbedArchitecture, encode: EncodeArchitecture, layout: Layout = .nested
  ) {
    (self.embed, self.encode, self.layout) = (embed, encode, layout)
  }

  /// Numbers per word.
  public var width: Int { embed.width }
  /// The embedded attributes, in order, as the config names them.
  public var attributes: [String] { embed.attributes }
  /// The table rows of each attribute.
  public var rows: [Int] { embed.rows }
  /// Whether the pipeline's static word vectors are mixed in, after the embeddings.
  public var hasStaticVectors: Bool { embed.hasStaticVectors }
  /// The number of encoder layers.
  public var depth: Int { encode.depth }
  /// How many words to either side an encoder layer sees.
  public var windowSize: Int { encode.windowSize }
  /// The pieces of an encoder layer; the embedding always has 3.
  public var maxoutPieces: Int { encode.maxoutPieces ?? 1 }

  /// The maxout pieces of the embedding's mixing layer.
  static let embedPieces = 3

  /// How many zero rows separate documents.
  ///
  /// Without any, windows reach into the neighbouring documents of a batch: spaCy's Mish encoder and
  /// its first `Tok2Vec` around the second encoder leave them out.
  var padding: Int { layout == .wrappedTwice ? 0 : ownPadding }
  /// How many of them the encoder itself asks for.
  var ownPadding: Int { encode.maxoutPieces == nil ? 0 : depth * windowSize }
  /// Whether a word's vector depends on the documents around its own.
  var joinsDocuments: Bool { padding == 0 && depth * windowSize > 0 }
  /// The width of the encoder's input.
  var windowWidth: Int { width * (2 * windowSize + 1) }
  /// The width of all embeddings side by side: characters, tables, static vectors.
  var embedWidth: Int { tableStart + width * embeddingCount }
  /// Where the embeddings of attributes begin.
  var tableStart: Int { embed.characters?.outputs ?? 0 }
  /// How many embeddings there are, characters aside.
  var embeddingCount: Int { attributes.count + (hasStaticVectors ? 1 : 0) }

  /// What tells words apart: the attributes that are embedded, their characters, and the word itself
  /// where it has a static vector.
  var features: WordFeatures {
    WordFeatures(
      attributes: attributes.compactMap { Attribute(name: $0) } + (hasStaticVectors ? [.orth] : []),
      characters: embed.characters?.count ?? 0)
  }
}

/// What words are embedded by, as `MultiHashEmbed` or `CharacterEmbed` describes it.
public struct EmbedArchitecture: Equatable, Sendable {
  /// The embedding of a word's first and last bytes.
  public struct Characters: Equatable, Sendable {
    /// How many bytes of a word.
    public var count: Int
    /// Numbers per byte.
    public var width: Int

    /// Describes the table.
    public init(count: Int, width: Int) { (self.count, self.width) = (count, width) }

    /// The numbers of all bytes of a word.
    var outputs: Int { count * width }
  }

  /// Numbers per word.
  public var width: Int
  /// The attributes, in order, as the config names them.
  public var attributes: [String]
  /// The table rows of each.
  public var rows: [Int]
  /// The table of bytes, before the others.
  public var characters: Characters?
  /// Whether static word vectors are mixed in, after the others.
  public var hasStaticVectors: Bool
  /// Whether words without a static vector have the table's last one, as in version 1, or zeros.
  public var usesLastVector: Bool

  /// Describes an embedding.
  public init(
    width: Int, attributes: [String], rows: [Int], characters: Characters? = nil,
    hasStaticVectors: Bool = false, usesLastVector: Bool = false
  ) {
    (self.width, self.attributes, self.rows) = (width, attributes, rows)
    self.characters = characters
    (self.hasStaticVectors, self.usesLastVector) = (hasStaticVectors, usesLastVector)
  }

  /// The hash seed of the first attribute; the others count up from it.
  var firstSeed: UInt32 { characters == nil ? 8 : 5 }
  /// Whether the tables of attributes have dropout.
  var hasTableDropout: Bool { characters == nil }
}

/// Layers over windows of words, as `MaxoutWindowEncoder` or `MishWindowEncoder` describes them.
public struct EncodeArchitecture: Equatable, Sendable {
  /// Numbers per word.
  public var width: Int
  /// How many words to either side a layer sees.
  public var windowSize: Int
  /// The pieces of a maxout layer; `nil` for Mish.
  public var maxoutPieces: Int?
  /// The number of layers.
  public var depth: Int
  /// Whether it is version 1, which takes the words of all documents as one array.
  public var isFirstVersion: Bool

  /// Describes an encoder.
  public init(
    width: Int, windowSize: Int, maxoutPieces: Int?, depth: Int, isFirstVersion: Bool = false
  ) {
    (self.width, self.windowSize, self.maxoutPieces) = (width, windowSize, maxoutPieces)
    (self.depth, self.isFirstVersion) = (depth, isFirstVersion)
  }
}
