import SweepBase
import SweepConfig
import SweepPipeline
import SweepTestSupport
import SweepText
import SweepTraining
import Testing

/// Compares changed corpora with those of spaCy; `scripts/make_augmenters.py` recorded them.
@Suite struct AugmenterTests {
  private var registry: Registry { Registry(Registry.training) }

  private func settings(_ augmenter: String) throws -> CorpusSettings {
    let text = """
      [corpora]
      [corpora.train]
      @readers = "spacy.Corpus.v1"
      path = "train.spacy"
      gold_preproc = false
      max_length = 0
      limit = 0
      """ + augmenter.replacing("[augmenter", with: "[corpora.train.augmenter")
    var settings = try registry.make(
      .readers, at: "corpora.train", in: Config(parsing: text, file: "config.cfg"))
    settings.tokenizer = .language("en")
    return settings
  }

  private func source(variants: [UInt8]? = nil) throws -> InputSource {
    let files = [
      "train.spacy": try Fixture.bytes("augmenters/train.spacy"),
      "variants.json": try variants ?? Fixture.bytes("augmenters/variants.json"),
    ]
    return InputSource { path throws(FileError) in
      [InputFile(path: path, resolvedPath: "/" + path, bytes: files[path] ?? [])]
    }
  }

  @Test(arguments: ["lower", "orth", "combined", "spaces"])
  func changesExamplesAsSpacyDoes(name: String) throws {
    let record = try #require(Fixture.json("augmenters/expected.json")[name])
    let settings = try settings(#require(record["config"]?.stringValue))
    let corpus = try PreparedCorpus(settings, from: source())
    let hasFile = name == "orth" || name == "combined"
    #expect(corpus.files.map(\.path) == ["train.spacy"] + (hasFile ? ["variants.json"] : []))
    let (changed, random) = try corpus.augmented(seed: 0)
    let expected = try #require(record["examples"]?.arrayValue)
    #expect(changed.examples.count == expected.count)
    for (number, (example, recorded)) in zip(changed.examples, expected).enumerated() {
      let mine = show(example.example)
      for (key, value) in try #require(recorded.objectValue).entries {
        #expect(mine[key] == value, "\(name), example \(number), \(key)")
      }
    }
    var generator = random
    #expect(generator.python.random() == record["next"]?.doubleValue)
  }

  /// What the script records of an example.
  private func show(_ example: Example) -> JSONObject {
    let doc = example.reference
    func texts(_ column: [UInt64]?, empty: String = "") -> JSONValue {
      guard let column else { return .null }
      let texts = column.map { $0 == 0 ? "" : doc.strings[$0] ?? "?" }
        .map { $0 == "_" ? empty : $0 }
      return texts.allSatisfy(\.isEmpty) ? .null : .array(texts.map { .string($0) })
    }
    func words(_ words: [String]) -> JSONValue { .array(words.map { .string($0) }) }
    // The first word starts a sentence whatever is known.
    let starts = (doc.sentStarts ?? doc.words.map { _ in 0 }).dropFirst()
    return [
      "predicted": words(example.predicted.words), "words": words(doc.words),
      "spaces": .array(doc.spaces.map { .bool($0) }), "tags": texts(doc.tags),
      "pos": texts(doc.pos), "lemmas": texts(doc.lemmas, empty: "_"), "morphs": texts(doc.morphs),
      "deps": texts(doc.deps),
      "heads": .array((0..<doc.count).map { .integer(doc.head(of: $0)) }),
      "iob": .array((doc.entIOB ?? doc.words.map { _ in 0 }).map { .integer(Int($0)) }),
      "ents": .array(
        doc.entities.map { [.integer($0.start), .integer($0.end), .string($0.label)] }),
      "cats": .object(JSONObject(doc.cats.map { ($0.label, .number($0.value)) })),
      "starts": .array(starts.map { .integer(Int($0)) }),
    ]
  }

  static let badVariants = [
    ("[]", "expected an object with the lists \"single\" and \"paired\""),
    ("{\"single\": 1}", "expected single as a list"),
    ("{\"single\": [{\"tags\": [\"A\"]}]}", "single, entry 0: \"variants\" as a list of texts"),
    (
      "{\"paired\": [{\"tags\": [\"A\"], \"variants\": [[\"a\"]]}]}",
      "paired, entry 0: \"variants\" as pairs of two texts"
    ),
    ("{", "variants.json: expected variants of words as JSON"),
  ]

  @Test(arguments: badVariants)
  func saysWhatIsWrongWithAFileOfVariants(content: String, expected: String) throws {
    let record = try #require(Fixture.json("augmenters/expected.json")["orth"])
    let settings = try settings(#require(record["config"]?.stringValue))
    let error = #expect(throws: TrainingError.self) {
      try PreparedCorpus(settings, from: source(variants: Array(content.utf8)))
    }
    #expect("\(try #require(error))".contains(expected))
  }

  static let badSettings = [
    ("@augmenters = \"spacy.dont.v1\"", "null (no augmentation) or one of"),
    ("@augmenters = \"spacy.lower_case.v1\"", "with a number as its level"),
    (
      "@augmenters = \"spacy.orth_variants.v1\"\nlevel = 1\nlower = 0\northvariants = null",
      "with orth_variants"
    ),
    (
      "@augmenters = \"spacy.orth_variants.v1\"\nlevel = 1\nlower = 0\n"
        + "orth_variants = {\"@readers\": \"srsly.read_yaml.v1\", \"path\": \"a\"}",
      "srsly.read_json.v1"
    ),
  ]

  @Test(arguments: badSettings)
  func refusesOtherSettings(block: String, expected: String) throws {
    let error = #expect(throws: ConfigError.self) {
      try settings("\n[augmenter]\n" + block.replacing("orthvariants", with: "other") + "\n")
    }
    #expect("\(try #require(error))".contains(expected))
  }
}
