import SweepBase
import SweepConfig
import SweepPipeline
import SweepTensors
import SweepTestSupport
import SweepText
import Testing

/// Lemmas by tables beside spaCy's; `scripts/make_lemmatizers.py` recorded them.
@Suite struct LemmatizerTests {
  private func files(_ folder: String) throws -> [PipelineFile] {
    let names = ["config.cfg", "meta.json", "lemmatizer/lookups/lookups.bin"]
    return try names.map { PipelineFile($0, try Fixture.bytes("lemmatizers/\(folder)/\($0)")) }
      + [PipelineFile("tokenizer", [0x80]), PipelineFile("vocab/strings.json", Array("[]".utf8))]
  }

  private func texts(_ json: JSONValue?) throws -> [String] {
    try #require(json?.arrayValue).compactMap(\.stringValue)
  }

  private func doc(_ json: JSONValue) throws -> Doc {
    var doc = Doc(words: try texts(json["words"]))
    doc.pos = try texts(json["pos"]).map { doc.strings.add($0) }
    doc.morphs = try texts(json["morph"]).map { $0.isEmpty ? 0 : doc.strings.add($0) }
    doc.lemmas = try texts(json["lemma"]).map { doc.strings.add($0) }
    return doc
  }

  @Test(arguments: 0..<5)
  func annotatesAsRecorded(number: Int) throws {
    let json = try Fixture.json("lemmatizers/cases.json")
    let record = try #require(json["cases"]?.arrayValue?[number])
    let folder = try #require(record["folder"]?.stringValue)
    let pipeline = try Pipeline(files: files(folder))
    let cases = try #require(json["docs"]?.arrayValue)
    let found = pipeline.predict(try cases.map(doc))
    var examples: [Example] = []
    for (index, doc) in found.enumerated() {
      let lemmas = (doc.lemmas ?? []).map { doc.strings[$0] ?? "?" }
      let expected = try texts(record["lemmas"]?.arrayValue?[index])
      #expect(
        lemmas.elementsEqual(expected) { $0.utf8.elementsEqual($1.utf8) }, "\(lemmas) \(expected)")
      var gold = Doc(words: doc.words)
      gold.lemmas = try texts(cases[index]["gold"]).map { gold.strings.add($0) }
      examples.append(try Example(predicted: doc, reference: gold))
    }
    let score = try #require(Scorer.attribute(examples, .lemma, key: "lemma").number("lemma_acc"))
    #expect(abs(score - (record["acc"]?.doubleValue ?? 0)) < 1e-12)
  }

  @Test(arguments: 0..<5)
  func writesAndKeepsItsTables(number: Int) throws {
    let files = try files("folder\(number)")
    let pipeline = try Pipeline(files: files)
    let tables = try #require(files.first { $0.path.hasSuffix("lookups.bin") })
    #expect(pipeline.files().contains(tables))
    var writer = StateWriter()
    pipeline.write(to: &writer)
    var reader = StateReader(writer.bytes)
    let again = try Pipeline(
      reading: &reader, config: pipeline.config, registry: registry,
      resources: PipelineResources(), backend: .exact)
    #expect(again.files().contains(tables))
  }

  @Test(arguments: [
    ("", "the table \"lemma_rules\" of the lemmatizer mode \"rule\", found none"),
    ("lemma_lookup", "found lemma_lookup"), ("list", "MessagePack of tables"),
    ("lemma_rules", "a list of pairs of endings"),
  ])
  func namesWhatIsWrongWithItsTables(table: String, message: String) throws {
    let content: MessagePack.Value =
      switch table {
      case "": .map([])
      case "list": .array([])
      default:
        .map([
          MessagePack.Entry(
            .string(table), .map([MessagePack.Entry(.string("noun"), .string("s"))]))
        ])
      }
    let files = try files("folder0").map { file in
      file.path.hasSuffix("lookups.bin")
        ? PipelineFile(file.path, MessagePack.bytes(content)) : file
    }
    let error = #expect(throws: ModelFolderError.self) { try Pipeline(files: files) }
    let description = "\(try #require(error))"
    #expect(description.contains(message), "\(description)")
  }

  @Test(arguments: [("en", "pos_lookup"), ("nl", "lookup"), ("es", "rule"), ("xx", "pymorphy3")])
  func namesModesThatAreNotBuiltIn(lang: String, mode: String) throws {
    var config = try fixtureConfig("lemmatizers/folder0")
    config["nlp.lang"] = .string(lang)
    config["components.lemmatizer.mode"] = .string(mode)
    let error = #expect(throws: ConfigErrors.self) {
      try Pipeline.check(config, registry: registry)
    }
    let description = "\(try #require(error))"
    #expect(description.contains("[components.lemmatizer] mode: the lemmatizer mode \"\(mode)\""))
    #expect(description.contains("not built in for the language \"\(lang)\""))
  }
}
