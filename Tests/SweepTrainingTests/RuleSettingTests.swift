import SweepBase
import SweepConfig
import SweepNN
import SweepPipeline
import SweepTensors
import SweepTestSupport
import SweepText
import SweepTraining
import Testing

/// Components whose rules and tables are named by `[initialize.components]`, beside spaCy's;
/// `scripts/make_span_rulers.py` recorded them.
@Suite struct RuleSettingTests {
  static let training = """

    [training]
    train_corpus = "corpora.train"
    dev_corpus = "corpora.dev"
    seed = 0
    dropout = 0.1
    patience = 0
    max_epochs = 0
    max_steps = 10
    eval_frequency = 5
    accumulate_gradient = 1
    [training.batcher]
    @batchers = "spacy.batch_by_sequence.v1"
    size = 1
    get_length = null
    [training.optimizer]
    @optimizers = "SGD.v1"
    learn_rate = 0.1
    [corpora]
    [corpora.train]
    @readers = "spacy.Corpus.v1"
    path = "train.spacy"
    max_length = 0
    gold_preproc = false
    limit = 0
    augmenter = null
    [corpora.dev]
    @readers = "spacy.Corpus.v1"
    path = "train.spacy"
    max_length = 0
    gold_preproc = false
    limit = 0
    augmenter = null
    """

  private let registry = Registry(Registry.nn + Registry.training + Registry.pipeline)

  private func config(_ text: String? = nil) throws -> Config {
    try Config(
      parsing: (text ?? Fixture.text("span_rulers/config.cfg")) + Self.training, file: "rules.cfg")
  }

  private func resources(
    _ config: Config, folder: String = "span_rulers"
  ) throws -> TrainingResources {
    let settings = try TrainingSettings(reading: config, registry: registry)
    return try CorpusCache(source: .disk(in: Fixture.path(folder))).resources(for: settings)
  }

  @Test func makesTheFilesThatSpacyWrites() throws {
    let config = try config()
    let resources = try resources(config)
    var random = SpacyRandom(seed: 0)
    let pipeline = try Pipeline.initialize(
      config, registry: registry, examples: [], resources: resources.pipeline, random: &random,
      backend: .exact)
    for path in [
      "attribute_ruler/patterns", "entity_ruler/cfg", "entity_ruler/patterns.jsonl",
      "span_ruler/patterns", "inline/cfg", "inline/patterns.jsonl", "mapped/patterns",
      "lemmatizer/lookups/lookups.bin",
    ] {
      let expected = try Fixture.bytes("span_rulers/written/\(path)")
      #expect(pipeline.files().first { $0.path == path }?.bytes == expected, "\(path)")
    }
    let found = pipeline.predict([Doc(words: ["The", "geese", "of", "port", "ALDER", "ran"])])[0]
    #expect(found.entities.map(\.range) == [3..<5])
    #expect(found.lemmas?.map { found.strings[$0] ?? "" }.last == "run")
  }

  /// The files are inputs of the training, as label files are.
  @Test func listsTheFilesThatItHasRead() throws {
    let resources = try resources(try config())
    #expect(
      resources.files.map { "\($0.setting) \($0.file.path)" } == [
        "initialize.components.attribute_ruler.patterns patterns.json",
        "initialize.components.mapped.tag_map tag_map.json",
        "initialize.components.mapped.morph_rules morph_rules.msgpack",
        "initialize.components.entity_ruler.patterns patterns.jsonl",
        "initialize.components.span_ruler.patterns spans.jsonl",
        "initialize.components.lemmatizer.lookups spacy_lookups_data/data/en_lemma_lookup.json",
      ])
  }

  static func lemmatizer(_ lang: String, _ mode: String, _ lookups: String = "") -> String {
    """
    [nlp]
    lang = "\(lang)"
    pipeline = ["lemmatizer"]
    [components]
    [components.lemmatizer]
    factory = "lemmatizer"
    mode = "\(mode)"
    \(lookups)
    """
  }

  private static let loader = """
    [initialize]
    [initialize.components]
    [initialize.components.lemmatizer]
    [initialize.components.lemmatizer.lookups]
    @misc = "spacy.LookupsDataLoader.v1"
    lang = "en"
    tables = ["lemma_lookup", "lemma_exc"]
    """

  @Test(arguments: [
    ("en", "rule", "", "folder0"), ("sv", "rule", "", "folder2"), ("en", "lookup", "", "folder3"),
    ("xx", "lookup", RuleSettingTests.loader, "folder4"),
  ])
  func takesTablesOfThePackage(lang: String, mode: String, lookups: String, folder: String) throws {
    let config = try config(Self.lemmatizer(lang, mode, lookups))
    let resources = try resources(config, folder: "lemmatizers")
    var random = SpacyRandom(seed: 0)
    let pipeline = try Pipeline.initialize(
      config, registry: registry, examples: [], resources: resources.pipeline, random: &random,
      backend: .exact)
    let expected = try Fixture.bytes("lemmatizers/\(folder)/lemmatizer/lookups/lookups.bin")
    #expect(
      pipeline.files().first { $0.path == "lemmatizer/lookups/lookups.bin" }?.bytes == expected)
  }

  @Test func namesTablesThatAreNowhere() throws {
    let missing = try config(Self.lemmatizer("da", "rule"))
    let error = #expect(throws: TrainingError.self) { try resources(missing) }
    #expect(
      "\(try #require(error))" == """
        lemmatizer: can't find table lemma_rules for language "da" in spacy-lookups-data
          help: `pip install spacy-lookups-data` in the active Python environment, put \
        spacy_lookups_data/data/da_lemma_rules.json of your own where paths start, or take the \
        component from a trained pipeline by source
        """)
  }

  @Test func namesReadersAndFilesThatItCannotRead() throws {
    let text = try Fixture.text("span_rulers/config.cfg")
    let other = try config(text.replacingFirst("srsly.read_json.v1", "srsly.read_yaml.v1"))
    let error = #expect(throws: ConfigErrors.self) { try resources(other) }
    let description = "\(try #require(error))"
    #expect(description.contains("initialize.components.attribute_ruler"))
    #expect(
      description.contains(
        "expected @readers = \"srsly.read_json.v1\" or \"srsly.read_jsonl.v1\" or"),
      "\(description)")
    let strict = try config(text.replacingFirst("skip = true", "skip = false"))
    let fault = #expect(throws: TrainingError.self) { try resources(strict) }
    let message = "\(try #require(fault))"
    #expect(
      message.hasPrefix(
        "patterns.jsonl, for [initialize.components.entity_ruler.patterns]: line 6: expected JSON"),
      "\(message)")
  }
}

extension String {
  fileprivate func replacingFirst(_ old: String, _ new: String) -> String {
    guard let place = ranges(of: old).first else { return self }
    return String(self[..<place.lowerBound]) + new + String(self[place.upperBound...])
  }
}
