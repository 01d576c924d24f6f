import CKernels

/// The MT19937 generator that Python's `random` and NumPy's legacy generator share.
///
/// Goals, in order: the same words as the reference; speed of bulk draws, because dropout masks
/// take a million words per training step. So the whole state is advanced and tempered at once by
/// a kernel, and users with bulk work read the tempered block in place.
///
/// - Source: Matsumoto and Nishimura 1998, <https://doi.org/10.1145/272991.272995>, with the
///   seeding of 2002.
public struct MersenneTwister: Equatable, Sendable {
  static let wordCount = 624

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

  /// Hands `body` the words that are left of the current block, or all of the next one.
  ///
  /// `body` returns how many of them it used up, from the first one on.
  mutating func readBlock(_ body: (_ words: UnsafeBufferPointer<UInt32>) -> Int) {
    if position == Self.wordCount { refill() }
    let range = position..<Self.wordCount
    position += block.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  /// Advances the state by one block and tempers it.
  private mutating func refill() {
    state.withUnsafeMutableBufferPointer { state in
      block.withUnsafeMutableBufferPointer { block in
        guard let words = state.baseAddress, let tempered = block.baseAddress else { return }
        RandomKernels.table.pointee.twist(words, tempered)
      }
    }
    position = 0
  }
}

extension MersenneTwister {
  /// Writes where the generator stands.
  package func write(to writer: inout StateWriter) {
    writer.write(state)
    writer.write(block)
    writer.write(position)
  }

  /// A generator as it was written.
  ///
  /// - Throws: `StateError` when these are no words of a generator.
  package init(reading reader: inout StateReader) throws(StateError) {
    (state, block) = (try reader.words(), try reader.words())
    position = try reader.int()
    guard state.count == Self.wordCount, block.count == Self.wordCount,
      (0...Self.wordCount).contains(position)
    else { throw StateError("no state of a random generator") }
  }
}

/// The kernels that random numbers are made with; their numbers are the same at every SIMD level.
enum RandomKernels {
  // Constant tables of functions, which nothing writes to.
  nonisolated(unsafe) static let table: UnsafePointer<sweep_kernels> = sweep_kernels_here()
}
