/// NumPy's legacy global generator after `numpy.random.seed(seed)`: the same numbers in the same
/// order.
///
/// - Source: NumPy 1.26 `RandomState` with MT19937 and the polar method for normal deviates.
public struct NumpyRandom: Equatable, Sendable {
  private var twister: MersenneTwister
  /// The second deviate of the last pair, not yet handed out.
  private var cachedNormal: Double?

  /// Seeds as `numpy.random.seed` does for an integer.
  public init(seed: UInt32) { twister = MersenneTwister(seed: seed) }

  /// A number from 0 up to but not including 1: `numpy.random.random()`.
  public mutating func double() -> Double { twister.double() }

  /// A number between `low` and `high`: `numpy.random.uniform(low, high)`.
  public mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * double()
  }

  /// A normal deviate with mean 0 and standard deviation 1: `numpy.random.normal()`.
  ///
  /// - Source: Marsaglia's polar method; of each pair the second deviate is returned first.
  public mutating func normal() -> Double {
    if let cached = cachedNormal {
      cachedNormal = nil
      return cached
    }
    while true {
      let x1 = 2 * double() - 1
      let x2 = 2 * double() - 1
      let r2 = x1 * x1 + x2 * x2
      guard r2 > 0, r2 < 1 else { continue }
      let factor = (-2 * naturalLogarithm(r2) / r2).squareRoot()
      cachedNormal = factor * x1
      return factor * x2
    }
  }

  /// `count` draws of `uniform(low, high)`, rounded to `Float`.
  public mutating func uniformFloats(_ count: Int, _ low: Double, _ high: Double) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      for i in 0..<count { buffer.initializeElement(at: i, to: Float(uniform(low, high))) }
      initialized = count
    }
  }

  /// `count` normal deviates with mean 0, rounded to `Float`.
  public mutating func normalFloats(_ count: Int, standardDeviation: Double = 1) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      for i in 0..<count {
        buffer.initializeElement(at: i, to: Float(standardDeviation * normal()))
      }
      initialized = count
    }
  }

  /// Fills `buffer` with a dropout mask: 0 where a uniform draw is below `rate`, else
  /// `1 / (1 - rate)`.
  ///
  /// One draw per element, in order, as `get_dropout_mask` of Thinc; nothing is drawn when `rate`
  /// is 0 or less (all 1) or 1 or more (all 0).
  public mutating func fillMask(_ buffer: UnsafeMutableBufferPointer<Float>, rate: Double) {
    guard rate > 0 else { return buffer.update(repeating: 1) }
    guard rate < 1 else { return buffer.update(repeating: 0) }
    let scale = Float(1 / (1 - rate))
    // A draw is (a * 2^26 + b) / 2^53, so it is compared as the integers a and b.
    let limit = UInt64((rate * 0x1p53).rounded(.up))
    let (high, low) = (Int32(limit >> 26), Int32(limit & 0x3ff_ffff))
    let isBulk = twister.readPairs(buffer.count) { words, done in
      let target = UnsafeMutableBufferPointer(rebasing: buffer[done..<done + words.count / 2])
      Self.mask(words, into: target, high: high, low: low, scale: scale)
    }
    if !isBulk {
      for i in buffer.indices { buffer[i] = double() >= rate ? scale : 0 }
    }
  }

  private static func mask(
    _ words: UnsafeBufferPointer<UInt32>, into target: UnsafeMutableBufferPointer<Float>,
    high: Int32, low: Int32, scale: Float
  ) {
    guard let words = words.baseAddress, let sink = target.baseAddress else { return }
    let scaleBits = SIMD4<Int32>(repeating: Int32(bitPattern: scale.bitPattern))
    let (highs, lows) = (SIMD4(repeating: high), SIMD4(repeating: low))
    var i = 0
    while i &+ 4 <= target.count {
      let pairs = UnsafeRawPointer(words + 2 &* i).loadUnaligned(as: SIMD8<UInt32>.self)
      let a = SIMD4<Int32>(truncatingIfNeeded: pairs.evenHalf &>> 5)
      let b = SIMD4<Int32>(truncatingIfNeeded: pairs.oddHalf &>> 6)
      // a > high, or a = high and b ≥ low, as masks of bits: the numbers are small, so that signs
      // of differences tell. SIMD masks are several times slower here.
      let isAbove = (highs &- a) &>> 31
      let isEqual = ((a ^ highs) &- SIMD4(repeating: 1)) &>> 31
      let isBelow = (b &- lows) &>> 31
      let kept = (isAbove | (isEqual & ~isBelow)) & scaleBits
      UnsafeMutableRawPointer(sink + i).storeBytes(of: kept, as: SIMD4<Int32>.self)
      i = i &+ 4
    }
    while i < target.count {
      let (a, b) = (Int32(words[2 * i] >> 5), Int32(words[2 * i + 1] >> 6))
      target[i] = a > high || (a == high && b >= low) ? scale : 0
      i += 1
    }
  }
}
