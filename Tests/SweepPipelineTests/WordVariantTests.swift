import SweepBase
import SweepConfig
import SweepNN
import SweepPipeline
import SweepTensors
import SweepTestSupport
import SweepText
import Testing

/// Replays trainings of taggers, lemmatizers and parsers; `scripts/make_word_variants.py` recorded
/// them, on texts with other tokens than gold, and with missing and negated annotation.
@Suite struct WordVariantTests {
  static let names = [
    "tagger", "tagger_v1", "morphologizer", "senter", "lemmatizer", "parser_cut", "parser_whole",
    "parser_flat", "sentences",
  ]

  @Test(arguments: names)
  func followsTheTraining(name: String) throws {
    let trace = try Fixture.json("word_variants/\(name)/trace.json")
    let config = try config(name)
    var replay = try TraceReplay(config, try examples(trace), trace: trace)
    try replay.expectTraining { $0 < 8 ? 1e-5 : 1e-3 }
  }

  @Test(arguments: names)
  func loadsWritesAndPredicts(name: String) throws {
    let trace = try Fixture.json("word_variants/\(name)/trace.json")
    let files = try files(name)
    let pipeline = try Pipeline(files: files)
    for file in pipeline.files() where file.path.contains("/") && !file.path.hasPrefix("vocab") {
      #expect(file.bytes == files.first { $0.path == file.path }?.bytes, "\(file.path)")
    }
    for text in try #require(trace["texts"]?.arrayValue) {
      let predicted = pipeline.predict([try doc(text)])[0]
      for key in ["tag", "pos", "morph", "lemma", "dep"] {
        let expected = text[key]?.arrayValue?.compactMap(\.stringValue)
        #expect(texts(predicted, key) == expected, "\(key)")
      }
      let heads = (0..<predicted.count).map { predicted.head(of: $0) }
      #expect(heads == text["head"]?.arrayValue?.compactMap(\.intValue))
      let starts = text["sent_start"]?.arrayValue?.compactMap(\.intValue)
      // The first word starts a sentence whatever is known.
      let known = predicted.sentStarts.map { $0.map(Int.init) } ?? heads.map { _ in 0 }
      #expect(Array(known.dropFirst()) == starts.map { Array($0.dropFirst()) })
    }
  }

  /// Files of a folder that are something else, and what is said of them.
  static let oddFiles = [
    ("tagger", "tagger/cfg", "{}", "a list of labels"),
    ("tagger", "tagger/cfg", "{\"labels\":[]}", "a list of labels"),
    ("tagger", "tagger/cfg", "{\"labels\":[\"A\"]}", "shape [1, 16] as in the config"),
    (
      "morphologizer", "morphologizer/cfg",
      "{\"labels_morph\":{\"POS=X\":\"\"},\"labels_pos\":{\"POS=X\":-1}}",
      "labels_morph and labels_pos"
    ),
    ("lemmatizer", "trainable_lemmatizer/cfg", "{\"labels\":[999999]}", "numbers of trees"),
    ("lemmatizer", "trainable_lemmatizer/trees", "\u{1}", "MessagePack of trees"),
    ("lemmatizer", "vocab/strings.json", "[]", "texts of vocab/strings.json"),
    ("parser_cut", "parser/moves", "\u{1}", "MessagePack of moves"),
    ("sentences", "sentencizer.json", "[]", "a JSON object"),
  ]

  @Test(arguments: oddFiles)
  func saysWhatIsWrongWithAFile(
    name: String, path: String, content: String, expected: String
  ) throws {
    let changed = try files(name).map { file in
      file.path == path ? PipelineFile(path, Array(content.utf8)) : file
    }
    do throws(ModelFolderError) {
      _ = try Pipeline(files: changed)
      Issue.record("the folder loads")
    } catch {
      #expect("\(error)".contains(expected))
    }
  }

  /// What a column says of each word, as spaCy prints it.
  private func texts(_ doc: Doc, _ key: String) -> [String] {
    let columns = [
      "tag": doc.tags, "pos": doc.pos, "morph": doc.morphs, "lemma": doc.lemmas, "dep": doc.deps,
    ]
    guard let column = columns[key], let column else { return doc.words.map { _ in "" } }
    return column.map { doc.strings[$0] ?? "?" }.map { key == "morph" && $0 == "_" ? "" : $0 }
  }

  @Test(arguments: names)
  func scoresAsSpaCyDoes(name: String) throws {
    let trace = try Fixture.json("word_variants/\(name)/trace.json")
    let pipeline = try Pipeline(files: files(name))
    let examples = PreparedExample.prepare(Array(try examples(trace).prefix(20)))
    let scores = pipeline.evaluate(examples).json
    for (key, value) in try #require(trace["scores"]?.objectValue).entries {
      #expect(scores[key] == value, "\(key)")
    }
  }

  @Test(arguments: ["parser_cut", "parser_flat", "morphologizer"], [2, 3])
  func threadsChangeNoBit(name: String, threads: Int) throws {
    #expect(try weights(name, threads: threads) == weights(name, threads: 1))
  }

  /// The weights after a few updates, and what the model then predicts.
  private func weights(_ name: String, threads: Int) throws -> [UInt32] {
    let trace = try Fixture.json("word_variants/\(name)/trace.json")
    let config = try config(name)
    let examples = try examples(trace)
    var random = SpacyRandom(seed: 0)
    var pipeline = try Pipeline.initialize(
      config, registry: registry, examples: examples, random: &random, backend: .exact)
    pipeline.threads = Threads(threads)
    var optimizer = Optimizer.adam(0.005)
    let prepared = PreparedExample.prepare(examples)
    for step in 0..<3 {
      var losses: [String: Double] = [:]
      try pipeline.update(
        Array(prepared[step * 9..<step * 9 + 9]), dropout: 0.1, random: &random, losses: &losses)
      pipeline.finishUpdate(&optimizer)
    }
    let docs = pipeline.predict(examples.map(\.predicted))
    let heads = docs.flatMap { doc in (0..<doc.count).map { UInt32(doc.head(of: $0)) } }
    return pipeline.parameters.ids.flatMap { pipeline.parameters[$0].map(\.bitPattern) } + heads
  }

  private func config(_ name: String) throws -> Config {
    var config = try Config(
      parsing: Fixture.text("word_variants/\(name)/model/config.cfg"), file: "config.cfg")
    if name == "sentences" {
      config["training.annotating_components"] = ["sentencizer"]
    }
    return config
  }

  private func files(_ name: String) throws -> [PipelineFile] {
    try ModelFolder.read(Fixture.path("word_variants/\(name)/model"))
      + [PipelineFile("tokenizer", [0x80])]
  }

  /// The corpus with the tokens that spaCy's tokenizer gave it.
  private func examples(_ trace: JSONValue) throws -> [Example] {
    let bin = try DocBin(bytes: Fixture.bytes("word_variants/train.spacy"), file: "train.spacy")
    let predicted = try #require(trace["predicted"]?.arrayValue)
    #expect(predicted.count == bin.docs.count)
    return try zip(predicted, bin.docs).map { tokens, reference in
      try Example(predicted: doc(tokens), reference: reference)
    }
  }

  private func doc(_ tokens: JSONValue) throws -> Doc {
    var doc = Doc(
      words: try #require(tokens["words"]?.arrayValue).compactMap(\.stringValue),
      spaces: try #require(tokens["spaces"]?.arrayValue).compactMap(\.boolValue))
    doc.norms = try #require(tokens["norms"]?.arrayValue).compactMap(\.stringValue)
      .map { doc.strings.add($0) }
    return doc
  }
}

/// Corpora that components cannot learn from.
@Suite struct GoldErrorTests {
  private func problem(_ docs: [Doc], _ pipeline: [String]) throws -> String {
    var config = try fixtureConfig("model_multi")
    config["nlp.pipeline"] = .array(pipeline.map { .string($0) })
    var random = SpacyRandom(seed: 0)
    do throws(PipelineError) {
      _ = try Pipeline.initialize(
        config, registry: registry, examples: docs.map { Example(reference: $0) },
        random: &random, backend: .exact)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func namesEachComponentThatHasNothingToLearn() throws {
    let text = try problem(
      [Doc(words: ["a", "b"])], ["tok2vec", "tagger", "morphologizer", "parser", "ner"])
    #expect(
      text == """
        tagger: expected tags in the training corpus, found none
          help: check that the corpus has fine-grained tags, and that its path is right
        morphologizer: expected parts of speech or morphology in the training corpus, found none
          help: check that the corpus has this annotation, and that its path is right
        parser: expected dependency trees in the training corpus, found none
          help: check that the corpus has heads and labels, and that its path is right
        ner: expected entities in the training corpus, found none
          help: check that the corpus has entity annotation and that its path is right
        """)
  }

  @Test func wantsSentencesForTheSentenceRecognizer() throws {
    let config = try Config(
      parsing: Fixture.text("word_variants/senter/model/config.cfg"), file: "config.cfg")
    var random = SpacyRandom(seed: 0)
    #expect(throws: PipelineError.self) {
      try Pipeline.initialize(
        config, registry: registry, examples: [Example(reference: Doc(words: ["a", "b"]))],
        random: &random, backend: .exact)
    }
  }

  @Test func namesEachTreeThatIsACircle() throws {
    var doc = Doc(words: ["a", "b", "c"])
    doc.heads = [1, -1, 0]
    doc.deps = ["x", "y", "ROOT"].map { doc.strings.add($0) }
    let text = try problem([doc, doc], ["tok2vec", "parser"])
    let one = """
      parser: the heads of "a b c" run in a circle at word 0, "a"
        help: correct the heads of this text: every word must lead to a root
      """
    #expect(text == one + "\n" + one)
  }

  @Test func wantsEnoughArcs() throws {
    var config = try fixtureConfig("model_multi")
    config["components.parser.min_action_freq"] = 30
    var doc = Doc(words: ["a", "b"])
    doc.heads = [1, 0]
    doc.deps = ["x", "ROOT"].map { doc.strings.add($0) }
    config["nlp.pipeline"] = ["tok2vec", "parser"]
    var random = SpacyRandom(seed: 0)
    #expect(throws: PipelineError.self) {
      try Pipeline.initialize(
        config, registry: registry, examples: [Example(reference: doc)], random: &random,
        backend: .exact)
    }
  }

  @Test func numbersEditTreesAsSpaCyDoes() {
    var trees = EditTrees()
    let tree = trees.add("walked", "walk")
    #expect(trees.apply(tree, "talked") == "talk")
    #expect(trees.apply(tree, "talks") == nil)
    let empty = trees.add("", "")
    #expect(trees.apply(empty, "x") == "x")
    #expect(trees.trees.count == 3)
    #expect(EditTrees(reading: trees.bytes, StringStore(["ed"]))?.trees == trees.trees)
    #expect(EditTrees(reading: trees.bytes, StringStore()) == nil)
  }
}
