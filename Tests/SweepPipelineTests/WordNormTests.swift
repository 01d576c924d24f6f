import SweepBase
import SweepConfig
import SweepPipeline
import SweepTestSupport
import SweepText
import Testing

/// Pipelines whose vocabulary has a table of norms; `scripts/make_lookups.py` recorded them.
@Suite struct WordNormTests {
  private func pipeline(withTable: Bool) throws -> Pipeline {
    let files = try fixtureFiles("model_multi").filter { $0.path != "vocab/lookups.bin" }
    let table = PipelineFile("vocab/lookups.bin", try Fixture.bytes("lookups.bin"))
    return try Pipeline(files: withTable ? files + [table] : files)
  }

  @Test(arguments: [("vectors", true), ("without", false)])
  func embedsAsRecorded(key: String, withTable: Bool) throws {
    let record = try Fixture.json("lookups.json")
    let pipeline = try pipeline(withTable: withTable)
    for (index, words) in try #require(record["words"]?.arrayValue).enumerated() {
      let doc = Doc(words: (words.arrayValue ?? []).compactMap(\.stringValue))
      let (found, expected) = (pipeline.vectors(of: [doc]), record[key]?.arrayValue?[index])
      let width = found.count / doc.count
      for word in 0..<doc.count {
        for column in 0..<2 {
          let value = try #require(expected?.arrayValue?[word][column]?.doubleValue)
          #expect(abs(Double(found[word * width + column]) - value) < 2e-4)
        }
      }
    }
  }

  /// In an update and in an evaluation, too: as if the tokens had these norms of their own.
  @Test func learnsAndEvaluatesWithTheNorms() throws {
    var (plain, withTable) = (
      try pipeline(withTable: false), try pipeline(withTable: true)
    )
    let examples = Array(try fixtureExamples("dev_full").prefix(6))
    let table = try #require(try LookupTables(reading: Fixture.bytes("lookups.bin")))
    let norms = try #require(table["lexeme_norm"])
    let changed = examples.map { example in
      var copy = example
      for (index, word) in example.predicted.words.enumerated()
      where copy.predicted.norms?[index] ?? 0 == 0 {
        guard let norm = norms[StringStore.id(of: word)]?.stringValue else { continue }
        copy.predicted.norms?[index] = StringStore.id(of: norm)
      }
      return copy
    }
    func update(_ pipeline: inout Pipeline, _ examples: [Example]) throws -> [Double] {
      var (random, losses) = (SpacyRandom(seed: 0), [String: Double]())
      try pipeline.update(
        PreparedExample.prepare(examples), dropout: 0, random: &random, losses: &losses)
      return ["tagger", "parser", "ner"].map { losses[$0] ?? -1 }
    }
    var other = plain
    let expected = try update(&plain, changed)
    #expect(try update(&withTable, examples) == expected)
    #expect(try update(&other, examples) != expected)
    func scores(_ pipeline: Pipeline, _ examples: [Example]) -> Double? {
      pipeline.evaluate(PreparedExample.prepare(examples)).number("dep_uas")
    }
    #expect(scores(withTable, examples) == scores(plain, changed))
  }

  @Test func writesTheTablesAgain() throws {
    let written = try pipeline(withTable: true).files()
    #expect(
      written.first { $0.path == "vocab/lookups.bin" }?.bytes == (try Fixture.bytes("lookups.bin")))
    let bad =
      try fixtureFiles("model_multi").filter { $0.path != "vocab/lookups.bin" }
      + [PipelineFile("vocab/lookups.bin", [1])]
    let error = #expect(throws: ModelFolderError.self) { try Pipeline(files: bad) }
    let description = "\(try #require(error))"
    #expect(description.contains("vocab/lookups.bin: expected MessagePack of tables"))
  }
}
