/// One assignment with one training seed, and what became of it.
public struct Trial: Equatable, Sendable, Identifiable {
  public enum State: String, Equatable, Sendable, CaseIterable {
    case waiting, running, done, pruned, failed, stopped

    /// Whether the trial has come to its end, whichever.
    public var isFinal: Bool { self == .done || self == .pruned || self == .failed }
  }

  /// Where an assignment comes from.
  public enum Origin: String, Equatable, Sendable, CaseIterable {
    /// The base config as it stands.
    case baseline
    /// The user has given it.
    case enqueued
    /// The sampler has proposed it.
    case proposed
  }

  /// The position of the trial in its study; 0 for the first.
  public let id: Int
  public var assignment: Assignment
  /// The seed of the training.
  public var seed: Int
  /// Whether the trial runs the base config as it stands.
  public var isBaseline: Bool
  public var state: State
  /// The score of the best evaluation; `nil` unless the trial is done.
  public var score: Double?

  public init(
    id: Int, assignment: Assignment, seed: Int, isBaseline: Bool = false, state: State = .waiting,
    score: Double? = nil
  ) {
    self.id = id
    self.assignment = assignment
    self.seed = seed
    self.isBaseline = isBaseline
    self.state = state
    self.score = score
  }
}
