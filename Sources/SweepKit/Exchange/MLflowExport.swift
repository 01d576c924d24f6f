import Foundation
import SweepBase
import SweepConfig
import SweepSearch
import SweepStore

extension StudyExport {
  /// Writes the study as an experiment of an MLflow file store.
  ///
  /// Runs have the start of the trial's ID, so that writing again replaces them. MLflow 3 reads file
  /// stores only when `MLFLOW_ALLOW_FILE_STORE=true` is set.
  ///
  /// - Parameters:
  ///   - folder: The store, such as `mlruns`; made when it is not there.
  ///   - progress: Told how many runs were written.
  /// - Returns: How many runs there are.
  /// - Throws: `StoreError`, or `FileError` when a file cannot be written.
  public func mlflow(to folder: String, progress: (Int) -> Void = { _ in }) throws -> Int {
    let experiment = Self.experimentID(study.name)
    let root = try absolute(folder)
    let path = "\(folder)/\(experiment)"
    try FileBytes.makeDirectory(path)
    let times = try store.trials(of: study).flatMap { [$0.started, $0.finished] }.compactMap { $0 }
    try FileBytes.write(
      Self.yaml([
        ("artifact_location", .string("file://\(root)/\(experiment)")),
        ("creation_time", .integer(study.created)), ("experiment_id", .string(experiment)),
        ("last_update_time", .integer(times.max() ?? study.created)),
        ("lifecycle_stage", "active"), ("name", .string(study.name)),
      ]), to: "\(path)/meta.yaml")
    var count = 0
    try forEachTrial { trial in
      try write(trial, experiment, path, root)
      count += 1
      progress(count)
    }
    return count
  }

  /// The number of a study's experiment: 18 digits that follow from its name.
  static func experimentID(_ name: String) -> String {
    let digits = Fingerprint.hex(of: name).prefix(14)
    let number = (UInt64(digits, radix: 16) ?? 0) % 900_000_000_000_000_000
    return "\(number + 100_000_000_000_000_000)"
  }

  private func write(
    _ trial: TrialTransfer, _ experiment: String, _ path: String, _ root: String
  ) throws {
    let run = String((trial.contentID ?? "").prefix(32))
    let name = "\(study.name)-\(trial.number)"
    let folder = "\(path)/\(run)"
    for part in ["metrics", "params", "tags", "artifacts"] {
      try FileBytes.makeDirectory("\(folder)/\(part)")
    }
    let status = trial.state.mlflowStatus
    try FileBytes.write(
      Self.yaml([
        ("artifact_uri", .string("file://\(root)/\(experiment)/\(run)/artifacts")),
        ("end_time", trial.finished.map { .integer($0) } ?? .null), ("entry_point_name", ""),
        ("experiment_id", .string(experiment)), ("lifecycle_stage", "active"),
        ("run_id", .string(run)), ("run_name", .string(name)), ("run_uuid", .string(run)),
        ("source_name", "sweep"), ("source_type", 4), ("source_version", ""),
        ("start_time", .integer(trial.started ?? study.created)), ("status", .integer(status)),
        ("tags", []), ("user_id", ""),
      ]), to: "\(folder)/meta.yaml")
    for setting in trial.assignment.settings {
      let value = setting.value.stringValue ?? setting.value.serialized(.compact)
      try FileBytes.write(value, to: "\(folder)/params/\(Self.key(setting.key))")
    }
    try FileBytes.write("\(trial.seed)", to: "\(folder)/params/seed")
    try writeMetrics(trial, folder)
    var tags = [
      ("mlflow.runName", name), ("mlflow.source.name", "sweep"), ("mlflow.source.type", "LOCAL"),
      ("sweep.id", trial.contentID ?? ""), ("sweep.state", trial.state.rawValue),
      ("sweep.number", "\(trial.number)"),
    ]
    if let note = trial.note { tags.append(("mlflow.note.content", note)) }
    if let hash = trial.modelHash { tags.append(("sweep.model_sha256", hash)) }
    if let reason = trial.reason ?? trial.error { tags.append(("sweep.reason", reason)) }
    if let commit = trial.provenance?["git"]?["commit"]?.stringValue {
      tags.append(("mlflow.source.git.commit", commit))
    }
    for tag in trial.tags { tags.append(("tag.\(Self.key(tag))", "true")) }
    for (key, value) in tags { try FileBytes.write(value, to: "\(folder)/tags/\(key)") }
    try FileBytes.write(trial.config, to: "\(folder)/artifacts/config.cfg")
  }

  /// A line `TIME VALUE STEP` for each number that there is.
  private func writeMetrics(_ trial: TrialTransfer, _ folder: String) throws {
    var (names, lines) = ([String](), [String: String]())
    for evaluation in trial.evaluations {
      let time = (trial.started ?? study.created) + (evaluation.milliseconds ?? 0)
      let epoch = EvaluationRecord.Value("epoch", Double(evaluation.epoch))
      for value in [epoch] + evaluation.wandbValues {
        guard let number = value.value else { continue }
        let name = Self.key(value.name)
        if lines[name] == nil { names.append(name) }
        lines[name, default: ""] += "\(time) \(Self.float(number)) \(evaluation.step)\n"
      }
    }
    for name in names {
      try FileBytes.write(lines[name] ?? "", to: "\(folder)/metrics/\(name)")
    }
  }

  /// A number as Python reads it.
  private static func float(_ value: Double) -> String {
    value.isNaN ? "nan" : value.isFinite ? value.pythonDescription : value < 0 ? "-inf" : "inf"
  }

  /// A name in the characters that MLflow allows, none of which makes folders.
  static func key(_ name: String) -> String {
    let plain = name.map { character -> Character in
      let isPlain = character.isASCII && (character.isLetter || character.isNumber)
      return isPlain || "_-. ".contains(character) ? character : "_"
    }
    let text = String(plain.prefix(250))
    return text.allSatisfy { $0 == "." } || text.hasPrefix(".") ? "_" + text : text
  }

  /// YAML of one level: JSON values are YAML.
  private static func yaml(_ entries: [(String, JSONValue)]) -> String {
    entries.map { "\($0.0): \($0.1.serialized(.python))\n" }.joined()
  }

  private func absolute(_ folder: String) throws -> String {
    try FileBytes.makeDirectory(folder)
    guard let path = realpath(folder, nil) else { return folder }
    defer { free(path) }
    return String(cString: path)
  }
}

extension Trial.State {
  /// MLflow's number of a run's state.
  fileprivate var mlflowStatus: Int {
    switch self {
    case .running: 1
    case .waiting: 2
    case .done, .pruned: 3
    case .failed: 4
    case .stopped: 5
    }
  }
}
