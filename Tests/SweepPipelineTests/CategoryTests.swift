import SweepBase
import SweepConfig
import SweepNN
import SweepPipeline
import SweepTensors
import SweepTestSupport
import SweepText
import Testing

/// Labels of texts and of spans beside what spaCy recorded.
@Suite struct CategoryTests {
  static let models = ["model_bow", "model_reduce", "model_cats_spans"]

  @Test(arguments: models)
  func drawsTheInitialWeights(model: String) throws {
    try expectInitialWeights(TraceReplay(model).pipeline, "\(model).init_params.npz")
  }

  @Test(arguments: models, MatrixBackend.allCases)
  func followsEightSteps(model: String, backend: MatrixBackend) throws {
    var replay = try TraceReplay(model, backend: backend)
    let worst = try replay.worst()
    #expect(worst.loss <= 1e-4)
    #expect(worst.gradient <= 2e-4)
  }

  @Test(arguments: models)
  func predictsTheRecordedScores(model: String) throws {
    let pipeline = try Pipeline(files: categoryFiles(model))
    for record in try #require(try Fixture.json("\(model).predictions.json").arrayValue) {
      let words = try #require(record["words"]?.arrayValue).compactMap(\.stringValue)
      let doc = pipeline.predict([tokenized(words, record["text"])])[0]
      let expected = try #require(record["cats"]?.objectValue)
      #expect(doc.cats.map(\.label) == expected.keys)
      for category in doc.cats {
        let score = try #require(expected[category.label]?.doubleValue)
        #expect(abs(category.value - score) <= 1e-5)
      }
      let spans = doc.spanGroups.first { $0.key == "sc" }?.group.spans ?? []
      let found = spans.map { span in
        JSONValue.array([
          .integer(Int(span.start)), .integer(Int(span.end)),
          .string(doc.strings[span.label] ?? ""),
        ])
      }
      let recorded = try #require(record["spans"]?.arrayValue)
      #expect(found == recorded.map { .array(Array(($0.arrayValue ?? []).prefix(3))) })
    }
  }

  @Test(arguments: models)
  func scoresAsRecorded(model: String) throws {
    let pipeline = try Pipeline(files: categoryFiles(model))
    let scores = pipeline.evaluate(PreparedExample.prepare(try fixtureExamples("dev_full")))
    try expectScores(scores, "\(model).eval.json")
  }

  @Test(arguments: models)
  func writesTheModelFilesOfSpaCy(model: String) throws {
    let recorded = try categoryFiles(model)
    let written = try Pipeline(files: recorded).files()
    for file in recorded where file.path.hasSuffix("/model") || file.path.hasSuffix("/cfg") {
      #expect(written.first { $0.path == file.path }?.bytes == file.bytes, "\(file.path)")
    }
  }

  @Test(arguments: models)
  func givesTheSameBitsWithManyThreads(model: String) throws {
    let hashes = try [1, 3].map { count in
      var replay = try TraceReplay(model)
      replay.pipeline.threads = Threads(count)
      for step in replay.trace.prefix(3) {
        _ = try replay.update(step)
        replay.finish()
      }
      return ModelHash.of(files: replay.pipeline.files())
    }
    #expect(hashes[0] == hashes[1])
  }
}

/// Compares weights with recorded ones.
func expectInitialWeights(
  _ pipeline: Pipeline, _ archive: String
) throws {
  let expected = try NumpyArchive(fixture: archive)
  #expect(pipeline.namedParameters.map(\.name) == expected.names)
  for parameter in pipeline.namedParameters {
    let recorded = try #require(expected[parameter.name])
    #expect(pipeline.parameters.shape(of: parameter.id) == recorded.shape)
    let worst =
      zip(pipeline.parameters[parameter.id], recorded.floats).map { abs($0 - $1) }.max() ?? 0
    #expect(worst <= 3e-8, "\(parameter.name)")
  }
}

/// Compares all scores but the speed with recorded ones.
func expectScores(_ scores: Scores, _ file: String) throws {
  let expected = try #require(try Fixture.json(file).objectValue)
  for (key, value) in expected.entries where key != "speed" {
    let mine = try #require(scores.json[key], "\(key)")
    #expect(isClose(mine, value), "\(key): \(mine) is not \(value)")
  }
}

/// Whether two values of JSON are equal but for the last digits of their numbers.
private func isClose(_ a: JSONValue, _ b: JSONValue) -> Bool {
  if let x = a.doubleValue, let y = b.doubleValue { return abs(x - y) <= 1e-9 }
  if let x = a.objectValue, let y = b.objectValue {
    return x.count == y.count
      && y.entries.allSatisfy { key, value in x[key].map { isClose($0, value) } ?? false }
  }
  return a == b
}

/// A text with the norm that the English tokenizer gives to the end of `couldn't`.
private func tokenized(_ words: [String], _ text: JSONValue?) -> Doc {
  var doc = Doc(words: words)
  var norms = [UInt64](repeating: 0, count: words.count)
  for (i, word) in words.enumerated() where word == "n't" && i > 0 {
    guard text?.stringValue?.contains(words[i - 1] + word) ?? false else { continue }
    norms[i] = StringStore.id(of: "not")
  }
  doc.norms = norms
  return doc
}

/// The files of a fixture's model folder.
private func categoryFiles(_ model: String) throws -> [PipelineFile] {
  let components = try #require(try fixtureConfig(model)["nlp.pipeline"]?.arrayValue)
  var names = ["config.cfg", "meta.json", "tokenizer", "vocab/strings.json"]
  names += components.compactMap(\.stringValue).flatMap { ["\($0)/cfg", "\($0)/model"] }
  return try names.map { PipelineFile($0, try Fixture.bytes("\(model)/\($0)")) }
}
