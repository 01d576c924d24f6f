/// The examples of one training, ready to use, and the files they came from.
public struct TrainingCorpora: Sendable {
  /// What is trained on.
  public var train: PreparedCorpus
  /// What is evaluated on.
  public var dev: PreparedCorpus

  /// The other files that the config names.
  public var resources: TrainingResources

  /// Pairs two corpora.
  public init(
    train: PreparedCorpus, dev: PreparedCorpus, resources: TrainingResources = TrainingResources()
  ) {
    (self.train, self.dev, self.resources) = (train, dev, resources)
  }
}
