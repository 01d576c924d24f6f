/// A reproducible stream of random bits, named so that no two uses share a sequence.
///
/// The same seed and path give the same bits on every machine and at every number of workers,
/// because a stream follows from its name and not from the order in which streams were made. The
/// name is hashed with SHA-256 into the state of a xoshiro256** generator. What a stream draws for
/// a name is part of recorded studies and never changes.
///
/// - Source: Blackman and Vigna 2021, <https://doi.org/10.1145/3460772>.
public struct RandomStream: Equatable, Sendable {
  private var state: SIMD4<UInt64>

  /// - Parameters:
  ///   - seed: The seed of the whole search.
  ///   - path: What the bits are for, for example `["sampler", "random", "12"]`.
  public init(seed: UInt64, path: [String]) {
    var hash = Fingerprint()
    hash.update(littleEndian: seed)
    for name in path {
      // With its length, so that ["ab", "c"] is not ["a", "bc"].
      let bytes = Array(name.utf8)
      hash.update(littleEndian: UInt64(bytes.count))
      bytes.withUnsafeBytes { hash.update($0) }
    }
    let digest = hash.digest()
    state = .zero
    for i in 0..<4 {
      for byte in digest[8 * i..<8 * i + 8].reversed() { state[i] = state[i] << 8 | UInt64(byte) }
    }
    // The one state that the generator cannot leave.
    if state == .zero { state[0] = 1 }
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    let scrambled = state[1] &* 5
    let result = (scrambled << 7 | scrambled >> 57) &* 9
    let shifted = state[1] << 17
    state[2] ^= state[0]
    state[3] ^= state[1]
    state[1] ^= state[2]
    state[0] ^= state[3]
    state[2] ^= shifted
    state[3] = state[3] << 45 | state[3] >> 19
    return result
  }

  /// A number from 0 up to but not including 1.
  public mutating func double() -> Double {
    // The top 53 bits. Not `Double.random(in:using:)`: the standard library may change how it
    // turns bits into numbers, and a recorded trial would then no longer repeat.
    Double(next() >> 11) * 0x1p-53
  }

  /// A whole number from 0 up to but not including `n`, without bias.
  ///
  /// - Precondition: `n > 0`.
  public mutating func below(_ n: Int) -> Int {
    precondition(n > 0, "cannot draw a number below \(n)")
    // Lemire 2019, <https://doi.org/10.1145/3230636>: retry the few draws that would be biased.
    let bound = UInt64(n)
    let biased = (0 &- bound) % bound
    while true {
      let (high, low) = bound.multipliedFullWidth(by: next())
      if low >= biased { return Int(high) }
    }
  }

  /// Shuffles in place.
  public mutating func shuffle<Item>(_ items: inout [Item]) {
    for i in stride(from: items.count - 1, to: 0, by: -1) { items.swapAt(i, below(i + 1)) }
  }
}
