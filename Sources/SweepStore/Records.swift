public import SweepConfig
public import SweepSearch

/// A study to be recorded: a sweep with all its trials.
public struct NewStudy: Equatable, Sendable {
  public var name: String
  /// The sweep file's path and text, as read; empty when it was made on the command line.
  public var sweepPath: String
  public var sweepText: String
  /// The base config's path, and its text with overrides, defaults and variables filled in.
  public var configPath: String
  public var configText: String
  /// `SweepFile.canonicalPlan`: what must not change under the same name.
  public var plan: String
  /// What `auto` stands for, else the sweep's method.
  public var method: SearchMethod
  public var metrics: [Metric]
  /// Who trains the trials: `native`, `command`, `spacy`, `elsewhere` or `imported`.
  public var engine: String
  /// How far proposals look back, in trials.
  public var window: Int
  /// Assignments of another study that proposals start from.
  public var priors: [ProposalRun.Prior]
  public var keepModels: KeepModels
  public var overrides: [Setting]
  public var trials: [NewTrial]
  /// Whether the study may have further trials, which depend on results.
  public var isOpen = false

  /// A study of a sweep file.
  public init(_ sweep: SweepFile, configText: String, trials: [NewTrial]) {
    name = sweep.name
    sweepPath = sweep.source.file
    sweepText = sweep.source.text
    configPath = sweep.configPath
    self.configText = configText
    plan = sweep.canonicalPlan(configText: configText)
    method = sweep.method.resolved(
      for: sweep.space, budget: sweep.trials ?? sweep.runCap, metricCount: sweep.metrics.count)
    metrics = sweep.metrics
    engine = sweep.engine.rawValue
    window = sweep.window ?? SweepFile.defaultWindow
    priors = []
    keepModels = sweep.keepModels
    overrides = sweep.overrides
    self.trials = trials
  }
}

/// A trial to be recorded.
public struct NewTrial: Equatable, Sendable {
  public var number: Int
  /// The number of its assignment.
  public var row: Int
  public var assignment: Assignment
  public var origin: Trial.Origin
  /// The sampler's number of the assignment; `nil` for those that it has not proposed.
  public var proposal: Int?
  public var seed: Int
  public var fold: Int?
  /// The full resolved config.
  public var config: String

  public init(_ entry: TrialPlan.Entry, config: String) {
    number = entry.id
    row = entry.row
    assignment = entry.assignment
    origin = entry.origin
    proposal = entry.proposal
    seed = entry.seed
    fold = entry.fold
    self.config = config
  }
}

/// A recorded study.
public struct Study: Equatable, Sendable, Identifiable {
  public let id: Int64
  public var name: String
  public var sweepPath: String
  public var sweepText: String
  public var configPath: String
  public var configText: String
  public var plan: String
  public var planHash: String
  public var method: SearchMethod
  /// The scores that decide, at least one; the first is the one that ranks.
  public var metrics: [Metric]
  /// How far proposals look back, in trials.
  public var window: Int
  /// Assignments of another study that proposals start from.
  public var priors: [ProposalRun.Prior]
  public var keepModels: KeepModels
  public var overrides: [Setting]
  /// Milliseconds since 1970.
  public var created: Int
  /// How many trials the plan has by now, where the record has more; not recorded itself.
  public var trialLimit: Int?

  /// The score that ranks.
  public var metric: Metric { metrics.first ?? .default }
}

/// A recorded trial, without its long texts.
public struct TrialRecord: Equatable, Sendable, Identifiable {
  public let id: Int64
  public var studyID: Int64
  public var study: String
  public var number: Int
  /// 64 hex digits: the hash of the study's name and the resolved config.
  public var contentID: String
  /// The number of its assignment.
  public var row: Int
  public var seed: Int
  /// The part of the training corpus that is held out; `nil` without folds.
  public var fold: Int?
  public var origin: Trial.Origin
  public var proposal: Int?
  public var assignment: Assignment
  public var configHash: String
  public var state: Trial.State
  /// How often the trial was begun.
  public var attempt: Int
  /// Milliseconds since 1970.
  public var started: Int?
  public var finished: Int?
  public var worker: Worker?
  public var error: String?
  /// The best main score.
  public var score: Double?
  /// The scores of the best evaluation, with tables such as those per entity type.
  public var scores: JSONObject?
  public var bestStep: Int?
  public var steps: Int?
  /// How many words the training has seen.
  public var words: Int?
  public var modelHash: String?
  /// The last step of a trial that was ended before its time.
  public var endedStep: Int?
  /// Why it was ended.
  public var reason: String?

  /// The step of the checkpoint that the last attempt went on from.
  public var resumedStep: Int?
  /// How many of its last attempts have ended with their process, without a new evaluation.
  public var deaths = 0

  /// Whether the trial runs the base config as it stands.
  public var isBaseline: Bool { origin == .baseline }

  /// The content ID as it is shown.
  public var shortID: String { String(contentID.prefix(8)) }

  /// The study with the number, which names a trial in a store.
  public var name: String { "\(study)/\(number)" }

  /// Whether the trial is marked as running by a process that is gone.
  public var isLost: Bool { state == .running && !(worker?.isAlive ?? false) }

  /// How long the trial took.
  public var seconds: Double? {
    guard let started, let finished else { return nil }
    return Double(finished - started) / 1000
  }
}

/// A trial that a worker was given: what its later writes must name.
public struct Attempt: Equatable, Sendable {
  public let trial: Int64
  /// 1 for the first.
  public let number: Int
  /// The study and number of the trial.
  public let name: String
}

/// The scores and losses of one evaluation.
public struct EvaluationRecord: Equatable, Sendable {
  /// A named number; `nil` where a score could not be computed, which is not NaN.
  public struct Value: Equatable, Sendable {
    public var name: String
    public var value: Double?

    public init(_ name: String, _ value: Double?) {
      self.name = name
      self.value = value
    }

    /// By the bits of the numbers: NaN equals the same NaN, and 0 is not -0.
    public static func == (a: Value, b: Value) -> Bool {
      a.name == b.name && a.value?.bitPattern == b.value?.bitPattern
    }
  }

  public var step: Int
  public var epoch: Int
  public var scores: [Value]
  public var losses: [Value]
  /// How many words the training has seen; not compared.
  public var words: Int?
  /// The time since the trial began; not compared.
  public var milliseconds: Int?

  public init(
    step: Int, epoch: Int, scores: [Value], losses: [Value], words: Int? = nil,
    milliseconds: Int? = nil
  ) {
    self.step = step
    self.epoch = epoch
    self.scores = scores
    self.losses = losses
    self.words = words
    self.milliseconds = milliseconds
  }

  /// The numbers of a table of scores by the path of their keys, as in `ents_per_type.ORG.f`.
  ///
  /// Null is kept; texts, lists and truth values are left out.
  public static func values(of scores: JSONObject, prefix: String = "") -> [Value] {
    scores.entries.flatMap { entry -> [Value] in
      let name = prefix + entry.key
      return switch entry.value {
      case .null: [Value(name, nil)]
      case .object(let inner): values(of: inner, prefix: name + ".")
      case .integer, .unsigned, .number: [Value(name, entry.value.doubleValue)]
      case .bool, .string, .array: []
      }
    }
  }
}

/// How a trial ended well.
public struct TrialResult: Equatable, Sendable {
  /// The best main score; `nil` or NaN when there is none to compare.
  public var score: Double?
  public var scores: JSONObject
  public var bestStep: Int?
  public var steps: Int
  public var words: Int?
  /// `nil` where the model is elsewhere.
  public var modelHash: String?
  public var log: String
  /// The entities of each document at the best evaluation; `nil` where none were counted.
  public var counts: [Bootstrap.Counts]?
  /// Which label was predicted as which at the best evaluation: `labels` and `counts`, rows of expected
  /// by columns of predicted labels, the last ones for nothing.
  public var confusion: JSONObject?

  public init(
    score: Double?, scores: JSONObject, bestStep: Int?, steps: Int, words: Int?,
    modelHash: String?, log: String, counts: [Bootstrap.Counts]? = nil,
    confusion: JSONObject? = nil
  ) {
    self.score = score
    self.scores = scores
    self.bestStep = bestStep
    self.steps = steps
    self.words = words
    self.modelHash = modelHash
    self.log = log
    self.counts = counts
    self.confusion = confusion
  }
}

/// How a trial ended that a pruner or a limit has ended.
public struct EarlyEnd: Equatable, Sendable {
  /// The main score at the best evaluation so far, and all scores there.
  public var score: Double?
  public var scores: JSONObject?
  public var bestStep: Int?
  /// The last step.
  public var step: Int
  public var words: Int?
  /// Why it was ended, for people.
  public var reason: String
  /// What was decided by a clock or a limit of the machine, not by results; recorded for that.
  public var limit: String?
  public var log: String

  public init(
    score: Double?, scores: JSONObject?, bestStep: Int?, step: Int, words: Int?, reason: String,
    limit: String? = nil, log: String
  ) {
    self.score = score
    self.scores = scores
    self.bestStep = bestStep
    self.step = step
    self.words = words
    self.reason = reason
    self.limit = limit
    self.log = log
  }
}

/// A file of a model.
public struct ModelFile: Equatable, Sendable {
  /// Relative to the model's folder.
  public var path: String
  public var bytes: [UInt8]

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

/// A file that a trial belongs to in the record.
public struct Artifact: Equatable, Sendable {
  /// `model`, for the files of the best model.
  public var kind: String
  public var path: String
  public var sha256: String
  public var bytes: Int
}

/// A file that a trial has read.
public struct InputRecord: Equatable, Sendable {
  /// The config key that names it, for example `training.train_corpus`.
  public var setting: String
  /// The path in the config.
  public var written: String
  /// The absolute path that was read.
  public var resolved: String
  public var sha256: String
  public var bytes: Int
  /// Whether the record holds the bytes too; ignored when it is written.
  public var isKept: Bool

  public init(
    setting: String, written: String, resolved: String, sha256: String, bytes: Int,
    isKept: Bool = false
  ) {
    self.setting = setting
    self.written = written
    self.resolved = resolved
    self.sha256 = sha256
    self.bytes = bytes
    self.isKept = isKept
  }
}
