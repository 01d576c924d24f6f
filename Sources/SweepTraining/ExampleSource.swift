import SweepPipeline

/// Where a run takes the examples of its batches from.
enum ExampleSource: Sendable {
  /// All are in memory.
  case held([PreparedExample])
  /// They are read when they are needed.
  case streamed(StreamedCorpus)

  /// Goes on in the midst of a pass; see `StreamedCorpus.goOn`.
  mutating func goOn(epoch: Int, without given: Set<Int>) {
    guard case .streamed(var corpus) = self else { return }
    corpus.goOn(epoch: epoch, without: given)
    self = .streamed(corpus)
  }

  /// The examples of a batch; see `StreamedCorpus.examples`.
  mutating func examples(
    _ batch: [Int], epoch: Int, skipping skipped: Set<Int>
  ) throws -> [PreparedExample] {
    switch self {
    case .held(let examples): return batch.map { examples[$0] }
    case .streamed(var corpus):
      // Taken out and put back, so that it is changed in place.
      self = .held([])
      defer { self = .streamed(corpus) }
      return try corpus.examples(batch, epoch: epoch, skipping: skipped)
    }
  }
}
