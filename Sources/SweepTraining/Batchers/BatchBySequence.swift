public import SweepConfig
public import SweepNN

/// Batches of as many examples as the size says, in the order in which they come.
///
/// - Units: sizes in examples; fractions are cut off.
/// - Source: spaCy 3.8 `spacy.batch_by_sequence.v1`.
public struct BatchBySequence: Batcher {
  /// The registered function `spacy.batch_by_sequence.v1`.
  public static var entry: RegistryEntry<any Batcher> {
    RegistryEntry(
      .batchers, "spacy.batch_by_sequence.v1",
      [
        Parameter("size", .schedule), Parameter("get_length", .optional(.any), default: .null),
      ]
    ) { arguments throws(ConfigError) in try BatchBySequence(reading: &arguments) }
  }

  private var size: CountedSchedule

  /// Makes a batcher that draws its size from a schedule, once per batch.
  public init(size: any Schedule) {
    self.size = CountedSchedule(size)
  }

  init(reading arguments: inout ArgumentReader) throws(ConfigError) {
    self.init(size: try arguments.schedule("size"))
    try arguments.requireNoGetLength()
  }

  public var draws: Int? { size.draws }

  public mutating func advance(to draws: Int) { size.advance(to: draws) }

  public mutating func batches(ofLengths lengths: [Int]) -> [[Int]] {
    var result: [[Int]] = []
    var start = 0
    while true {
      let count = max(1, Int(clamping: size.next()))
      if start >= lengths.count { return result }
      let end = min(lengths.count, start + count)
      result.append(Array(start..<end))
      start = end
    }
  }
}

extension Int {
  /// The whole part of a number, held within the range of `Int`; 0 for NaN.
  init(clamping value: Double) {
    if value.isNaN {
      self = 0
    } else {
      self = Int(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
    }
  }
}
