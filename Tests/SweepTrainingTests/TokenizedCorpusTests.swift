import SweepBase
import SweepConfig
import SweepPipeline
import SweepTestSupport
import SweepText
import SweepTraining
import Testing

@Suite struct TokenizedCorpusTests {
  /// "Ada doesn't ." with other tokens than a tokenizer makes; its spaces are known.
  private var doc: Doc {
    var doc = Doc(words: ["Ada", "doesn't."], spaces: [true, false])
    doc.setEntities([EntitySpan(0, 1, "PERSON")])
    doc.sentStarts = [1, 0]
    return doc
  }

  private func corpus(
    _ docs: [Doc], _ settings: CorpusSettings, files: [String: [UInt8]] = [:]
  ) throws -> PreparedCorpus {
    let docs = memorySource(["a.spacy": docs])
    return try PreparedCorpus(
      settings,
      from: InputSource { path throws(FileError) in
        guard let bytes = files[path] else { return try docs.files(path) }
        return [InputFile(path: path, resolvedPath: "/" + path, bytes: bytes)]
      })
  }

  @Test func dividesTextsWhoseSpacesAreKnown() throws {
    let english = CorpusSettings(path: "a.spacy", tokenizer: .language("en"))
    let example = try #require(try corpus([doc], english).examples.first).example
    #expect(example.predicted.words == ["Ada", "does", "n't", "."])
    #expect(example.predicted.norms?[2] == StringStore.id(of: "not"))
    #expect(example.alignment.yToX[1] == [1, 2, 3])
    #expect(example.alignedNER() == ["U-PERSON", "O", "O", "O"])
    #expect(try corpus([doc], english).wordCounts == [4])
  }

  @Test func keepsTokensWhereSpacesAreUnknownOrGoldOnesAreWanted() throws {
    var unknown = doc
    unknown.hasUnknownSpaces = true
    let settings = CorpusSettings(path: "a.spacy", tokenizer: .language("en"))
    let example = try #require(try corpus([unknown], settings).examples.first).example
    #expect(example.predicted.words == ["Ada", "doesn't."])
    #expect(example.alignment.isIdentity)
    let gold = CorpusSettings(path: "a.spacy", goldPreproc: true, tokenizer: .language("en"))
    #expect(try corpus([doc], gold).wordCounts == [2])
    // No rules are needed for tokens that are there.
    let german = CorpusSettings(path: "a.spacy", tokenizer: .language("de"))
    #expect(try corpus([unknown], german).wordCounts == [2])
    #expect(try corpus([unknown], german).tokenizer == nil)
    #expect(throws: TokenizerError.self) { try corpus([doc], german) }
  }

  @Test func readsRulesFromAFolder() throws {
    var settings = CorpusSettings(path: "a.spacy", tokenizer: .language("en"))
    settings.tokenizerFolder = "base"
    let rules = try Tokenizer(language: "xx").bytes
    let corpus = try corpus([doc], settings, files: ["base/tokenizer": rules])
    #expect(corpus.wordCounts == [3])
    #expect(corpus.tokenizer == rules)
    #expect(corpus.files.map(\.path) == ["a.spacy", "base/tokenizer"])
  }

  /// Python's generator of seed 0 gives 0.84, 0.76, 0.42, 0.26, 0.51, 0.40, 0.78, 0.30, 0.48, 0.58.
  @Test func writesTheExamplesInLowerCaseThatSpacyDoes() throws {
    var settings = CorpusSettings(path: "a.spacy", tokenizer: .language("en"))
    settings.augmenter = .lowerCase(0.5)
    let (changed, random) = try corpus(Array(repeating: doc, count: 10), settings)
      .augmented(seed: 0)
    let texts = changed.examples.map { $0.example.predicted.text }
    #expect(texts.indices.filter { texts[$0] == "ada doesn't." } == [2, 3, 5, 7, 8])
    #expect(changed.examples[2].example.reference.entities == doc.entities)
    #expect(changed.examples[2].example.reference.words == ["ada", "doesn't."])
    var plain = SpacyRandom(seed: 0)
    for _ in 0..<10 { _ = plain.python.random() }
    #expect(random == plain)
  }
}
