import SweepBase
import SweepConfig

extension Distribution {
  /// Draws a value from a stream.
  ///
  /// Continuous draws are the inverse of the distribution function at one number of the stream,
  /// with logarithms and powers of our own, so that the bits are the same on every machine.
  func draw(from random: inout RandomStream) -> JSONValue {
    switch self {
    case .constant(let value): value
    case .copy: .null
    case .categorical(let values, nil), .ordered(let values): values[random.below(values.count)]
    case .categorical(_, _?): quantile(random.double())
    case .intUniform(let range): .integer(Self.integer(in: range, random.next(), &random))
    case .quantizedUniform(let lattice): lattice[random.below(lattice.count)]
    case .uniform, .logUniform, .inverseLogUniform, .quantizedLogUniform, .normal, .logNormal,
      .quantizedNormal, .quantizedLogNormal:
      quantile(random.double())
    }
  }

  /// The value below which a share `u` of the distribution lies.
  ///
  /// - Parameter u: From 0 up to but not including 1.
  /// - Returns: A value of the distribution; null for a copy.
  func quantile(_ u: Double) -> JSONValue {
    switch self {
    case .constant(let value): value
    case .copy: .null
    case .categorical(let values, nil), .ordered(let values):
      values[Self.cell(u, values.count)]
    case .categorical(let values, let weights?): values[choice(weights, u)]
    case .intUniform(let range):
      .integer(Self.integer(in: range, count: count, u))
    case .quantizedUniform(let lattice): lattice[Self.cell(u, lattice.count)]
    case .uniform(let range): .number(interpolated(range, u))
    case .logUniform(let range): .number(Self.logInterpolated(range, u))
    // log(1/x) is uniform exactly when log(x) is; the other end comes first, as in W&B.
    case .inverseLogUniform(let range): .number(Self.logInterpolated(range, 1 - u))
    case .quantizedLogUniform(let lattice): lattice.logDraw(u)
    case .normal(let mean, let deviation): .number(mean + deviation * standardNormal(u))
    case .logNormal(let mean, let deviation):
      .number(exponential(mean + deviation * standardNormal(u)))
    case .quantizedNormal(let mean, let deviation, let step):
      step.nearest(to: mean + deviation * standardNormal(u))
    case .quantizedLogNormal(let mean, let deviation, let step):
      step.nearest(to: exponential(mean + deviation * standardNormal(u)))
    }
  }

  private static func integer(in range: ClosedRange<Int>, count: Int?, _ u: Double) -> Int {
    if let count { return range.lowerBound + cell(u, count) }
    // More numbers than `Int` can count; the ends of `Int` are not numbers that a `Double` has.
    let x = Double(range.lowerBound) * (1 - u) + Double(range.upperBound) * u
    return Int(exactly: x.rounded()).map { min(max($0, range.lowerBound), range.upperBound) }
      ?? range.lowerBound
  }

  /// Which of some equal cells of the unit interval a number lies in.
  private static func cell(_ u: Double, _ count: Int) -> Int {
    // A product just below a large count may round up to it.
    count < 1 << 53 ? min(Int(u * Double(count)), count - 1) : Int(u * Double(count).nextDown)
  }

  private func choice(_ weights: [Double], _ u: Double) -> Int {
    let target = u * weights.reduce(0, +)
    var sum = 0.0
    for (index, weight) in weights.enumerated() {
      sum += weight
      if target < sum { return index }
    }
    return weights.lastIndex { $0 > 0 } ?? 0
  }

  private func interpolated(_ range: ClosedRange<Double>, _ u: Double) -> Double {
    // Two products, so that the greatest range does not overflow.
    let x = range.lowerBound * (1 - u) + range.upperBound * u
    return min(max(x, range.lowerBound), range.upperBound)
  }

  fileprivate static func logInterpolated(_ range: ClosedRange<Double>, _ u: Double) -> Double {
    let low = naturalLogarithm(range.lowerBound)
    let x = exponential(low + u * (naturalLogarithm(range.upperBound) - low))
    return min(max(x, range.lowerBound), range.upperBound)
  }

  /// A whole number of a range, also of one with more numbers than `Int` can count.
  private static func integer(
    in range: ClosedRange<Int>, _ bits: UInt64, _ random: inout RandomStream
  ) -> Int {
    let span =
      UInt64(bitPattern: Int64(range.upperBound)) &- UInt64(bitPattern: Int64(range.lowerBound))
    guard span < UInt64.max else { return Int(bitPattern: UInt(bits)) }
    // Lemire 2019, <https://doi.org/10.1145/3230636>: retry the few draws that would be biased.
    let bound = span + 1
    let biased = (0 &- bound) % bound
    var bits = bits
    while true {
      let (high, low) = bound.multipliedFullWidth(by: bits)
      if low >= biased { return range.lowerBound &+ Int(bitPattern: UInt(high)) }
      bits = random.next()
    }
  }

  private func standardNormal(_ u: Double) -> Double {
    // u is a multiple of 2⁻⁵³ from 0 on; half of that keeps it off 0 and 1.
    normalQuantile(u == 0 ? 0x1p-54 : u)
  }
}

extension Lattice {
  /// The value of a lattice whose cell, from it up to the next value, has the point `u` of the
  /// range's logarithm.
  fileprivate func logDraw(_ u: Double) -> JSONValue {
    let end = first + Double(count) * step
    let x = Distribution.logInterpolated(first...end, u)
    let index = Int(((x - first) / step).rounded(.down))
    return self[min(max(index, 0), count - 1)]
  }
}
