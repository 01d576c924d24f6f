import SweepConfig
import SweepNN
import SweepTestSupport
import SweepTraining
import Testing

@Suite struct BatcherTests {
  /// A recorded call of spaCy's batchers.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var batcher: any Batcher
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "by_words size=100 tol=0.2 discard=False",
      batcher: BatchByWords(size: 100.0, tolerance: 0.2, discardsOversize: false)),
    Case(
      name: "by_words size=100 tol=0.2 discard=True",
      batcher: BatchByWords(size: 100.0, tolerance: 0.2, discardsOversize: true)),
    Case(
      name: "by_words size=compounding(20,100,1.5) tol=0.2",
      batcher: BatchByWords(
        size: Compounding(start: 20, stop: 100, compound: 1.5), tolerance: 0.2,
        discardsOversize: false)),
    Case(
      name: "by_words size=50 tol=0",
      batcher: BatchByWords(size: 50.0, tolerance: 0, discardsOversize: false)),
    Case(
      name: "padded size=200 buffer=16 discard=False",
      batcher: BatchByPadded(size: 200.0, buffer: 16, discardsOversize: false)),
    Case(
      name: "padded size=200 buffer=16 discard=True",
      batcher: BatchByPadded(size: 200.0, buffer: 16, discardsOversize: true)),
    Case(name: "sequence size=7", batcher: BatchBySequence(size: 7.0)),
    Case(
      name: "sequence size=compounding(1,8,1.6)",
      batcher: BatchBySequence(size: Compounding(start: 1, stop: 8, compound: 1.6))),
  ]

  @Test(arguments: cases)
  func groupsAsSpacyDoes(_ test: Case) throws {
    let vectors = try #require(Fixture.json("vectors.json")["batchers"])
    let lengths = try #require(vectors["lengths"]?.arrayValue).compactMap(\.intValue)
    let expected = try #require(vectors[test.name]?.arrayValue).map {
      $0.arrayValue?.compactMap(\.intValue) ?? []
    }
    var batcher = test.batcher
    #expect(batcher.batches(ofLengths: lengths).map { $0.map { lengths[$0] } } == expected)
  }

  @Test func everyRecordedBatcherIsTested() throws {
    let names = try #require(Fixture.json("vectors.json")["batchers"]?.objectValue).keys
    #expect(names.filter { $0 != "lengths" } == Self.cases.map(\.name))
  }

  @Test func keepsItsScheduleFromEpochToEpoch() {
    var batcher = BatchBySequence(size: Compounding(start: 1, stop: 8, compound: 2))
    #expect(batcher.batches(ofLengths: [1, 1, 1]) == [[0], [1, 2]])
    // The epoch's end drew once more, in vain.
    #expect(batcher.batches(ofLengths: [1, 1, 1, 1, 1, 1, 1, 1, 1]).first?.count == 8)
  }

  @Test func givesNoBatchesForNoExamples() {
    var words = BatchByWords(size: 10.0, tolerance: 0, discardsOversize: false)
    var sequence = BatchBySequence(size: 10.0)
    var padded = BatchByPadded(size: 10.0, buffer: 4, discardsOversize: false)
    #expect(words.batches(ofLengths: []).isEmpty)
    #expect(sequence.batches(ofLengths: []).isEmpty)
    #expect(padded.batches(ofLengths: []).isEmpty)
  }
}
