import Foundation
import GRDB
import Logging
import SweepConfig
import SweepEngine
import SweepKit
import SweepSearch
import SweepStore
import SweepTestSupport
import SweepTraining
import Testing

@Suite struct StudyRunTests {
  @Test func recordsEveryTrialAndRepeatsItExactly() throws {
    let bench = try Bench(parameters: #""training.dropout" = { values = [0.2, 0.4] }"#)
    let outcome = try bench.run()
    #expect(outcome.failedCount == 0)
    #expect(["cores", "jobs", "threads"].map { outcome.json[$0]?.intValue } == [2, 2, 1])
    let store = try StudyStore(path: bench.store, access: .read)
    let trials = try store.trials(of: store.study())
    #expect(trials.map(\.state) == Array(repeating: .done, count: 6))
    #expect(trials.map(\.seed) == [0, 1, 0, 1, 0, 1])
    #expect(trials.filter(\.isBaseline).map(\.number) == [0, 1])
    // Trials of one seed have shared an initial state; a re-run has made its own.
    for number in 0..<6 {
      let verdict = try bench.rerun(number)
      #expect(verdict.isIdentical)
      #expect(verdict.comparison.comparedSteps == 3)
      #expect(verdict.changes.isEmpty)
    }
  }

  @Test func givesTheSameBitsForAnyNumberOfWorkers() throws {
    let bench = try Bench(parameters: #""training.dropout" = { values = [0.0, 0.3] }"#)
    _ = try bench.run(workers: 1, store: bench.folder + "/one.db")
    _ = try bench.run(workers: 3, store: bench.folder + "/three.db")
    // Three workers for six trials: near the end, threads go to those that are left.
    _ = try bench.run(workers: 3, threads: nil, cores: 8, store: bench.folder + "/threads.db")
    let one = try bench.record(bench.folder + "/one.db")
    let three = try bench.record(bench.folder + "/three.db")
    #expect(one == three)
    #expect(try bench.record(bench.folder + "/threads.db") == one)
  }

  @Test func runsConditionalAndCopiedSettingsAsASobolSearch() throws {
    let bench = try Bench(
      parameters: """
        "components.ner.model.tok2vec.width" = { distribution = "ordered", values = [8, 12] }
        "components.ner.model.hidden_width" = { copy = "components.ner.model.tok2vec.width" }
        "training.dropout" = { min = 0.0, max = 0.5 }
        "training.accumulate_gradient" = { values = [2, 3], when = { "training.dropout" = { min = 0.2 } } }
        """,
      options: """
        trials = 3
        constraints = ["training.dropout > 0.05 and training.dropout != 0.1"]
        """, method: "sobol")
    let outcome = try bench.run()
    #expect(outcome.failedCount == 0)
    let store = try StudyStore(path: bench.store, access: .read)
    let trials = try store.trials(of: store.study())
    #expect(trials.count == 8 && trials.allSatisfy { $0.state == .done })
    // The baseline has its own values, and not what is inactive beside them.
    #expect(
      trials[0].assignment.json.serialized(.compact)
        == #"{"components.ner.model.tok2vec.width":16,"components.ner.model.hidden_width":16,"training.dropout":0.1}"#
    )
    for trial in trials.dropFirst(2) {
      let dropout = try #require(trial.assignment["training.dropout"]?.doubleValue)
      #expect(dropout > 0.05)
      #expect((trial.assignment["training.accumulate_gradient"] != nil) == (dropout >= 0.2))
      #expect(
        trial.assignment["components.ner.model.hidden_width"]
          == trial.assignment["components.ner.model.tok2vec.width"])
    }
    #expect(try bench.rerun(5).isIdentical)
  }

  @Test func runsOnlyWhatIsMissingAndEndsAsIfUndisturbed() throws {
    let bench = try Bench(parameters: #""training.dropout" = { values = [0.2, 0.4] }"#)
    _ = try bench.run(store: bench.folder + "/undisturbed.db")
    let stop = StopSignal()
    var started = 0
    let outcome = try bench.run(workers: 1, stop: stop) { event in
      if case .started = event {
        started += 1
        if started == 3 {
          stop.raise()
          stop.raise()
        }
      }
    }
    #expect(outcome.wasStopped)
    var again: [Int] = []
    _ = try bench.run { if case .started(let label, _) = $0 { again.append(label.number) } }
    #expect(!again.contains(0))
    #expect(again.contains(2))
    let resumed = try bench.record()
    let undisturbed = try bench.record(bench.folder + "/undisturbed.db")
    #expect(resumed == undisturbed)
    _ = try bench.run { event in
      if case .started = event { Issue.record("a finished study ran something") }
    }
  }

  @Test func recordsAFailureAndGoesOn() throws {
    // A learn rate that overflows makes the loss NaN.
    let bench = try Bench(
      parameters: #""training.optimizer.learn_rate" = { values = [1e38, 0.002] }"#)
    var failures: [Int] = []
    let outcome = try bench.run { event in
      if case .failed(let label, let error) = event {
        failures.append(label.number)
        #expect(error.contains("the loss of \"ner\" is"))
      }
    }
    #expect(failures.sorted() == [2, 3])
    #expect(outcome.failedCount == 2)
    let store = try StudyStore(path: bench.store, access: .read)
    #expect(try store.trials(of: store.study()).filter { $0.state == .done }.count == 4)
    #expect(throws: RerunError.self) { try bench.rerun(2) }
  }

  @Test func repeatsFromTheRecordWhenTheCorpusIsGone() throws {
    let bench = try Bench(parameters: #""training.dropout" = { values = [0.2] }"#)
    _ = try bench.run()
    try FileBytes.makeDirectory(bench.folder + "/elsewhere")
    let copy = bench.folder + "/elsewhere/copy.db"
    try FileManager.default.copyItem(atPath: bench.store, toPath: copy)
    try FileBytes.remove(bench.folder + "/train.spacy")
    try FileBytes.write("changed", to: bench.folder + "/dev.spacy")
    let verdict = try bench.rerun(1, store: copy)
    #expect(verdict.isIdentical)
    #expect(verdict.origins.count == 2)
    #expect(verdict.origins.allSatisfy { $0.contains("from the record") })
  }

  @Test func saysFromWhichStepOnATrialDiffers() throws {
    let bench = try Bench(parameters: #""training.dropout" = { values = [0.2] }"#)
    _ = try bench.run()
    try DatabaseQueue(path: bench.store).write {
      try $0.execute(sql: "UPDATE metrics SET bits = bits + 1 WHERE step >= 2 AND kind = 'loss'")
    }
    let verdict = try bench.rerun(0)
    #expect(!verdict.isIdentical)
    #expect(verdict.comparison.firstDifferingStep == 2)
  }

  @Test func endsWhenTheRecordCannotBeWrittenWhileOtherWorkersWait() throws {
    let bench = try Bench(parameters: #""training.dropout" = { values = [0.2] }"#)
    #expect(throws: StoreError.self) {
      try bench.run(workers: 3) { event in
        // The input is no longer what was read, so it cannot be kept.
        guard case .began = event else { return }
        try? FileBytes.write("changed", to: bench.folder + "/train.spacy")
      }
    }
  }

  @Test func refusesAChangedPlanUnderTheSameName() throws {
    let bench = try Bench(parameters: #""training.dropout" = { values = [0.2] }"#)
    _ = try bench.run()
    let path = bench.folder + "/small.toml"
    let text = String(decoding: try FileBytes.read(path), as: UTF8.self)
    try FileBytes.write(text.replacingOccurrences(of: "[0.2]", with: "[0.3]"), to: path)
    #expect {
      try bench.run()
    } throws: { error in
      "\(error)".contains("training.dropout") && "\(error)".contains("small")
    }
  }

  @Test func reportsWrongKeysAndTypesWithTheirLinesBeforeAnythingRuns() throws {
    let bench = try Bench(
      parameters: """
        "training.dropuot" = { values = [0.2] }
        "training.max_epochs" = { values = ["many"] }
        """)
    #expect {
      try bench.plan()
    } throws: { error in
      let text = "\(error)"
      return text.contains("small.toml:10") && text.contains("training.dropout")
        && text.contains("small.toml:11")
    }
    #expect(!FileBytes.exists(bench.store))
  }
}
