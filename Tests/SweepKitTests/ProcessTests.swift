import Foundation
import SweepConfig
import SweepEngine
import SweepKit
import SweepSearch
import SweepStore
import Testing

#if canImport(Glibc)
import Glibc
#endif

/// Several processes on one study, and processes that are killed.
@Suite(.serialized) struct ProcessTests {
  /// Searches, as lines of a sweep file.
  private static let searches = [
    ("grid", ""),
    ("tpe", #"pruner = { type = "median", startup_trials = 3, warmup_steps = 2 }"#),
    ("random", #"pruner = { type = "halving", first_step = 2, reduction = 2 }"#),
    ("random", "seeds = 4\nrace = true"),
  ]

  private func bench(_ method: String, _ options: String) throws -> Bench {
    let rate =
      method == "grid"
      ? "{ values = [0.001, 0.01, 0.02, 0.03, 0.095] }"
      : #"{ distribution = "log_uniform_values", min = 1e-3, max = 0.1 }"#
    return try Bench(
      parameters: """
        "training.optimizer.learn_rate" = \(rate)
        "training.dropout" = { distribution = "q_uniform", min = 0.0, max = 0.5, q = 0.125 }
        """,
      options: "trials = 14\ncheckpoint_seconds = 1e-9\n" + options, method: method,
      seeds: options.contains("seeds = ") ? nil : "[0]", maxSteps: 12)
  }

  @Test(arguments: searches) func eightProcessesFindWhatOneFinds(
    method: String, options: String
  ) async throws {
    let bench = try bench(method, options)
    let one = bench.folder + "/one.db"
    let alone = try bench.studyRun(store: one).run(trainer: FunctionTrainer(), stop: StopSignal()) {
      _ in
    }
    let folder = bench.folder
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<8 {
        group.addTask {
          await #expect(processExitsWith: .success) { [folder = folder as String] in
            try Bench(shared: folder).runFunction()
          }
        }
      }
    }
    #expect(try bench.record() == bench.record(one))
    let store = try StudyStore(path: bench.store, access: .read)
    let trials = try store.trials(of: store.study())
    // Each was begun once, but for those that failed: who comes later tries them again.
    #expect(trials.allSatisfy { $0.state.isFinal && ($0.attempt == 1 || $0.state == .failed) })
    let together = try bench.studyRun().run(trainer: FunctionTrainer(), stop: StopSignal()) { _ in }
    #expect(report(together) == report(alone))
  }

  /// The report without what is a time or names the store.
  private func report(_ outcome: StudyOutcome) -> String {
    outcome.report.split(separator: "\n").map { line in
      line.contains("|")
        ? line.split(separator: "|").filter { !$0.hasSuffix(" s ") && !$0.contains(" ms") }
          .joined(separator: "|") : String(line)
    }.filter { !$0.contains("--store") && !$0.contains("started") }.joined(separator: "\n")
  }

  /// Three processes at a time on one store, each of which is killed at some moment, 8 times over.
  @Test func killedProcessesLoseNothing() async throws {
    let bench = try Bench(
      parameters: #""training.dropout" = { values = [0.2, 0.3] }"#,
      options: "checkpoint_seconds = 1e-9", maxSteps: 60)
    let undisturbed = bench.folder + "/undisturbed.db"
    _ = try bench.run(store: undisturbed)
    let folder = bench.folder
    for round in 0..<8 {
      await withTaskGroup(of: Void.self) { group in
        for process in 0..<3 {
          let milliseconds = Int.random(in: 1...400)
          group.addTask {
            _ = await #expect(processExitsWith: .signal(SIGKILL)) {
              [
                folder = folder as String, milliseconds = milliseconds as Int,
                name = "acknowledged.\(round).\(process)" as String
              ] in
              DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
                kill(getpid(), SIGKILL)
              }
              try Bench(shared: folder).runAcknowledged(to: name)
              // Nothing was left to do.
              sleep(10)
            }
          }
        }
      }
    }
    _ = try bench.run { event in
      if case .remarked(_, let text) = event { Issue.record("\(text)") }
    }
    #expect(try bench.record() == bench.record(undisturbed))
    try requireAcknowledged(bench)
    let store = try StudyStore(path: bench.store, access: .read)
    let trials = try store.trials(of: store.study())
    #expect(trials.allSatisfy { $0.state == .done })
    #expect(((try? FileBytes.list(bench.store + ".checkpoints")) ?? []).isEmpty)
  }

  /// What was shown as finished is recorded so, and nothing was finished twice.
  private func requireAcknowledged(_ bench: Bench) throws {
    let store = try StudyStore(path: bench.store, access: .read)
    var finished: [Int] = []
    for name in try FileBytes.list(bench.folder) where name.hasPrefix("acknowledged.") {
      let text = String(decoding: try FileBytes.read(bench.folder + "/" + name), as: UTF8.self)
      for line in text.split(separator: "\n") {
        let parts = line.split(separator: " ").compactMap { Int($0) }
        try #require(parts.count == 2)
        finished.append(parts[0])
        let trial = try store.trial("\(parts[0])")
        #expect(trial.score?.bitPattern == UInt64(bitPattern: Int64(parts[1])))
      }
    }
    #expect(Set(finished).count == finished.count)
  }
}

extension Bench {
  /// Runs the study with scores that are a function of the settings.
  func runFunction() throws {
    _ = try studyRun(workers: 2).run(trainer: FunctionTrainer(), stop: StopSignal()) { _ in }
  }

  /// Runs the study and writes down each trial that is shown as finished.
  func runAcknowledged(to name: String) throws {
    let file = open(folder + "/" + name, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    defer { close(file) }
    _ = try run { event in
      guard case .finished(let label, let score, _) = event else { return }
      let bits = Int64(bitPattern: (score ?? .nan).bitPattern)
      let line = Array("\(label.number) \(bits)\n".utf8)
      _ = write(file, line, line.count)
    }
  }
}
