import SweepConfig
import SweepPipeline
import SweepTestSupport
import Testing

@Suite struct MoveTableTests {
  @Test(arguments: ["model_ner", "model_ner_nodrop_avg", "model_multi"])
  func readsAndWritesTheFile(model: String) throws {
    let bytes = try Fixture.bytes("\(model)/ner/moves")
    let table = try #require(MoveTable(reading: bytes))
    let json = try Fixture.json("\(model).moves.json")
    #expect(try table.moves == fixtureMoves(#require(json["ner"])))
    #expect(table.bytes(negativeKey: nil) == bytes)
  }

  @Test func countsLabelsOfTheCorpus() throws {
    let pipeline = try Pipeline(files: fixtureFiles("model_ner"))
    #expect(pipeline.labels(of: "ner") == ["DATE", "GPE", "MONEY", "ORG", "PERSON", "TIME"])
  }

  @Test func putsLateLabelsLast() {
    var table = MoveTable(frequencies: [.init("A", 5)])
    let isAdded = table.add("C")
    #expect(isAdded)
    let isAddedAgain = table.add("C")
    #expect(!isAddedAgain)
    let names = ["B-A", "I-A", "L-A", "U-A", "U-", "O", "B-C", "I-C", "L-C", "U-C", "O-C"]
    #expect(table.moves.map(\.name) == names)
    #expect(MoveTable(reading: table.bytes(negativeKey: nil))?.moves.map(\.name) == names)
  }

  @Test func rejectsOtherFiles() {
    #expect(MoveTable(reading: [0x80]) == nil)
    #expect(MoveTable(reading: Array("no".utf8)) == nil)
  }
}
