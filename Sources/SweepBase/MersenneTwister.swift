/// The MT19937 generator that Python's `random` and NumPy's legacy generator share.
///
/// Goals, in order: the same words as the reference; speed of bulk draws, because dropout masks
/// take a million words per training step. So the whole state is advanced and tempered at once,
/// eight words at a time, and users with bulk work read the tempered block in place.
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
    state.withUnsafeMutableBufferPointer { state in
      block.withUnsafeMutableBufferPointer { block in
        guard let words = state.baseAddress, let tempered = block.baseAddress else { return }
        Self.advance(words)
        Self.temper(words, into: tempered)
      }
    }
    position = 0
  }

  /// Replaces all words of the state by those of the next block.
  private static func advance(_ words: UnsafeMutablePointer<UInt32>) {
    let n = wordCount
    // The two stretches whose inputs do not wrap around, then the last word.
    twist(words, from: 0, to: n - middle, partner: middle)
    twist(words, from: n - middle, to: n - 1, partner: middle - n)
    words[n - 1] = twisted(words[n - 1], words[0], words[middle - 1])
  }

  /// Replaces words `start..<end` of the state; word k is combined with word `k + partner`.
  private static func twist(
    _ words: UnsafeMutablePointer<UInt32>, from start: Int, to end: Int, partner: Int
  ) {
    // Plain pointers and wrapping additions: every check here is paid a million times per step.
    let base = UnsafeMutableRawPointer(words)
    var k = start
    while k &+ 8 <= end {
      let place = base + 4 &* k
      let this = place.loadUnaligned(as: SIMD8<UInt32>.self)
      let next = (place + 4).loadUnaligned(as: SIMD8<UInt32>.self)
      let other = (place + 4 &* partner).loadUnaligned(as: SIMD8<UInt32>.self)
      let y = (this & SIMD8(repeating: 0x8000_0000)) | (next & SIMD8(repeating: 0x7fff_ffff))
      let odd = SIMD8<UInt32>(repeating: 0) &- (y & SIMD8(repeating: 1))
      let word = other ^ (y &>> 1) ^ (odd & SIMD8(repeating: 0x9908_b0df))
      place.storeBytes(of: word, as: SIMD8<UInt32>.self)
      k = k &+ 8
    }
    while k < end {
      words[k] = twisted(words[k], words[k &+ 1], words[k &+ partner])
      k = k &+ 1
    }
  }

  private static func twisted(_ this: UInt32, _ next: UInt32, _ other: UInt32) -> UInt32 {
    let y = (this & 0x8000_0000) | (next & 0x7fff_ffff)
    return other ^ (y >> 1) ^ ((0 &- (y & 1)) & 0x9908_b0df)
  }

  private static func temper(
    _ words: UnsafeMutablePointer<UInt32>, into block: UnsafeMutablePointer<UInt32>
  ) {
    let (source, target) = (UnsafeRawPointer(words), UnsafeMutableRawPointer(block))
    var offset = 0
    while offset < 4 &* wordCount {
      var y = (source + offset).loadUnaligned(as: SIMD8<UInt32>.self)
      y ^= y &>> 11
      y ^= (y &<< 7) & SIMD8(repeating: 0x9d2c_5680)
      y ^= (y &<< 15) & SIMD8(repeating: 0xefc6_0000)
      y ^= y &>> 18
      (target + offset).storeBytes(of: y, as: SIMD8<UInt32>.self)
      offset = offset &+ 32
    }
  }
}
