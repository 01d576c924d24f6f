import SweepBase
import SweepConfig
import SweepSearch
import SweepStore

/// How a study, a trial and its numbers are written in a capsule: `study.json`, `trial.json` and
/// `evaluations.jsonl`.
enum CapsuleCoding {
  /// Why a text cannot be read.
  struct Problem: Error, CustomStringConvertible {
    var description: String
  }

  // MARK: - Study

  static func json(_ transfer: StudyTransfer) -> JSONObject {
    let study = transfer.study
    return [
      "name": .string(study.name), "sweep_path": .string(study.sweepPath),
      "config_path": .string(study.configPath), "config": .string(study.configText),
      "plan": .string(study.plan), "method": .string(study.method.rawValue),
      "metrics": .array(
        study.metrics.map { ["name": .string($0.name), "goal": .string($0.goal.rawValue)] }),
      "window": .integer(study.window), "keep_models": .string(study.keepModels.rawValue),
      "overrides": .object(Assignment(study.overrides).json), "created": .integer(study.created),
      "engine": .string(transfer.engine), "source": text(transfer.source),
      "note": text(transfer.note),
    ]
  }

  static func study(_ json: JSONObject, sweepText: String) throws -> StudyTransfer {
    var reader = Reader(json)
    let metrics = (json["metrics"]?.arrayValue ?? []).compactMap { item -> Metric? in
      guard let name = item["name"]?.stringValue,
        let goal = item["goal"]?.stringValue.flatMap(Metric.Goal.init(rawValue:))
      else { return nil }
      return Metric(name: name, goal: goal)
    }
    if metrics.isEmpty { reader.problems.append("\"metrics\" is missing") }
    let study = Study(
      name: reader.string("name"), sweepPath: reader.string("sweep_path"),
      sweepText: sweepText, configPath: reader.string("config_path"),
      configText: reader.string("config"), plan: reader.string("plan"),
      method: reader.word("method", SearchMethod.init(rawValue:), else: .grid), metrics: metrics,
      window: reader.integer("window"),
      keepModels: reader.word("keep_models", KeepModels.init(rawValue:), else: .none),
      overrides: Assignment(json: json["overrides"]?.objectValue ?? [:]).settings,
      created: reader.integer("created"))
    let engine = reader.string("engine")
    try reader.finish()
    return StudyTransfer(
      study, engine: engine, source: json["source"]?.stringValue, note: json["note"]?.stringValue)
  }

  // MARK: - Trial

  /// A trial without config, provenance, evaluations and counts, which have files of their own.
  ///
  /// - Parameters:
  ///   - trial: The trial.
  ///   - files: The name in the capsule of each input, `nil` where it is left out.
  /// - Returns: What `trial.json` has.
  static func json(_ trial: TrialTransfer, files: [String?]) -> JSONObject {
    [
      "number": .integer(trial.number), "id": text(trial.contentID), "row": .integer(trial.row),
      "origin": .string(trial.origin.rawValue), "proposal": number(trial.proposal),
      "seed": .integer(trial.seed), "fold": number(trial.fold),
      "assignment": .object(trial.assignment.json), "state": .string(trial.state.rawValue),
      "started": number(trial.started), "finished": number(trial.finished),
      "score": bits(trial.score), "scores": trial.scores.map { .object($0) } ?? .null,
      "best_step": number(trial.bestStep), "steps": number(trial.steps),
      "words": number(trial.words), "model_sha256": text(trial.modelHash),
      "ended_step": number(trial.endedStep), "reason": text(trial.reason),
      "error": text(trial.error), "note": text(trial.note),
      "tags": .array(trial.tags.map { .string($0) }),
      "inputs": .array(
        zip(trial.inputs, files).map { input, file in
          [
            "setting": .string(input.setting), "path": .string(input.written),
            "resolved": .string(input.resolved), "sha256": .string(input.sha256),
            "bytes": .integer(input.bytes), "file": text(file),
          ]
        }),
      "artifacts": .array(
        trial.artifacts.map {
          [
            "kind": .string($0.kind), "path": .string($0.path), "sha256": .string($0.sha256),
            "bytes": .integer($0.bytes),
          ]
        }),
      "has_counts": .bool(trial.counts != nil),
    ]
  }

  static func trial(_ json: JSONObject, config: String) throws -> TrialTransfer {
    var reader = Reader(json)
    var trial = TrialTransfer(
      number: reader.integer("number"), row: reader.integer("row"),
      origin: reader.word("origin", Trial.Origin.init(rawValue:), else: .proposed),
      proposal: json["proposal"]?.intValue, seed: reader.integer("seed"),
      fold: json["fold"]?.intValue,
      assignment: Assignment(json: json["assignment"]?.objectValue ?? [:]), config: config,
      state: reader.word("state", Trial.State.init(rawValue:), else: .stopped))
    trial.contentID = reader.string("id")
    (trial.started, trial.finished) = (json["started"]?.intValue, json["finished"]?.intValue)
    trial.score = try value(json["score"], "score").flatMap { $0 }
    trial.scores = json["scores"]?.objectValue
    (trial.bestStep, trial.steps) = (json["best_step"]?.intValue, json["steps"]?.intValue)
    (trial.words, trial.modelHash) = (json["words"]?.intValue, json["model_sha256"]?.stringValue)
    (trial.endedStep, trial.reason) = (json["ended_step"]?.intValue, json["reason"]?.stringValue)
    (trial.error, trial.note) = (json["error"]?.stringValue, json["note"]?.stringValue)
    trial.tags = (json["tags"]?.arrayValue ?? []).compactMap(\.stringValue)
    for item in json["inputs"]?.arrayValue ?? [] {
      var input = Reader(item.objectValue ?? [:])
      trial.inputs.append(
        InputRecord(
          setting: input.string("setting"), written: input.string("path"),
          resolved: input.string("resolved"), sha256: input.string("sha256"),
          bytes: input.integer("bytes"), isKept: item["file"]?.stringValue != nil))
      reader.problems += input.problems.map { "in \"inputs\": " + $0 }
    }
    for item in json["artifacts"]?.arrayValue ?? [] {
      var artifact = Reader(item.objectValue ?? [:])
      trial.artifacts.append(
        Artifact(
          artifact.string("kind"), path: artifact.string("path"),
          sha256: artifact.string("sha256"), bytes: artifact.integer("bytes")))
      reader.problems += artifact.problems.map { "in \"artifacts\": " + $0 }
    }
    try reader.finish()
    return trial
  }

  // MARK: - Numbers

  /// A line for each evaluation; each number as `[name, decimal, bits]`.
  static func lines(_ evaluations: [EvaluationRecord]) -> String {
    evaluations.map { evaluation in
      let object: JSONObject = [
        "step": .integer(evaluation.step), "epoch": .integer(evaluation.epoch),
        "words": number(evaluation.words), "milliseconds": number(evaluation.milliseconds),
        "scores": list(evaluation.scores), "losses": list(evaluation.losses),
      ]
      return object.serialized(.compact) + "\n"
    }.joined()
  }

  static func evaluations(_ text: String) throws -> [EvaluationRecord] {
    try text.split(separator: "\n").enumerated().map { index, line in
      let json: JSONValue
      do { json = try JSONValue(parsing: String(line)) } catch {
        throw Problem(description: "evaluation \(index + 1): \(error)")
      }
      var reader = Reader(json.objectValue ?? [:])
      let record = EvaluationRecord(
        step: reader.integer("step"), epoch: reader.integer("epoch"),
        scores: try values(json["scores"]), losses: try values(json["losses"]),
        words: json["words"]?.intValue, milliseconds: json["milliseconds"]?.intValue)
      try reader.finish()
      return record
    }
  }

  /// A line for each document: right, predicted and expected entities.
  static func table(_ counts: [Bootstrap.Counts]) -> String {
    "correct,predicted,expected\n"
      + counts.map { "\($0.correct),\($0.predicted),\($0.expected)\n" }.joined()
  }

  static func counts(_ text: String) throws -> [Bootstrap.Counts] {
    try text.split(separator: "\n").dropFirst().map { line in
      let numbers = line.split(separator: ",").compactMap { Int($0) }
      guard numbers.count == 3, numbers.allSatisfy({ $0 >= 0 }) else {
        throw Problem(description: "expected three numbers in a line, found \"\(line)\"")
      }
      return Bootstrap.Counts(correct: numbers[0], predicted: numbers[1], expected: numbers[2])
    }
  }

  private static func list(_ values: [EvaluationRecord.Value]) -> JSONValue {
    .array(values.map { [.string($0.name), finite($0.value), bits($0.value)] })
  }

  private static func values(_ json: JSONValue?) throws -> [EvaluationRecord.Value] {
    try (json?.arrayValue ?? []).map { item in
      guard let name = item[0]?.stringValue else {
        throw Problem(description: "a number without a name")
      }
      return EvaluationRecord.Value(name, try value(item[2], name))
    }
  }

  /// The 64 bits of a number in hexadecimal digits.
  static func bits(_ value: Double?) -> JSONValue {
    guard let value else { return .null }
    let digits = String(value.bitPattern, radix: 16)
    return .string(String(repeating: "0", count: 16 - digits.count) + digits)
  }

  private static func value(_ json: JSONValue?, _ name: String) throws -> Double? {
    guard let json, !json.isNull else { return nil }
    guard let text = json.stringValue, text.utf8.count == 16, let bits = UInt64(text, radix: 16)
    else { throw Problem(description: "\(name): expected 16 hexadecimal digits") }
    return Double(bitPattern: bits)
  }

  /// For people and other programs; JSON has no NaN.
  private static func finite(_ value: Double?) -> JSONValue {
    value.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
  }

  private static func number(_ value: Int?) -> JSONValue { value.map { .integer($0) } ?? .null }

  private static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

  /// Reads what must be there, and notes what is not.
  private struct Reader {
    let json: JSONObject
    var problems: [String] = []

    init(_ json: JSONObject) { self.json = json }

    mutating func string(_ key: String) -> String {
      if let value = json[key]?.stringValue { return value }
      problems.append("\"\(key)\" is no text")
      return ""
    }

    mutating func integer(_ key: String) -> Int {
      if let value = json[key]?.intValue { return value }
      problems.append("\"\(key)\" is no whole number")
      return 0
    }

    mutating func word<Word>(
      _ key: String, _ make: (String) -> Word?, else fallback: Word
    ) -> Word {
      if let word = json[key]?.stringValue.flatMap(make) { return word }
      problems.append("\"\(key)\" is no word that this program knows")
      return fallback
    }

    func finish() throws {
      if !problems.isEmpty { throw Problem(description: problems.joined(separator: "; ")) }
    }
  }
}
