import SweepPipeline
import SweepTestSupport
import Testing

@Suite struct ModelFileTests {
  static let files = [
    "model_ner/ner", "model_ner_nodrop_avg/ner", "model_multi/tok2vec", "model_multi/tagger",
    "model_multi/morphologizer", "model_multi/parser", "model_multi/ner",
    "model_cats_spans/textcat", "model_cats_spans/spancat", "model_cats_spans/senter",
    "model_bow/textcat", "model_reduce/textcat_multilabel",
  ]

  @Test(arguments: files)
  func writesTheBytesThatItRead(file: String) throws {
    let bytes = try Fixture.bytes("\(file)/model")
    let model = try ModelFile(reading: bytes)
    #expect(!model.nodes.isEmpty)
    #expect(model.bytes == bytes)
  }

  @Test(arguments: ["model_ner", "model_ner_nodrop_avg", "model_multi"])
  func buildsTheTreeFromTheConfig(model: String) throws {
    let pipeline = try Pipeline(files: fixtureFiles(model))
    for name in pipeline.componentNames {
      #expect(
        try pipeline.modelFile(of: name)?.bytes == Fixture.bytes("\(model)/\(name)/model"),
        "\(name)")
    }
  }

  @Test func saysWhatIsWrong() throws {
    let bytes = try Fixture.bytes("model_ner/ner/model")
    #expect(throws: ModelFileError.self) { try ModelFile(reading: Array(bytes.dropLast())) }
    #expect(throws: ModelFileError.unexpected(place: "nodes", expected: "a list of nodes")) {
      try ModelFile(reading: [0x80])
    }
  }
}
