public import SweepConfig
public import SweepNN

/// Batches of examples of similar length, limited by their size when padded to the longest.
///
/// A buffer of examples is sorted by length and cut into groups whose longest member times their
/// number stays within the size. Long groups come first.
///
/// - Units: sizes in tokens after padding, the buffer in examples.
/// - Source: spaCy 3.8 `spacy.batch_by_padded.v1`.
public struct BatchByPadded: Batcher {
  /// The registered function `spacy.batch_by_padded.v1`.
  public static var entry: RegistryEntry<any Batcher> {
    RegistryEntry(
      .batchers, "spacy.batch_by_padded.v1",
      [
        Parameter("size", .schedule), Parameter("buffer", .integer),
        Parameter("discard_oversize", .bool),
        Parameter("get_length", .optional(.any), default: .null),
      ]
    ) { arguments throws(ConfigError) in try BatchByPadded(reading: &arguments) }
  }

  private var size: CountedSchedule
  private let buffer: Int
  private let discardsOversize: Bool

  /// Makes a batcher.
  ///
  /// - Parameters:
  ///   - size: Tokens per batch after padding, drawn once per buffer.
  ///   - buffer: How many examples are sorted together.
  ///   - discardsOversize: Whether a group at or above the size is left out.
  public init(size: any Schedule, buffer: Int, discardsOversize: Bool) {
    self.size = CountedSchedule(size)
    self.buffer = max(1, buffer)
    self.discardsOversize = discardsOversize
  }

  init(reading arguments: inout ArgumentReader) throws(ConfigError) {
    self.init(
      size: try arguments.schedule("size"),
      buffer: try arguments.integer("buffer"),
      discardsOversize: try arguments.bool("discard_oversize"))
    try arguments.requireNoGetLength()
  }

  public var draws: Int? { size.draws }

  public mutating func advance(to draws: Int) { size.advance(to: draws) }

  public mutating func batches(ofLengths lengths: [Int]) -> [[Int]] {
    var result: [[Int]] = []
    for start in stride(from: 0, to: lengths.count, by: buffer) {
      let indices = start..<min(lengths.count, start + buffer)
      let target = size.next()
      for group in groups(of: indices, lengths, target: target).reversed() {
        let longest = group.map { lengths[$0] }.max() ?? 0
        if discardsOversize && Double(longest * group.count) >= target { continue }
        result.append(group.sorted())
      }
    }
    return result
  }

  /// Cuts a buffer into groups, short examples first.
  private func groups(of indices: Range<Int>, _ lengths: [Int], target: Double) -> [[Int]] {
    var groups: [[Int]] = []
    var group: [Int] = []
    for index in indices.sorted(by: { (lengths[$0], $0) < (lengths[$1], $1) }) {
      if group.isEmpty || Double(lengths[index] * (group.count + 1)) <= target {
        group.append(index)
      } else {
        groups.append(group)
        group = [index]
      }
    }
    if !group.isEmpty { groups.append(group) }
    return groups
  }
}
