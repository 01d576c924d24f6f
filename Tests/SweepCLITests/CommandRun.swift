import ArgumentParser
import Foundation
import SweepCLI
import SweepConfig
import SweepSearch
import SweepStore
import Testing

/// A store in a folder of its own, which is gone after the test.
final class CommandStore: Sendable {
  let folder: String
  var path: String { folder + "/sweep.db" }

  init() throws {
    var template = Array((NSTemporaryDirectory() + "/sweep-cli-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Two studies: `ner` with six trials, of which the last one has failed, and `tiny` with two that
  /// wait.
  static func filled() throws -> CommandStore {
    let result = try CommandStore()
    let store = try StudyStore(path: result.path)
    let study = try store.createOrMatch(Self.study("ner", "[0.1, 0.2, 0.3]"), now: 0)
    _ = try store.createOrMatch(Self.study("tiny", "[0.5]"), now: 0)
    for trial in try store.trials(of: study) {
      guard
        let attempt = try store.begin(
          trial, worker: .current(), now: 1_793_534_400_000,
          provenance: ["sweep": "1", "git": ["commit": "abcdef0123456789", "patch": ""]],
          inputs: [])
      else { continue }
      if trial.number == 5 {
        try store.fail(
          attempt, error: "loss is NaN\nat step 3", log: "a log", now: 1_793_534_401_000)
        continue
      }
      let score = 0.7 + Double(trial.number) / 50
      for step in [0, 100] {
        try store.append(
          EvaluationRecord(
            step: step, epoch: 0,
            scores: [
              .init("ents_f", step == 0 ? 0.5 : score), .init("ents_p", score), .init("speed", 9),
            ], losses: [.init("ner", 12)]), to: attempt)
      }
      let scores: JSONObject = [
        "ents_f": .number(score), "ents_p": .number(score / 2), "token_acc": 1.0, "speed": 1234.5,
        "ents_per_type": ["ORG": ["f": .number(score / 3)]],
      ]
      try store.finish(
        attempt,
        TrialResult(
          score: score, scores: scores, bestStep: 100, steps: 101, words: 500, modelHash: "h",
          log: "step  loss\n  0    1.0\n"),
        model: [
          ModelFile(path: "meta.json", bytes: Array(repeating: 65, count: 20_000 + trial.number))
        ],
        now: 1_793_534_400_000 + 60_000 * (trial.number + 1))
    }
    return result
  }

  private static func study(_ name: String, _ values: String) throws -> NewStudy {
    let sweep = try SweepFile(
      parsing: """
        name = "\(name)"
        config = "\(name).cfg"
        metric = { name = "ents_f", goal = "maximize" }
        seeds = [0, 1]
        baseline = false
        keep_models = "all"
        [parameters]
        "variables.dropout" = { values = \(values) }
        """, file: "sweeps/\(name).toml")
    let plan = TrialPlan(
      sweep, baseline: Assignment([Setting("variables.dropout", 0.1)]), configSeed: 0)
    func config(_ seed: Int, _ dropout: JSONValue?) -> String {
      """
      [variables]
      dropout = \(dropout?.serialized(.compact) ?? "0.1")

      [training]
      seed = \(seed)
      max_steps = 200
      dropout = ${variables.dropout}

      """
    }
    return NewStudy(
      sweep, configText: config(0, nil),
      trials: plan.trials.map {
        NewTrial($0, config: config($0.seed, $0.assignment["variables.dropout"]))
      })
  }

  /// Runs a command on the store.
  func run(_ arguments: String...) -> CommandResult {
    CommandResult(running: arguments + ["--store", path])
  }
}

/// What a command has printed.
struct CommandResult {
  var status: Int32
  var output: String
  var notes: String

  init(running arguments: [String]) {
    let capture = ConsoleCapture()
    status = Console.$capture.withValue(capture) { SweepCommand.execute(arguments) }
    (output, notes) = (capture.output, capture.notes)
  }

  /// The first words of the lines of a table, without its headings.
  var firstWords: [String] {
    output.split(separator: "\n").compactMap { $0.split(separator: " ").first.map(String.init) }
      .filter { Int($0) != nil || $0.contains("/") }
  }
}
