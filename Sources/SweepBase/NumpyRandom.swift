import CKernels

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
      let target = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
      draw(target, one: { Float($0.uniform(low, high)) }) { count, words, floats in
        RandomKernels.table.pointee.draw_uniform(count, words, low, high - low, floats)
      }
      initialized = count
    }
  }

  /// `count` normal deviates with mean 0, rounded to `Float`.
  public mutating func normalFloats(_ count: Int, standardDeviation: Double = 1) -> [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      var done = 0
      while done < count {
        // The kernel makes whole pairs.
        let made = cachedNormal == nil && count - done >= 2 ? normalPairs((count - done) / 2) : []
        for value in made {
          buffer.initializeElement(at: done, to: Float(standardDeviation * value))
          done += 1
        }
        guard made.isEmpty else { continue }
        buffer.initializeElement(at: done, to: Float(standardDeviation * normal()))
        done += 1
      }
      initialized = count
    }
  }

  /// At most `wanted` pairs of deviates from the current block of words; none if it has not enough
  /// words for a try.
  private mutating func normalPairs(_ wanted: Int) -> [Double] {
    let mostTries = MersenneTwister.wordCount / 4
    return [Double](unsafeUninitializedCapacity: 2 * mostTries) { buffer, initialized in
      twister.readBlock { words in
        var found = 0
        guard let first = words.baseAddress, let normals = buffer.baseAddress, words.count >= 4
        else { return 0 }
        let tries = RandomKernels.table.pointee.draw_normal(
          words.count / 4, first, min(wanted, mostTries), normals, &found)
        initialized = 2 * found
        return 4 * tries
      }
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
    // A draw is a number of 53 bits over 2^53, so it is compared as a whole number.
    let limit = UInt64((rate * 0x1p53).rounded(.up))
    draw(buffer, one: { $0.double() >= rate ? scale : 0 }) { count, words, mask in
      RandomKernels.table.pointee.draw_mask(count, words, limit, scale, mask)
    }
  }

  /// Fills `buffer` with one draw per element: in bulk by `some`, from pairs of words, and by `one`
  /// where a pair straddles two blocks.
  private mutating func draw(
    _ buffer: UnsafeMutableBufferPointer<Float>, one: (inout NumpyRandom) -> Float,
    some: (_ count: Int, UnsafePointer<UInt32>, UnsafeMutablePointer<Float>) -> Void
  ) {
    guard let target = buffer.baseAddress else { return }
    var done = 0
    while done < buffer.count {
      let start = done
      twister.readBlock { words in
        guard let first = words.baseAddress else { return 0 }
        let count = min(buffer.count - done, words.count / 2)
        some(count, first, target + done)
        done += count
        return 2 * count
      }
      guard done == start else { continue }
      (target + done).initialize(to: one(&self))
      done += 1
    }
  }
}

extension NumpyRandom {
  /// Writes where the generator stands.
  package func write(to writer: inout StateWriter) {
    twister.write(to: &writer)
    writer.write(optional: cachedNormal) { $0.write($1) }
  }

  /// A generator as it was written.
  ///
  /// - Throws: `StateError` when there is none.
  package init(reading reader: inout StateReader) throws(StateError) {
    twister = try MersenneTwister(reading: &reader)
    cachedNormal = try reader.optional { reader throws(StateError) in try reader.double() }
  }
}
