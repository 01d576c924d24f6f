import SweepPipeline

extension TrainingRun {
  /// The table for this run: a loss for each trained component, and the scores that are weighed.
  public var table: TrainingTable { table(showing: .weighed) }

  /// A table with other scores; those that an evaluation has not are 0.
  public func table(showing scores: TrainingTable.Scores) -> TrainingTable {
    let losses = pipeline.trainedNames.filter { !settings.frozenComponents.contains($0) }
    switch scores {
    case .weighed:
      return TrainingTable(
        losses: losses, scores: settings.scoreWeights.filter { $0.weight != nil }.map(\.name))
    case .page:
      let known = ["token_acc", "speed"] + settings.scoreWeights.map(\.name)
      let shown = TrainingTable.pageHeadings.filter { known.contains($0.score) }
      return TrainingTable(
        losses: losses, scores: shown.map(\.score),
        headings: Dictionary(uniqueKeysWithValues: shown.map { ($0.score, $0.heading) }))
    case .named(let names):
      return TrainingTable(losses: losses, scores: names)
    }
  }
}
