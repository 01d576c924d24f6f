import ArgumentParser
import Foundation
import SweepConfig
import SweepKit
import SweepReport
import SweepSearch
import SweepStore

/// The command `sweep tail`.
struct TailCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tail",
    abstract: "Follow a running trial until it ends: its log, or its evaluations.",
    discussion: """
      Examples:
        sweep tail
        sweep tail ner/3
        sweep tail ner/3 --json

      Without a trial, follows the one that began last. A trial that has ended is printed as it is. \
      --json prints an object for each evaluation, a line each, and one at the end.

      Exit status: 0 for a trial that is done or pruned, 1 for one that failed or was stopped.
      """)

  @Argument(
    help:
      "The trial: its number, STUDY/NUMBER, or the start of its ID (default: the newest running).",
    completion: .trials)
  var trial: String?

  @OptionGroup var storeOptions: StoreOptions
  @OptionGroup var jsonOption: JSONOption

  func run() throws {
    let store = try StudyStore(path: storeOptions.path, access: .read)
    let first = try trial.map { try store.trial($0) } ?? newest(store)
    let study = try store.study(named: first.study)
    if !jsonOption.json { Console.note("\(first.name)  \(first.shortID)  \(first.state.rawValue)") }
    var tail = TrialTail(metric: study.metric.name, isJSON: jsonOption.json)
    while true {
      // The state is read first, so that nothing is missed that was recorded before the end.
      let now = try store.trial(id: first.id)
      let lines = try tail.lines(
        now, log: store.log(of: now) ?? "", evaluations: store.evaluations(of: now))
      if !lines.isEmpty { Console.result(lines.joined(separator: "\n")) }
      let state = now.isLost ? Trial.State.stopped : now.state
      if state != .running, state != .waiting { return try end(now, state) }
      Thread.sleep(forTimeInterval: 0.3)
    }
  }

  private func newest(_ store: StudyStore) throws -> TrialRecord {
    let running = try store.runningTrials().filter { !$0.isLost }
    guard let newest = running.max(by: { ($0.started ?? 0, $0.id) < ($1.started ?? 0, $1.id) })
    else {
      Console.note(
        "error: no trial is running in \(storeOptions.path)\n"
          + "  help: name one that has ended, as in `sweep tail ner/3`; `sweep list` shows all")
      throw ExitCode(1)
    }
    return newest
  }

  private func end(_ trial: TrialRecord, _ state: Trial.State) throws {
    if jsonOption.json {
      let json: JSONValue = [
        "trial": .string(trial.name), "id": .string(trial.shortID),
        "state": .string(state.rawValue), "score": trial.score.map { .number($0) } ?? .null,
        "error": trial.error.map { .string($0) } ?? .null,
        "reason": trial.reason.map { .string($0) } ?? .null,
      ]
      Console.result(json.serialized(.compact))
    } else {
      let score = trial.score.map { "  \(NumberText.score($0))" } ?? ""
      let time = trial.seconds.map { "  \(NumberText.duration($0))" } ?? ""
      let why = (trial.error ?? trial.reason).map { "  \($0)" } ?? ""
      Console.note("\(trial.name)  \(state.rawValue)\(score)\(time)\(why)")
    }
    if state == .failed || state == .stopped { throw ExitCode(1) }
  }
}

/// What of a trial was printed so far.
struct TrialTail {
  let metric: String
  let isJSON: Bool
  private var attempt = -1
  private var printed = 0
  private var lastStep = -1
  private var columns: [String] = []

  init(metric: String, isJSON: Bool) {
    self.metric = metric
    self.isJSON = isJSON
  }

  /// What is new of a trial: lines of its log where it has one, else its evaluations.
  mutating func lines(
    _ trial: TrialRecord, log: String, evaluations: [EvaluationRecord]
  ) -> [String] {
    var lines: [String] = []
    if trial.attempt != attempt {
      if attempt > 0, !isJSON { lines.append("— attempt \(trial.attempt) —") }
      (attempt, printed, lastStep) = (trial.attempt, 0, -1)
    }
    let new = evaluations.filter { $0.step > lastStep }
    if isJSON {
      lines += new.map(json)
    } else if !log.isEmpty {
      let bytes = Array(log.utf8)
      // A log of an attempt only grows; a shorter one is another text.
      if bytes.count < printed { printed = 0 }
      let isOver = trial.state != .running
      let whole = isOver ? bytes.count : (bytes.lastIndex(of: 10).map { $0 + 1 } ?? 0)
      if whole > printed {
        var text = String(decoding: bytes[printed..<whole], as: UTF8.self)
        if text.hasSuffix("\n") { text.removeLast() }
        lines.append(text)
        printed = whole
      }
    } else {
      for evaluation in new { lines += self.text(evaluation) }
    }
    lastStep = evaluations.last?.step ?? lastStep
    return lines
  }

  private func json(_ evaluation: EvaluationRecord) -> String {
    func object(_ values: [EvaluationRecord.Value]) -> JSONValue {
      .object(JSONObject(values.map { ($0.name, $0.value.map { .number($0) } ?? .null) }))
    }
    let json: JSONValue = [
      "step": .integer(evaluation.step), "epoch": .integer(evaluation.epoch),
      "scores": object(evaluation.scores), "losses": object(evaluation.losses),
    ]
    return json.serialized(.compact)
  }

  /// A line with the metric first, and a heading before the first one.
  private mutating func text(_ evaluation: EvaluationRecord) -> [String] {
    var lines: [String] = []
    if columns.isEmpty {
      let scores = evaluation.scores.map(\.name).filter { !$0.contains(".") && $0 != "speed" }
      columns = scores.filter { $0 == metric } + scores.filter { $0 != metric }
      columns = Array(columns.prefix(6))
      let names = ["step"] + evaluation.losses.prefix(3).map { "loss \($0.name)" } + columns
      lines.append(names.map { padded($0) }.joined(separator: "  "))
    }
    let losses = evaluation.losses.prefix(3).map {
      $0.value.map { NumberText.fixed($0, decimals: 2) } ?? "–"
    }
    let scores = columns.map { name in
      (evaluation.scores.first { $0.name == name }?.value).map(NumberText.score) ?? "–"
    }
    let cells = ["\(evaluation.step)"] + losses + scores
    return lines + [cells.map { padded($0) }.joined(separator: "  ")]
  }

  private func padded(_ text: String) -> String {
    String(repeating: " ", count: max(0, 9 - text.count)) + text
  }
}
