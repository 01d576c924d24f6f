public import SweepPipeline

/// The loss of one component, summed since the evaluation before.
public struct ComponentLoss: Equatable, Sendable {
  /// The component's name.
  public var name: String
  /// The sum of squared gradients.
  public var value: Double

  /// Names a loss.
  public init(name: String, value: Double) {
    self.name = name
    self.value = value
  }
}

/// What decides which evaluation of a training is the best.
public enum Deciding: Equatable, Sendable {
  /// A weighted sum of scores, which is a score of its own.
  case weighted
  /// One of the scores.
  case oneScore
  /// Nothing: the evaluation has other numbers only.
  case nothing
}

/// What a run knows after one evaluation on the development data.
public struct Evaluation: Equatable, Sendable {
  /// The pass over the corpus, from 0.
  public var epoch: Int
  /// The number of the update after which it was made, from 0.
  public var step: Int
  /// Words trained on so far.
  public var words: Int
  /// The losses in pipeline order.
  public var losses: [ComponentLoss]
  /// Every score of the scorers.
  public var scores: Scores
  /// The weighted score that decides.
  public var score: Double
  /// What `score` is.
  public var deciding = Deciding.weighted
  /// Whether no evaluation before was better.
  ///
  /// Later equals count as best too.
  public var isBest: Bool
  /// The entities of each document of the development data, in the order of its files; none where no
  /// component looks for entities.
  ///
  /// Examples that were cut from one document count together. A document that `max_length` leaves
  /// nothing of has no entities.
  public var counts: [EntityCounts]
  /// Which label was predicted as which; `nil` where no component looks for entities.
  public var confusion: EntityConfusion?

  /// Collects an evaluation.
  public init(
    epoch: Int, step: Int, words: Int, losses: [ComponentLoss], scores: Scores, score: Double,
    isBest: Bool, counts: [EntityCounts] = [], confusion: EntityConfusion? = nil
  ) {
    self.epoch = epoch
    self.step = step
    self.words = words
    self.losses = losses
    self.scores = scores
    self.score = score
    self.isBest = isBest
    self.counts = counts
    self.confusion = confusion
  }
}
