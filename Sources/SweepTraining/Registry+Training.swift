public import SweepConfig

extension Registry {
  /// Batchers and corpus readers.
  public static var training: [any RegistryEntryProtocol] {
    [
      BatchByWords.entry, BatchBySequence.entry, BatchByPadded.entry, CorpusSettings.entry,
      CorpusSettings.foldEntry, CorpusSettings.plainTextEntry, CorpusSettings.jsonLinesEntry,
    ]
  }
}
