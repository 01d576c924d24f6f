import Foundation
import GRDB
import SweepEngine
import SweepKit
import SweepSearch
import SweepStore
import SweepTestSupport
import Testing

/// The same proposals, numbers and results for any number of workers and any timing, and after any
/// kill.
@Suite struct SearchDeterminismTests {
  /// A search, as lines of a sweep file.
  struct Search: CustomTestStringConvertible, Sendable {
    var method: String
    var options: String

    var testDescription: String { "\(method) \(options)" }
  }

  static let median = #"pruner = { type = "median", startup_trials = 3, warmup_steps = 2 }"#

  static let searches: [Search] = [
    Search(method: "grid", options: median),
    Search(method: "random", options: median),
    Search(method: "sobol", options: median),
    Search(method: "tpe", options: ""),
    Search(method: "tpe", options: median),
    Search(method: "gp", options: ""),
    Search(method: "cmaes", options: ""),
    Search(method: "cmaes", options: "window = 3"),
    Search(method: "nsga2", options: ""),
    Search(method: "auto", options: ""),
    Search(
      method: "tpe", options: #"pruner = { type = "percentile", percentile = 25, interval = 3 }"#),
    Search(method: "random", options: #"pruner = { type = "threshold", min = 0.45 }"#),
    Search(method: "tpe", options: #"pruner = { type = "patient", patience = 1 }"#),
    Search(
      method: "gp",
      options: #"pruner = { type = "patient", patience = 2, pruner = { type = "median" } }"#),
    Search(
      method: "random", options: #"pruner = { type = "halving", first_step = 2, reduction = 2 }"#),
    Search(
      method: "tpe", options: #"pruner = { type = "halving", first_step = 3, reduction = 2 }"#),
    Search(
      method: "sobol", options: #"pruner = { type = "hyperband", first_step = 2, reduction = 3 }"#),
    Search(
      method: "cmaes", options: #"pruner = { type = "hyperband", first_step = 3, reduction = 2 }"#),
    Search(method: "random", options: "seeds = 6\nrace = true"),
    Search(method: "tpe", options: "seeds = 5\nrace = { first_seeds = 2, level = 0.2 }"),
    Search(method: "tpe", options: "stop = { target = 0.78, no_improvement = 9 }"),
    Search(method: "random", options: "run_cap = 17\nstop = { no_improvement = 4 }"),
  ]

  private func bench(_ search: Search, checkpointSeconds: Double = 1e-9) throws -> Bench {
    let rate =
      search.method == "grid"
      ? "{ values = [0.001, 0.01, 0.02, 0.03, 0.095] }"
      : #"{ distribution = "log_uniform_values", min = 1e-3, max = 0.1 }"#
    let metrics =
      search.method == "nsga2"
      ? #"metrics = [{ name = "ents_f", goal = "maximize" }, { name = "ents_p", goal = "maximize" }]"#
      : ""
    let bench = try Bench(
      parameters: """
        "training.optimizer.learn_rate" = \(rate)
        "training.dropout" = { distribution = "q_uniform", min = 0.0, max = 0.5, q = 0.125 }
        "components.ner.model.hidden_width" = { values = [8, 16] }
        """,
      options: """
        trials = 20
        checkpoint_seconds = \(checkpointSeconds)
        \(search.options)
        enqueue = [{ "training.dropout" = 0.25 }, {}]
        \(metrics)
        """, method: search.method, seeds: search.options.contains("seeds = ") ? nil : "[0]",
      maxSteps: 12)
    return bench
  }

  /// Every trial, with every number that it recorded.
  private func record(_ path: String) throws -> [String] {
    let store = try StudyStore(path: path, access: .read)
    return try store.trials(of: store.study()).map { trial in
      let curve = try store.evaluations(of: trial).flatMap { evaluation in
        evaluation.scores.map { "\(evaluation.step) \($0.name) \($0.value?.bitPattern ?? 0)" }
      }
      let head =
        "\(trial.number) row \(trial.row) \(trial.origin) \(trial.proposal ?? -1) seed \(trial.seed) "
        + "\(trial.contentID) \(trial.state.rawValue) \(trial.endedStep ?? -1) \(trial.score ?? -1)"
      return head + curve.joined(separator: ", ")
    }
  }

  private func run(
    _ bench: Bench, _ path: String, workers: Int, stop: StopSignal = StopSignal(),
    _ show: (StudyEvent) throws -> Void = { _ in }
  ) throws {
    var failure: (any Error)?
    _ = try bench.studyRun(workers: workers, store: path).run(
      trainer: FunctionTrainer(), stop: stop
    ) { event in
      do { try show(event) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  @Test(arguments: searches) func doesNotDependOnWorkersTimingOrKills(search: Search) throws {
    let bench = try bench(search)
    try run(bench, bench.folder + "/1.db", workers: 1)
    let expected = try record(bench.folder + "/1.db")
    #expect(expected.count >= 10)
    for workers in [2, 8] {
      try run(bench, bench.folder + "/\(workers).db", workers: workers)
      #expect(try record(bench.folder + "/\(workers).db") == expected)
    }
    // Stopped or killed at three moments, with another number of workers each time.
    let path = bench.folder + "/killed.db"
    for (attempt, workers) in [3, 1, 4].enumerated() {
      var left = Int.random(in: 3...60)
      let stop = StopSignal()
      try run(bench, path, workers: workers, stop: stop) { _ in
        left -= 1
        if left == 0 { for _ in 0..<(1 + attempt % 2) { stop.raise() } }
      }
      if attempt == 2 { try loseTrials(path) }
    }
    try run(bench, path, workers: 2)
    #expect(try record(path) == expected)
  }

  /// Leaves trials as a killed process does: what had just been recorded is taken back, and some are
  /// marked as running by a process that is gone.
  private func loseTrials(_ path: String) throws {
    try DatabaseQueue(path: path).write { db in
      try db.execute(
        sql: """
          UPDATE trials SET state = 'running', pid = 1, start_ticks = 1, boot_id = 'another'
          WHERE state = 'stopped'
          """)
    }
  }
}
