import Foundation
import GRDB
import SweepConfig
import SweepSearch
import SweepStore
import Testing

@Suite struct DocumentCountsTests {
  let folder: TemporaryFolder
  let store: StudyStore
  let study: Study

  init() throws {
    folder = try TemporaryFolder()
    store = try StudyStore(path: folder.file("s.db"))
    study = try store.createOrMatch(Sample.study(), now: 1)
  }

  private func finish(_ number: Int, score: Double? = 0.5, counts: [Bootstrap.Counts]?) throws {
    let trial = try store.trial("\(number)")
    let attempt = try #require(
      try store.begin(trial, worker: .current(), now: 1, provenance: [:], inputs: []))
    var result = Sample.result(score)
    result.counts = counts
    result.confusion = counts == nil ? nil : Self.confusion
    try store.finish(attempt, result, model: [], now: 2)
  }

  private static let confusion: JSONObject = ["labels": ["A|<"], "counts": [[3, 1], [2, 0]]]

  private static let counts = [
    Bootstrap.Counts(correct: 1, predicted: 2, expected: 300),
    Bootstrap.Counts(correct: 0, predicted: 0, expected: 0),
    Bootstrap.Counts(correct: 127, predicted: 128, expected: .max),
  ]

  @Test func keepsTheCountsOfEachDocument() throws {
    try finish(0, counts: Self.counts)
    try finish(1, counts: nil)
    try finish(2, counts: [])
    let trials = try store.trials(of: study)
    #expect(try store.documentCounts(of: trials[0]) == Self.counts)
    #expect(try store.documentCounts(of: trials[1]) == nil)
    #expect(try store.documentCounts(of: trials[3]) == nil)
    #expect(try store.documentCounts(of: study) == [trials[0].id: Self.counts, trials[2].id: []])
    #expect(try store.confusion(of: trials[0]) == Self.confusion)
    #expect(try store.confusion(of: trials[1]) == nil)
  }

  /// The bytes that the documentation promises to other programs.
  @Test func writesVarints() throws {
    try finish(0, counts: Array(Self.counts.prefix(2)))
    let bytes = try DatabaseQueue(path: store.path).read {
      try Data.fetchOne($0, sql: "SELECT counts FROM trials WHERE number = 0")
    }
    #expect(bytes.map(Array.init) == [1, 2, 0xAC, 2, 0, 0, 0])
  }

  @Test(arguments: [
    [1, 2], [1, 2, 0x80], [1, 2, 3, 4],
    [1, 2, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1],
  ])
  func namesCountsThatCannotBeRead(bytes: [Int]) throws {
    try finish(0, counts: Self.counts)
    let damaged = Data(bytes.map { UInt8($0) })
    try DatabaseQueue(path: store.path).write {
      try $0.execute(sql: "UPDATE trials SET counts = ? WHERE number = 0", arguments: [damaged])
    }
    #expect {
      try store.documentCounts(of: store.trial("0"))
    } throws: { error in
      "\(error)".contains("counts of documents that cannot be read")
    }
  }

  private func test(_ number: Int, score: Double, sha256: String = "abc") throws -> TestRecord {
    TestRecord(
      trial: try store.trial("\(number)").id, path: "test.spacy", sha256: sha256, bytes: 12,
      scores: ["score": .number(score), "ents_per_type": ["ORG": ["f": 0.25]]],
      counts: Self.counts, finished: 7)
  }

  @Test func countsTheLooksAtTheDevelopmentData() throws {
    try finish(0, counts: nil)
    try finish(1, score: .nan, counts: nil)
    try finish(2, score: nil, counts: nil)
    var expected = try test(0, score: 0.5)
    expected.looks = 2
    let recorded = try store.record(try test(0, score: 0.5))
    #expect(recorded == expected)
    #expect(recorded.score("ents_per_type.ORG.f") == 0.25)
    #expect(recorded.score("ents_f") == nil)
    #expect(try store.tests(of: study) == [expected])
  }

  @Test func recordsATestOnce() throws {
    try finish(0, counts: nil)
    let first = try store.record(try test(0, score: 0.5))
    try finish(1, counts: nil)
    #expect(try store.record(try test(0, score: 0.9)) == first)
    let other = try store.record(try test(0, score: 0.9, sha256: "def"))
    let later = try store.record(try test(1, score: 0.7))
    #expect(other.looks == 2)
    #expect(try store.tests(of: study) == [first, other, later])
  }

  @Test func recordsNoTestOfATrialThatIsNotThere() throws {
    var record = try test(0, score: 0.5)
    record.trial = 999
    #expect(throws: StoreError.self) { try store.record(record) }
  }

  @Test func forgetsTheCountsOfAnEarlierAttempt() throws {
    try finish(0, counts: Self.counts)
    try DatabaseQueue(path: store.path).write {
      try $0.execute(sql: "UPDATE trials SET state = 'failed' WHERE number = 0")
    }
    _ = try store.begin(
      store.trial("0"), worker: .current(), now: 5, provenance: [:], inputs: [])
    #expect(try store.documentCounts(of: store.trial("0")) == nil)
    #expect(try store.confusion(of: store.trial("0")) == nil)
  }
}
