import SweepBase

/// The endless sequence of batches of a run: epoch after epoch, shuffled and grouped.
///
/// - Source: spaCy 3.8 `create_train_batches`.
struct EpochBatches: Sendable {
  private let lengths: [Int]
  private let maxEpochs: Int
  private var batcher: any Batcher
  /// The order of the examples; shuffles add up from epoch to epoch.
  private var order: [Int]
  private var batches: [[Int]] = []
  private var position = 0
  private var nextEpoch = 0
  /// The examples that no batch of the running epoch has.
  private(set) var skipped: Set<Int> = []

  /// - Parameters:
  ///   - lengths: Tokens of each example, at least one example.
  ///   - maxEpochs: 0 for no end; −1 for a corpus that is streamed: never shuffled, no end.
  ///   - batcher: Groups the examples of each epoch.
  init(lengths: [Int], maxEpochs: Int, batcher: any Batcher) {
    self.lengths = lengths
    self.maxEpochs = maxEpochs
    self.batcher = batcher
    order = Array(lengths.indices)
  }

  /// The next batch and its epoch, or `nil` after the last epoch.
  mutating func next(_ random: inout SpacyRandom) -> (epoch: Int, batch: [Int])? {
    var emptyEpochs = 0
    while position == batches.count {
      // A batcher that leaves everything out would otherwise search for ever.
      guard emptyEpochs < 2, maxEpochs < 1 || nextEpoch < maxEpochs else { return nil }
      if maxEpochs >= 0 { random.python.shuffle(&order) }
      batches = batcher.batches(ofLengths: order.map { lengths[$0] }).map { $0.map { order[$0] } }
      let count = batches.reduce(0) { $0 + $1.count }
      skipped = count == order.count ? [] : Set(order).subtracting(batches.joined())
      position = 0
      nextEpoch += 1
      if batches.isEmpty { emptyEpochs += 1 }
    }
    defer { position += 1 }
    return (nextEpoch - 1, batches[position])
  }
}

/// Splits a batch into parts whose gradients are added up before one update.
///
/// The batch is sorted by length first; `parts` equal parts come first, the rest is one more.
///
/// - Source: spaCy 3.8 `subdivide_batch`.
func subdivided(_ batch: [Int], lengths: [Int], parts: Int) -> [[Int]] {
  let sorted = batch.enumerated().sorted {
    (lengths[$0.element], $0.offset) < (lengths[$1.element], $1.offset)
  }.map(\.element)
  let size = sorted.count / parts
  var result: [[Int]] = []
  var start = 0
  for _ in 0..<parts where size > 0 {
    result.append(Array(sorted[start..<start + size]))
    start += size
  }
  if start < sorted.count { result.append(Array(sorted[start...])) }
  return result
}
