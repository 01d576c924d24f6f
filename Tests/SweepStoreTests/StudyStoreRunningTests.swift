import Foundation
import GRDB
import SweepConfig
import SweepSearch
import SweepStore
import Testing

@Suite struct StudyStoreRunningTests {
  let folder: TemporaryFolder
  let store: StudyStore
  let study: Study

  init() throws {
    folder = try TemporaryFolder()
    store = try StudyStore(path: folder.file("s.db"))
    study = try store.createOrMatch(Sample.study(), now: 1)
  }

  private func begin(_ number: Int, _ worker: Worker = .current()) throws -> Attempt? {
    try store.begin(
      store.trial("\(number)"), worker: worker, now: 1000, provenance: ["commit": "abc"],
      inputs: [])
  }

  private static let dead = Worker(host: "h", pid: 4_000_000, bootID: "b", startTicks: 1)

  @Test func recordsATrialFromBeginToEnd() throws {
    let attempt = try #require(try begin(2))
    let running = try store.trial("2")
    #expect(running.state == .running && running.started == 1000 && running.worker == .current())
    #expect(!running.isLost && running.attempt == 1)
    try store.append(Sample.evaluation(0), to: attempt)
    try store.append(Sample.evaluation(10, score: nil), to: attempt)
    try store.finish(attempt, Sample.result(0.75), model: [], now: 3500)
    let trial = try store.trial("2")
    #expect(trial.state == .done && trial.score == 0.75 && trial.seconds == 2.5)
    #expect(trial.scores?["ents_per_type"]?["ORG"]?["f"] == 0.25)
    #expect(trial.bestStep == 10 && trial.steps == 20 && trial.words == 1000)
    #expect(trial.modelHash == "h")
    #expect(try store.log(of: trial) == "a table")
    #expect(try store.provenance(of: trial) == ["commit": "abc"])
    #expect(
      try store.evaluations(of: trial) == [Sample.evaluation(0), Sample.evaluation(10, score: nil)])
    #expect(try store.evaluations(of: study) == [trial.id: store.evaluations(of: trial)])
  }

  @Test func givesATrialAwayForTheTimeOfALease() throws {
    let lease = Worker.Lease(length: 60_000, end: 1 << 60)
    let attempt = try #require(try begin(0, Worker(name: "far", lease: lease)))
    #expect(try store.trial("0").worker == Worker(name: "far", lease: lease))
    // Whoever else opens the study leaves it alone.
    #expect(try store.reconcile(study).map(\.number).first == 1)
    #expect(try begin(0) == nil)
    try store.renew(attempt, until: 5)
    #expect(try store.trial("0").isLost)
    #expect(try store.reconcile(study).map(\.number).first == 0)
    #expect(try store.trial("0").error?.contains("lease of far") == true)
    #expect(throws: StoreError.self) { try store.append(Sample.evaluation(0), to: attempt) }
    #expect(throws: StoreError.self) { try store.renew(attempt, until: 7) }
    #expect(try begin(0)?.number == 2)
    #expect(try store.trial("0").worker?.lease == nil)
  }

  @Test func addsAnAssignmentBehindTheOthersOnce() throws {
    let new = (0..<2).map { seed in
      let entry = TrialPlan.Entry(
        id: 0, row: 0, assignment: Assignment([Setting("training.dropout", 0.9)]),
        origin: .enqueued, proposal: nil, seed: seed)
      return NewTrial(entry, config: "dropout 0.9, seed \(seed)")
    }
    let count = try store.trials(of: study).count
    let added = try store.enqueue(new, to: study, most: count + 2)
    #expect(added.map(\.number) == [count, count + 1] && Set(added.map(\.row)) == [count / 2])
    #expect(try store.trials(of: study, from: count) == added)
    #expect(throws: StoreError(.known(trial: added[0].name), path: store.path)) {
      try store.enqueue(new, to: study, most: .max)
    }
    #expect(throws: StoreError(.full(study: "ner", most: 3), path: store.path)) {
      try store.enqueue(new, to: study, most: 3)
    }
  }

  /// NaN with its payload, infinities, minus zero and the smallest numbers come back bit by bit.
  @Test func keepsTheBitsOfNumbers() throws {
    let attempt = try #require(try begin(0))
    let values: [Double?] = [
      .nan, Double(bitPattern: 0xfff8_0000_0000_0123), .infinity, -.infinity, 0, -0.0, nil,
      .leastNonzeroMagnitude, 0.1 + 0.2, .greatestFiniteMagnitude,
    ]
    let record = EvaluationRecord(
      step: 3, epoch: 0,
      scores: values.enumerated().map { .init("v\($0.offset)", $0.element) }, losses: [])
    try store.append(record, to: attempt)
    try store.finish(attempt, Sample.result(.nan), model: [], now: 1)
    let trial = try store.trial("0")
    #expect(
      try store.evaluations(of: trial).first?.scores.map(\.value?.bitPattern)
        == values.map { $0?.bitPattern })
    #expect(trial.score?.isNaN == true)
  }

  @Test func givesATrialToOneWorkerOnly() throws {
    let attempt = try #require(try begin(0))
    #expect(try begin(0) == nil)
    try store.finish(attempt, Sample.result(1), model: [], now: 2)
    #expect(try begin(0) == nil)
    #expect(throws: StoreError(.superseded(trial: "ner/0"), path: store.path)) {
      try store.append(Sample.evaluation(0), to: attempt)
    }
  }

  @Test func takesOverWhatADeadProcessLeft() throws {
    let old = try #require(try begin(0, Self.dead))
    try store.append(Sample.evaluation(0, score: 0.125), to: old)
    #expect(try store.trial("0").isLost)
    let new = try #require(try begin(0))
    #expect(new.number == 2)
    #expect(throws: StoreError.self) { try store.append(Sample.evaluation(5), to: old) }
    #expect(throws: StoreError.self) {
      try store.finish(old, Sample.result(1), model: [], now: 2)
    }
    #expect(try store.evaluations(of: store.trial("0")).isEmpty)
    try store.append(Sample.evaluation(0, score: 0.25), to: new)
    #expect(try store.evaluations(of: store.trial("0")) == [Sample.evaluation(0, score: 0.25)])
    // What the dead process wrote is still in the file.
    let queue = try DatabaseQueue(path: store.path)
    #expect(
      try queue.read {
        try Double.fetchAll(
          $0, sql: "SELECT value FROM metrics WHERE name = 'ents_f' ORDER BY attempt")
      } == [0.125, 0.25])
    #expect(
      try queue.read { try String.fetchAll($0, sql: "SELECT error FROM attempts") }
        == ["process 4000000 on h, which ran the trial, is gone"])
  }

  @Test func listsExactlyWhatIsLeft() throws {
    let numbers = { (retry: Bool) in
      try store.reconcile(study, retriesFailed: retry).map(\.number)
    }
    #expect(try numbers(true) == [0, 1, 2, 3, 4, 5])
    let done = try #require(try begin(0))
    try store.finish(done, Sample.result(1), model: [], now: 2)
    let failed = try #require(try begin(1))
    try store.fail(failed, error: "NaN loss in step 3", log: "…", now: 2)
    _ = try begin(2)
    _ = try begin(3, Self.dead)
    let stopped = try #require(try begin(4))
    try store.stop(stopped, log: "", now: 9)
    #expect(try numbers(true) == [1, 3, 4, 5])
    #expect(try numbers(false) == [3, 4, 5])
    let trials = try store.trials(of: study)
    #expect(
      trials.map(\.state) == [.done, .failed, .running, .stopped, .stopped, .waiting])
    #expect(trials[1].error == "NaN loss in step 3")
    #expect(trials[3].error == "process 4000000 on h, which ran the trial, is gone")
    // A second try forgets the error, but not in the record.
    let again = try #require(try begin(1))
    #expect(try store.trial("1").error == nil)
    try store.finish(again, Sample.result(0.5), model: [], now: 3)
    #expect(try store.trial("1").attempt == 2)
  }

  @Test func knowsWhetherAProcessIsAlive() {
    let me = Worker.current()
    #expect(me.isAlive)
    #expect(!me.bootID.isEmpty && me.startTicks > 0)
    var other = me
    other.startTicks += 1
    #expect(!other.isAlive, "another process with the same number")
    other = me
    other.bootID = "another"
    #expect(!other.isAlive)
    #expect(!Self.dead.isAlive)
  }

  @Test func manyWorkersShareAStudy() async throws {
    let path = store.path
    let ran = try await withThrowingTaskGroup(of: [Int].self) { group in
      for _ in 0..<4 {
        group.addTask {
          let store = try StudyStore(path: path, access: .write)
          var mine: [Int] = []
          for trial in try store.trials() {
            guard
              let attempt = try store.begin(
                trial, worker: .current(), now: 0, provenance: [:], inputs: [])
            else { continue }
            for step in 0..<20 { try store.append(Sample.evaluation(step), to: attempt) }
            try store.finish(
              attempt, Sample.result(Double(trial.number)), model: Sample.model("\(trial.number)"),
              now: 1)
            mine.append(trial.number)
          }
          return mine
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(ran.sorted() == [0, 1, 2, 3, 4, 5], "each trial once")
    #expect(try store.evaluations(of: study).values.map(\.count) == Array(repeating: 20, count: 6))
    let models = try store.trials(of: study).map { try store.model(of: $0).count }
    #expect(models == [0, 0, 0, 0, 0, 2])
  }

  @Test func offersViewsToOtherPrograms() throws {
    try store.run(store.trial("2"), score: 0.5, model: "m")
    let queue = try DatabaseQueue(path: store.path)
    try queue.read { (db: Database) throws -> Void in
      let row = try #require(
        try Row.fetchOne(db, sql: "SELECT * FROM v_trials WHERE number = 2"))
      #expect(row["study"] == "ner")
      #expect(row["state"] == "done")
      #expect(row["is_baseline"] == 0)
      #expect(row["metric"] == "ents_f")
      #expect(row["score"] == 0.5)
      #expect(row["seconds"] == 2.5)
      #expect(row["started"] == "1970-01-01 00:00:01")
      #expect(row["assignment"] == "{\"training.dropout\":0.2}")
      #expect(row["provenance"] == "{\"program\":\"test\"}")
      let metrics = try Row.fetchAll(
        db, sql: "SELECT kind, name, value FROM v_metrics WHERE number = 2")
      #expect(metrics.count == 5)
      #expect(metrics.first?["name"] == "ents_f")
      #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM v_trials") == 6)
    }
  }

  @Test func readsAStudyAtOnce() throws {
    for (number, commit) in [(3, "b"), (1, "a"), (2, "b"), (0, "b")] {
      let attempt = try #require(
        try store.begin(
          store.trial("\(number)"), worker: .current(), now: 0,
          provenance: ["commit": .string(commit)], inputs: []))
      try store.finish(
        attempt, Sample.result(Double(number)), model: Sample.model("\(number)"), now: 1)
    }
    #expect(try store.provenances(of: study) == [["commit": "b"], ["commit": "a"]])
    #expect(try store.keptModels(of: study) == [store.trial("3").id])
  }

  @Test func flattensTablesOfScores() {
    let scores: JSONObject = [
      "ents_f": 0.5, "score": nil, "ents_per_type": ["ORG": ["p": 1, "f": 0.25]], "x": "text",
    ]
    #expect(
      EvaluationRecord.values(of: scores) == [
        .init("ents_f", 0.5), .init("score", nil), .init("ents_per_type.ORG.p", 1),
        .init("ents_per_type.ORG.f", 0.25),
      ])
  }
}
