import SweepBase
import SweepConfig

/// Goes through the points of a scrambled Sobol sequence: spread more evenly than random draws, and
/// just as free of what the trials so far have shown.
///
/// Each value is the quantile of its distribution at one coordinate of the point. Constants and
/// copies need no coordinate; behind the 128th, coordinates are random. What is inactive is left
/// out. A point that breaks a constraint is replaced by the point of the same number in another
/// scrambling. The points of all numbers below a power of two are the most even.
///
/// - Source: Sobol 1967; the scrambling is Matoušek's linear one with a digital shift, 1998,
///   <https://doi.org/10.1006/jcom.1998.0489>.
public struct SobolSampler: Sampler {
  /// A Sobol sampler has no settings.
  public init() {}

  public func propose(number: Int, after history: SearchHistory, seed: UInt64) -> Assignment? {
    let space = history.space
    return space.assignment { attempt in
      let point = SobolPoint(
        number: number, dimensions: space.searchedCount, seed: seed, scrambling: attempt)
      var coordinates = point.coordinates.makeIterator()
      return space.dimensions.map { dimension in
        guard dimension.distribution.isSearched else { return dimension.distribution.onlyValue }
        return dimension.distribution.quantile(coordinates.next() ?? 0)
      }
    }
  }
}

extension SearchSpace {
  /// How many dimensions have more than one value of their own.
  var searchedCount: Int { dimensions.count { $0.distribution.isSearched } }
}

extension Distribution {
  /// Whether there is something to choose: the distribution is neither a copy nor one value.
  var isSearched: Bool { copiedKey == nil && !isConstant }

  /// The value of a distribution that has nothing to choose; null for a copy.
  var onlyValue: JSONValue { value(at: 0) }
}

/// A point of a scrambled Sobol sequence, in the unit cube.
package struct SobolPoint: Sendable {
  /// Numbers from 0 up to but not including 1.
  package let coordinates: [Double]

  /// - Parameters:
  ///   - number: The point's number from 0, below 2³².
  ///   - dimensions: How many coordinates it has.
  ///   - seed: The seed of the search.
  ///   - scrambling: Which of the seed's scramblings.
  package init(number: Int, dimensions: Int, seed: UInt64, scrambling: Int = 0) {
    precondition(number >= 0 && number < 1 << 32, "a Sobol sequence has no point \(number)")
    coordinates = (0..<dimensions).map { dimension in
      if dimension > sobolNumbers.count {
        let path = ["sampler", "sobol", "\(scrambling)", "\(dimension)", "\(number)"]
        var random = RandomStream(seed: seed, path: path)
        return random.double()
      }
      let path = ["sampler", "sobol", "\(scrambling)", "\(dimension)"]
      var random = RandomStream(seed: seed, path: path)
      let bits = Self.bits(of: UInt32(number), dimension: dimension)
      return Double(Self.scrambled(bits, &random)) * 0x1p-53
    }
  }

  /// The first 32 binary digits of a coordinate, the highest bit first.
  package static func bits(of number: UInt32, dimension: Int) -> UInt32 {
    var result: UInt32 = 0
    // Column k of the generator matrix belongs to bit k of the number.
    for (k, direction) in directions(of: dimension, count: 32 - number.leadingZeroBitCount)
      .enumerated() where number >> k & 1 == 1
    {
      result ^= direction
    }
    return result
  }

  /// The direction numbers of a dimension as binary fractions of 32 digits.
  private static func directions(of dimension: Int, count: Int) -> [UInt32] {
    if dimension == 0 { return (0..<count).map { 1 << (31 - $0) } }
    let (polynomial, initial) = sobolNumbers[dimension - 1]
    let degree = initial.count
    var directions = initial.enumerated().map { $1 << (31 - $0) }
    for k in directions.count..<max(directions.count, count) {
      var next = directions[k - degree] ^ directions[k - degree] >> degree
      for j in 1..<max(1, degree) where polynomial >> (degree - j) & 1 == 1 {
        next ^= directions[k - j]
      }
      directions.append(next)
    }
    return Array(directions.prefix(count))
  }

  /// 53 digits: a random lower triangular matrix times the digits, plus random digits.
  private static func scrambled(_ bits: UInt32, _ random: inout RandomStream) -> UInt64 {
    var result = random.next() >> 11
    for row in 0..<53 {
      let digits = random.next()
      // Row i sees the digits before i at random, and digit i itself.
      let mask: UInt64 =
        row < 32
        ? (digits & ~(UInt64.max >> row)) | (1 << (63 - row)) : digits & 0xffff_ffff_0000_0000
      let isOdd = ((UInt64(bits) << 32) & mask).nonzeroBitCount & 1 == 1
      if isOdd { result ^= 1 << (52 - row) }
    }
    return result
  }
}
