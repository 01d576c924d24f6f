import Foundation
import SweepConfig
import SweepEngine
import SweepKit
import SweepSearch
import SweepStore
import SweepTestSupport
import Synchronization
import Testing

/// Trials that are stopped, and go on from their checkpoints.
@Suite struct CheckpointTests {
  private func bench(_ options: String = "", maxSteps: Int = 40) throws -> Bench {
    try Bench(
      parameters: #""training.dropout" = { values = [0.2] }"#,
      options: "checkpoint_seconds = 1e-9\nkeep_models = \"all\"\n" + options, maxSteps: maxSteps)
  }

  /// Runs until some evaluations were made, and stops at once.
  private func runInPart(_ bench: Bench, evaluations: Int, workers: Int = 1) throws {
    let stop = StopSignal()
    var left = evaluations
    _ = try bench.run(workers: workers, stop: stop) { event in
      guard case .evaluated = event else { return }
      left -= 1
      if left == 0 { for _ in 0..<2 { stop.raise() } }
    }
  }

  /// Stops a run that has no record yet in the midst of a trial, which may end before it is stopped.
  private func leaveCheckpoint(_ bench: Bench) throws {
    for _ in 0..<50 {
      try? FileManager.default.removeItem(atPath: bench.store)
      try runInPart(bench, evaluations: 2)
      if !names(bench).isEmpty { return }
    }
    Issue.record("no checkpoint was left")
  }

  private func resumed(_ bench: Bench) throws -> [Int] {
    var steps: [Int] = []
    _ = try bench.run { if case .resumed(_, let step) = $0 { steps.append(step) } }
    return steps
  }

  private func names(_ bench: Bench) -> [String] {
    (try? FileBytes.list(bench.store + ".checkpoints")) ?? []
  }

  @Test func goesOnWhereATrialWasStoppedAndEndsWithTheSameBits() throws {
    let bench = try bench()
    _ = try bench.run(store: bench.folder + "/undisturbed.db")
    try leaveCheckpoint(bench)
    for _ in 0..<3 { try runInPart(bench, evaluations: 3) }
    _ = try bench.run(workers: 2, threads: nil, cores: 4)
    #expect(try bench.record() == bench.record(bench.folder + "/undisturbed.db"))
    #expect(names(bench).isEmpty)
    let store = try StudyStore(path: bench.store, access: .read)
    let trials = try store.trials(of: store.study())
    #expect(trials.contains { $0.resumedStep != nil })
    for trial in trials {
      let steps = try store.evaluations(of: trial).map(\.step)
      #expect(steps == Array(stride(from: 0, through: 40, by: 2)))
      let log = try #require(try store.log(of: trial))
      #expect(log.contains("resumed after step") == (trial.resumedStep != nil))
      #expect(log.split(separator: "\n").count { $0.contains("LOSS") || $0.contains("Loss") } <= 1)
      #expect(try bench.rerun(trial.number).isIdentical)
    }
  }

  @Test func goesOnWithTheSameModelAfterManyStops() throws {
    let bench = try bench()
    _ = try bench.run(store: bench.folder + "/undisturbed.db")
    for evaluations in 1...9 {
      try runInPart(bench, evaluations: evaluations % 4 + 1, workers: 2)
    }
    _ = try bench.run()
    #expect(try bench.record() == bench.record(bench.folder + "/undisturbed.db"))
  }

  @Test func startsAnewWhereACheckpointIsOfNoUse() throws {
    let bench = try bench()
    _ = try bench.run(store: bench.folder + "/undisturbed.db")
    let changes: [(String, ([UInt8]) -> [UInt8])] = [
      ("is damaged", { bytes in bytes.enumerated().map { $0 == bytes.count / 2 ? ~$1 : $1 } }),
      ("is damaged", { Array($0.dropLast(9)) }),
      ("no checkpoint", { Array($0.prefix(20)) }),
      ("no checkpoint", { _ in Array("SQLite format 3".utf8) }),
      ("version 2", { bytes in bytes.enumerated().map { $0 == 8 ? 2 : $1 } }),
    ]
    for (text, change) in changes {
      try leaveCheckpoint(bench)
      let path = try "\(bench.store).checkpoints/" + #require(names(bench).first)
      try FileBytes.write(change(FileBytes.read(path)), to: path)
      var remarks: [String] = []
      _ = try bench.run { event in
        if case .remarked(_, let remark) = event { remarks.append(remark) }
        if case .resumed = event { Issue.record("it went on from \(text)") }
      }
      #expect(remarks.count == 1)
      #expect(remarks.first?.contains(text) == true, "\(remarks)")
      #expect(try bench.record() == bench.record(bench.folder + "/undisturbed.db"))
    }
  }

  @Test func startsAnewWhereTheDataHasChanged() throws {
    let bench = try bench()
    try leaveCheckpoint(bench)
    try FileBytes.write(Fixture.bytes("docbin/dev_full.spacy"), to: bench.folder + "/train.spacy")
    var remarks: [String] = []
    _ = try bench.run { event in
      if case .remarked(_, let remark) = event { remarks.append(remark) }
      if case .resumed = event { Issue.record("it went on with other data") }
    }
    #expect(remarks.first?.contains("not have the same inputs") == true, "\(remarks)")
    #expect(try bench.rerun(0).isIdentical)
  }

  @Test func leavesNoCheckpointsWhereNoneAreWanted() throws {
    let bench = try Bench(
      parameters: #""training.dropout" = { values = [0.2] }"#, options: "checkpoint_seconds = 0")
    try runInPart(bench, evaluations: 2)
    #expect(names(bench).isEmpty)
    #expect(try resumed(bench).isEmpty)
  }

  @Test func goesOnFromARungWithACompleteCurve() throws {
    let halving = #"pruner = { type = "halving", first_step = 2, reduction = 2 }"#
    func bench() throws -> Bench {
      try Bench(
        parameters: #""training.dropout" = { min = 0.0, max = 0.6 }"#,
        options: "checkpoint_seconds = 1e-9\ntrials = 4\n" + halving, method: "random",
        seeds: "[0]", maxSteps: 8)
    }
    let undisturbed = try bench()
    _ = try undisturbed.run()
    let disturbed = try bench()
    for evaluations in [1, 2, 3, 4, 5] {
      try runInPart(disturbed, evaluations: evaluations, workers: 3)
    }
    _ = try disturbed.run()
    #expect(try disturbed.record() == undisturbed.record())
  }

  @Test func keepsTheLogWhileATrialRuns() throws {
    let bench = try bench()
    var logs: [String] = []
    _ = try bench.run(workers: 1) { event in
      guard case .evaluated(let label, _, _) = event else { return }
      let store = try? StudyStore(path: bench.store, access: .read)
      if let store, let trial = try? store.trial("\(label.number)") {
        logs.append((try? store.log(of: trial)) ?? "")
      }
    }
    #expect(logs.first?.contains("Pipeline: ner") == true)
    #expect(logs.count == 84 && zip(logs, logs.dropFirst()).contains { $1.hasPrefix($0) })
    let store = try StudyStore(path: bench.store, access: .read)
    // The end of the first trial has the line of each evaluation once.
    let log = try #require(try store.log(of: store.trial("0")))
    #expect(log.hasPrefix(logs[20]))
  }
}

/// Trials that fail and are tried again.
@Suite struct RetryTests {
  /// Fails some times before it trains.
  private final class FailingTrainer: Trainer {
    let base = FunctionTrainer(microseconds: 0)
    let failures: Mutex<[Int: Int]>

    init(_ failures: [Int: Int]) { self.failures = Mutex(failures) }

    func expect(_ task: TrialTask) -> [InputRecord] { base.expect(task) }
    func forget(_ task: TrialTask) { base.forget(task) }
    func start(_ task: TrialTask) throws -> any TrialSteps {
      let left = failures.withLock { failures in
        defer { failures[task.number, default: 0] -= 1 }
        return failures[task.number] ?? 0
      }
      if left > 0 { throw FunctionError() }
      return try base.start(task)
    }
  }

  private func bench(_ options: String = "") throws -> Bench {
    try Bench(
      parameters: #""training.dropout" = { values = [0.2, 0.3, 0.4] }"#, options: options,
      seeds: "[0]")
  }

  private func run(
    _ bench: Bench, _ failures: [Int: Int], retries: Int? = nil, retriesFailed: Bool? = nil,
    show: (StudyEvent) -> Void = { _ in }
  ) throws -> StudyOutcome {
    var study = try bench.studyRun(workers: 2)
    (study.retries, study.retriesFailed) = (retries, retriesFailed)
    return try study.run(trainer: FailingTrainer(failures), stop: StopSignal(), show: show)
  }

  @Test func triesATrialAgainAndRecordsEachAttempt() throws {
    let bench = try bench("retry = 2")
    var retried: [Int] = []
    let outcome = try run(bench, [1: 2, 2: 3]) { event in
      if case .retried(let label, _) = event { retried.append(label.number) }
    }
    #expect(outcome.failedCount == 1)
    #expect(retried.sorted() == [1, 1, 2, 2])
    let store = try StudyStore(path: bench.store, access: .read)
    let trials = try store.trials(of: store.study())
    #expect(trials.map(\.state) == [.done, .done, .failed, .done])
    #expect(trials.map(\.attempt) == [1, 3, 3, 1])
    #expect(try store.evaluations(of: trials[1]).count == 12)
    let attempts = try store.attempts(at: trials[1])
    #expect(attempts.map(\.state) == [.failed, .failed])
    #expect(attempts.allSatisfy { $0.error == "the rate is too high" && $0.finished != nil })
    // The command line has the last word.
    #expect(try run(bench, [2: 1], retries: 0).failedCount == 1)
    #expect(try run(bench, [2: 1], retries: 1).failedCount == 0)
  }

  @Test func leavesFailedTrialsAloneWhereThatIsAskedFor() throws {
    let bench = try bench()
    #expect(try run(bench, [2: 1]).failedCount == 1)
    let store = try StudyStore(path: bench.store, access: .read)
    #expect(try run(bench, [:], retriesFailed: false).failedCount == 0)
    #expect(try store.trial("2").state == .failed)
    #expect(try run(bench, [:]).failedCount == 0)
    #expect(try store.trial("2").state == .done)
  }

  @Test func givesUpATrialWhoseProcessDiesEachTime() throws {
    let bench = try bench()
    _ = try run(bench, [1: 1])
    let store = try StudyStore(path: bench.store)
    let study = try store.study()
    for death in 1...StudyStore.mostDeaths {
      let trial = try store.trial("1")
      #expect(trial.state == (death == 1 ? .failed : .stopped))
      let gone = Worker(host: "here", pid: 1, bootID: "another", startTicks: 1)
      _ = try store.begin(trial, worker: gone, now: death, provenance: [:], inputs: [])
      _ = try store.reconcile(study)
    }
    let trial = try store.trial("1")
    #expect(trial.state == .failed && trial.deaths == StudyStore.mostDeaths)
    #expect(trial.error?.contains("10 attempts in a row") == true)
    _ = try run(bench, [:])
    #expect(try store.trial("1").state == .failed)
    _ = try run(bench, [:], retriesFailed: true)
    #expect(try store.trial("1").state == .done)
  }

  @Test func saysWhereAFailureStaysBecauseASearchHasLookedAtIt() throws {
    let bench = try Bench(
      parameters: #""training.dropout" = { min = 0.0, max = 0.5 }"#,
      options: "trials = 14\nwindow = 2", method: "tpe", seeds: "[0]")
    _ = try run(bench, [2: 1])
    var warnings: [String] = []
    _ = try run(bench, [:], retriesFailed: true) { event in
      if case .began(let overview) = event { warnings = overview.warnings }
    }
    #expect(warnings.contains { $0.contains("trial 2 has failed and does not run again") })
    let store = try StudyStore(path: bench.store, access: .read)
    #expect(try store.trial("2").state == .failed)
  }
}
