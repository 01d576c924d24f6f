import SweepPipeline
import SweepText
import SweepTraining
import Testing

@Suite struct PreparedCorpusTests {
  private let source = memorySource([
    "dev.spacy": [
      smallDoc(["A", nil, "B"]), smallDoc([]), smallDoc(["A"]), smallDoc(["A", "A", "A", "A"]),
    ]
  ])

  private func sums(_ settings: CorpusSettings) throws -> [Int] {
    let corpus = try PreparedCorpus(settings, from: source)
    let counts = corpus.examples.map { EntityCounts(correct: 1, expected: $0.wordCount) }
    let perDocument = corpus.perDocument(counts)
    #expect(perDocument.map(\.expected).reduce(0, +) == corpus.wordCounts.reduce(0, +))
    return perDocument.map(\.correct)
  }

  @Test func countsTheExamplesOfADocumentTogether() throws {
    #expect(try sums(CorpusSettings(path: "dev.spacy")) == [1, 1, 1])
    #expect(try sums(CorpusSettings(path: "dev.spacy", goldPreproc: true)) == [3, 1, 4])
    #expect(try sums(CorpusSettings(path: "dev.spacy", maxLength: 3)) == [3, 1, 4])
    #expect(try sums(CorpusSettings(path: "dev.spacy", limit: 2)) == [1, 1])
  }

  /// Documents keep their places, so that trials with different limits can be held together.
  @Test func keepsThePlaceOfADocumentThatGaveNothing() throws {
    var long = Doc(words: ["one", "sentence", "that", "is", "long"])
    long.sentStarts = [1, 0, 0, 0, 0]
    let source = memorySource(["dev.spacy": [long, smallDoc(["A"]), long]])
    let corpus = try PreparedCorpus(CorpusSettings(path: "dev.spacy", maxLength: 3), from: source)
    #expect(
      corpus.perDocument([EntityCounts(expected: 1)]).map(\.expected) == [0, 1, 0])
  }

  @Test func sumsNothingWhereNothingWasCounted() throws {
    let corpus = try PreparedCorpus(CorpusSettings(path: "dev.spacy"), from: source)
    #expect(corpus.perDocument([]).isEmpty)
  }
}
