import Foundation
import SweepConfig
import SweepPipeline
import SweepTestSupport
import SweepText
import Testing

@Suite struct PipelineFolderTests {
  /// A folder that is removed when the test ends.
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "sweep-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test(arguments: ["model_ner", "model_ner_nodrop_avg", "model_multi"])
  func writesTheFilesThatItRead(model: String) throws {
    let files = try fixtureFiles(model)
    let pipeline = try Pipeline(files: files)
    let performance = try #require(
      JSONValue(parsing: Fixture.bytes("\(model)/meta.json"))["performance"]?.objectValue)
    let written = pipeline.files(performance: performance)
    #expect(written.map(\.path) == files.map(\.path).sorted())
    for file in written {
      let original = try #require(files.first { $0.path == file.path })
      #expect(file.bytes == original.bytes, "\(file.path)")
    }
  }

  @Test func survivesTheDisk() throws {
    try withFolder { folder in
      let pipeline = try Pipeline(files: fixtureFiles("model_ner"))
      try pipeline.write(to: "\(folder)/model-best")
      try pipeline.write(to: "\(folder)/model-best")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["model-best"])
      let again = try Pipeline(folder: "\(folder)/model-best")
      #expect(again.files() == pipeline.files())
      #expect(again.parameters == pipeline.parameters)
    }
  }

  @Test func replacesNothingButModels() throws {
    try withFolder { folder in
      try FileManager.default.createDirectory(
        atPath: "\(folder)/thesis", withIntermediateDirectories: true)
      try "text".write(toFile: "\(folder)/thesis/chapter1", atomically: true, encoding: .utf8)
      let pipeline = try Pipeline(files: fixtureFiles("model_ner"))
      #expect(throws: ModelFolderError.notAModelFolder("\(folder)/thesis")) {
        try pipeline.write(to: "\(folder)/thesis")
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["thesis"])
    }
  }

  @Test func namesAMissingFile() throws {
    let files = try fixtureFiles("model_ner")
    for path in ["config.cfg", "meta.json", "tokenizer", "ner/model", "ner/moves"] {
      let rest = files.filter { $0.path != path }
      #expect(throws: ModelFolderError.missingFile(folder: "m", name: path)) {
        try Pipeline(files: rest, folder: "m")
      }
    }
  }

  @Test func namesADamagedFile() throws {
    let files = try fixtureFiles("model_ner")
    for path in ["ner/model", "ner/moves", "meta.json", "vocab/strings.json"] {
      let damaged = files.map {
        $0.path == path ? PipelineFile(path, Array($0.bytes.prefix(100))) : $0
      }
      let error = #expect(throws: ModelFolderError.self) {
        try Pipeline(files: damaged, folder: "m")
      }
      #expect(error?.description.hasPrefix("m/\(path): expected") == true)
    }
  }

  @Test func saysWhichWeightsDoNotFit() throws {
    let files = try fixtureFiles("model_ner").map { file in
      guard file.path == "config.cfg" else { return file }
      let text = String(decoding: file.bytes, as: UTF8.self)
      return PipelineFile(
        "config.cfg", Array(text.replacing("hidden_width = 32", with: "hidden_width = 16").utf8))
    }
    let error = #expect(throws: ModelFolderError.self) { try Pipeline(files: files, folder: "m") }
    #expect(
      error?.description == """
        m/ner/model: expected shape [3, 16, 2, 16] as in the config, not [3, 32, 2, 32] at node 2 \
        (precomputable_affine), parameter W
          help: the file is damaged or from another program; train or copy the model again
        """)
  }

  @Test func hashesWhatMatters() throws {
    let files = try fixtureFiles("model_ner")
    let hash = ModelHash.of(files: files)
    #expect(hash.count == 64)
    func changed(_ path: String, _ old: String, _ new: String) -> String {
      ModelHash.of(
        files: files.reversed().map { file in
          guard file.path == path else { return file }
          let text = String(decoding: file.bytes, as: UTF8.self)
          return PipelineFile(path, Array(text.replacing(old, with: new).utf8))
        })
    }
    #expect(changed("config.cfg", "fixtures/docbin/train_full", "/tmp/other") == hash)
    #expect(changed("config.cfg", "dropout = 0.1", "dropout = 0.2") != hash)
    #expect(changed("meta.json", "\"ents_f\":0.9", "\"ents_f\":0.8") != hash)
    let model = files.map { file in
      file.path == "ner/model" ? PipelineFile(file.path, file.bytes.dropLast() + [7]) : file
    }
    #expect(ModelHash.of(files: model) != hash)
  }

  /// How spaCy 3.0 to 3.7 write configs: calls without arguments on one line, no blanks in lists,
  /// and, in the oldest, no `[nlp.vectors]`.
  @Test func readsTheOlderFormOfConfigs() throws {
    let files = try fixtureFiles("model_ner").map { file in
      guard file.path == "config.cfg" else { return file }
      var text = String(decoding: file.bytes, as: UTF8.self)
      text.replace(
        "[components.ner.scorer]\n@scorers = \"spacy.ner_scorer.v1\"\n\n", with: "")
      text.replace(
        "incorrect_spans_key = null",
        with: "incorrect_spans_key = null\nscorer = {\"@scorers\":\"spacy.ner_scorer.v1\"}")
      text.replace("[nlp.vectors]\n@vectors = \"spacy.Vectors.v1\"\n\n", with: "")
      return PipelineFile("config.cfg", Array(text.utf8))
    }
    let pipeline = try Pipeline(files: files)
    #expect(pipeline.labels(of: "ner").count == 6)
    let written = try #require(pipeline.files().first { $0.path == "config.cfg" })
    #expect(String(decoding: written.bytes, as: UTF8.self).contains("[nlp.vectors]"))
  }

  @Test func readsNothingButTheModel() throws {
    try withFolder { folder in
      let pipeline = try Pipeline(files: fixtureFiles("model_ner"))
      try pipeline.write(to: "\(folder)/m")
      try "x".write(toFile: "\(folder)/m/notes.txt", atomically: true, encoding: .utf8)
      let names = try ModelFolder.read("\(folder)/m").map(\.path)
      #expect(
        names == [
          "config.cfg", "meta.json", "tokenizer", "vocab/strings.json", "vocab/lookups.bin",
          "vocab/vectors", "vocab/key2row", "vocab/vectors.cfg", "ner/cfg", "ner/model",
          "ner/moves",
        ])
      #expect(throws: ModelFolderError.missingFile(folder: folder, name: "config.cfg")) {
        try Pipeline(folder: folder)
      }
    }
  }

  @Test func spellsOutItsErrors() {
    let missing = ModelFolderError.missingFile(folder: "out", name: "ner/moves")
    #expect(
      missing.description == """
        out/ner/moves: expected a file of the model, found none
          help: a model folder is written by `sweep train` or by spaCy; give the folder itself, \
        such as output/model-best
        """)
    #expect(
      ModelFolderError.notAModelFolder("thesis").description == """
        thesis: expected a model folder or nothing, found something else
          help: choose another output folder; nothing was changed
        """)
    #expect(
      PipelineError.noLabels(component: "ner").description == """
        ner: expected entities in the training corpus, found none
          help: check that the corpus has entity annotation and that its path is right
        """)
    #expect(
      PipelineError.badLabels(component: "ner").description == """
        ner: expected its labels as a map of move numbers to labels with frequencies
          help: write the file with `spacy init labels`, or leave the labels to the corpus
        """)
    let span = PipelineError.contradictorySpan(
      component: "ner", key: "wrong", words: ["New", "York"], label: "GPE")
    #expect(
      span.description == """
        ner: "New York" is annotated as GPE and, under "wrong", as not GPE
          help: remove one of the two spans
        """)
    #expect(
      PipelineError.noGoldMove(component: "ner", words: ["a", "b"]).description == """
        ner: no sequence of moves gives the annotation of "a b"
          help: look for entities that overlap or start with white space in this text
        """)
  }
}
