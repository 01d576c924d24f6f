public import SweepConfig
public import SweepNN

/// Batches of about as many words as the size says.
///
/// Examples fill a batch up to the target and an overflow up to the target plus its tolerance; an
/// example above both is a batch of its own and does not advance the size.
///
/// - Units: sizes in tokens of the predicted docs; targets are not rounded.
/// - Source: spaCy 3.8 `spacy.batch_by_words.v1`.
public struct BatchByWords: Batcher {
  /// The registered function `spacy.batch_by_words.v1`.
  public static var entry: RegistryEntry<any Batcher> {
    RegistryEntry(
      .batchers, "spacy.batch_by_words.v1",
      [
        Parameter("size", .schedule), Parameter("tolerance", .number),
        Parameter("discard_oversize", .bool),
        Parameter("get_length", .optional(.any), default: .null),
      ]
    ) { arguments throws(ConfigError) in try BatchByWords(reading: &arguments) }
  }

  private var size: CountedSchedule
  private let tolerance: Double
  private let discardsOversize: Bool

  /// Makes a batcher.
  ///
  /// - Parameters:
  ///   - size: Words per batch, drawn once per batch.
  ///   - tolerance: The share of the size by which a batch may exceed it.
  ///   - discardsOversize: Whether an example above size and tolerance is left out.
  public init(size: any Schedule, tolerance: Double, discardsOversize: Bool) {
    self.size = CountedSchedule(size)
    self.tolerance = tolerance
    self.discardsOversize = discardsOversize
  }

  init(reading arguments: inout ArgumentReader) throws(ConfigError) {
    self.init(
      size: try arguments.schedule("size"),
      tolerance: try arguments.number("tolerance"),
      discardsOversize: try arguments.bool("discard_oversize"))
    try arguments.requireNoGetLength()
  }

  public var draws: Int? { size.draws }

  public mutating func advance(to draws: Int) { size.advance(to: draws) }

  public mutating func batches(ofLengths lengths: [Int]) -> [[Int]] {
    var result: [[Int]] = []
    var batch = Group()
    var overflow = Group()
    var target = size.next()
    var limit = target + target * tolerance
    for (index, length) in lengths.enumerated() {
      let words = Double(length)
      if words > limit {
        if !discardsOversize { result.append([index]) }
      } else if overflow.words == 0 && batch.words + words <= target {
        batch.append(index, words)
      } else if batch.words + overflow.words + words <= limit {
        overflow.append(index, words)
      } else {
        batch.emit(to: &result)
        target = size.next()
        limit = target + target * tolerance
        (batch, overflow) = (overflow, Group())
        if batch.words + words <= target {
          batch.append(index, words)
        } else if batch.words + words <= limit {
          overflow.append(index, words)
        } else {
          batch.emit(to: &result)
          target = size.next()
          limit = target + target * tolerance
          batch = Group()
          batch.append(index, words)
        }
      }
    }
    batch.indices += overflow.indices
    batch.emit(to: &result)
    return result
  }

  private struct Group {
    var indices: [Int] = []
    var words = 0.0

    mutating func append(_ index: Int, _ words: Double) {
      indices.append(index)
      self.words += words
    }

    func emit(to result: inout [[Int]]) {
      if !indices.isEmpty { result.append(indices) }
    }
  }
}
