import SweepText
import Testing

@Suite struct DocTests {
  private func id(_ text: String) -> UInt64 { StringStore.id(of: text) }

  @Test func joinsWordsAndSpaces() {
    let doc = Doc(words: ["Ada", "'s", "kiln"], spaces: [false, true, false])
    #expect(doc.text == "Ada's kiln")
    #expect(doc.characterOffsets == [0, 3, 6])
    #expect(!doc.hasUnknownSpaces)
    #expect(Doc(words: ["a", "b"]).text == "a b ")
    #expect(Doc(words: ["a"]).hasUnknownSpaces)
  }

  @Test func setsAndFindsEntities() {
    var doc = Doc(words: ["Mira", "Voss", "left", "Oslo", "."])
    let entities = [EntitySpan(0, 2, "PERSON"), EntitySpan(3, 4, "Vessel")]
    doc.setEntities(entities, missing: [4])
    #expect(doc.entities == entities)
    #expect(doc.entIOB == [3, 1, 2, 3, 0])
    #expect(doc.entTypes == [380, 380, 0, id("Vessel"), 0])
    #expect(doc.strings[id("Vessel")] == "Vessel")
  }

  @Test func findsEntitiesThatTouchAndNoneThatAreBlocked() {
    var doc = Doc(words: ["a", "b", "c", "d"])
    doc.entIOB = [3, 3, 1, 3]
    doc.entTypes = [380, 383, 383, 0]
    #expect(doc.entities == [EntitySpan(0, 1, "PERSON"), EntitySpan(1, 3, "ORG")])
  }

  @Test func tellsWhetherEntitiesAreAnnotated() {
    var doc = Doc(words: ["a"])
    #expect(!doc.hasEntityAnnotation)
    doc.entIOB = [0]
    #expect(!doc.hasEntityAnnotation)
    doc.entIOB = [2]
    #expect(doc.hasEntityAnnotation)
    #expect(Doc(words: []).hasEntityAnnotation)
  }

  @Test func findsSentences() {
    var doc = Doc(words: ["a", "b", "c"])
    #expect(doc.sentences == [])
    doc.sentStarts = [1, -1, 1]
    #expect(doc.sentences == [0..<2, 2..<3])
    doc.sentStarts = [0, -1, 0]
    #expect(doc.sentences == [0..<3])
    #expect(Doc(words: ["a"]).sentences == [0..<1])
  }

  @Test func cutsDocumentsAsSpacyDoes() {
    var doc = Doc(words: ["a", "b", "c", "d", "e"])
    doc.setEntities([EntitySpan(0, 2, "ORG"), EntitySpan(2, 3, "GPE"), EntitySpan(3, 5, "LAW")])
    doc.tags = [1, 2, 3, 4, 5]
    doc.cats = [Category("A", 1)]
    let part = doc[1..<4]
    #expect(part.words == ["b", "c", "d"])
    #expect(part.tags == [2, 3, 4])
    #expect(part.entIOB == [0, 3, 0])
    #expect(part.entities == [EntitySpan(1, 2, "GPE")])
    #expect(part.cats == [])
    #expect(!part.hasUnknownSpaces)
  }

  @Test func comparesWordsByScalars() {
    #expect(Doc(words: ["\u{e9}"]) != Doc(words: ["e\u{301}"]))
    #expect(Doc(words: ["a"]) == Doc(words: ["a"]))
  }
}
