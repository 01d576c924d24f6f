import SweepPipeline

extension TrainingRun {
  /// The table for this run: a loss for each trained component, and the scores that are weighed.
  public var table: TrainingTable {
    TrainingTable(
      losses: pipeline.trainedNames.filter { !settings.frozenComponents.contains($0) },
      scores: settings.scoreWeights.filter { $0.weight != nil }.map(\.name))
  }
}
