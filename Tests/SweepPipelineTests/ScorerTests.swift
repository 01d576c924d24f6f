import SweepConfig
import SweepPipeline
import SweepTestSupport
import SweepText
import Testing

@Suite struct ScorerTests {
  @Test func scoresEntitiesAsSpaCyDoes() throws {
    let cases = try #require(try Fixture.json("cases_examples.json")["scorer"]?.arrayValue)
    var count = 0
    for item in cases {
      let name = try #require(item["name"]?.stringValue)
      guard name.hasPrefix("ner") else { continue }
      count += 1
      let examples = try #require(item["docs"]?.arrayValue).map { pair in
        try Example(
          predicted: doc(#require(pair["pred"]), isGold: false),
          reference: doc(#require(pair["gold"]), isGold: true))
      }
      let scores = Scorer.entities(examples).json
      #expect(JSONValue.object(scores) == item["result"], "\(name)")
    }
    #expect(count >= 6)
  }

  private func doc(_ json: JSONValue, isGold: Bool) throws -> Doc {
    let words = try #require(json["words"]?.arrayValue).compactMap(\.stringValue)
    let spaces = try #require(json["spaces"]?.arrayValue).compactMap(\.boolValue)
    var doc = Doc(words: words, spaces: spaces)
    let entities = try #require(json["ents"]?.arrayValue).map { entity in
      EntitySpan(
        try #require(entity[0]?.intValue), try #require(entity[1]?.intValue),
        try #require(entity[2]?.stringValue))
    }
    doc.setEntities(entities)
    if isGold {
      doc.entIOB = try #require(json["iob"]?.arrayValue).compactMap(\.intValue).map { UInt8($0) }
    }
    return doc
  }

  @Test func countsTokensThatAgree() throws {
    let predicted = Doc(
      words: ["New", "York-based", " ", "firm"], spaces: [true, true, false, false])
    let gold = Doc(
      words: ["New", "York", "-", "based", "firm"], spaces: [true, false, false, true, false])
    let example = try Example(predicted: predicted, reference: gold)
    let scores = Scorer.tokens([example])
    #expect(scores.number("token_acc") == 2.0 / 3)
    #expect(scores.number("token_p") == 1.0 / 3)
    #expect(scores.number("token_r") == 1.0 / 5)
    var unknown = gold
    unknown.hasUnknownSpaces = true
    let skipped = Scorer.tokens([try Example(predicted: predicted, reference: unknown)])
    #expect(skipped["token_acc"] == .null)
  }

  /// Whole models on the development corpus, with the scores that spaCy reported.
  @Test(arguments: ["model_ner"])
  func evaluatesAsSpaCyDoes(model: String) throws {
    let pipeline = try Pipeline(files: fixtureFiles(model))
    let scores = pipeline.evaluate(PreparedExample.prepare(try fixtureExamples("dev_full")))
    let expected = try Fixture.json("\(model).eval.json")
    for key in try #require(expected.objectValue).keys where key != "speed" {
      #expect(scores.json[key] == expected[key], "\(key)")
    }
    #expect(scores.number("speed") ?? 0 > 0)
  }
}
