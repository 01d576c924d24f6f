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

extension EpochBatches {
  /// How many numbers the batcher has drawn; `nil` where it does not tell.
  var draws: Int? { batcher.draws }

  /// The pass that the last batch came from; 0 before the first.
  var epoch: Int { max(0, nextEpoch - 1) }

  /// The examples that batches of the running pass have had.
  var given: Set<Int> { Set(batches.prefix(position).joined()) }

  /// Writes the order of the examples, and the batches of the running pass.
  func write(to writer: inout StateWriter) {
    writer.write(order)
    writer.write(batches.map(\.count))
    writer.write(Array(batches.joined()))
    writer.write(position)
    writer.write(nextEpoch)
  }

  /// Goes on where another sequence of the same corpus and batcher stood.
  ///
  /// - Throws: `StateError` when it is of another corpus.
  mutating func restore(from reader: inout StateReader, draws: Int) throws(StateError) {
    order = try reader.ints()
    let (counts, members) = (try reader.ints(), try reader.ints())
    (position, nextEpoch) = (try reader.int(), try reader.int())
    guard order.count == lengths.count, Set(order) == Set(lengths.indices),
      counts.allSatisfy({ $0 > 0 && $0 <= members.count }), counts.reduce(0, +) == members.count,
      Set(members).isSubset(of: order), (0...counts.count).contains(position), nextEpoch >= 0
    else { throw StateError("batches of another corpus") }
    var rest = members[...]
    batches = counts.map { count in
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    skipped =
      batches.isEmpty || members.count == order.count ? [] : Set(order).subtracting(members)
    batcher.advance(to: draws)
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
