import SweepConfig
import SweepPipeline
import SweepTensors
import SweepTestSupport
import SweepText
import Testing

/// Compares what a trained model computes with what spaCy recorded.
@Suite struct PredictionTests {
  @Test(arguments: MatrixBackend.allCases)
  func computesTheRecordedVectors(backend: MatrixBackend) throws {
    let pipeline = try Pipeline(files: fixtureFiles("model_ner"), backend: backend)
    let recorded = try NumpyArchive(fixture: "model_ner.activations.npz")
    for (index, record) in try records().enumerated() {
      let expected = try #require(recorded["\(index).tok2vec"]).floats
      let vectors = pipeline.vectors(of: [try doc(record)])
      #expect(vectors.count == expected.count)
      let worst = zip(vectors, expected).map { abs($0 - $1) }.max() ?? 0
      #expect(worst <= 1e-5)
    }
  }

  @Test func computesTheVectorsOfTrainingToTheBit() throws {
    let pipeline = try Pipeline(files: fixtureFiles("model_ner"))
    let docs = try records().map { try doc($0) } + [Doc(words: [])]
    #expect(docs.count > 2)
    let vectors = pipeline.vectors(of: docs).map(\.bitPattern)
    #expect(vectors == pipeline.vectors(of: docs, asInTraining: true).map(\.bitPattern))
    #expect(vectors == docs.flatMap { pipeline.vectors(of: [$0]).map(\.bitPattern) })
  }

  @Test func takesTheRecordedDecisions() throws {
    let pipeline = try Pipeline(files: fixtureFiles("model_ner"))
    for record in try records() {
      let decisions = pipeline.decisions(on: try doc(record))
      let expected = try #require(record["steps"]?["ner"]?.arrayValue)
      #expect(decisions.count == expected.count)
      for (mine, theirs) in zip(decisions, expected) {
        #expect(mine.ids == theirs["ids"]?.arrayValue?.compactMap(\.intValue))
        #expect(mine.valid == theirs["valid"]?.arrayValue?.compactMap { $0.intValue == 1 })
        #expect(mine.best == theirs["action_id"]?.intValue)
        let scores = try #require(theirs["scores"]?.arrayValue).compactMap(\.doubleValue)
        let worst = zip(mine.scores, scores).map { abs(Double($0) - $1) }.max() ?? 0
        #expect(worst <= 1e-4)
      }
    }
  }

  @Test func findsTheRecordedEntities() throws {
    let pipeline = try Pipeline(files: fixtureFiles("model_ner"))
    let records = try records()
    for (doc, record) in zip(pipeline.predict(try records.map { try doc($0) }), records) {
      let expected = try #require(record["pred"]?["ents"]?.arrayValue).map { entity in
        EntitySpan(
          try #require(entity[0]?.intValue), try #require(entity[1]?.intValue),
          try #require(entity[2]?.stringValue))
      }
      #expect(doc.entities == expected)
      #expect(doc.entIOB?.contains(0) == false)
    }
  }

  @Test func predictsTheSameAloneAndTogether() throws {
    let pipeline = try Pipeline(files: fixtureFiles("model_ner"))
    let docs = try records().map { try doc($0) } + [Doc(words: [])]
    let together = pipeline.predict(docs)
    for (doc, expected) in zip(docs, together) { #expect(pipeline.predict([doc]) == [expected]) }
  }

  @Test func keepsEntitiesThatAreThere() throws {
    let pipeline = try Pipeline(files: fixtureFiles("model_ner"))
    var doc = try doc(#require(try records().first))
    doc.setEntities(
      [EntitySpan(2, 4, "NEW")], missing: Array(0..<doc.count).filter { $0 < 2 || $0 > 3 })
    doc.entIOB?[4] = 3
    let predicted = pipeline.predict([doc])[0]
    #expect(predicted.entities.contains(EntitySpan(2, 4, "NEW")))
    #expect(predicted.entIOB?[4] == 3)
    #expect(predicted.entTypes?[4] == 0)
    #expect(!predicted.entities.contains { $0.start == 4 })
  }

  private func records() throws -> [JSONValue] {
    try #require(try Fixture.json("model_ner.predictions.json").arrayValue)
  }

  private func doc(_ record: JSONValue) throws -> Doc {
    var doc = Doc(
      words: try #require(record["words"]?.arrayValue).compactMap(\.stringValue),
      spaces: try #require(record["spaces"]?.arrayValue).compactMap(\.boolValue))
    doc.norms = try #require(record["attrs"]?["NORM"]?.arrayValue).compactMap(\.stringValue)
      .map { StringStore.id(of: $0) }
    return doc
  }
}
