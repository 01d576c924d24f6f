import Foundation
import GRDB
import SweepConfig
import SweepEngine
import SweepKit
import SweepSearch
import SweepStore
import Testing

@Suite struct StoreMergeTests {
  private func bench(_ values: String = "[0.1, 0.3]") throws -> Bench {
    try Bench(
      parameters: "\"training.dropout\" = { values = \(values) }", options: "keep_models = \"all\"",
      seeds: "[0]")
  }

  private func change(_ path: String, _ sql: String) throws {
    try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
  }

  private func merge(_ other: String, into path: String, isDryRun: Bool = false) throws
    -> MergeOutcome
  {
    try StudyStore(path: path).merge(other, isDryRun: isDryRun)
  }

  /// Everything that a store has of its trials, without when and by whom they were trained.
  private func contents(_ path: String) throws -> [TrialTransfer] {
    let store = try StudyStore(path: path, access: .read)
    return try store.trials().map { try store.transfer(of: $0) }
  }

  @Test func anEmptyStoreBecomesTheOther() throws {
    let bench = try bench()
    _ = try bench.run()
    let empty = bench.folder + "/empty.db"
    _ = try StudyStore(path: empty)
    let dry = try merge(bench.store, into: empty, isDryRun: true)
    #expect(try StudyStore(path: empty, access: .read).studies().isEmpty)
    let outcome = try merge(bench.store, into: empty)
    #expect(outcome == dry)
    #expect(outcome.studies == ["small"])
    #expect(outcome.added == ["small/0", "small/1"])
    #expect(outcome.conflicts.isEmpty && outcome.findings.isEmpty)
    #expect(try contents(empty) == contents(bench.store))
    // Contents and models came along, so that all of it can be proved.
    let store = try StudyStore(path: empty, access: .read)
    #expect(try StoreVerification(store).check().problems.isEmpty)
    #expect(try bench.rerun(1, store: empty).isIdentical)
    // A copy has nothing new, and proves nothing.
    let again = try merge(bench.store, into: empty)
    var nothing = MergeOutcome()
    nothing.known = 2
    #expect(again == nothing)
  }

  @Test func aResultBeatsNoneAndTheStudyGoesOn() throws {
    let bench = try bench()
    let other = bench.folder + "/other.db"
    _ = try bench.run(store: other)
    // Here one was stopped on its way, and the other never begun.
    _ = try bench.run()
    try change(
      bench.store,
      """
      UPDATE trials SET score = NULL, score_bits = NULL, scores = NULL, model_hash = NULL,
        counts = NULL, state = CASE number WHEN 0 THEN 'stopped' ELSE 'waiting' END,
        attempt = CASE number WHEN 0 THEN 1 ELSE 0 END;
      DELETE FROM artifacts;
      DELETE FROM evaluations WHERE trial = 2 OR step > 0;
      DELETE FROM metrics WHERE trial = 2 OR step > 0;
      """)
    let outcome = try merge(other, into: bench.store)
    #expect(outcome.completed == ["small/0", "small/1"])
    let trials = try StudyStore(path: bench.store).trials()
    #expect(trials.map(\.state) == [.done, .done])
    // The attempt that was stopped is still told of.
    #expect(trials.map(\.attempt) == [2, 1])
    #expect(try bench.rerun(0).isIdentical)
    #expect(try StoreVerification(StudyStore(path: bench.store)).check().problems.isEmpty)
    _ = try bench.run()
    #expect(try StudyStore(path: bench.store).trials().map(\.attempt) == trials.map(\.attempt))
  }

  @Test func theSameTrialTrainedTwiceIsAProof() throws {
    let bench = try bench()
    let other = bench.folder + "/other.db"
    _ = try bench.run(store: other)
    _ = try bench.run()
    let outcome = try merge(other, into: bench.store)
    #expect(outcome.confirmed == ["small/0", "small/1"])
    #expect(outcome.added.isEmpty && outcome.findings.isEmpty)
    let store = try StudyStore(path: bench.store)
    #expect(try store.verifications(of: store.study()).count == 2)
    let before = try contents(bench.store)
    #expect(try merge(other, into: bench.store).confirmed.count == 2)
    #expect(try contents(bench.store) == before)
    #expect(
      try DatabaseQueue(path: bench.store).read {
        try Int.fetchOne($0, sql: "SELECT count(*) FROM verifications")
      } == 2)
  }

  @Test func anotherResultIsAFindingAndChangesNothing() throws {
    let bench = try bench()
    let other = bench.folder + "/other.db"
    _ = try bench.run(store: other)
    _ = try bench.run()
    try change(
      other,
      "UPDATE metrics SET bits = bits + 1 WHERE trial = 1 AND step = 2 AND name = 'ents_p' AND kind = 'score'"
    )
    try change(other, "UPDATE trials SET model_hash = 'x' WHERE number = 1")
    let before = try contents(bench.store)
    let outcome = try merge(other, into: bench.store)
    #expect(outcome.findings.map(\.trial) == ["small/0", "small/1"])
    #expect(outcome.findings[0].difference.hasPrefix("step 2 ents_p: here "))
    #expect(outcome.findings[1].difference == "the models")
    #expect(try contents(bench.store) == before)
    let store = try StudyStore(path: bench.store)
    #expect(try store.verifications(of: store.study()).isEmpty)
  }

  @Test func anotherPlanOfTheSameNameIsRefused() throws {
    let bench = try bench()
    _ = try bench.run()
    let second = try self.bench("[0.2]")
    _ = try second.run()
    let before = try contents(bench.store)
    let outcome = try merge(second.store, into: bench.store)
    #expect(
      outcome.conflicts == [
        "the study \"small\" has another plan in the other store: rename one of the two first"
      ])
    #expect(try contents(bench.store) == before)
    #expect(throws: StoreError.self) { try merge(bench.folder + "/none.db", into: bench.store) }
    #expect(throws: StoreError.self) { try merge(bench.folder + "/ner.cfg", into: bench.store) }
  }

  @Test func tagsNotesAndVerificationsComeAlong() throws {
    let bench = try bench()
    _ = try bench.run()
    let other = bench.folder + "/other.db"
    try FileManager.default.copyItem(atPath: bench.store, toPath: other)
    try change(other, "INSERT INTO tags VALUES (1, 'good'); UPDATE trials SET note = 'there'")
    try change(other, "INSERT INTO verifications VALUES (1, 5, 'identical', 'x')")
    try change(bench.store, "INSERT INTO tags VALUES (1, 'best')")
    _ = try merge(other, into: bench.store)
    _ = try merge(other, into: bench.store)
    let store = try StudyStore(path: bench.store)
    #expect(try store.transfer(of: store.trial("0")).tags == ["best", "good"])
    #expect(try store.verifications(of: store.study()) == [1: 5])
  }
}
