/// The sizes of a transition model.
///
/// - Source: spaCy 3.8 `TransitionBasedParser.v2`.
public struct TransitionModelSettings: Equatable, Sendable {
  /// The width of the word vectors it reads.
  public var inputWidth: Int
  /// The width of the projected words and of the hidden layer.
  public var hiddenWidth: Int
  /// The pieces of the hidden layer; 1 means a ReLU in training.
  public var maxoutPieces: Int
  /// The words that describe a state: 3, or 6 with extra state tokens.
  public var featureCount: Int
  /// Whether a linear layer maps the hidden layer to classes; otherwise it is the classes.
  public var usesUpper: Bool
  /// The number of classes.
  public var classCount: Int

  /// The dropout of the hidden layer in training, whatever the training's dropout is.
  static let hiddenDropout = 0.1

  /// The outputs of the lower layer.
  public var lowerWidth: Int { usesUpper ? hiddenWidth : classCount }
  /// The outputs of the lower layer times its pieces.
  var pieceWidth: Int { lowerWidth * maxoutPieces }
}
