import SweepBase
import SweepConfig
import SweepNN
import SweepPipeline
import SweepTensors
import SweepTestSupport
import SweepText
import Testing

/// Replays trainings of every architecture for labels of texts and spans;
/// `scripts/make_category_variants.py` recorded them.
@Suite struct CategoryVariantTests {
  static let names = [
    "ensemble", "ensemble_many", "ensemble_raw", "bow_v1", "bow_v2_many", "bow_raw", "cnn_v1",
    "cnn_v1_many", "cnn_v2", "reduce", "attention", "attention_many", "spancat", "spancat_one",
    "spancat_single", "static", "characters", "characters_static", "mish", "mish_v1",
    "wrapped_twice", "span_finder", "span_finder_characters",
    "pretrained",
  ]

  @Test(arguments: names)
  func followsTheTraining(name: String) throws {
    let record = try Fixture.json("category_variants/\(name).json")
    let config = try Config(
      parsing: Fixture.text("category_variants/\(name).cfg"), file: "\(name).cfg")
    let examples = try examples(record)
    var (random, resources) = (SpacyRandom(seed: 0), PipelineResources())
    if ["static", "characters_static", "mish", "mish_v1"].contains(name) {
      resources.vectors = try Vectors(
        files: [
          "vocab/vectors": Fixture.bytes("category_variants/static.vectors"),
          "vocab/key2row": Fixture.bytes("category_variants/static.key2row"),
        ], folder: "")
    }
    if name == "pretrained" {
      resources.initialTok2Vec = try Fixture.bytes("category_variants/pretrained.bin")
    }
    var pipeline = try Pipeline.initialize(
      config, registry: registry, examples: try fixtureExamples("train_full"),
      resources: resources, random: &random, backend: .exact)
    try compareInitialWeights(pipeline, #require(record["initial"]?.objectValue))
    let settings = try config.interpolated()
    var optimizer = try Registry(Registry.nn).make(
      .optimizers, at: "training.optimizer", in: settings)
    let dropout = try #require(settings["training.dropout"]?.doubleValue)
    let component = try #require(record["component"]?.stringValue)
    random = SpacyRandom(seed: 0)
    var (order, epoch) = (Array(examples.indices), -1)
    for (number, step) in try #require(record["steps"]?.arrayValue).enumerated() {
      while epoch < step["epoch"]?.intValue ?? 0 {
        random.python.shuffle(&order)
        epoch += 1
      }
      var losses: [String: Double] = [:]
      let batch = try #require(step["subbatches"]?[0]?.arrayValue).compactMap(\.intValue)
      try pipeline.update(
        batch.map { examples[$0] }, dropout: dropout, random: &random, losses: &losses)
      let loss = try #require(step["losses"]?[component]?.doubleValue)
      #expect(
        relativeError(losses[component] ?? -1, loss, floor: 1e-6) <= (number < 8 ? 5e-5 : 1e-3),
        "step \(number)")
      try compareGradients(pipeline, #require(step["grad_norms"]?.objectValue), number)
      pipeline.finishUpdate(&optimizer)
      optimizer.stepSchedules()
    }
    try compareNodes(pipeline, component, #require(record["nodes"]?.arrayValue))
    try comparePredictions(pipeline, record)
    try compareScores(pipeline, record)
    let files = pipeline.files()
    if record["scores"] != nil {
      let cfg = try #require(files.first { $0.path == "\(component)/cfg" })
      #expect(try JSONValue(parsing: String(decoding: cfg.bytes, as: UTF8.self)) == record["cfg"])
    }
    let again = try Pipeline(files: files)
    try comparePredictions(again, record)
  }

  private func examples(_ record: JSONValue) throws -> [PreparedExample] {
    var examples = try fixtureExamples("train_full")
    guard record["drops"]?.boolValue == true else { return PreparedExample.prepare(examples) }
    for index in stride(from: 0, to: examples.count, by: 3) {
      var reference = examples[index].reference
      reference.cats.removeFirst()
      var example = Example(reference: reference)
      example.predicted = examples[index].predicted
      examples[index] = example
    }
    return PreparedExample.prepare(examples)
  }

  private func compareInitialWeights(_ pipeline: Pipeline, _ initial: JSONObject) throws {
    #expect(pipeline.namedParameters.map(\.name) == initial.keys)
    for parameter in pipeline.namedParameters {
      let recorded = try #require(initial[parameter.name])
      let weights = pipeline.parameters[parameter.id]
      let expected = try #require(recorded["norm"]?.doubleValue)
      #expect(relativeError(norm(weights), expected, floor: 1e-4) <= 1e-5, "\(parameter.name)")
      let first = try #require(recorded["first"]?.arrayValue).compactMap(\.doubleValue)
      for (mine, theirs) in zip(weights, first) {
        #expect(abs(Double(mine) - theirs) <= 3e-8, "\(parameter.name)")
      }
    }
  }

  private func compareGradients(
    _ pipeline: Pipeline, _ norms: JSONObject, _ step: Int
  ) throws {
    for parameter in pipeline.namedParameters {
      let recorded = try #require(norms[parameter.name]?.doubleValue, "\(parameter.name)")
      let error = relativeError(norm(pipeline.gradient(of: parameter.id)), recorded, floor: 1e-3)
      #expect(error <= (step < 4 ? 3e-4 : 2e-2), "step \(step), \(parameter.name)")
    }
  }

  private func compareNodes(
    _ pipeline: Pipeline, _ component: String, _ nodes: [JSONValue]
  ) throws {
    let file = try #require(pipeline.modelFile(of: component))
    #expect(file.nodes.count == nodes.count)
    for (mine, theirs) in zip(file.nodes, nodes) {
      #expect(mine.name == theirs[0]?.stringValue)
      let name = mine.name
      #expect(mine.dims.map(\.name) == theirs[1]?.objectValue?.keys, "\(name)")
      for size in mine.dims { #expect(size.value == theirs[1]?[size.name]?.intValue, "\(name)") }
      #expect(mine.refs.map(\.name) == theirs[2]?.objectValue?.keys, "\(name)")
      for ref in mine.refs { #expect(ref.value == theirs[2]?[ref.name]?.intValue, "\(name)") }
      #expect(mine.attributes.map(\.name) == theirs[3]?.objectValue?.keys, "\(name)")
      for attribute in mine.attributes {
        let recorded = try #require(theirs[3]?[attribute.name])
        let value = try MessagePack.read(attribute.value)
        switch value {
        case .bool(let flag): #expect(recorded == .bool(flag), "\(name) \(attribute.name)")
        case .integer(let number):
          #expect(recorded.intValue == Int(number), "\(name) \(attribute.name)")
        case .number(let number):
          #expect(recorded.doubleValue == number, "\(name) \(attribute.name)")
        default: break
        }
      }
    }
  }

  private func comparePredictions(_ pipeline: Pipeline, _ record: JSONValue) throws {
    for text in try #require(record["texts"]?.arrayValue) {
      let doc = pipeline.predict([
        Doc(words: try #require(text["words"]?.arrayValue).compactMap(\.stringValue))
      ])[0]
      let cats = try #require(text["cats"]?.objectValue)
      #expect(doc.cats.map(\.label) == cats.keys)
      for category in doc.cats {
        let score = try #require(cats[category.label]?.doubleValue)
        #expect(abs(category.value - score) <= 3e-3)
      }
      let spans = try #require(text["spans"]?.arrayValue)
      let found = doc.spanGroups.first { $0.key == "sc" }?.group.spans ?? []
      let mine = found.map { span in
        JSONValue.array([
          .integer(Int(span.start)), .integer(Int(span.end)),
          .string(doc.strings[span.label] ?? ""),
        ])
      }
      #expect(mine == spans)
    }
    try compareTogether(pipeline, record)
  }

  /// Compares the scores of the development corpus, where they were recorded.
  private func compareScores(_ pipeline: Pipeline, _ record: JSONValue) throws {
    guard let scores = record["scores"]?.objectValue else { return }
    let found = pipeline.evaluate(PreparedExample.prepare(try fixtureExamples("dev_full"))).json
    for (key, value) in scores.entries {
      guard let number = value.doubleValue else { continue }
      let mine = try #require(found[key]?.doubleValue, "\(key)")
      #expect(abs(mine - number) <= 1e-9, "\(key)")
    }
  }

  /// Compares predictions for all texts at once, where these were recorded.
  private func compareTogether(_ pipeline: Pipeline, _ record: JSONValue) throws {
    guard let together = record["together"]?.arrayValue else { return }
    let texts = try #require(record["texts"]?.arrayValue)
    let docs = texts.map { text in
      Doc(words: (text["words"]?.arrayValue ?? []).compactMap(\.stringValue))
    }
    for (doc, cats) in zip(pipeline.predict(docs), together) {
      for category in doc.cats {
        let score = try #require(cats[category.label]?.doubleValue)
        #expect(abs(category.value - score) <= 3e-3)
      }
    }
  }
}
