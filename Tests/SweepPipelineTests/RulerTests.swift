import SweepBase
import SweepConfig
import SweepPipeline
import SweepTensors
import SweepTestSupport
import SweepText
import Testing

/// Rules for attributes and entities beside spaCy's; `scripts/make_rulers.py` recorded them.
@Suite struct RulerTests {
  private func files() throws -> [PipelineFile] {
    let names = [
      "config.cfg", "meta.json", "vocab/strings.json", "attribute_ruler/patterns", "again/cfg",
      "again/patterns.jsonl", "entity_ruler/cfg", "entity_ruler/patterns.jsonl",
    ]
    let tokenizer = PipelineFile("tokenizer", [0x80])
    return try names.map { PipelineFile($0, try Fixture.bytes("rulers/\($0)")) } + [tokenizer]
  }

  /// A training that goes on from its state has the rules that it was stopped with.
  @Test func keepsItsRulesInTheState() throws {
    let pipeline = try Pipeline(files: files())
    var writer = StateWriter()
    pipeline.write(to: &writer)
    var reader = StateReader(writer.bytes)
    let again = try Pipeline(
      reading: &reader, config: pipeline.config, registry: registry,
      resources: PipelineResources(), backend: .exact)
    for file in pipeline.files() where file.path.contains("ruler/") {
      #expect(again.files().contains(file), "\(file.path)")
    }
  }

  @Test(
    arguments: [
      (["tags": ["path": "x"]], "expected patterns, tag_map, morph_rules in", "found tags"),
      (
        ["tag_map": ["@readers": "x"]], "expected tag_map to be an object of tags",
        "found a section"
      ),
      (["tag_map": ["NN": ["Number": 3]]], "tag_map: NN: expected an object of", "correct"),
      (["morph_rules": ["NN": 3]], "morph_rules: NN: expected an object of words", "correct"),
      (["patterns": [["patterns": [], "attrs": [:], "at": 1]]], "patterns: item 1", "correct"),
      (["patterns": [["patterns": [[["X": 1]]], "attrs": [:]]]], "rule 0: \"X\" is no", "correct"),
    ] as [(JSONValue, String, String)])
  func namesWhatIsWrongWithSettings(settings: JSONValue, what: String, also: String) throws {
    var config = try fixtureConfig("rulers")
    config["initialize.components"] = ["attribute_ruler": settings]
    var random = SpacyRandom(seed: 0)
    let error = #expect(throws: PipelineError.self) {
      try Pipeline.initialize(
        config, registry: registry, examples: [], random: &random, backend: .exact)
    }
    let description = "\(try #require(error))"
    #expect(description.contains(what), "\(description)")
    #expect(description.contains(also), "\(description)")
  }

  @Test func annotatesAsRecorded() throws {
    let pipeline = try Pipeline(files: files())
    for text in try #require(try Fixture.json("rulers/texts.json").arrayValue) {
      func texts(_ key: String) throws -> [String] {
        try #require(text[key]?.arrayValue).compactMap(\.stringValue)
      }
      var doc = Doc(
        words: try texts("words"),
        spaces: try #require(text["spaces"]?.arrayValue).compactMap(\.boolValue))
      doc.tags = try texts("tags").map { doc.strings.add($0) }
      doc.sentStarts = try #require(text["starts"]?.arrayValue).map { $0 == .bool(true) ? 1 : -1 }
      let preset = try #require(text["preset"]?.arrayValue).map { entity in
        EntitySpan(
          try #require(entity[0]?.intValue), try #require(entity[1]?.intValue),
          try #require(entity[2]?.stringValue))
      }
      if !preset.isEmpty { doc.setEntities(preset) }
      let found = pipeline.predict([doc])[0]
      func values(_ column: [UInt64]?) -> [String] {
        found.words.indices.map { found.strings[column?[$0] ?? 0] ?? "?" }
      }
      #expect(values(found.tags) == (try texts("tag")))
      #expect(values(found.pos) == (try texts("pos")))
      #expect(values(found.lemmas) == (try texts("lemma")))
      #expect(values(found.morphs) == (try texts("morph")))
      #expect(values(found.deps) == (try texts("dep")))
      let entities = found.entities.map { entity in
        JSONValue.array([
          .integer(entity.start), .integer(entity.end), .string(entity.label),
          .string(found.strings[entity.id] ?? "?"),
        ])
      }
      #expect(entities == text["ents"]?.arrayValue)
    }
  }

  @Test func writesItsFilesAsTheyWere() throws {
    let files = try files()
    let written = try Pipeline(files: files).files()
    for file in files where file.path.contains("ruler/") || file.path.hasPrefix("again/") {
      #expect(written.first { $0.path == file.path }?.bytes == file.bytes, "\(file.path)")
    }
  }

  @Test(arguments: [
    (#"{"label":"A","pattern":[{"_":{"x":1}}]}"#, "\"_\" asks for an extension attribute"),
    (#"{"label":"A","pattern":[{"LOWER":{"FUZZ":"x"}}]}"#, "\"FUZZ\" is not supported"),
    (#"{"label":"A","pattern":[{"LOWER":"x","OP":"++"}]}"#, "expected OP to be one of"),
    (#"{"label":"A","pattern":[{"LOWER":{"REGEX":"("}}]}"#, "line 1"),
    (#"{"label":"A"}"#, "expected an object with label and pattern"),
  ])
  func namesWhatItDoesNotTake(line: String, message: String) throws {
    let files = try files().map { file in
      file.path == "again/patterns.jsonl" ? PipelineFile(file.path, Array(line.utf8)) : file
    }
    let error = #expect(throws: ModelFolderError.self) { try Pipeline(files: files) }
    let description = "\(try #require(error))"
    #expect(description.contains("again/patterns.jsonl"))
    #expect(description.contains(message), "\(description)")
  }
}
