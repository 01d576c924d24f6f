import SweepConfig
import SweepPipeline
import SweepTensors
import SweepTestSupport
import SweepText
import Testing

/// Compares what a trained model computes with what spaCy recorded.
@Suite struct PredictionTests {
  @Test(arguments: ["model_ner", "model_multi"], MatrixBackend.allCases)
  func computesTheRecordedVectors(model: String, backend: MatrixBackend) throws {
    let pipeline = try Pipeline(files: fixtureFiles(model), backend: backend)
    let recorded = try NumpyArchive(fixture: "\(model).activations.npz")
    for (index, record) in try records(model).enumerated() {
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

  @Test(arguments: ["model_ner", "model_multi"])
  func takesTheRecordedDecisions(model: String) throws {
    let pipeline = try Pipeline(files: fixtureFiles(model))
    for record in try records(model) {
      let decisions = pipeline.decisions(on: try doc(record))
      let expected = try ["parser", "ner"].flatMap { name in
        guard let steps = record["steps"]?[name] else { return [JSONValue]() }
        return try #require(steps.arrayValue)
      }
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

  @Test func setsTheRecordedAnnotation() throws {
    let pipeline = try Pipeline(files: fixtureFiles("model_multi"))
    let records = try records("model_multi")
    for (doc, record) in zip(pipeline.predict(try records.map { try doc($0) }), records) {
      let expected = try #require(record["pred"])
      func texts(_ column: [UInt64]?) -> [String] {
        (column ?? []).map { doc.strings[$0] ?? "?" }.map { $0 == "_" ? "" : $0 }
      }
      for (key, column) in [
        ("tag", doc.tags), ("pos", doc.pos), ("morph", doc.morphs), ("dep", doc.deps),
      ] {
        #expect(texts(column) == expected[key]?.arrayValue?.compactMap(\.stringValue), "\(key)")
      }
      let heads = (0..<doc.count).map { doc.head(of: $0) }
      #expect(heads == expected["head"]?.arrayValue?.compactMap(\.intValue))
      #expect(
        doc.sentStarts?.map { Int($0) }
          == expected["sent_start"]?.arrayValue?.compactMap(\.intValue))
      let entities = try #require(expected["ents"]?.arrayValue).map { entity in
        EntitySpan(
          try #require(entity[0]?.intValue), try #require(entity[1]?.intValue),
          try #require(entity[2]?.stringValue))
      }
      #expect(doc.entities == entities)
    }
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

  private func records(_ model: String = "model_ner") throws -> [JSONValue] {
    try #require(try Fixture.json("\(model).predictions.json").arrayValue)
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
