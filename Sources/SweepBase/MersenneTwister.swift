/// The MT19937 generator that Python's `random` and NumPy's legacy generator share.
///
/// Goals, in order: the same words as the reference; speed of bulk draws, because dropout masks
/// take a million words per training step. So the whole state is advanced and tempered at once,
/// four words at a time, and users with bulk work read the tempered block in place.
///
/// - Source: Matsumoto and Nishimura 1998, <https://doi.org/10.1145/272991.272995>, with the
///   seeding of 2002.
public struct MersenneTwister: Equatable, Sendable {
  static let wordCount = 624
  private static let middle = 397

  private var state: [UInt32]
  /// The words of the current block as they are handed out.
  private var block: [UInt32]
  private var position = MersenneTwister.wordCount

  /// Seeds with one number (`init_genrand`), as NumPy does for an integer seed.
  public init(seed: UInt32) {
    state = [UInt32](repeating: 0, count: Self.wordCount)
    block = state
    state[0] = seed
    for i in 1..<Self.wordCount {
      let last = state[i - 1]
      state[i] = 1_812_433_253 &* (last ^ (last >> 30)) &+ UInt32(i)
    }
  }

  /// Seeds with a key of words (`init_by_array`), as Python does with the words of an integer.
  ///
  /// - Precondition: `key` is not empty.
  public init(key: [UInt32]) {
    precondition(!key.isEmpty, "a generator needs a key of at least one word")
    self.init(seed: 19_650_218)
    let n = Self.wordCount
    var (i, j) = (1, 0)
    for _ in 0..<max(n, key.count) {
      let last = state[i - 1]
      state[i] = (state[i] ^ ((last ^ (last >> 30)) &* 1_664_525)) &+ key[j] &+ UInt32(j)
      (i, j) = (i + 1, j + 1)
      if i == n { (state[0], i) = (state[n - 1], 1) }
      if j == key.count { j = 0 }
    }
    for _ in 0..<n - 1 {
      let last = state[i - 1]
      state[i] = (state[i] ^ ((last ^ (last >> 30)) &* 1_566_083_941)) &- UInt32(i)
      i += 1
      if i == n { (state[0], i) = (state[n - 1], 1) }
    }
    state[0] = 0x8000_0000
  }

  /// The next 32 bits.
  public mutating func next() -> UInt32 {
    if position == Self.wordCount { refill() }
    defer { position += 1 }
    return block[position]
  }

  /// A number from 0 up to but not including 1, from 53 bits of two words.
  public mutating func double() -> Double {
    let high = next() >> 5
    let low = next() >> 6
    return (Double(high) * 67_108_864 + Double(low)) * 0x1p-53
  }

  /// Hands `body` the next words in as few pieces as possible until `pairs` pairs were read.
  ///
  /// `body` gets a piece's words and the number of pairs that came before it.
  ///
  /// - Returns: `false`, without having drawn, when an odd number of words was drawn before, so
  ///   that pairs would straddle blocks; the caller then draws one by one.
  mutating func readPairs(
    _ pairs: Int, _ body: (_ words: UnsafeBufferPointer<UInt32>, _ pairsBefore: Int) -> Void
  ) -> Bool {
    guard position.isMultiple(of: 2) else { return false }
    var done = 0
    while done < pairs {
      if position == Self.wordCount { refill() }
      let count = min(pairs - done, (Self.wordCount - position) / 2)
      let range = position..<position + 2 * count
      block.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range]), done) }
      position = range.upperBound
      done += count
    }
    return true
  }

  /// Advances the state by one block and tempers it.
  private mutating func refill() {
    let n = Self.wordCount
    state.withUnsafeMutableBytes { state in
      // 227 and 396 are the lengths of the stretches whose inputs do not wrap around.
      Self.twist(state, from: 0, to: n - Self.middle, partner: Self.middle)
      Self.twist(state, from: n - Self.middle, to: n - 1, partner: Self.middle - n)
      let first = state.load(as: UInt32.self)
      let last = state.load(fromByteOffset: 4 * (n - 1), as: UInt32.self)
      let partner = state.load(fromByteOffset: 4 * (Self.middle - 1), as: UInt32.self)
      let y = (last & 0x8000_0000) | (first & 0x7fff_ffff)
      let word = partner ^ (y >> 1) ^ ((0 &- (y & 1)) & 0x9908_b0df)
      state.storeBytes(of: word, toByteOffset: 4 * (n - 1), as: UInt32.self)
      block.withUnsafeMutableBytes { block in
        for k in stride(from: 0, to: 4 * n, by: 16) {
          var y = state.loadUnaligned(fromByteOffset: k, as: SIMD4<UInt32>.self)
          y ^= y &>> 11
          y ^= (y &<< 7) & SIMD4(repeating: 0x9d2c_5680)
          y ^= (y &<< 15) & SIMD4(repeating: 0xefc6_0000)
          y ^= y &>> 18
          block.storeBytes(of: y, toByteOffset: k, as: SIMD4<UInt32>.self)
        }
      }
    }
    position = 0
  }

  /// Replaces words `start..<end` of the state; word k is combined with word `k + partner`.
  private static func twist(
    _ state: UnsafeMutableRawBufferPointer, from start: Int, to end: Int, partner: Int
  ) {
    var k = start
    while k + 4 <= end {
      let this = state.loadUnaligned(fromByteOffset: 4 * k, as: SIMD4<UInt32>.self)
      let next = state.loadUnaligned(fromByteOffset: 4 * k + 4, as: SIMD4<UInt32>.self)
      let other = state.loadUnaligned(fromByteOffset: 4 * (k + partner), as: SIMD4<UInt32>.self)
      let y = (this & SIMD4(repeating: 0x8000_0000)) | (next & SIMD4(repeating: 0x7fff_ffff))
      let odd = SIMD4<UInt32>(repeating: 0) &- (y & SIMD4(repeating: 1))
      let word = other ^ (y &>> 1) ^ (odd & SIMD4(repeating: 0x9908_b0df))
      state.storeBytes(of: word, toByteOffset: 4 * k, as: SIMD4<UInt32>.self)
      k += 4
    }
    while k < end {
      let this = state.load(fromByteOffset: 4 * k, as: UInt32.self)
      let next = state.load(fromByteOffset: 4 * k + 4, as: UInt32.self)
      let other = state.load(fromByteOffset: 4 * (k + partner), as: UInt32.self)
      let y = (this & 0x8000_0000) | (next & 0x7fff_ffff)
      let word = other ^ (y >> 1) ^ ((0 &- (y & 1)) & 0x9908_b0df)
      state.storeBytes(of: word, toByteOffset: 4 * k, as: UInt32.self)
      k += 1
    }
  }
}
