import SweepText

/// Divides words without any annotation into sentences: by a pipeline's parser, or after punctuation.
package struct SentenceSegmenter: Sendable {
  private let parser: Pipeline?

  /// Sentences end after punctuation.
  package init() { parser = nil }

  /// Sentences are the trees of a pipeline's component `parser`.
  ///
  /// - Returns: `nil` for a pipeline without one.
  package init?(_ pipeline: Pipeline) {
    guard pipeline.componentNames.contains("parser") else { return nil }
    var parser = pipeline
    parser.components.removeAll { !($0 is SharedTok2Vec) && $0.name != "parser" }
    self.parser = parser
  }

  /// Whether each word starts a sentence.
  package func starts(of words: [String]) -> [Bool] {
    guard let parser else {
      return Sentencizer(name: "", overwrites: false, marks: Sentencizer.usualMarks)
        .starts(of: words)
    }
    guard let doc = parser.predict([Doc(words: words)]).first else { return [] }
    return words.indices.map { $0 == 0 || doc.sentStarts?[$0] == 1 }
  }
}
