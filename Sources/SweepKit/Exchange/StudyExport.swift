import SweepConfig
import SweepSearch
public import SweepStore

/// A study for other programs: one of several formats that they read.
public struct StudyExport: Sendable {
  /// What a study is written as.
  public enum Format: String, CaseIterable, Sendable {
    /// A row per trial.
    case csv
    /// A line per trial, with all that is recorded of it.
    case jsonl
    /// A folder that MLflow reads as its store.
    case mlflow
    /// One JSON file of runs with config, summary and history, as W&B's own exports have them.
    case wandb
  }

  let store: StudyStore
  let study: Study
  /// Whether paths, logs, patches, notes and errors are left out.
  let isRedacted: Bool

  /// An export of a study.
  public init(of study: Study, in store: StudyStore, isRedacted: Bool = false) {
    (self.study, self.store, self.isRedacted) = (study, store, isRedacted)
  }

  /// How many trials there are to write.
  public func count() throws -> Int { try store.trials(of: study).count }

  /// Goes through all trials by number, each with all that is recorded of it.
  func forEachTrial(_ body: (TrialTransfer) throws -> Void) throws {
    var redaction = Redaction()
    for record in try store.trials(of: study) {
      var trial = try store.transfer(of: record)
      if isRedacted { trial = redaction.redacted(trial) }
      trial = trial.withoutSecrets
      try body(trial)
    }
  }

  // MARK: - CSV

  /// The columns that every file has, before those of settings and scores.
  static let fixedColumns = [
    "study", "number", "id", "state", "origin", "row", "seed", "fold", "score", "best_step",
    "steps", "words", "seconds", "started", "finished", "ended_step", "reason", "error",
    "model_sha256", "tags", "note",
  ]

  /// The trials as CSV (RFC 4180): a row each, with a column `param.KEY` for each setting that varies
  /// and `score.NAME` for each score of the best evaluation.
  public func csv() throws -> String {
    var rows: [(cells: [String], settings: [String: String], scores: [String: String])] = []
    var (settings, scores) = ([String](), [String]())
    var (knownSettings, knownScores) = (Set<String>(), Set<String>())
    try forEachTrial { trial in
      var (own, values) = ([String: String](), [String: String]())
      for setting in trial.assignment.settings {
        if knownSettings.insert(setting.key).inserted { settings.append(setting.key) }
        own[setting.key] = setting.value.stringValue ?? setting.value.serialized(.compact)
      }
      for value in EvaluationRecord.values(of: trial.scores ?? [:]) {
        if knownScores.insert(value.name).inserted { scores.append(value.name) }
        values[value.name] = value.value?.pythonDescription ?? ""
      }
      rows.append((cells(trial), own, values))
    }
    var table = CSVText()
    table.add(
      Self.fixedColumns + settings.map { "param.\($0)" } + scores.map { "score.\($0)" })
    for row in rows {
      table.add(
        row.cells + settings.map { row.settings[$0] ?? "" } + scores.map { row.scores[$0] ?? "" })
    }
    return table.text
  }

  private func cells(_ trial: TrialTransfer) -> [String] {
    func number(_ value: Int?) -> String { value.map { "\($0)" } ?? "" }
    let seconds = trial.seconds.map { $0.pythonDescription } ?? ""
    return [
      study.name, "\(trial.number)", trial.contentID ?? "", trial.state.rawValue,
      trial.origin.rawValue, "\(trial.row)", "\(trial.seed)", number(trial.fold),
      trial.score?.pythonDescription ?? "", number(trial.bestStep), number(trial.steps),
      number(trial.words), seconds, trial.started.map(Wall.isoText) ?? "",
      trial.finished.map(Wall.isoText) ?? "", number(trial.endedStep), trial.reason ?? "",
      trial.error ?? "", trial.modelHash ?? "", trial.tags.joined(separator: " "),
      trial.note ?? "",
    ]
  }

  // MARK: - JSON lines

  /// Writes the trials as lines of JSON.
  ///
  /// - Parameter write: Told each line, its end included.
  /// - Throws: `StoreError`, or what `write` throws.
  public func jsonLines(_ write: (String) throws -> Void) throws {
    let transfer = try store.transfer(of: study)
    let head: JSONObject = [
      "study": .string(study.name), "engine": .string(transfer.engine),
      "metrics": .array(
        study.metrics.map { ["name": .string($0.name), "goal": .string($0.goal.rawValue)] }),
    ]
    try forEachTrial { trial in
      let files = trial.inputs.map { _ -> String? in nil }
      var object = head
      for entry in CapsuleCoding.json(trial, files: files).entries where entry.key != "has_counts" {
        object[entry.key] = entry.value
      }
      // A number, which the bits stand beside.
      object["score"] = trial.score.flatMap { $0.isFinite ? .number($0) : nil } ?? .null
      object["score_bits"] = CapsuleCoding.bits(trial.score)
      object["config"] = .string(trial.config)
      object["provenance"] = trial.provenance.map { .object($0) } ?? .null
      object["log"] = trial.log.map { .string($0) } ?? .null
      object["evaluations"] = .array(trial.evaluations.map(json))
      object["documents"] =
        trial.counts.map { counts in
          .array(
            counts.map { [.integer($0.correct), .integer($0.predicted), .integer($0.expected)] })
        } ?? .null
      try write(object.serialized(.compact) + "\n")
    }
  }

  private func json(_ evaluation: EvaluationRecord) -> JSONValue {
    func table(_ values: [EvaluationRecord.Value]) -> JSONValue {
      .object(JSONObject(values.map { ($0.name, $0.value.map { .number($0) } ?? .null) }))
    }
    return [
      "step": .integer(evaluation.step), "epoch": .integer(evaluation.epoch),
      "words": evaluation.words.map { .integer($0) } ?? .null,
      "milliseconds": evaluation.milliseconds.map { .integer($0) } ?? .null,
      "scores": table(evaluation.scores), "losses": table(evaluation.losses),
    ]
  }

  // MARK: - W&B

  /// The trials as W&B's runs: `config`, `summary` and `history` of each.
  public func wandb() throws -> String {
    var runs: [JSONValue] = []
    try forEachTrial { trial in
      let config = try? Config(parsing: trial.config, file: "\(study.name)/\(trial.number)")
      var resolved = (try? config?.interpolated())?.root ?? config?.root ?? [:]
      // Of an imported trial, the settings are all that is known.
      if resolved["imported"] != nil { resolved = trial.assignment.json }
      var summary = JSONObject()
      let best = trial.evaluations.first { $0.step == trial.bestStep } ?? trial.evaluations.last
      let ended = EvaluationRecord.values(of: trial.scores ?? [:])
      for value in best?.wandbValues ?? ended { summary[value.name] = Self.number(value.value) }
      if let score = trial.score { summary[study.metric.name] = .number(score) }
      summary["_step"] = (best?.step).map { .integer($0) } ?? .null
      summary["_runtime"] = trial.seconds.map { .number($0) } ?? .null
      summary["model_sha256"] = trial.modelHash.map { .string($0) } ?? .null
      runs.append([
        "id": .string(String((trial.contentID ?? "").prefix(8))),
        "name": .string("\(study.name)-\(trial.number)"), "project": .string(study.name),
        "group": .string("\(study.name)-\(trial.row)"), "job_type": "train",
        "state": .string(trial.state.wandbName),
        "created_at": trial.started.map { .string(Wall.isoText($0)) } ?? .null,
        "heartbeat_at": trial.finished.map { .string(Wall.isoText($0)) } ?? .null,
        "tags": .array(trial.tags.map { .string($0) }),
        "notes": trial.note.map { .string($0) } ?? .null, "config": .object(resolved),
        "sweep_config": .object(trial.assignment.json), "summary": .object(summary),
        "history": .array(trial.evaluations.map { history($0, since: trial.started) }),
      ])
    }
    return JSONValue.array(runs).serialized(.indented(1)) + "\n"
  }

  private func history(_ evaluation: EvaluationRecord, since start: Int?) -> JSONValue {
    var row: JSONObject = ["_step": .integer(evaluation.step)]
    if let time = evaluation.milliseconds {
      row["_runtime"] = .number(Double(time) / 1000)
      if let start { row["_timestamp"] = .number(Double(start + time) / 1000) }
    }
    row["epoch"] = .integer(evaluation.epoch)
    for value in evaluation.wandbValues { row[value.name] = Self.number(value.value) }
    return .object(row)
  }

  /// W&B writes what JSON has no number for as text.
  private static func number(_ value: Double?) -> JSONValue {
    guard let value else { return .null }
    return value.isFinite ? .number(value) : .string(value.pythonDescription)
  }
}

extension EvaluationRecord {
  /// Scores and losses, the latter as `loss.NAME`.
  var wandbValues: [Value] { scores + losses.map { Value("loss.\($0.name)", $0.value) } }
}

extension TrialTransfer {
  /// How long it took.
  var seconds: Double? {
    guard let started, let finished else { return nil }
    return Double(finished - started) / 1000
  }

  /// The trial without passwords and keys in its texts.
  var withoutSecrets: TrialTransfer {
    var result = self
    result.config = SecretText.stripped(config)
    result.log = log.map(SecretText.stripped)
    result.error = error.map(SecretText.stripped)
    result.provenance = provenance.map { $0.withoutSecrets }
    return result
  }
}

extension Trial.State {
  /// What W&B calls it.
  fileprivate var wandbName: String {
    switch self {
    case .done, .pruned: "finished"
    case .failed: "failed"
    case .stopped: "killed"
    case .running: "running"
    case .waiting: "pending"
    }
  }
}
