import Foundation
import GRDB
import SweepSearch
import SweepStore
import SweepTestSupport
import Testing

@Suite struct StudyStoreMigrationTests {
  @Test(arguments: [StudyStore.Access.read, .write])
  func bringsTheFirstVersionUpToDateAndLosesNothing(access: StudyStore.Access) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("s.db")
    try FileManager.default.copyItem(atPath: Fixture.path("stores/v1.sqlite"), toPath: path)
    let store = try StudyStore(path: path, access: access)
    let study = try store.study()
    #expect(study.metrics == [Metric(name: "ents_f", goal: .maximize)] && study.window == 8)
    let trials = try store.trials(of: study)
    #expect(trials.map(\.row) == [0, 0, 1])
    #expect(trials.map(\.origin) == [.baseline, .baseline, .proposed])
    #expect(trials.allSatisfy { $0.state == .done && $0.score != nil })
    for trial in trials {
      #expect(try store.evaluations(of: trial).map(\.step) == [0, 3, 6])
      #expect(try store.inputs(of: trial).count == 2)
      #expect(try store.log(of: trial)?.isEmpty == false)
      #expect(try store.provenance(of: trial) != nil)
    }
    let database = try DatabaseQueue(path: path)
    try database.read { db in
      try db.checkForeignKeys()
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM v_trials WHERE is_baseline") == 2)
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM v_metrics") ?? 0 > 0)
    }
    // As it was, for an older program.
    let old = try DatabaseQueue(path: path + ".backup-1")
    #expect(try old.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM trials") } == 3)
    #expect(try old.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 1)
  }
}
