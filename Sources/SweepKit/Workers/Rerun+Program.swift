import Foundation
import SweepConfig
import SweepEngine
import SweepPipeline
import SweepReport
import SweepSearch
import SweepStore
import SweepTraining

extension Rerun {
  /// Runs the program of a recorded trial again and compares everything that it reports.
  ///
  /// - Parameters:
  ///   - plan: As recorded.
  ///   - config: The trial's.
  ///   - output: A folder for its files.
  ///   - provenance: Of this process.
  ///   - stop: Any request to stop now ends the program.
  ///   - show: Told of each line of the log and of progress.
  /// - Returns: What is the same and what is not.
  /// - Throws: `RerunError` or `StoreError` when it cannot be repeated at all.
  func run(
    _ plan: ProgramPlan, _ config: Config, output: String?, provenance: Provenance,
    stop: StopSignal, show: (TrialEvent) -> Void
  ) throws -> RerunVerdict {
    let place =
      FileManager.default.temporaryDirectory.path
      + "/sweep-rerun-\(ProcessInfo.processInfo.processIdentifier)-\(trial.shortID)"
    defer { try? FileManager.default.removeItem(atPath: place) }
    try FileBytes.makeDirectory(place)
    let inputs = try ProgramInputsAgain(
      of: trial, in: store, capsule: capsule, config: config.interpolated(), place: place)
    var plan = plan
    // Elsewhere, relative paths mean this folder's files.
    let here = FileManager.default.currentDirectoryPath
    if !FileBytes.isDirectory(plan.here) { plan.here = here }
    if !FileBytes.isDirectory(plan.sweepFolder) { plan.sweepFolder = here }
    plan.settings.keepFolders = .none
    plan.settings.command = plan.settings.command.map { inputs.programs[$0]?.braced ?? $0 }
    plan.settings.code = plan.settings.code.map { inputs.programs[$0] ?? $0 }
    let trainer = ProgramTrainer(
      plan: plan, folders: place + "/trials",
      environment: ProcessInfo.processInfo.environment, replaced: inputs.replaced)
    var task = TrialTask(number: trial.number, config: config)
    task.name = TrialName(trial)
    task.lastStep = trial.endedStep
    var found = RerunFindings()
    let made = trainer.provenance(of: task)
    TrialTraining(task: task, trainer: trainer, metric: plan.metric, stop: stop).run { event in
      found.note(event)
      show(event)
    }
    if trial.state == .done, found.hasEnded, found.trained == nil {
      found.failure = "the program has stopped before its time"
    }
    guard found.hasEnded, found.failure == nil else {
      throw RerunError(.failed(found.failure ?? "no result"), trial: trial.name)
    }
    if let output, let trained = found.trained {
      try ModelFolder.write(trained.modelFiles, to: output)
    }
    let recorded = TrainingTrace(
      values: try store.evaluations(of: trial).flatMap(\.traceValues), modelHash: trial.modelHash)
    var comparison = RerunComparison(
      recorded: recorded,
      now: TrainingTrace(values: found.values, modelHash: found.trained?.modelHash),
      expectsModel: false)
    comparison.isOfPrograms = plan.engine == .command
    var now = provenance.json
    for (key, value) in made.entries { now[key] = value }
    // A file from the record is the file, wherever it lies.
    if let command = now["command"] { now["command"] = inputs.recordedNames(command) }
    if let files = now["files"] { now["files"] = inputs.recordedNames(files) }
    let before = try store.provenance(of: trial) ?? [:]
    return RerunVerdict(
      trial: trial.name, id: trial.shortID, comparison: comparison,
      modelHash: found.trained?.modelHash, origins: inputs.origins,
      changes: Provenance(json: now).programChanges(since: before)
        + Provenance(json: now).changes(since: before).filter { $0.name != "program" })
  }
}

/// What a re-run has told so far.
struct RerunFindings {
  var values: [TrainingTrace.Value] = []
  var trained: TrainedTrial?
  var failure: String?
  private var isPruned = false

  /// Whether there is something to compare.
  var hasEnded: Bool { trained != nil || isPruned }

  mutating func note(_ event: TrialEvent) {
    switch event {
    case .evaluated(let evaluation):
      values += evaluation.record(milliseconds: nil).traceValues
    case .done(let result): trained = result
    case .failed(let error): failure = error
    case .pruned: isPruned = true
    case .stopped: failure = "it was stopped"
    default: break
    }
  }
}

/// The inputs of a recorded program: where they were, or from the record in a folder.
private struct ProgramInputsAgain {
  /// Settings that name a file from the record, by key.
  var replaced: [String: JSONValue] = [:]
  /// Files of the command from the record, by how the command names them.
  var programs: [String: String] = [:]
  var origins: [String] = []

  /// - Throws: `RerunError.inputGone` when a file is neither here nor there, or `StoreError`.
  init(
    of trial: TrialRecord, in store: StudyStore, capsule: String?, config: Config, place: String
  ) throws {
    var moved: [String: String] = [:]
    for (index, input) in try store.inputs(of: trial).enumerated() {
      // A script may look for others beside it, so where it was comes first.
      let isProgram = input.setting == Capsule.commandSetting
      let (bytes, origin) = try RecordedInputs.read(
        input, of: trial, in: store, isProgram ? nil : capsule)
      origins.append("\(input.written) \(origin)")
      guard !origin.hasPrefix("from \(input.resolved)") else { continue }
      let name = input.written.split(separator: "/").last.map(String.init) ?? "input"
      let path = "\(place)/inputs/\(index)/\(name)"
      try FileBytes.makeDirectory("\(place)/inputs/\(index)")
      try FileBytes.write(bytes, to: path)
      if isProgram {
        programs[input.written] = path
      } else {
        moved["\(input.setting)\n\(input.written)"] = path
      }
    }
    for (key, value) in config.settings {
      func path(_ item: JSONValue) -> JSONValue {
        item.stringValue.flatMap { moved["\(key)\n\($0)"] }.map { .string($0) } ?? item
      }
      let now: JSONValue = value.arrayValue.map { .array($0.map(path)) } ?? path(value)
      if now != value { replaced[key] = now }
    }
    // A file of a folder has no setting of its own.
    let gone = moved.keys.filter { key in
      let path = moved[key] ?? ""
      return !replaced.values.contains { $0.serialized(.compact).contains(path) }
    }
    if let first = gone.sorted().first {
      let words = first.split(separator: "\n").map(String.init)
      throw RerunError(
        .failed(
          "\(words.last ?? first) of the folder in \(words.first ?? "") has changed or is gone"),
        trial: trial.name)
    }
  }
}

extension ProgramInputsAgain {
  /// A text or list of what provenance has, with files of the command by their recorded names.
  func recordedNames(_ value: JSONValue) -> JSONValue {
    var words: [String: String] = [:]
    for (word, path) in programs { (words[path], words[path.braced]) = (word, word) }
    switch value {
    case .string(let text): return .string(words[text] ?? text)
    case .array(let items): return .array(items.map(recordedNames))
    case .object(var object):
      object["path"] = object["path"].map(recordedNames)
      return .object(object)
    default: return value
    }
  }
}

extension String {
  /// As a word of a command in which nothing is a placeholder.
  fileprivate var braced: String {
    map { $0 == "{" || $0 == "}" ? "\($0)\($0)" : "\($0)" }.joined()
  }
}

extension Provenance {
  /// What of a program is not as recorded: its command, its files, its interpreter and packages.
  func programChanges(since recorded: JSONObject) -> [RerunVerdict.Change] {
    var changes: [RerunVerdict.Change] = []
    func add(_ name: String, _ before: JSONValue?, _ after: JSONValue?) {
      guard before != after else { return }
      changes.append(
        RerunVerdict.Change(
          name: name, recorded: NumberText.setting(before ?? .null),
          now: NumberText.setting(after ?? .null)))
    }
    add("command", recorded["command"], json["command"])
    func files(_ object: JSONObject) -> [(String, JSONValue)] {
      (object["files"]?.arrayValue ?? []).map {
        ($0["path"]?.stringValue ?? "", $0["sha256"] ?? .null)
      }
    }
    let (before, after) = (files(recorded), files(json))
    for (path, hash) in before { add("file \(path)", hash, after.first { $0.0 == path }?.1) }
    for (path, hash) in after where !before.contains(where: { $0.0 == path }) {
      add("file \(path)", nil, hash)
    }
    let (old, new) = (recorded["interpreter"], json["interpreter"])
    add("interpreter", old?["path"], new?["path"])
    add("interpreter version", old?["version"], new?["version"])
    let (packages, now) = (
      old?["packages"]?.objectValue ?? [:], new?["packages"]?.objectValue ?? [:]
    )
    for name in packages.keys + now.keys.filter({ packages[$0] == nil }) {
      add("package \(name)", packages[name], now[name])
    }
    return changes
  }
}
