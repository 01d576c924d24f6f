import SweepConfig
import SweepTestSupport
import SweepText
import Testing

@Suite struct ColumnReaderTests {
  private func read(
    _ text: String, _ format: ColumnFormat = .ner, n: Int = 1
  ) throws(ColumnErrors) -> [Doc] {
    try ColumnReader(format, sentencesPerDoc: n).read(Array(text.utf8), file: "data")
  }

  @Test(arguments: [ColumnFormat.ner, .iob]) func convertsAsSpacyDoes(_ format: ColumnFormat) throws
  {
    let bytes = try Fixture.bytes("convert/sample.\(format.rawValue)")
    let docs = try ColumnReader(format).read(bytes, file: "sample")
    let expected = try #require(
      Fixture.json("convert/expected.json")["sample_\(format.rawValue).spacy"]?.arrayValue)
    #expect(docs.count == expected.count)
    for (doc, expected) in zip(docs, expected) {
      #expect(.array(doc.words.map { .string($0) }) == expected["words"])
      #expect(.array(doc.spaces.map { .bool($0) }) == expected["spaces"])
      #expect(.bool(doc.hasUnknownSpaces) == expected["unknown_spaces"])
      #expect(.array(doc.tags?.map { .string(doc.strings[$0] ?? "?") } ?? []) == expected["tag"])
      #expect(.array(doc.entIOB?.map { .integer(Int($0)) } ?? []) == expected["iob"])
      #expect(.array(doc.sentStarts?.map { .integer(Int($0)) } ?? []) == expected["sent_start"])
      let entities = doc.entities.map {
        JSONValue.array([.integer($0.start), .integer($0.end), .string($0.label)])
      }
      #expect(.array(entities) == expected["ents"])
    }
  }

  /// The file that spaCy makes of the same lines, to the byte; it mixes empty lines and lines of a tab.
  @Test(arguments: ["train", "dev"]) func convertsARealCorpus(_ name: String) throws {
    guard let source = Fixture.sharedData("wnut17/\(name).conll"),
      let target = Fixture.sharedData("converted/wnut-n1/\(name).spacy")
    else { return }
    let docs = try ColumnReader(.ner).read(FileBytes.read(source), file: source)
    #expect(DocBin(docs, storesUserData: true).bytes() == (try FileBytes.read(target)))
  }

  @Test func endsSentencesAtLinesOfWhiteSpace() throws {
    let docs = try read("a O\n\nb O\n\t\nc O\n  \t \n\n\nd O")
    #expect(docs.map(\.words) == [["a"], ["b"], ["c"], ["d"]])
  }

  @Test(arguments: ["\n", "\r\n", "\r"]) func readsEveryKindOfLineEnd(_ end: String) throws {
    let text = ["a B-X", "b I-X", "", "c O", ""].joined(separator: end)
    let docs = try read(text)
    #expect(docs.map(\.words) == [["a", "b"], ["c"]])
    #expect(docs[0].entities == [EntitySpan(0, 2, "X")])
  }

  @Test func groupsSentences() throws {
    let text = "a B-X\nb I-X\n\nc I-X\n\nd O\n\n"
    #expect(try read(text, n: 2).map(\.words) == [["a", "b", "c"], ["d"]])
    #expect(try read(text, n: 0).map(\.words) == [["a", "b", "c", "d"]])
    let doc = try #require(try read(text, n: 10).first)
    #expect(doc.sentStarts == [1, -1, 1, 1])
    #expect(doc.entities == [EntitySpan(0, 2, "X"), EntitySpan(2, 3, "X")])
    #expect(doc.sentences == [0..<2, 2..<3, 3..<4])
  }

  @Test func startsDocumentsWhereTheFileDoes() throws {
    let text = "z O\n\ny O\n\n-DOCSTART- -X- O O\n\na O\n\nb O\n-DOCSTART- O\n\nc O"
    #expect(try read(text).map(\.words) == [["z", "y"], ["a", "b"], ["c"]])
    #expect(try read("-DOCSTART- -X- -X- O\n\n-DOCSTART- -X- -X- O\n") == [])
  }

  @Test func takesTheSecondOfThreeColumnsForTheTag() throws {
    let doc = try #require(try read("Oslo NNP I-NP B-GPE\n").first)
    #expect(doc.tags == [StringStore.id(of: "NNP")])
    #expect(doc.strings[StringStore.id(of: "NNP")] == "NNP")
    #expect(try read("Oslo B-GPE\n").first?.tags == [StringStore.id(of: "-")])
  }

  @Test func readsSentencesPerLine() throws {
    let text = "Oslo|B-GPE froze|O\nI|PRP|O left|VBD|O\n"
    let docs = try read(text, .iob)
    #expect(docs.map(\.words) == [["Oslo", "froze"], ["I", "left"], []])
    #expect(docs[1].tags == [StringStore.id(of: "PRP"), StringStore.id(of: "VBD")])
    #expect(try read(text, .iob, n: 0).map(\.count) == [4])
    #expect(try read("a|b|NN|O c|NN|O", .iob).first?.words == ["a|b", "c"])
  }

  @Test func ignoresAByteOrderMark() throws {
    #expect(try read("\u{feff}a O").first?.words == ["a"])
  }

  @Test func readsNothingFromNothing() throws {
    #expect(try read("") == [])
    #expect(try read("\n \n") == [])
    #expect(try read("", .iob).map(\.count) == [0])
  }

  @Test func reportsEveryBadLine() throws {
    let text = "a O\nb\nc NN O\n\nd X-Y\ne B-\nf -\n"
    let error = #expect(throws: ColumnErrors.self) { try read(text) }
    #expect(
      error.map { "\($0)" } == """
        data:2: expected a word and a tag at least, found 1 column
        data:3: expected 2 columns as on the lines before, found 3
        data:5: expected O or an entity tag such as B-PERSON, found "X-Y"
        data:6: expected O or an entity tag such as B-PERSON, found "B-"
        data:7: expected O or an entity tag such as B-PERSON, found "-"
        """)
  }

  @Test func reportsBadTokensOfSentences() throws {
    let error = #expect(throws: ColumnErrors.self) { try read("a|NN|O b|O\nword\nx|Q\n", .iob) }
    #expect(
      error.map { "\($0)" } == """
        data:1: expected 3 parts divided by | in each token, found "b|O"
        data:2: expected 2 parts divided by | in each token, found "word"
        data:3: expected O or an entity tag such as B-PERSON, found "Q"
        """)
  }

  @Test func reportsBytesThatAreNotUTF8() {
    let bytes = Array("a O\ncaf".utf8) + [0xe9] + Array(" O\nb O\n".utf8)
    let error = #expect(throws: ColumnErrors.self) {
      try ColumnReader(.ner).read(bytes, file: "x.conll")
    }
    #expect(error.map { "\($0)" } == "x.conll:2: expected UTF-8, found other bytes at byte 4")
  }

  @Test func stopsListingAfterTwentyErrors() {
    let error = #expect(throws: ColumnErrors.self) {
      try read(String(repeating: "a Q\n", count: 33))
    }
    #expect(error?.errors.count == 20)
    #expect(
      error.map {
        "\($0)".hasSuffix(
          "data:20: expected O or an entity tag such as B-PERSON, found \"Q\"\ndata: 13 more lines with errors"
        )
      } == true)
  }

  @Test(arguments: [
    ("x.conll", "whatever", ColumnFormat.ner), ("x.iob", "a|O b|B-X", .iob),
    ("x.iob", "a O\n", .ner),
    ("x.ner", "a|NN|O", .iob), ("x.ner", "", .ner), ("x.iob", "", .iob),
    ("x.txt", "a\tB-PER\n", .ner),
    ("dir.ner/x", "a|O", .iob), ("x.txt", "a b\n", nil), ("x.txt", "a|O x O\n", nil),
    ("x.txt", String(repeating: "\n", count: 25) + "a O", nil),
  ])
  func guessesTheFormat(_ file: String, _ text: String, _ expected: ColumnFormat?) {
    #expect(ColumnFormat.detect(file: file, text: text) == expected)
  }
}
