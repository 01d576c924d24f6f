import SweepConfig
import SweepTestSupport
import SweepText
import Testing

@Suite struct ExampleTests {
  private func strings(_ value: JSONValue?) throws -> [String] {
    try #require(value?.arrayValue).compactMap(\.stringValue)
  }

  private func links(_ value: JSONValue?) throws -> [[Int]] {
    try #require(value?.arrayValue).map { $0.arrayValue?.compactMap(\.intValue) ?? [] }
  }

  @Test(arguments: 0..<7) func alignsAsSpacyDoes(_ i: Int) throws {
    let expected = try #require(Fixture.json("cases_examples.json")["alignment"]?[i])
    let alignment = try Alignment(x: strings(expected["x"]), y: strings(expected["y"]))
    #expect(alignment.xToY.all == (try links(expected["x2y"])))
    #expect(alignment.yToX.all == (try links(expected["y2x"])))
  }

  @Test(arguments: 0..<5) func findsTheAnnotationsThatSpacyFinds(_ i: Int) throws {
    let expected = try #require(Fixture.json("cases_examples.json")["aligned_annotations"]?[i])
    let example = try makeExample(expected)
    let ner = try #require(expected["ner"]?.arrayValue).map(\.stringValue)
    #expect(example.alignedNER() == ner)
    let tags = example.aligned(.tag).map { $0.flatMap { example.reference.strings[$0] } }
    #expect(tags == (try #require(expected["tags"]?.arrayValue)).map(\.stringValue))
    let starts = try #require(expected["sent_starts"]?.arrayValue).map(\.boolValue)
    let found = example.alignedSentenceStarts()
    #expect(found.map { $0.map(Optional.init) } ?? starts.map { _ in nil } == starts)
    #expect((found == nil) == starts.allSatisfy { $0 == nil })
  }

  private func makeExample(_ value: JSONValue) throws -> Example {
    let spaces = { (key: String) in try #require(value[key]?.arrayValue).compactMap(\.boolValue) }
    let predicted = try Doc(words: strings(value["x"]), spaces: spaces("x_spaces"))
    var reference = try Doc(words: strings(value["y"]), spaces: spaces("y_spaces"))
    reference.setEntities(
      try #require(value["ents"]?.arrayValue).map {
        EntitySpan($0[0]?.intValue ?? 0, $0[1]?.intValue ?? 0, $0[2]?.stringValue ?? "")
      })
    if let tags = value["y_tags"]?.arrayValue {
      var store = reference.strings
      reference.tags = tags.map { store.add($0.stringValue ?? "") }
      reference.strings = store
    }
    if let heads = value["y_heads"]?.arrayValue?.compactMap(\.intValue) {
      reference.sentStarts = heads.indices.map { $0 == 0 ? 1 : -1 }
    }
    return try Example(predicted: predicted, reference: reference)
  }

  @Test func refusesOtherTexts() {
    let error = #expect(throws: AlignmentError.self) { try Alignment(x: ["ab"], y: ["ac"]) }
    #expect(
      error.map { "\($0)" }
        == #"expected the same text with other token borders, found ["ab"] and ["ac"]"#)
    #expect(throws: AlignmentError.self) { try Alignment(x: ["a"], y: ["a", "b"]) }
    #expect(throws: Never.self) { try Alignment(x: [], y: [" "]) }
  }

  @Test func alignsEqualTokensWithoutLookingAtCharacters() throws {
    let alignment = try Alignment(x: ["İx", "y"], y: ["İx", "y"])
    #expect(alignment.isIdentity)
    #expect(alignment.xToY.all == [[0], [1]])
    #expect(try Alignment(x: ["İx", "y"], y: ["İxy"]).xToY.all == [[0], [0]])
    #expect(try !Alignment(x: ["A"], y: ["a"]).isIdentity)
  }

  @Test func takesNormsOfTheReferenceOnlyForATokenizersTokens() {
    var reference = Doc(words: ["do", "n't"], spaces: [false, false])
    reference.norms = [StringStore.id(of: "do"), StringStore.id(of: "not")]
    reference.setEntities([EntitySpan(0, 1, "ORG")])
    #expect(Example(reference: reference).predicted.norms == reference.norms)
    #expect(Example(reference: reference, hasGoldTokens: true).predicted.norms == nil)
    reference.hasUnknownSpaces = true
    let example = Example(reference: reference)
    #expect(example.predicted.norms == nil)
    #expect(example.predicted.entIOB == nil)
    #expect(!example.predicted.hasUnknownSpaces)
  }

  @Test func leavesMissingTokensMissing() {
    var reference = Doc(words: ["Ada", "met", "Oslo", "."])
    #expect(Example(reference: reference).alignedNER() == [nil, nil, nil, nil])
    reference.setEntities([EntitySpan(0, 1, "PERSON")], missing: [2])
    #expect(Example(reference: reference).alignedNER() == ["U-PERSON", "O", nil, "O"])
  }

  @Test func takesWhiteSpaceForOutside() throws {
    var reference = Doc(words: ["a", "b"], spaces: [true, false])
    reference.setEntities([], missing: [1])
    let example = try Example(
      predicted: Doc(words: ["a", " ", "b"], spaces: [true, false, false]), reference: reference)
    #expect(example.alignedNER() == ["O", "O", nil])
  }
}
