import SweepText
import Testing

@Suite struct BILUOTests {
  @Test(arguments: [
    (["B-A", "I-A", "O"], ["B-A", "L-A", "O"]),
    (["I-A", "I-A", "I-A"], ["B-A", "I-A", "L-A"]),
    (["I-A", "I-B"], ["U-A", "U-B"]),
    (["B-A", "B-A"], ["U-A", "U-A"]),
    (["I-A", "B-A", "I-A"], ["U-A", "B-A", "L-A"]),
    (["B-A", "I-A", "L-A", "U-B"], ["B-A", "I-A", "L-A", "U-B"]),
    (["B-A", "O", "I-A"], ["U-A", "O", "U-A"]),
    ([], []),
  ])
  func readsEveryFormOfIOB(_ tags: [String], _ expected: [String]) throws {
    #expect(try BILUO.fromIOB(tags) == expected)
    let iob = BILUO.toIOB(expected).compactMap(\.self)
    #expect(try BILUO.fromIOB(iob) == expected)
  }

  @Test(arguments: ["", "B", "B-", "PER", "-", "X-PER", "o"]) func refusesOtherTags(_ tag: String) {
    let error = #expect(throws: TagError.self) { try BILUO.fromIOB(["O", tag]) }
    #expect(
      error.map { "\($0)" }
        == "expected O or an entity tag such as B-PERSON, found \"\(tag)\"")
    #expect(error?.token == 1)
  }

  @Test func findsEntitiesAndMissingTokens() throws {
    let found = try BILUO.entities(of: ["B-A", "I-A", "L-A", "O", "U-B", nil, "-", "B-A", "-", "O"])
    #expect(found.entities == [EntitySpan(0, 3, "A"), EntitySpan(4, 5, "B")])
    #expect(found.missing == [5, 6])
  }

  @Test func refusesTagsThatGoOnWithNothing() {
    let error = #expect(throws: TagError.self) { try BILUO.entities(of: ["O", "L-A"]) }
    #expect(error.map { "\($0)" } == "tag \"L-A\" goes on with an entity that did not begin")
  }

  /// Expected values: spaCy 3.8 `offsets_to_biluo_tags` for "I like New York-based firms".
  @Test(arguments: [
    ([CharacterSpan(7, 15, "GPE")], ["O", "O", "-", "-", "O"]),
    ([CharacterSpan(7, 21, "GPE")], ["O", "O", "B-GPE", "L-GPE", "O"]),
    ([CharacterSpan(2, 6, "X"), CharacterSpan(22, 27, "Y")], ["O", "U-X", "O", "O", "U-Y"]),
    ([CharacterSpan(3, 6, "X")], ["O", "-", "O", "O", "O"]),
    ([CharacterSpan(3, 6, "X"), CharacterSpan(4, 4, "Y")], ["O", "-", "O", "O", "O"]),
    ([CharacterSpan(2, 6, "")], ["O", "O", "O", "O", "O"]),
  ])
  func turnsCharactersIntoTags(_ spans: [CharacterSpan], _ expected: [String]) throws {
    let doc = Doc(
      words: ["I", "like", "New", "York-based", "firms"], spaces: [true, true, true, true, false])
    #expect(try BILUO.tags(ofOffsets: spans, in: doc) == expected)
  }

  @Test func refusesOverlaps() {
    let doc = Doc(words: ["ab", "cd"], spaces: [false, false])
    let error = #expect(throws: TagError.self) {
      try BILUO.tags(ofOffsets: [CharacterSpan(2, 4, "B"), CharacterSpan(0, 3, "A")], in: doc)
    }
    #expect(error.map { "\($0)" } == "entities overlap: A at 0..<3, B at 2..<4")
  }

  @Test func usesTheGivenTagElsewhere() throws {
    let doc = Doc(words: ["ab", "cd"], spaces: [true, false])
    #expect(
      try BILUO.tags(ofOffsets: [CharacterSpan(0, 2, "A")], in: doc, outside: "-") == ["U-A", "-"])
  }
}
