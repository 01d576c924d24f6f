public import SweepConfig
public import SweepPipeline
import SweepSearch
public import SweepStore
public import SweepTraining

/// A trial that is ready to be trained: everything that decides its result.
public struct TrialTask: Sendable {
  /// The number of the trial in its study.
  public var number: Int
  /// The filled config.
  public var config: Config
  /// Who may stop the training after an evaluation.
  var pruning: Pruning?
  /// The most seconds of training.
  var seconds: Double?
  /// The most bytes of memory of the process.
  var bytes: Int?
  /// The step after which the training ends in any case: where a recorded one was ended.
  var lastStep: Int?

  /// Where its checkpoints are; `nil` where none are left and none are looked for.
  var checkpoint: CheckpointPlan?
  /// How often the trial is tried again after a failure.
  var retries = 0
  /// What names the trial to a program.
  var name = TrialName()

  /// Describes a trial.
  public init(number: Int, config: Config) {
    self.number = number
    self.config = config
  }
}

/// What names a trial to the program that trains it.
struct TrialName: Sendable {
  var study = ""
  /// The study and number.
  var trial = ""
  /// The short content ID.
  var id = ""
  var seed = 0
  /// What varies.
  var assignment = Assignment()
}

/// A pruner with what it may look at, fixed when its trial begins.
struct Pruning: Sendable {
  var pruner: any Pruner
  var earlier: [PrunedTrial]
}

/// What a trial reports while it runs, in order; the last one is `done`, `pruned`, `failed` or
/// `stopped`.
public enum TrialEvent: Sendable {
  /// A line of the training table, or a remark, for the log.
  case logged(String)
  /// An evaluation on the development data.
  case evaluated(Evaluation)
  /// How far the training is; sent a few times a second at most.
  case progressed(TrialProgress)
  /// The training goes on from a checkpoint of an earlier attempt, whose evaluations up to there are
  /// its own; sent before its first step.
  case resumed(ResumedTrial)
  /// Something that the user should know, such as a checkpoint that is of no use.
  case remarked(String)
  /// The training could not start or go on, and is tried again from here on.
  case retried(error: String)
  /// The training came to its end.
  case done(TrainedTrial)
  /// A pruner or a limit has ended the training.
  case pruned(EndedTrial)
  /// The training waits at a rung for others to be compared with.
  case paused(EndedTrial)
  /// The training could not start or go on; the text names the cause.
  case failed(String)
  /// The training was asked to stop before its end.
  case stopped
}

/// What a trial has from an earlier attempt.
public struct ResumedTrial: Sendable {
  /// The step that it goes on after.
  public var step: Int
  /// The evaluations up to there.
  public var evaluations: [EvaluationRecord]
  /// The lines of its log up to there.
  public var log: [String]
  /// How long it had trained.
  public var seconds: Double
}

/// How far a training is.
public struct TrialProgress: Sendable {
  /// The number of the last step.
  public var step: Int
  /// The number of the last step there will be at most; 0 where there is no limit.
  public var maxSteps: Int
  /// Words trained on so far.
  public var words: Int
  /// Seconds since the first step.
  public var seconds: Double
  /// The best deciding score so far.
  public var bestScore: Double?

  package init(step: Int, maxSteps: Int, words: Int, seconds: Double, bestScore: Double?) {
    (self.step, self.maxSteps, self.words) = (step, maxSteps, words)
    (self.seconds, self.bestScore) = (seconds, bestScore)
  }
}

/// What a training has come to that ends, or waits, before its time.
public struct EndedTrial: Sendable {
  /// The best evaluation so far, if there was one.
  public var best: Evaluation?
  /// The last step.
  public var step: Int
  /// Words trained on.
  public var words: Int
  /// Why it ends, for people; empty where it waits.
  public var reason: String
  /// Which limit has ended it; `nil` where results did.
  public var limit: String?
}

/// What a training ended with.
public struct TrainedTrial: Sendable {
  /// The evaluation whose model is kept: the last of the best.
  public var best: Evaluation
  /// The files of the best model, or those that a program has named.
  public var modelFiles: [PipelineFile]
  /// The hash of the best model, which does not depend on clocks and paths; `nil` where there is none.
  public var modelHash: String?
  /// What the files are: a `model` for spaCy, or any `file`.
  public var filesKind = "model"
  /// The number of updates made.
  public var steps: Int
  /// Words trained on.
  public var words: Int

  /// A training's end.
  public init(
    best: Evaluation, modelFiles: [PipelineFile], modelHash: String?, steps: Int, words: Int
  ) {
    (self.best, self.modelFiles, self.modelHash) = (best, modelFiles, modelHash)
    (self.steps, self.words) = (steps, words)
  }
}
