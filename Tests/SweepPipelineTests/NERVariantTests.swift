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
    var random = SpacyRandom(seed: 0)
    let config = try Config(
      parsing: Fixture.text("ner_variants/\(name)/model/config.cfg"), file: "config.cfg")
    let examples = try self.examples(name)
    var pipeline = try Pipeline.initialize(
      config, registry: registry, examples: examples, random: &random, backend: .exact)
    var optimizer = try Registry(Registry.nn).make(
      .optimizers, at: "training.optimizer", in: config.interpolated())
    let prepared = PreparedExample.prepare(examples)
    random = SpacyRandom(seed: 0)
    var (order, epoch) = (Array(prepared.indices), -1)
    for (number, step) in try #require(trace["steps"]?.arrayValue).enumerated() {
      while epoch < step["epoch"]?.intValue ?? 0 {
        random.python.shuffle(&order)
        epoch += 1
      }
      var losses: [String: Double] = [:]
      for batch in try #require(step["subbatches"]?.arrayValue) {
        let indices = try #require(batch.arrayValue).compactMap(\.intValue)
        try pipeline.update(
          indices.map { prepared[$0] }, dropout: 0.1, random: &random, losses: &losses)
      }
      let expected = try #require(step["losses"]?.objectValue)
      #expect(losses.keys.sorted() == expected.keys.sorted())
      for (component, loss) in expected.entries {
        let error = relativeError(
          losses[component] ?? -1, try #require(loss.doubleValue), floor: 1e-6)
        // Differences grow: what follows is compared as far as it can be.
        let tolerance = number < 8 ? 1e-5 : number < 30 ? 1e-3 : 2e-2
        #expect(error <= tolerance, "step \(number), \(component)")
      }
      try compareGradients(pipeline, with: #require(step["grad_norms"]?.objectValue), number)
      pipeline.finishUpdate(&optimizer)
      optimizer.stepSchedules()
    }
  }

  private func compareGradients(
    _ pipeline: Pipeline, with norms: JSONObject, _ step: Int
  ) throws {
    guard !norms.isEmpty else { return }
    #expect(pipeline.namedParameters.map(\.name).sorted() == norms.keys.sorted())
    for parameter in pipeline.namedParameters {
      let recorded = try #require(norms[parameter.name]?.doubleValue, "\(parameter.name)")
      let error = relativeError(norm(pipeline.gradient(of: parameter.id)), recorded, floor: 1e-3)
      #expect(error <= 2e-4, "step \(step), \(parameter.name)")
    }
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
