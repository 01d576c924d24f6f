import SweepBase
import SweepConfig
import SweepPipeline
import SweepTensors
import SweepTestSupport
import SweepText
import Testing

/// Spans and entities by patterns of all kinds beside spaCy's; `scripts/make_span_rulers.py`
/// recorded them.
@Suite struct SpanRulerTests {
  private static let rulers = ["words", "phrases", "shapes", "entities", "future", "keeping"]

  private func files() throws -> [PipelineFile] {
    let names = ["config.cfg", "meta.json"] + Self.rulers.map { "\($0)/patterns" }
    return try names.map { PipelineFile($0, try Fixture.bytes("span_rulers/folder/\($0)")) } + [
      PipelineFile("tokenizer", try Tokenizer(language: "en").bytes),
      PipelineFile("vocab/strings.json", Array("[]".utf8)),
    ]
  }

  private func texts(_ json: JSONValue?) throws -> [String] {
    try #require(json?.arrayValue).compactMap(\.stringValue)
  }

  private func spans(
    _ json: JSONValue?, in doc: inout Doc
  ) throws -> [GroupedSpan] {
    let starts = doc.characterOffsets
    return try #require(json?.arrayValue).map { item in
      let (start, end) = (try #require(item[0]?.intValue), try #require(item[1]?.intValue))
      return GroupedSpan(
        start: Int32(start), end: Int32(end),
        label: doc.strings.add(try #require(item[2]?.stringValue)),
        startCharacter: Int32(starts[start]),
        endCharacter: Int32(starts[end - 1] + doc.words[end - 1].unicodeScalars.count))
    }
  }

  private func doc(_ json: JSONValue) throws -> Doc {
    var doc = Doc(
      words: try texts(json["words"]),
      spaces: try #require(json["spaces"]?.arrayValue).compactMap(\.boolValue))
    doc.tags = try texts(json["tags"]).map { doc.strings.add($0) }
    doc.pos = try texts(json["pos"]).map { doc.strings.add($0) }
    doc.morphs = try texts(json["morphs"]).map { doc.strings.add(MorphFeatures($0).text) }
    doc.lemmas = try texts(json["lemmas"]).map { doc.strings.add($0) }
    doc.sentStarts = try #require(json["starts"]?.arrayValue).map { $0 == .bool(true) ? 1 : -1 }
    doc.setEntities(
      try spans(json["ents"], in: &doc).map {
        EntitySpan(Int($0.start), Int($0.end), doc.strings[$0.label] ?? "")
      })
    if json["other"]?.isNull == false {
      let group = SpanGroup(name: "other", spans: try spans(json["other"], in: &doc))
      doc.spanGroups.append(KeyedSpanGroup("other", group))
    }
    return doc
  }

  private func json(_ start: Int, _ end: Int, _ label: String?, _ id: String?) -> JSONValue {
    [.integer(start), .integer(end), .string(label ?? "?"), .string(id ?? "?")]
  }

  @Test func annotatesAndScoresAsRecorded() throws {
    let pipeline = try Pipeline(files: files())
    let record = try Fixture.json("span_rulers/cases.json")
    var examples: [Example] = []
    for json in try #require(record["docs"]?.arrayValue) {
      let found = pipeline.predict([try doc(json)])[0]
      let groups = try #require(json["spans"]?.objectValue)
      #expect(found.spanGroups.map(\.key).sorted() == groups.keys.sorted())
      for item in found.spanGroups {
        let spans = item.group.spans.map { span in
          self.json(
            Int(span.start), Int(span.end), found.strings[span.label], found.strings[span.id])
        }
        let expected = groups[item.key]?.arrayValue ?? []
        let (extra, missing) = (
          spans.filter { !expected.contains($0) }, expected.filter { !spans.contains($0) }
        )
        #expect(
          spans == expected,
          "\(item.key) of \(found.words): extra \(extra), missing \(missing)")
      }
      let entities = found.entities.map { entity in
        self.json(entity.start, entity.end, entity.label, found.strings[entity.id])
      }
      #expect(entities == json["found"]?.arrayValue, "\(found.words)")
      var gold = Doc(words: found.words, spaces: found.spaces)
      if json["gold"]?.isNull == false {
        let group = SpanGroup(name: "ruler", spans: try spans(json["gold"], in: &gold))
        gold.spanGroups.append(KeyedSpanGroup("ruler", group))
      }
      examples.append(try Example(predicted: found, reference: gold))
    }
    let scores = Scorer.spans(examples, key: "ruler")
    for key in ["spans_ruler_p", "spans_ruler_r", "spans_ruler_f"] {
      let expected = try #require(record["scores"]?[key]?.doubleValue)
      #expect(abs((scores.number(key) ?? -1) - expected) < 1e-12, "\(key)")
    }
  }

  @Test func writesAndKeepsItsRules() throws {
    let files = try files()
    let pipeline = try Pipeline(files: files)
    var writer = StateWriter()
    pipeline.write(to: &writer)
    var reader = StateReader(writer.bytes)
    let again = try Pipeline(
      reading: &reader, config: pipeline.config, registry: registry,
      resources: PipelineResources(), backend: .exact)
    for file in files where file.path.hasSuffix("/patterns") {
      #expect(pipeline.files().contains(file), "\(file.path)")
      #expect(again.files().contains(file), "\(file.path)")
    }
    #expect(pipeline.labels(of: "phrases") == ["PH", "TWO"])
    // Phrases are divided as before.
    let doc = Doc(words: ["The", "tiger"])
    #expect(again.predict([doc])[0].entities.map(\.label) == ["PH"])
  }

  @Test(
    arguments: [
      ("phrase_matcher_attr", "LEMMA", "expected ORTH, LOWER"),
      ("ents_filter", ["@misc": "mine.v1"], "spacy.first_longest_spans_filter.v1"),
      ("matcher_fuzzy_compare", ["@misc": "mine.v1"], "spacy.levenshtein_compare.v1"),
      ("scorer", ["@scorers": "mine.v1"], "overlapping_labeled_spans_scorer"),
    ] as [(String, JSONValue, String)])
  func refusesWhatNeedsPython(key: String, value: JSONValue, message: String) throws {
    var config = try fixtureConfig("span_rulers/folder")
    config["components.words.\(key)"] = value
    let error = #expect(throws: ConfigErrors.self) {
      try Pipeline.check(config, registry: registry)
    }
    let description = "\(try #require(error))"
    #expect(description.contains(message), "\(description)")
  }

  @Test func namesEveryBadPattern() throws {
    let lines = [
      #"{"label":"A","pattern":[{"LOWER":{"IN":"x"}}]}"#, #"{"label":"A","pattern":"fine"}"#,
      #"{"label":"A","pattern":[{"LOWER":{"REGEX":{"FUZZY":"x"}}}]}"#,
      #"{"label":"A","pattern":[{"LOWER":{"FUZZY0":"x"}}]}"#, #"{"label":"","pattern":"x"}"#,
      #"{"label":"A","pattern":[{"LENGTH":{">":"x"}}]}"#,
      #"{"label":"A","pattern":[{"OP":"{3,1}"}]}"#,
      #"{"label":"A","pattern":[{"_":{"x":1}}]}"#, "no json",
    ]
    let files = try files().map { file in
      file.path == "words/patterns"
        ? PipelineFile(file.path, Array(lines.joined(separator: "\n").utf8)) : file
    }
    let error = #expect(throws: ModelFolderError.self) { try Pipeline(files: files) }
    let description = "\(try #require(error))"
    for number in [1, 3, 4, 5, 6, 7, 8, 9] {
      #expect(description.contains("line \(number): "), "\(description)")
    }
    #expect(!description.contains("line 2: "))
    #expect(description.contains("engine = \"spacy\" runs it"))
  }
}
