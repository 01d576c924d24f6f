public import SweepConfig
public import SweepSearch

/// A study as it goes from one file to another, without its trials.
public struct StudyTransfer: Equatable, Sendable {
  /// The study; its `id` means nothing elsewhere.
  public var study: Study
  /// Who trains its trials: `native`, `command`, `spacy`, `elsewhere` or `imported`.
  public var engine: String
  /// What an imported study was read from.
  public var source: String?
  /// What people say of it.
  public var note: String?

  /// A study with what is recorded of it.
  public init(_ study: Study, engine: String = "native", source: String? = nil, note: String? = nil)
  {
    (self.study, self.engine, self.source, self.note) = (study, engine, source, note)
  }
}

/// A trial that has ended, with all that is recorded of its last attempt but its files' bytes.
public struct TrialTransfer: Equatable, Sendable {
  public var number: Int
  /// 64 hex digits, which depend on the study's name and the config; `nil` to be worked out.
  public var contentID: String?
  public var row: Int
  public var origin: Trial.Origin
  public var proposal: Int?
  public var seed: Int
  public var fold: Int?
  public var assignment: Assignment
  /// The full resolved config.
  public var config: String
  public var state: Trial.State
  /// Milliseconds since 1970.
  public var started: Int?
  public var finished: Int?
  public var error: String?
  public var log: String?
  public var score: Double?
  /// All scores of the best evaluation.
  public var scores: JSONObject?
  public var bestStep: Int?
  public var steps: Int?
  public var words: Int?
  public var modelHash: String?
  /// Where and why it was ended before its time.
  public var endedStep: Int?
  public var reason: String?
  /// The entities of each document at the best evaluation.
  public var counts: [Bootstrap.Counts]?
  public var provenance: JSONObject?
  public var evaluations: [EvaluationRecord]
  public var inputs: [InputRecord]
  /// Files that it has written, without their bytes.
  public var artifacts: [Artifact]
  public var note: String?
  /// In order.
  public var tags: [String]

  /// A trial of which no more is known than this.
  public init(
    number: Int, row: Int, origin: Trial.Origin = .proposed, proposal: Int? = nil, seed: Int,
    fold: Int? = nil, assignment: Assignment, config: String, state: Trial.State
  ) {
    (self.number, self.row, self.origin, self.proposal) = (number, row, origin, proposal)
    (self.seed, self.fold, self.assignment) = (seed, fold, assignment)
    (self.config, self.state) = (config, state)
    (evaluations, inputs, artifacts, tags) = ([], [], [], [])
  }

  /// What the record has of a trial on its own.
  init(_ record: TrialRecord, config: String) {
    self.init(
      number: record.number, row: record.row, origin: record.origin, proposal: record.proposal,
      seed: record.seed, fold: record.fold, assignment: record.assignment, config: config,
      state: record.isLost ? .stopped : record.state)
    contentID = record.contentID
    (started, finished, error) = (record.started, record.finished, record.error)
    (score, scores, bestStep) = (record.score, record.scores, record.bestStep)
    (steps, words, modelHash) = (record.steps, record.words, record.modelHash)
    (endedStep, reason) = (record.endedStep, record.reason)
  }
}

extension Study {
  /// A study that no store has yet.
  public init(
    name: String, sweepPath: String = "", sweepText: String = "", configPath: String = "",
    configText: String = "", plan: String = "", method: SearchMethod = .random,
    metrics: [Metric], window: Int = 0, keepModels: KeepModels = .none,
    overrides: [Setting] = [], created: Int
  ) {
    self.init(
      id: 0, name: name, sweepPath: sweepPath, sweepText: sweepText, configPath: configPath,
      configText: configText, plan: plan, planHash: "", method: method, metrics: metrics,
      window: window, priors: [], keepModels: keepModels, overrides: overrides, created: created)
  }
}

extension Artifact {
  /// A file by what is known of it.
  public init(_ kind: String, path: String, sha256: String, bytes: Int) {
    self.init(kind: kind, path: path, sha256: sha256, bytes: bytes)
  }
}
