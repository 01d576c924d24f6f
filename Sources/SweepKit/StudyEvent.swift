public import SweepEngine
public import SweepTraining

/// What the study loop tells whoever shows it, after the record has it.
public enum StudyEvent: Sendable {
  /// The plan is known and the study is open.
  case began(StudyOverview)
  /// A worker took a trial.
  case started(TrialLabel, worker: Int)
  /// A training came further.
  case progressed(TrialLabel, worker: Int, TrialProgress)
  /// A trial was evaluated.
  case evaluated(TrialLabel, worker: Int, Evaluation)
  /// A trial is done and recorded.
  case finished(TrialLabel, score: Double?, seconds: Double)
  /// A trial goes on from a checkpoint that an earlier attempt has left after a step.
  case resumed(TrialLabel, step: Int)
  /// Something that the user should know of a trial, such as a checkpoint that is of no use.
  case remarked(TrialLabel, String)
  /// A trial failed and is tried again at once; the failed attempt is recorded with its error.
  case retried(TrialLabel, error: String)
  /// Nothing is left to begin here: other processes have the last trials.
  case waiting(others: Int)
  /// A pruner or a limit has ended a trial; it is recorded with what it had.
  case pruned(TrialLabel, score: Double?, reason: String, seconds: Double)
  /// A trial waits at a rung for others to be compared with.
  case paused(TrialLabel)
  /// The search has ended before its number of trials.
  case ended(reason: String)
  /// A trial failed; the error is recorded.
  case failed(TrialLabel, error: String)
  /// A trial was stopped before its end and will run again.
  case stopped(TrialLabel)
  /// The winner and the baseline are tested.
  case test(StudyTestEvent)
  /// Nothing happened for a while.
  case tick
}

/// How a trial is called in messages.
public struct TrialLabel: Equatable, Sendable {
  /// Its number in the study, from 0.
  public var number: Int
  /// Its short content ID.
  public var id: String
  /// The settings that vary, for example `dropout 0.2, seed 1`.
  public var settings: String

  package init(number: Int, id: String, settings: String) {
    (self.number, self.id, self.settings) = (number, id, settings)
  }
}

/// What is known of a study before its first trial.
public struct StudyOverview: Sendable {
  /// The study's name.
  public var name: String
  /// The sweep file, or how else the plan was given.
  public var source: String
  /// The base config.
  public var configPath: String
  /// The first digits of the plan's hash.
  public var planHash: String
  /// The first digits of the base config's hash.
  public var configHash: String
  /// The files that trials read, with the first digits of their hashes.
  public var data: [DataFile]
  /// The commit, with a mark where files differ, or `nil` outside a repository.
  public var code: String?
  /// How the assignments are chosen.
  public var method: String
  /// All trials, or how many there will be at most.
  public var trialCount: Int
  /// Whether it depends on results which trials there will be.
  public var isOpen: Bool
  /// Those that are done already.
  public var doneCount: Int
  /// The number of assignments, with the baseline.
  public var assignmentCount: Int
  /// How many assignments the parameters have; `nil` where there is no end of them.
  public var spaceSize: Int?
  /// The seeds every assignment runs with.
  public var seeds: [Int]
  /// How many trials run at the same time, with how many threads.
  public var share: CoreShare
  /// The file with the records.
  public var store: String
  /// The score that trials are compared by.
  public var metric: String
  /// Whether a lower score is better.
  public var lowerIsBetter: Bool
  /// The best of the trials that are done already.
  public var best: (label: TrialLabel, score: Double)?
  /// Things the user should know, such as a logger that is not available.
  public var warnings: [String]
}

extension StudyOverview {
  /// A file that trials read.
  public struct DataFile: Equatable, Sendable {
    /// The last part of its path.
    public var name: String
    /// The first digits of its SHA-256.
    public var hash: String
  }
}
