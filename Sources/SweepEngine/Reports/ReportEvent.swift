public import SweepConfig

/// What a program says of its training: one line of its reports.
///
/// A line is a JSON object. The same vocabulary serves programs of any kind, the workers of this
/// program, and `sweep tell`.
public enum ReportEvent: Equatable, Sendable {
  /// The training is ready to begin.
  case started(Start)
  /// An evaluation.
  case evaluated(Evaluation)
  /// How far the training is.
  case progressed(Progress)
  /// A file that belongs to the trial.
  case artifact(Artifact)
  /// A line for the log.
  case logged(String)
  /// The program is alive.
  case beat
  /// The state of a training is in a file, as asked for; an empty path where there is none.
  case checkpoint(String)
  /// The end mark: nothing counts that follows it.
  case ended(End)

  /// What is known before the first step.
  public struct Start: Equatable, Sendable {
    /// The number of steps there will be at most; 0 where that is not known.
    public var maxSteps = 0
    /// The first lines of the log.
    public var heading: [String] = []
    /// What the worker runs on: its CPU, its program's hash, and whatever else it tells.
    public var about: JSONObject = [:]

    public init() {}
  }

  /// Numbers at a step.
  public struct Evaluation: Equatable, Sendable {
    /// The step; `nil` for the one after the last.
    public var step: Int?
    /// The pass over the data, from 0.
    public var epoch = 0
    /// How many words, or examples, the training has seen.
    public var words: Int?
    /// Numbers by name, and tables of such; NaN and infinities as numbers, null where one could not
    /// be computed.
    public var metrics: JSONObject = [:]
    /// Losses by name, in the order in which they stand.
    public var losses: JSONObject = [:]
    /// The score that decides in the program itself, where it has one.
    public var score: Double?
    /// Whether the program has kept its model of this step.
    public var isBest: Bool?
    /// Counts of each document: correct, predicted, expected.
    public var counts: [[Int]] = []
    /// A worker's evaluation in full, every bit of it.
    public var state: String?
    /// How the program shows the evaluation.
    public var row: String?

    public init() {}
  }

  /// How far a training is.
  public struct Progress: Equatable, Sendable {
    public var step: Int
    /// The number of steps there will be at most; `nil` where that is not said.
    public var maxSteps: Int?
    public var words: Int?

    public init(step: Int, maxSteps: Int? = nil, words: Int? = nil) {
      (self.step, self.maxSteps, self.words) = (step, maxSteps, words)
    }
  }

  /// A file that belongs to the trial.
  public struct Artifact: Equatable, Sendable {
    /// The path that the program gave.
    public var path: String
    /// What the record calls it; `nil` for the path's last part.
    public var name: String?
    /// What the worker says of its content; checked.
    public var sha256: String?
    public var bytes: Int?
    /// Whether a re-run has to give the same bytes.
    public var isCompared = true

    public init(path: String) { self.path = path }
  }

  /// How a training has ended.
  public struct End: Equatable, Sendable {
    public enum Status: Equatable, Sendable {
      case done
      /// Ended before its time, by the program's own decision or because it was asked to.
      case pruned(reason: String?)
      case failed(String)
    }

    public var status: Status
    /// How many lines were before; `nil` where the program does not count.
    public var count: Int?
    /// Numbers that come with the end, as an evaluation of their own.
    public var evaluation: Evaluation?
    /// Steps made and words seen, where a worker says so.
    public var steps: Int?
    public var words: Int?

    public init(_ status: Status) { self.status = status }
  }
}

/// What is wrong with a line of reports, without the number of the line.
public struct ReportLineError: Error, Equatable, Sendable, CustomStringConvertible {
  /// All problems, joined.
  public var description: String

  public init(_ description: String) { self.description = description }
}
