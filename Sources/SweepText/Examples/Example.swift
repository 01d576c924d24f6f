/// A text as the pipeline sees it, and as it should be.
public struct Example: Sendable {
  /// The tokens that components work on; without gold annotations.
  public var predicted: Doc
  /// The annotated text.
  public let reference: Doc
  /// Which tokens of the two belong together: `x` is predicted, `y` is the reference.
  public let alignment: Alignment

  /// Two tokenizations of one text.
  ///
  /// - Throws: `AlignmentError` when the texts differ in more than white space and case.
  public init(predicted: Doc, reference: Doc) throws(AlignmentError) {
    self.predicted = predicted
    self.reference = reference
    alignment = try Alignment(x: predicted.words, y: reference.words)
  }

  /// An example whose predicted tokens are those of the reference.
  ///
  /// Where the reference's spaces are known, its tokens stand in for a tokenizer's, and so do the
  /// norms it stores: a tokenizer sets them for contractions. Where they are not, or where training
  /// asks for gold tokens, tokens have the norms of their words, as in spaCy.
  ///
  /// - Parameters:
  ///   - reference: the annotated text.
  ///   - hasGoldTokens: whether a tokenizer would not have been asked.
  public init(reference: Doc, hasGoldTokens: Bool = false) {
    var predicted = Doc(
      words: reference.words, spaces: reference.spaces, strings: reference.strings)
    if !hasGoldTokens && !reference.hasUnknownSpaces { predicted.norms = reference.norms }
    self.predicted = predicted
    self.reference = reference
    alignment = Alignment(identity: reference.count)
  }

  /// How many predicted tokens there are.
  public var count: Int { predicted.count }
}
