/// Corpora that several trainings share: each is read and prepared once.
///
/// A class because all workers look into the same table. A worker that asks for a corpus while another
/// one reads it waits for that one.
public final class CorpusCache: Sendable {
  private let source: InputSource
  private let corpora = SharedTable<Key, PreparedCorpus>()
  /// What folds are taken from, so that all folds of a corpus share what was read once.
  private let whole = SharedTable<CorpusSettings, WholeCorpus>()

  private let resources = SharedTable<ResourceSettings, TrainingResources>()

  private struct Key: Hashable {
    var settings: CorpusSettings
    var isStreamed: Bool
  }

  /// A cache over a source of files.
  public init(source: InputSource) {
    self.source = source
  }

  /// The corpora that a training's settings name.
  ///
  /// - Throws: `FileError` or `DocBinError` when a file cannot be read, `TrainingError` when
  ///   nothing is left to train or to evaluate on.
  public func corpora(for settings: TrainingSettings) throws -> TrainingCorpora {
    let corpora = TrainingCorpora(
      train: try corpus(settings.trainCorpus, isStreamed: settings.maxEpochs == -1),
      dev: try corpus(settings.devCorpus, isStreamed: false),
      resources: try resources(for: settings))
    guard !corpora.train.wordCounts.isEmpty else {
      throw TrainingError.emptyTrainingCorpus(path: settings.trainCorpus.path)
    }
    guard !corpora.dev.examples.isEmpty else {
      throw TrainingError.emptyDevCorpus(path: settings.devCorpus.path)
    }
    return corpora
  }

  /// The other files that a training's settings name.
  ///
  /// - Throws: `FileError` when one cannot be read, `TrainingError.badLabelFile`.
  package func resources(for settings: TrainingSettings) throws -> TrainingResources {
    try resources.value(settings.resources) {
      try TrainingResources(settings.resources, from: source)
    }
  }

  private func corpus(_ settings: CorpusSettings, isStreamed: Bool) throws -> PreparedCorpus {
    try corpora.value(Key(settings: settings, isStreamed: isStreamed)) {
      guard let fold = settings.fold else {
        return try PreparedCorpus(settings, from: source, isStreamed: isStreamed)
      }
      return try whole.value(settings.whole) {
        try WholeCorpus(settings.whole, from: source)
      }.part(fold)
    }
  }
}
