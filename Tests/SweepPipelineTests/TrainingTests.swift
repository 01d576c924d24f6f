import SweepBase
import SweepConfig
import SweepNN
import SweepPipeline
import SweepTensors
import SweepTestSupport
import SweepText
import Testing

/// Replays trainings that were recorded from spaCy.
@Suite struct TrainingTests {
  @Test(arguments: ["model_ner", "model_ner_nodrop_avg", "model_multi"])
  func drawsTheInitialWeights(model: String) throws {
    let expected = try NumpyArchive(fixture: "\(model).init_params.npz")
    let pipeline = try initialPipeline(model).pipeline
    #expect(pipeline.namedParameters.map(\.name) == expected.names)
    for parameter in pipeline.namedParameters {
      let recorded = try #require(expected[parameter.name])
      #expect(pipeline.parameters.shape(of: parameter.id) == recorded.shape)
      let worst =
        zip(pipeline.parameters[parameter.id], recorded.floats)
        .map { abs($0 - $1) }.max() ?? 0
      #expect(worst <= 3e-8, "\(parameter.name)")
    }
  }

  @Test(arguments: ["model_ner", "model_ner_nodrop_avg", "model_multi"], MatrixBackend.allCases)
  func followsEightSteps(model: String, backend: MatrixBackend) throws {
    let trace = try Fixture.json("\(model).train_trace.json")
    var replay = try TraceReplay(model, backend: backend)
    for step in try #require(trace["steps"]?.arrayValue) {
      let losses = try replay.update(step)
      let recorded = try #require(step["losses"]?.objectValue)
      #expect(losses.keys.sorted() == recorded.keys.sorted())
      for (name, expected) in recorded.entries {
        let loss = try #require(losses[name])
        let expected = try #require(expected.doubleValue)
        // That of shared vectors is the square of gradients of several components.
        let tolerance = name == "tok2vec" ? 2e-5 : 1e-5
        #expect(relativeError(loss, expected, floor: 1e-6) <= tolerance, "\(name)")
      }
      let norms = try #require(step["grad_norms"]?.objectValue)
      for parameter in replay.pipeline.namedParameters {
        let recorded = try #require(norms[parameter.name]?.doubleValue, "\(parameter.name)")
        let mine = norm(replay.pipeline.gradient(of: parameter.id))
        #expect(relativeError(mine, recorded, floor: 1e-4) <= 2e-4, "\(parameter.name)")
      }
      replay.finish()
    }
  }

  @Test func followsSixtySteps() throws {
    let trace = try Fixture.json("model_ner.train_trace60.json")
    var replay = try TraceReplay("model_ner", backend: .exact)
    var worst = 0.0
    for step in try #require(trace["steps"]?.arrayValue) {
      let loss = try #require(replay.update(step)["ner"])
      replay.finish()
      let expected = try #require(step["losses"]?["ner"]?.doubleValue)
      worst = max(worst, relativeError(loss, expected, floor: 1e-6))
    }
    #expect(worst <= 1e-3)
  }

  @Test func givesTheSameBitsTwice() throws {
    let trace = try Fixture.json("model_ner.train_trace.json")
    let hashes = try (0..<2).map { _ in
      var replay = try TraceReplay("model_ner", backend: .exact)
      for step in try #require(trace["steps"]?.arrayValue).prefix(3) {
        _ = try replay.update(step)
        replay.finish()
      }
      return ModelHash.of(files: replay.pipeline.files())
    }
    #expect(hashes[0] == hashes[1])
  }

  @Test func learnsFourExamplesByHeart() throws {
    let examples = try fixtureExamples("train_full").prefix(4)
    let prepared = PreparedExample.prepare(Array(examples))
    var random = SpacyRandom(seed: 1)
    var pipeline = try Pipeline.initialize(
      fixtureConfig("model_ner"), registry: registry, examples: Array(examples), random: &random,
      backend: .exact)
    var optimizer = Optimizer.adam(0.005)
    for _ in 0..<60 {
      var losses: [String: Double] = [:]
      try pipeline.update(prepared, dropout: 0.1, random: &random, losses: &losses)
      pipeline.finishUpdate(&optimizer)
    }
    #expect(pipeline.evaluate(prepared).number("ents_f") == 1)
    #expect(pipeline.averaged(by: optimizer).evaluate(prepared).number("ents_f") ?? 0 > 0.5)
  }

  @Test func learnsNothingFromTextsWithoutAnnotation() throws {
    let doc = Doc(words: ["Ada", "left"])
    var (pipeline, random) = try initialPipeline("model_ner")
    let before = pipeline.parameters
    let start = random
    var losses: [String: Double] = [:]
    try pipeline.update(
      PreparedExample.prepare([Example(reference: doc)]), dropout: 0.1, random: &random,
      losses: &losses)
    var optimizer = Optimizer.adam(0.005)
    pipeline.finishUpdate(&optimizer)
    #expect(losses == ["ner": 0])
    #expect(pipeline.parameters == before)
    #expect(random == start)
  }

  @Test func makesRoomForALabelThatAppearsLater() throws {
    var doc = Doc(words: ["Ada", "left"])
    doc.setEntities([EntitySpan(0, 1, "WITCH")])
    var (pipeline, random) = try initialPipeline("model_ner")
    var losses: [String: Double] = [:]
    var optimizer = Optimizer.adam(0.01)
    let prepared = PreparedExample.prepare([Example(reference: doc)])
    for _ in 0..<30 {
      try pipeline.update(prepared, dropout: 0, random: &random, losses: &losses)
      pipeline.finishUpdate(&optimizer)
    }
    #expect(pipeline.labels(of: "ner").contains("WITCH"))
    #expect(pipeline.evaluate(prepared).number("ents_f") == 1)
    let again = try Pipeline(files: pipeline.files())
    #expect(again.evaluate(prepared).number("ents_f") == 1)
  }

  @Test func refusesASpanThatIsAnEntityAndNone() throws {
    var doc = Doc(words: ["Ada", "left"])
    doc.setEntities([EntitySpan(0, 1, "ORG")])
    let span = GroupedSpan(
      start: 0, end: 1, label: StringStore.id(of: "ORG"), startCharacter: 0, endCharacter: 3)
    doc.spanGroups = [KeyedSpanGroup("wrong", SpanGroup(name: "wrong", spans: [span]))]
    var config = try fixtureConfig("model_ner")
    config["components.ner.incorrect_spans_key"] = "wrong"
    let examples = [Example(reference: doc)]
    var random = SpacyRandom(seed: 0)
    var pipeline = try Pipeline.initialize(
      config, registry: registry, examples: examples, random: &random, backend: .exact)
    var losses: [String: Double] = [:]
    let expected = PipelineError.contradictorySpan(
      component: "ner", key: "wrong", words: ["Ada"], label: "ORG")
    #expect(throws: expected) {
      try pipeline.update(
        PreparedExample.prepare(examples), dropout: 0, random: &random, losses: &losses)
    }
  }

  @Test func takesLabelsThatAreGiven() throws {
    var random = SpacyRandom(seed: 0)
    let labels: JSONValue = [
      "1": ["A": 3, "B": 5], "2": ["A": 3, "B": 5], "3": ["A": 3, "B": 5], "4": ["A": 3, "B": 5],
    ]
    var resources = PipelineResources()
    resources.labels["ner"] = labels
    let pipeline = try Pipeline.initialize(
      fixtureConfig("model_ner"), registry: registry, examples: fixtureExamples("train_full"),
      resources: resources, random: &random, backend: .exact)
    #expect(pipeline.labels(of: "ner") == ["A", "B"])
    resources.labels["ner"] = ["A"]
    #expect(throws: PipelineError.badLabels(component: "ner")) {
      try Pipeline.initialize(
        fixtureConfig("model_ner"), registry: registry, examples: [], resources: resources,
        random: &random, backend: .exact)
    }
  }

  @Test func refusesACorpusWithoutEntities() throws {
    var random = SpacyRandom(seed: 0)
    #expect(throws: PipelineError.noLabels(component: "ner")) {
      try Pipeline.initialize(
        fixtureConfig("model_ner"), registry: registry,
        examples: [Example(reference: Doc(words: ["a"]))], random: &random, backend: .exact)
    }
  }
}

/// A pipeline as initialised from a fixture's config and corpus with seed 0, and its generators.
private func initialPipeline(
  _ model: String, backend: MatrixBackend = .exact
) throws -> (pipeline: Pipeline, random: SpacyRandom) {
  var random = SpacyRandom(seed: 0)
  let pipeline = try Pipeline.initialize(
    fixtureConfig(model), registry: registry, examples: fixtureExamples("train_full"),
    random: &random, backend: backend)
  return (pipeline, random)
}
