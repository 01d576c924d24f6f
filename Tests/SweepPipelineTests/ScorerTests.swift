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
  @Test(arguments: ["model_ner", "model_multi"])
  func evaluatesAsSpaCyDoes(model: String) throws {
    let pipeline = try Pipeline(files: fixtureFiles(model))
    let scores = pipeline.evaluate(PreparedExample.prepare(try fixtureExamples("dev_full")))
    let expected = try Fixture.json("\(model).eval.json")
    for key in try #require(expected.objectValue).keys where key != "speed" {
      #expect(scores.json[key] == expected[key], "\(key)")
    }
    #expect(scores.number("speed") ?? 0 > 0)
  }

  /// What the entities of single examples add up to, against the scores of all together.
  @Test func countsTheEntitiesOfEachExample() throws {
    let pipeline = try Pipeline(files: fixtureFiles("model_ner"))
    let examples = PreparedExample.prepare(try fixtureExamples("dev_full"))
    let found = pipeline.countedScores(of: examples)
    #expect(found.entities.count == examples.count)
    let total = found.entities.reduce(into: EntityCounts()) { $0 += $1 }
    #expect(total.correct > 20 && total.predicted > total.correct)
    var score = PRFScore()
    score.truePositives = total.correct
    score.falsePositives = total.predicted - total.correct
    score.falseNegatives = total.expected - total.correct
    #expect(found.scores.number("ents_p") == score.precision)
    #expect(found.scores.number("ents_r") == score.recall)
    #expect(found.scores.number("ents_f") == score.fScore)
    for (example, counts) in zip(examples, found.entities) {
      #expect(pipeline.countedScores(of: [example]).entities == [counts])
    }
  }

  /// Other labels on the same words, too few and too many entities each have their place.
  @Test func saysWhichLabelWasTakenForWhich() throws {
    let words = ["a", "b", "c", "d", "e", "f"]
    var reference = Doc(words: words)
    reference.setEntities([
      EntitySpan(0, 1, "PER"), EntitySpan(1, 2, "LOC"), EntitySpan(2, 4, "PER"),
      EntitySpan(5, 6, "ORG"),
    ])
    var predicted = Doc(words: words)
    predicted.setEntities([
      EntitySpan(0, 1, "PER"), EntitySpan(1, 2, "PER"), EntitySpan(2, 3, "PER"),
      EntitySpan(4, 5, "LOC"),
    ])
    let found = Scorer.countedEntities([try Example(predicted: predicted, reference: reference)])
    let confusion = try #require(found.confusion)
    #expect(confusion.labels == ["LOC", "ORG", "PER"])
    #expect(confusion.counts == [[0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 1, 1], [1, 0, 1, 0]])
    #expect(
      confusion.json.serialized(.compact)
        == #"{"labels":["LOC","ORG","PER"],"counts":[[0,0,1,0],[0,0,0,1],[0,0,1,1],[1,0,1,0]]}"#)
  }

  /// Rows, columns and the diagonal add up to what precision and recall are made of.
  @Test func confusionAddsUpToTheScores() throws {
    let pipeline = try Pipeline(files: fixtureFiles("model_ner"))
    let found = pipeline.countedScores(
      of: PreparedExample.prepare(try fixtureExamples("dev_full")))
    let total = found.entities.reduce(into: EntityCounts()) { $0 += $1 }
    let confusion = try #require(found.confusion)
    let count = confusion.labels.count
    #expect((0..<count).map { confusion.counts[$0][$0] }.reduce(0, +) == total.correct)
    #expect(confusion.counts.prefix(count).flatMap(\.self).reduce(0, +) == total.expected)
    #expect(confusion.counts.flatMap { $0.prefix(count) }.reduce(0, +) == total.predicted)
    #expect(confusion.counts[count][count] == 0)
  }

  @Test func countsNothingWhereGoldSaysNothing() throws {
    var known = Doc(words: ["Ann", "met", "Bob"])
    known.setEntities([EntitySpan(0, 1, "PERSON")], missing: [2])
    var predicted = Doc(words: known.words)
    predicted.setEntities([EntitySpan(0, 1, "ORG"), EntitySpan(2, 3, "PERSON")])
    let silent = Doc(words: known.words)
    let found = Scorer.countedEntities([
      try Example(predicted: predicted, reference: known),
      try Example(predicted: predicted, reference: silent),
    ])
    #expect(
      found.entities == [EntityCounts(correct: 0, predicted: 1, expected: 1), EntityCounts()])
    #expect(found.scores == Scorer.entities([try Example(predicted: predicted, reference: known)]))
  }
}
