import SweepBase
import SweepConfig
import SweepNN
import SweepPipeline
import SweepTensors
import SweepTestSupport
import SweepText
import Testing

/// Components that come from another pipeline.
@Suite struct SourceTests {
  @Test func keepsLabelsAndWeights() throws {
    let pipeline = try sourced("[components.ner]\nsource = \"m\"\n", from: "model_ner")
    let original = try Pipeline(files: fixtureFiles("model_ner"))
    #expect(pipeline.labels(of: "ner") == original.labels(of: "ner"))
    for (a, b) in zip(pipeline.parameters.ids, original.parameters.ids) {
      #expect(pipeline.parameters[a] == original.parameters[b])
    }
    let written = try #require(pipeline.files().first { $0.path == "config.cfg" })
    let text = String(decoding: written.bytes, as: UTF8.self)
    #expect(text.contains("factory = \"ner\"") && !text.contains("source ="))
  }

  @Test func takesTheVectorsItListenedTo() throws {
    let block = "[components.ner]\nsource = \"m\"\nreplace_listeners = [\"model.tok2vec\"]\n"
    let pipeline = try sourced(block, from: "model_multi")
    for expected in try #require(Fixture.json("model_multi.predictions.json").arrayValue) {
      let words = try #require(expected["words"]?.arrayValue).compactMap(\.stringValue)
      var doc = Doc(words: words)
      let norms = try #require(expected["attrs"]?["NORM"]?.arrayValue).compactMap(\.stringValue)
      doc.norms = norms.map { StringStore.id(of: $0) }
      let found = pipeline.predict([doc])[0].entities.map { "\($0.start) \($0.end) \($0.label)" }
      let recorded = try #require(expected["pred"]?["ents"]?.arrayValue).map { entity in
        "\(entity[0]?.intValue ?? -1) \(entity[1]?.intValue ?? -1) \(entity[2]?.stringValue ?? "")"
      }
      #expect(found == recorded)
    }
  }

  @Test func leavesWhatIsFrozen() throws {
    let block = """
      [components.tok2vec]
      source = "m"
      [components.ner]
      factory = "ner"
      [components.ner.model]
      @architectures = "spacy.TransitionBasedParser.v2"
      state_type = "ner"
      extra_state_tokens = false
      hidden_width = 16
      maxout_pieces = 2
      use_upper = true
      [components.ner.model.tok2vec]
      @architectures = "spacy.Tok2VecListener.v1"
      width = 32
      upstream = "*"
      [training]
      frozen_components = ["tok2vec"]
      annotating_components = ["tok2vec"]

      """
    var pipeline = try sourced(block, from: "model_multi")
    let before = pipeline
    var random = SpacyRandom(seed: 0)
    var losses: [String: Double] = [:]
    try pipeline.update(
      PreparedExample.prepare(Array(fixtureExamples("train_full")[..<4])), dropout: 0.1,
      random: &random, losses: &losses)
    #expect(losses.keys.sorted() == ["ner", "tok2vec"])
    var optimizer = Optimizer.adam()
    pipeline.finishUpdate(&optimizer)
    for id in pipeline.parameters.ids {
      let name = pipeline.parameters.name(of: id)
      // The lower layer gets its first gradient in the second update.
      guard name.hasPrefix("tok2vec") || name.hasPrefix("ner.upper") else { continue }
      #expect(
        (pipeline.parameters[id] == before.parameters[id]) == name.hasPrefix("tok2vec"), "\(name)")
    }
  }

  @Test func saysWhatIsWrong() throws {
    let missing = "[components.ner]\nsource = \"m\"\ncomponent = \"entities\"\n"
    #expect(throws: PipelineError.self) { try sourced(missing, from: "model_ner") }
    do {
      _ = try sourced(missing, from: "model_ner")
    } catch {
      #expect("\(error)".contains("\"m\" has no component \"entities\""))
    }
    let frozen = """
      [components.tok2vec]
      source = "m"
      [components.ner]
      source = "m"
      [components.ner.model]
      [components.ner.model.tok2vec]
      @architectures = "spacy.Tok2VecListener.v1"
      [training]
      frozen_components = ["tok2vec"]

      """
    do {
      _ = try sourced(frozen, from: "model_multi")
      Issue.record("a frozen tok2vec that nobody hears")
    } catch {
      #expect("\(error)".contains("add it to annotating_components"))
    }
  }
}

/// A pipeline of the components of `block`, with a fixture's model as "m".
private func sourced(_ block: String, from model: String) throws -> Pipeline {
  let names = block.split(separator: "\n").compactMap { line -> String? in
    guard line.hasPrefix("[components."), !line.dropFirst(12).contains(".") else { return nil }
    return "\"\(line.dropFirst(12).dropLast())\""
  }
  let head = "[nlp]\nlang = \"en\"\npipeline = [\(names.joined(separator: ","))]\n"
  let text = head + "[components]\n\(block)"
  var resources = PipelineResources()
  resources.sources["m"] = try fixtureFiles(model)
  var random = SpacyRandom(seed: 0)
  return try Pipeline.initialize(
    Config(parsing: text, file: "c.cfg"), registry: registry,
    examples: fixtureExamples("train_full"), resources: resources, random: &random,
    backend: .exact)
}
