/// What a sweep file asks for: a config, the keys to vary, a method and a budget.
///
/// A sweep file is TOML in the vocabulary of W&B's sweep configurations.
public struct SweepFile: Equatable, Sendable {
  /// The name of the study; the file's own name unless given.
  public var name: String
  /// The path of the base config as written: relative to the sweep file.
  public var config: String
  /// Who trains the trials.
  public var engine: TrialEngine
  /// How trials are run as programs.
  public var program: ProgramSettings
  /// Whether each trial of the core runs in a process of its own.
  public var isolates: Bool
  public var method: SearchMethod
  /// The scores that decide, at least one; the first is the one that ranks.
  public var metrics: [Metric]
  /// The seed of the search.
  public var seed: UInt64
  /// The seeds of training, empty for the config's own: every assignment runs once for each.
  public var seeds: [Int]
  /// How many assignments to propose, beside the baseline and those that are given; `nil` for all of
  /// a grid.
  public var trials: Int?
  /// How many trials there are at most, whatever proposes them.
  public var runCap: Int?
  /// How far proposals look back: that of trial n knows the results up to n − window; `nil` for the
  /// least that works, 8 or more.
  public var window: Int?
  /// Assignments to run before any is proposed.
  public var enqueued: [Assignment]
  public var warmStart: WarmStart?
  public var pruner: PrunerSettings?
  public var race: RaceSettings?
  public var stop: StopRules
  public var limits: TrialLimits
  /// The training corpus is cut into so many parts, each of which is the development data once.
  public var folds: Int?
  /// A corpus that the winner and the baseline are evaluated on at the end: absolute, or relative to
  /// the working directory like all paths of corpora.
  public var test: String?
  /// Whether the base config's own assignment runs too, before all others.
  public var includesBaseline: Bool
  public var keepModels: KeepModels
  /// How many trials run side by side; `nil` leaves it to the command line.
  public var jobs: Int?
  /// Inputs of at most this many bytes are kept in the record; of larger ones, the hash only.
  public var largestKeptInput: Int
  /// How many seconds of training lie between two checkpoints of a trial at least; 0 for no checkpoints.
  public var checkpointSeconds: Double
  /// How often a trial that fails is tried again at once.
  public var retries: Int
  /// The program that is run at the end of a run, and its arguments; empty for none.
  public var onFinish: [String]
  /// Settings that are fixed for the whole sweep.
  public var overrides: [Setting]
  /// What varies.
  public var space: SearchSpace
  /// Where the settings stand.
  public var source: SweepSource

  /// A sweep of everything by default; see `sweep init sweep` for a commented file.
  public init(name: String, config: String, space: SearchSpace = SearchSpace()) {
    self.name = name
    self.config = config
    self.space = space
    engine = .native
    program = ProgramSettings()
    isolates = false
    method = .grid
    metrics = [.default]
    seed = 0
    seeds = []
    trials = nil
    enqueued = []
    stop = StopRules()
    limits = TrialLimits()
    includesBaseline = true
    keepModels = .best
    jobs = nil
    largestKeptInput = Self.defaultLargestKeptInput
    checkpointSeconds = Self.defaultCheckpointSeconds
    retries = 0
    onFinish = []
    overrides = []
    source = SweepSource()
  }

  static let defaultLargestKeptInput = 100_000_000

  /// How many seconds lie between checkpoints unless the sweep says so.
  public static let defaultCheckpointSeconds = 10.0

  /// How far proposals look back unless the sweep says so.
  public static let defaultWindow = 8

  /// Whether it depends on results which trials there are, or how far they train.
  public var looksAtResults: Bool {
    method.looksAtResults || pruner != nil || stop.looksAtResults
  }

  /// The score that ranks.
  public var metric: Metric {
    get { metrics.first ?? .default }
    set { metrics = [newValue] + metrics.dropFirst() }
  }

  /// The path of the base config: absolute, or relative to the working directory.
  public var configPath: String {
    if config.hasPrefix("/") { return config }
    guard let slash = source.file.lastIndex(of: "/") else { return config }
    return normalizedPath(source.file[...slash] + config)
  }
}

/// Where a sweep file was read, and the lines of its settings, for messages.
public struct SweepSource: Equatable, Sendable {
  /// The path as given; empty for a sweep that was made on the command line.
  public var file = ""
  /// The text of the file; empty for a sweep that was made on the command line.
  public var text = ""
  /// Lines by section and key, for example `parameters.training.dropout`.
  var lines: [String: Int] = [:]

  /// No file.
  public init() {}

  /// The line of a key, for example `pruner`; 0 where it was not read.
  public func line(of key: String) -> Int { lines[key] ?? 0 }
}

/// The score that decides.
public struct Metric: Equatable, Sendable {
  public enum Goal: String, Equatable, Sendable, CaseIterable {
    case maximize, minimize
  }

  /// A score of the evaluations, for example `ents_f`.
  public var name: String
  public var goal: Goal

  /// spaCy's weighted main score.
  public static let `default` = Metric(name: "score", goal: .maximize)

  public init(name: String, goal: Goal) {
    self.name = name
    self.goal = goal
  }

  /// Whether one score is better than another; every number is better than NaN.
  public func isBetter(_ a: Double, than b: Double) -> Bool {
    if a.isNaN || b.isNaN { return b.isNaN && !a.isNaN }
    return goal == .maximize ? a > b : a < b
  }
}

/// Which trials' models stay in the record.
public enum KeepModels: String, Equatable, Sendable, CaseIterable {
  case best, all, none
}

/// A path without `.` and `..` where they can be taken out.
func normalizedPath(_ path: some StringProtocol) -> String {
  var parts: [Substring] = []
  let text = String(path)
  for part in text.split(separator: "/") where part != "." {
    if part == "..", let last = parts.last, last != ".." {
      parts.removeLast()
    } else if part != ".." || !text.hasPrefix("/") {
      parts.append(part)
    }
  }
  let joined = parts.joined(separator: "/")
  return text.hasPrefix("/") ? "/" + joined : joined.isEmpty ? "." : joined
}
