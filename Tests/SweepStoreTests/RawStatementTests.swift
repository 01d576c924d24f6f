import GRDB
import SweepConfig
import SweepStore
import Testing

/// Rows that are written without GRDB's arguments.
@Suite struct RawStatementTests {
  @Test func writesNamesAndNumbersAsTheyAre() throws {
    let folder = try TemporaryFolder()
    let store = try StudyStore(path: folder.file("s.db"))
    _ = try store.createOrMatch(Sample.study(), now: 1)
    let attempt = try #require(
      try store.begin(
        store.trial("0"), worker: .current(), now: 1, provenance: [:], inputs: []))
    // In turn long and short, so that nothing of one row is left for the next.
    let evaluation = EvaluationRecord(
      step: 0, epoch: 0,
      scores: [
        .init(String(repeating: "a long name with ümläuts ", count: 400), 0.1), .init("", nil),
        .init("🇺🇳", -0.0), .init("nan", Double(bitPattern: 0xFFF8_0000_0000_BEEF)),
        .init("small", .leastNonzeroMagnitude), .init("whole", 3), .init("infinite", -.infinity),
      ], losses: [.init("'); DROP TABLE metrics --", nil)])
    try store.append(evaluation, to: attempt)
    try store.append(
      EvaluationRecord(step: 1, epoch: 0, scores: [], losses: []), to: attempt)
    let found = try store.evaluations(of: store.trial("0"))
    #expect(found.first == evaluation && found.count == 2)
    let queue = try DatabaseQueue(path: store.path)
    let kinds = try queue.read {
      try String.fetchAll(
        $0,
        sql: """
          SELECT kind || ' ' || typeof(value) || ' ' || typeof(bits) FROM metrics ORDER BY position
          """)
    }
    #expect(
      kinds == [
        "score real integer", "score null null", "score real integer", "score null integer",
        "score real integer", "score real integer", "score real integer", "loss null null",
      ])
  }

  @Test func saysWhatSQLiteRefuses() throws {
    let folder = try TemporaryFolder()
    let store = try StudyStore(path: folder.file("s.db"))
    _ = try store.createOrMatch(Sample.study(), now: 1)
    let attempt = try #require(
      try store.begin(
        store.trial("0"), worker: .current(), now: 1, provenance: [:], inputs: []))
    try store.append(Sample.evaluation(3), to: attempt)
    let error = #expect(throws: StoreError.self) {
      try store.append(Sample.evaluation(3), to: attempt)
    }
    let text = try #require(error).description
    #expect(text.contains("UNIQUE constraint failed: evaluations.trial"))
    // The statement is fit for use again.
    try store.append(Sample.evaluation(4), to: attempt)
    #expect(try store.evaluations(of: store.trial("0")).map(\.step) == [3, 4])
  }
}
