/// Python's `random` module after `random.seed(seed)`: the same numbers in the same order.
///
/// - Source: CPython 3.12 `random.py` and `_randommodule.c`.
public struct PythonRandom: Equatable, Sendable {
  private var twister: MersenneTwister

  /// Seeds as Python does: with the 32-bit words of the number without its sign.
  public init(seed: Int) {
    let magnitude = UInt64(seed.magnitude)
    let low = UInt32(truncatingIfNeeded: magnitude)
    let high = UInt32(truncatingIfNeeded: magnitude >> 32)
    twister = MersenneTwister(key: high == 0 ? [low] : [low, high])
  }

  /// A number from 0 up to but not including 1.
  public mutating func random() -> Double { twister.double() }

  /// A number between `a` and `b`.
  public mutating func uniform(_ a: Double, _ b: Double) -> Double { a + (b - a) * random() }

  /// A whole number from 0 up to but not including `n`: Python's `_randbelow`.
  ///
  /// - Precondition: `n > 0`.
  public mutating func below(_ n: Int) -> Int {
    precondition(n > 0, "cannot draw a number below \(n)")
    let width = Int.bitWidth - n.leadingZeroBitCount
    var draw = bits(width)
    while draw >= UInt64(n) { draw = bits(width) }
    return Int(draw)
  }

  /// Shuffles in place.
  public mutating func shuffle<Item>(_ items: inout [Item]) {
    for i in stride(from: items.count - 1, to: 0, by: -1) { items.swapAt(i, below(i + 1)) }
  }

  /// `count` random bits, at most 64: the low word is drawn first.
  private mutating func bits(_ count: Int) -> UInt64 {
    if count <= 32 { return UInt64(twister.next() >> UInt32(32 - count)) }
    let low = UInt64(twister.next())
    return low | UInt64(twister.next() >> UInt32(64 - count)) << 32
  }
}

extension PythonRandom {
  /// Writes where the generator stands.
  package func write(to writer: inout StateWriter) { twister.write(to: &writer) }

  /// A generator as it was written.
  ///
  /// - Throws: `StateError` when there is none.
  package init(reading reader: inout StateReader) throws(StateError) {
    twister = try MersenneTwister(reading: &reader)
  }
}
