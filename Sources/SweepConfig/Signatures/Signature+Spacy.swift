extension Signature {
  /// The functions of a spaCy CPU pipeline.
  static let spacy: [Signature] = []
}
