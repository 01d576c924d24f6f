import SweepBase
import SweepConfig
public import SweepSearch
public import SweepStore

/// Puts studies of another tool into a store.
///
/// A trial is known by its tool, its study and what the tool calls it, so that importing a file again
/// adds only what is new in it.
public struct StudyImport: Sendable {
  /// The tools whose files can be read.
  public enum Tool: String, CaseIterable, Sendable {
    case optuna, mlflow, trackio, wandb, spacy
  }

  /// What the user has said about a file.
  public struct Options: Sendable {
    /// Which tool has written it; `nil` to find out.
    public var tool: Tool?
    /// The only study of it that is wanted.
    public var study: String?
    /// What the study is called here.
    public var name: String?
    /// The score that decides.
    public var metric: Metric?
    /// Columns of a table that are results.
    public var scores: [String]
    /// Whether rows that cannot be read are left out.
    public var skipsBadRows: Bool

    public init(
      tool: Tool? = nil, study: String? = nil, name: String? = nil, metric: Metric? = nil,
      scores: [String] = [], skipsBadRows: Bool = false
    ) {
      (self.tool, self.study, self.name, self.metric) = (tool, study, name, metric)
      (self.scores, self.skipsBadRows) = (scores, skipsBadRows)
    }
  }

  /// What became of a study.
  public struct Outcome: Equatable, Sendable {
    public var tool: String
    public var study: String
    /// Trials that are new in the store, that were there, and that have gone on since.
    public var added: Int
    public var known: Int
    public var updated: Int
    public var problems: [ImportProblem]
  }

  private let path: String
  private let options: Options

  /// An import of a file.
  public init(path: String, options: Options = Options()) {
    (self.path, self.options) = (path, options)
  }

  /// Reads the file and records its studies: all of them or none.
  ///
  /// - Parameters:
  ///   - store: Where they go.
  ///   - now: Milliseconds since 1970.
  /// - Returns: What became of each study.
  /// - Throws: `ImportError`, `StoreError`, or `FileError` when the file cannot be read.
  public func run(into store: StudyStore, now: Int) throws -> [Outcome] {
    let file = try read()
    if !file.problems.isEmpty, !options.skipsBadRows {
      throw ImportError(.badRows(file.problems), path)
    }
    var studies = file.studies
    if let wanted = options.study {
      studies.removeAll { $0.name != wanted }
      if studies.isEmpty {
        throw ImportError(.noStudy(wanted, known: file.studies.map(\.name)), path)
      }
    }
    let planned = try studies.map { try plan($0, in: store, now) }
    return try zip(studies, planned).map { study, plan in
      try store.replace(plan.replaced, of: plan.transfer)
      let inserted = try store.insert(plan.added, of: plan.transfer).inserted
      return Outcome(
        tool: study.tool, study: plan.transfer.study.name, added: inserted, known: plan.known,
        updated: plan.replaced.count, problems: file.problems)
    }
  }

  // MARK: - Reading

  /// Reads the file of whichever tool has written it.
  func read() throws -> ImportedFile {
    let head = try FileReader(path).bytes(at: 0, count: 1 << 16)
    if head.starts(with: Array("SQLite format 3\0".utf8)) { return try readDatabase() }
    let text = String(decoding: head, as: UTF8.self)
    let firstLine = text.split(separator: "\n").first ?? ""
    let name = (path.split(separator: "/").last ?? "import").split(separator: ".").first ?? "import"
    let isLog = SpacyLogReader.fits(firstLine)
    switch options.tool ?? (isLog ? .spacy : .wandb) {
    case .spacy:
      // All lines are looked at, so that each bad one is named.
      return SpacyLogReader(name: String(name)).read(try FileBytes.read(path))
    case .wandb:
      guard options.tool == .wandb || firstLine.contains(",") else {
        throw ImportError(.unknownFormat, path)
      }
      let scores = options.scores + (options.metric.map { [$0.name] } ?? [])
      return try WandbReader(project: String(name), scores: scores).read(try FileBytes.read(path))
    case let tool:
      throw ImportError(.notOf(tool: tool.rawValue, problem: "found no SQLite database"), path)
    }
  }

  private func readDatabase() throws -> ImportedFile {
    do {
      return try readTables()
    } catch let error as StoreError {
      switch error.reason {
      case .damaged(let message): throw ImportError(.damaged(message), path)
      case .notADatabase: throw ImportError(.damaged("it has not even its header"), path)
      default: throw error
      }
    }
  }

  private func readTables() throws -> ImportedFile {
    let database = try ForeignDatabase(path: path)
    let tables = try database.tables()
    let fitting: [(tool: Tool, fits: Bool)] = [
      (.optuna, OptunaReader.fits(tables)), (.mlflow, MLflowReader.fits(tables)),
      (.trackio, TrackioReader.fits(tables)),
    ]
    let found = fitting.first { $0.fits }?.tool
    if let wanted = options.tool, wanted != found {
      throw ImportError(
        .notOf(tool: wanted.rawValue, problem: "its tables are not in the database"), path)
    }
    switch found {
    case .optuna:
      var reader = OptunaReader(database)
      return try reader.read()
    case .mlflow:
      var reader = MLflowReader(database)
      return try reader.read()
    case .trackio:
      let name = (path.split(separator: "/").last ?? "import").split(separator: ".").first
      var reader = TrackioReader(database, project: String(name ?? "import"))
      return try reader.read(tables)
    default: throw ImportError(.unknownFormat, path)
    }
  }

  // MARK: - Planning

  /// What is to be recorded of a study.
  private struct Plan {
    var transfer: StudyTransfer
    var added: [TrialTransfer]
    /// Trials that have gone on since they were imported.
    var replaced: [TrialTransfer]
    var known: Int
  }

  private func plan(_ imported: ImportedStudy, in store: StudyStore, _ now: Int) throws -> Plan {
    let name = options.name ?? imported.name
    let metrics = try metrics(of: imported)
    var transfer = StudyTransfer(
      Study(name: name, metrics: metrics, created: imported.created ?? now), engine: "imported",
      source: "\(imported.tool): \(imported.name)")
    // The plan says what the study is, so that another one of the name is told apart.
    transfer.study.plan = "imported \(imported.tool)\nstudy \(imported.name)\n"
    var recorded: [String: TrialRecord] = [:]
    var numbers = Set<Int>()
    if let known = try store.studies().first(where: { $0.name == name }) {
      guard known.plan == transfer.study.plan else { throw ImportError(.nameTaken(name), path) }
      for trial in try store.trials(of: known) {
        recorded[trial.contentID] = trial
        numbers.insert(trial.number)
      }
    }
    var plan = Plan(transfer: transfer, added: [], replaced: [], known: 0)
    var differing: [String] = []
    for (index, trial) in imported.trials.enumerated() {
      var new = self.trial(trial, imported, metrics)
      let id = StudyStore.contentID(study: name, config: new.config)
      new.contentID = id
      if let old = recorded[id] {
        new.number = old.number
        let kept = try store.transfer(of: old)
        switch Self.compare(kept, new) {
        case .same: plan.known += 1
        case .grown: plan.replaced.append(new)
        case .different: differing.append("\(old.name) (\(trial.key))")
        }
        continue
      }
      var number = trial.number ?? index
      while numbers.contains(number) { number += 1 }
      numbers.insert(number)
      (new.number, new.row) = (number, number)
      plan.added.append(new)
    }
    if !differing.isEmpty { throw ImportError(.differs(differing), path) }
    return plan
  }

  private func metrics(of study: ImportedStudy) throws -> [Metric] {
    if let metric = options.metric {
      let names = study.valueNames
      guard names.contains(metric.name) || study.trials.isEmpty else {
        throw ImportError(
          .unknownMetric(metric.name, study: study.name, known: names + study.settingNames), path)
      }
      return [metric] + study.metrics.filter { $0.name != metric.name }
    }
    if !study.metrics.isEmpty { return study.metrics }
    let names = study.valueNames
    // A single value can only be the one, and only its goal is to be told.
    throw ImportError(
      .noMetric(study: study.name, known: names, columns: study.settingNames), path)
  }

  private enum Relation { case same, grown, different }

  /// How a trial of the file is to the one that was imported before.
  private static func compare(_ old: TrialTransfer, _ new: TrialTransfer) -> Relation {
    let isSame =
      old.state == new.state && old.score?.bitPattern == new.score?.bitPattern
      && old.evaluations == new.evaluations
    if isSame { return .same }
    let begins = Array(new.evaluations.prefix(old.evaluations.count)) == old.evaluations
    let isOpen = old.state == .stopped || old.state == .waiting
    return begins && (isOpen || new.evaluations.count > old.evaluations.count)
      ? .grown : .different
  }

  private func trial(
    _ trial: ImportedTrial, _ study: ImportedStudy, _ metrics: [Metric]
  ) -> TrialTransfer {
    var parameters = JSONObject()
    for setting in trial.settings { parameters[setting.key] = setting.value }
    // What names the trial; its values may still change.
    let config = Config([
      "imported": [
        "tool": .string(study.tool), "study": .string(study.name), "trial": .string(trial.key),
        "parameters": .string(parameters.serialized(.compact)),
      ]
    ])
    var result = TrialTransfer(
      number: trial.number ?? 0, row: trial.number ?? 0, seed: seed(of: trial),
      assignment: Assignment(trial.settings), config: config.recordText(), state: trial.state)
    (result.started, result.finished, result.error) = (trial.started, trial.finished, trial.error)
    (result.tags, result.note) = (trial.tags, trial.note)
    result.evaluations = trial.curve.map { point in
      EvaluationRecord(
        step: point.step, epoch: point.epoch,
        scores: point.values.map { .init($0.name, $0.value) },
        losses: point.losses.map { .init($0.name, $0.value) }, milliseconds: point.milliseconds)
    }
    setScore(of: &result, trial, metrics)
    if !trial.attributes.isEmpty {
      result.provenance = [
        "imported": .string(study.tool), "attributes": .object(trial.attributes),
      ]
    } else {
      result.provenance = ["imported": .string(study.tool)]
    }
    return result
  }

  /// The seed among the settings; 0 where there is none.
  private func seed(of trial: ImportedTrial) -> Int {
    trial.settings.first { $0.key == "seed" || $0.key.hasSuffix(".seed") }?.value.intValue ?? 0
  }

  /// The values that the trial ended with, else its best evaluation.
  private func setScore(
    of result: inout TrialTransfer, _ trial: ImportedTrial, _ metrics: [Metric]
  ) {
    guard let metric = metrics.first else { return }
    let sign = metric.goal == .maximize ? 1.0 : -1.0
    var best: ImportedTrial.Point?
    var bestValue: Double?
    for point in trial.curve {
      guard let value = point.values.first(where: { $0.name == metric.name })?.value else {
        continue
      }
      // Of equal ones the first; NaN never.
      if bestValue.map({ sign * value > sign * $0 || $0.isNaN }) ?? true {
        (best, bestValue) = (point, value)
      }
    }
    result.steps = trial.curve.last.map { $0.step + 1 }
    let ended = trial.values.first { $0.name == metric.name }?.value
    guard trial.state == .done || trial.state == .pruned else { return }
    result.score = ended ?? bestValue
    if trial.values.isEmpty {
      result.bestStep = best?.step
      result.scores = (best?.values).map(Self.table)
    } else {
      result.bestStep = bestValue == ended ? best?.step : nil
      result.scores = Self.table(trial.values)
    }
    if trial.state == .pruned {
      result.endedStep = trial.curve.last?.step ?? 0
      result.reason = "pruned"
    }
  }

  private static func table(_ values: [ImportedTrial.Value]) -> JSONObject {
    JSONObject(values.map { ($0.name, .number($0.value)) })
  }
}

extension ImportedStudy {
  /// When its first trial began.
  fileprivate var created: Int? { trials.compactMap(\.started).min() }
}
