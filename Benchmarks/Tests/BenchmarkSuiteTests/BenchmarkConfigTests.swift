import BenchmarkSuite
import Testing

@Suite struct BenchmarkConfigTests {
  @Test func aFileAloneHasNothingOfItsOwn() throws {
    let config = try BenchmarkConfig("configs/ner.cfg")
    #expect(config.name == "ner.cfg")
    #expect(config.words == nil)
    #expect(config.overrideArguments.isEmpty)
  }

  @Test func batchesAndCorpusAreOfOneConfig() throws {
    let config = try BenchmarkConfig("a/b.cfg,words=100,corpus=data/c")
    #expect(config.file == "a/b.cfg")
    #expect(config.words == 100)
    #expect(
      config.overrideArguments
        == ["--paths.train", "data/c/train.spacy", "--paths.dev", "data/c/dev.spacy"])
  }

  @Test(arguments: ["words=0", "words=x", "words", "corpus=", "batch=3", ""])
  func whatIsNoSettingIsRefused(_ setting: String) {
    let error = #expect(throws: BenchmarkProblem.self) {
      _ = try BenchmarkConfig("a.cfg," + setting)
    }
    #expect(
      error?.description
        == "a.cfg,\(setting): expected words=N or corpus=FOLDER, found \"\(setting)\"")
  }
}
