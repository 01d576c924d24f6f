/// What the scorers find in examples.
public struct PipelineScores: Equatable, Sendable {
  /// The scores of all examples together.
  public var scores: Scores
  /// The entities of each example; none where no component looks for entities.
  ///
  /// They add up to the counts behind `ents_p`, `ents_r` and `ents_f`.
  public var entities: [EntityCounts]
  /// Which label was predicted as which; `nil` where no component looks for entities.
  public var confusion: EntityConfusion?
}
