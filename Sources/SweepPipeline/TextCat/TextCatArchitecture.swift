/// The settings of `TextCatBOW`: a linear model of words and n-grams.
public struct BagOfWordsSettings: Equatable, Sendable {
  /// Whether exactly one label is right.
  public var isExclusive: Bool
  /// The longest n-grams, in words.
  public var ngramSize: Int
  /// Whether scores are probabilities.
  public var hasOutputLayer: Bool
  /// The rows of weights per class: a power of two.
  public var length: Int
  /// Which version of the architecture it is, 1 to 3.
  public var version: Int

  /// The rows of versions 1 and 2.
  static let fixedLength = 1 << 18

  /// The function that turns its sums into scores.
  var activation: OutputActivation {
    hasOutputLayer ? (isExclusive ? .softmax : .logistic) : .none
  }
}

/// What an architecture for labels of whole texts computes, and from which vectors.
public struct TextCatArchitecture: Equatable, Sendable {
  /// The family of the network.
  public enum Kind: Equatable, Sendable {
    /// `TextCatBOW`.
    case bagOfWords(BagOfWordsSettings)
    /// `TextCatEnsemble.v2`: a bag of words beside attention over word vectors.
    case ensemble(BagOfWordsSettings)
    /// `TextCatReduce.v1` and `TextCatCNN`: reduced word vectors. Version 1 of the latter has a node
    /// tree of its own.
    case reductions([Reduction], isResizable: Bool)
    /// `TextCatParametricAttention.v1`.
    case attention
  }

  public var kind: Kind
  /// Whether exactly one label is right.
  public var isExclusive: Bool
  /// Where word vectors come from; `nil` for a bag of words.
  public var vectors: VectorArchitecture?
  /// The number of labels, where the config gives it.
  public var outputs: Int?

  /// The function that turns the values of the last layer into scores.
  var activation: OutputActivation {
    if case .bagOfWords(let settings) = kind { return settings.activation }
    return isExclusive ? .softmaxLayer : .logistic
  }

  /// The settings of the linear model in it.
  var bagOfWords: BagOfWordsSettings? {
    switch kind {
    case .bagOfWords(let settings), .ensemble(let settings): settings
    default: nil
    }
  }
}
