import SweepBase
import SweepConfig
import SweepNN
import SweepPipeline
import SweepTensors
import SweepTestSupport
import SweepText
import Testing

/// Replays trainings of models with unusual settings; `scripts/make_ner_variants.py` recorded them.
@Suite struct NERVariantTests {
  static let names = [
    "extra", "one_piece", "no_upper", "no_upper_one_piece", "cut8", "no_cut", "windows", "legacy",
    "shared", "hard",
  ]

  @Test(arguments: names)
  func followsTheTraining(name: String) throws {
    let trace = try Fixture.json("ner_variants/\(name)/trace.json")
    let config = try Config(
      parsing: Fixture.text("ner_variants/\(name)/model/config.cfg"), file: "config.cfg")
    var replay = try TraceReplay(config, try self.examples(name), trace: trace)
    try replay.expectTraining { $0 < 8 ? 1e-5 : $0 < 30 ? 1e-3 : 2e-2 }
  }

  @Test(arguments: names)
  func loadsWritesAndPredicts(name: String) throws {
    let trace = try Fixture.json("ner_variants/\(name)/trace.json")
    let components = name == "shared" ? ["ner", "tok2vec"] : ["ner"]
    var paths = ["config.cfg", "meta.json", "vocab/strings.json", "ner/moves"]
    paths += components.flatMap { ["\($0)/cfg", "\($0)/model"] }
    var files = try paths.map {
      PipelineFile($0, try Fixture.bytes("ner_variants/\(name)/model/\($0)"))
    }
    files.append(PipelineFile("tokenizer", [0x80]))
    let pipeline = try Pipeline(files: files)
    for file in pipeline.files() where paths.contains(file.path) && file.path.hasPrefix("ner/") {
      #expect(file.bytes == files.first { $0.path == file.path }?.bytes, "\(file.path)")
    }
    var found = 0
    for text in try #require(trace["texts"]?.arrayValue) {
      let doc = Doc(
        words: try #require(text["words"]?.arrayValue).compactMap(\.stringValue),
        spaces: try #require(text["spaces"]?.arrayValue).compactMap(\.boolValue))
      let expected = try #require(text["ents"]?.arrayValue).map { entity in
        EntitySpan(
          try #require(entity[0]?.intValue), try #require(entity[1]?.intValue),
          try #require(entity[2]?.stringValue))
      }
      found += expected.count
      #expect(pipeline.predict([doc])[0].entities == expected)
    }
    #expect(found > 0)
  }

  private func examples(_ name: String) throws -> [Example] {
    guard name == "hard" else { return try fixtureExamples("train_full") }
    // The texts with the tokens that spaCy's tokenizer gave them.
    let bin = try DocBin(bytes: Fixture.bytes("ner_variants/hard/train.spacy"), file: name)
    let trace = try Fixture.json("ner_variants/hard/trace.json")
    let predicted = try #require(trace["predicted"]?.arrayValue)
    #expect(predicted.count == bin.docs.count)
    return try zip(predicted, bin.docs).map { tokens, reference in
      var doc = Doc(
        words: try #require(tokens["words"]?.arrayValue).compactMap(\.stringValue),
        spaces: try #require(tokens["spaces"]?.arrayValue).compactMap(\.boolValue))
      doc.norms = try #require(tokens["norms"]?.arrayValue).compactMap(\.stringValue)
        .map { StringStore.id(of: $0) }
      return try Example(predicted: doc, reference: reference)
    }
  }
}
