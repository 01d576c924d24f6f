import SweepBase

/// How numbers lie along an axis.
package struct PlotScale: Equatable, Sendable {
  package struct Tick: Equatable, Sendable {
    package var value: Double
    package var text: String
  }

  package let isLogarithmic: Bool
  /// The numbers at both ends.
  package let lower: Double
  package let upper: Double
  /// Where these are in the picture.
  var start = 0.0
  var end = 1.0

  /// A scale for some numbers, with a margin; those that are not finite are left out.
  ///
  /// - Parameters:
  ///   - values: The numbers; without any, the scale is from 0 to 1.
  ///   - logarithmic: Whether equal factors have equal lengths; only for numbers above 0.
  ///   - margin: What is added at both ends, as a share of the whole.
  package init(_ values: [Double], logarithmic: Bool = false, margin: Double = 0.05) {
    let values = values.filter { $0.isFinite && abs($0) < 1e300 }
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    isLogarithmic = logarithmic && low > 0
    if isLogarithmic {
      let (a, b) = (naturalLogarithm(low), naturalLogarithm(high))
      let room = b > a ? margin * (b - a) : 0.5
      (lower, upper) = room == 0 ? (low, high) : (exponential(a - room), exponential(b + room))
    } else {
      let room = high > low ? margin * (high - low) : high == 0 ? 0.5 : abs(high) * 0.1
      (lower, upper) = (low - room, high + room)
    }
  }

  /// A scale of whole steps: both ends where they are.
  package init(from lower: Double, to upper: Double) {
    isLogarithmic = false
    (self.lower, self.upper) = (lower, upper > lower ? upper : lower + 1)
  }

  /// Where a number is in the picture.
  func place(_ x: Double) -> Double { start + share(x) * (end - start) }

  /// Where a number is between both ends, from 0 to 1.
  package func share(_ x: Double) -> Double {
    guard isLogarithmic else { return (x - lower) / (upper - lower) }
    guard x > 0 else { return 0 }
    let (a, b) = (naturalLogarithm(lower), naturalLogarithm(upper))
    return (naturalLogarithm(x) - a) / (b - a)
  }

  /// Round numbers within the scale, at most so many of them.
  package func ticks(atMost count: Int) -> [Tick] {
    if isLogarithmic, upper / lower >= 4 {
      for digits in [[1.0, 2, 5], [1, 3], [1]] {
        let ticks = decimalTicks(digits)
        if ticks.count >= 2, ticks.count <= count { return ticks }
      }
      let decades = decimalTicks([1])
      if decades.count > max(1, count) {
        let stride = (decades.count + count - 1) / max(1, count)
        return decades.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
      }
    }
    return linearTicks(atMost: count)
  }

  private func linearTicks(atMost count: Int) -> [Tick] {
    let span = upper - lower
    guard span.isFinite, span > 0, count > 0 else { return [] }
    var power = -300
    var step = 0.0
    // The smallest of 1, 2, 5 · 10ⁿ that is not too small.
    let (_, exponent) = Self.decimal(span / Double(count))
    power = exponent
    for factor in [1.0, 2, 5, 10, 20, 50] {
      step = factor * Self.power(power)
      let number = (upper / step).rounded(.down) - (lower / step).rounded(.up) + 1
      if number <= Double(count) {
        if factor >= 10 { power += 1 }
        break
      }
    }
    let (first, last) = ((lower / step).rounded(.up), (upper / step).rounded(.down))
    guard abs(first) < 1e15, abs(last) < 1e15, last >= first else { return [] }
    return (0...Int(last - first)).map { index in
      let multiple = first + Double(index)
      let value =
        power < 0
        ? multiple * (step / Self.power(power)).rounded() / Self.power(-power)
        : multiple * step
      return Tick(value: value, text: Self.text(value, decimals: max(0, -power)))
    }
  }

  private func decimalTicks(_ digits: [Double]) -> [Tick] {
    var ticks: [Tick] = []
    var power = Self.decimal(lower).exponent
    while power < 300, Self.power(power) <= upper, ticks.count < 1000 {
      for digit in digits {
        // Divided, so that 0.001 is 0.001.
        let value = power < 0 ? digit / Self.power(-power) : digit * Self.power(power)
        if value >= lower, value <= upper {
          ticks.append(Tick(value: value, text: Self.text(value, decimals: max(0, -power))))
        }
      }
      power += 1
    }
    return ticks
  }

  /// A number as a digit before the point and a power of ten.
  private static func decimal(_ x: Double) -> (digit: Double, exponent: Int) {
    guard x > 0, x.isFinite else { return (0, 0) }
    var (digit, exponent) = (x, 0)
    while digit >= 10, exponent < 400 { (digit, exponent) = (digit / 10, exponent + 1) }
    while digit < 1, exponent > -400 { (digit, exponent) = (digit * 10, exponent - 1) }
    return (digit, exponent)
  }

  private static func power(_ exponent: Int) -> Double {
    var result = 1.0
    for _ in 0..<abs(exponent) { result *= 10 }
    return exponent < 0 ? 1 / result : result
  }

  /// A round number for an axis: `0.25`, `1,500` as `1500`, `2M`, `1e-6`.
  static func text(_ value: Double, decimals: Int) -> String {
    if value == 0 { return "0" }
    if decimals > 5 || abs(value) >= 1e9 {
      let (digit, exponent) = decimal(abs(value))
      let sign = value < 0 ? "-" : ""
      let short = fixed(digit, decimals: 1)
      return "\(sign)\(short.hasSuffix(".0") ? String(short.dropLast(2)) : short)e\(exponent)"
    }
    for (unit, suffix) in [(1e6, "M"), (1e3, "k")] where abs(value) >= 10 * unit {
      let short = fixed(value / unit, decimals: 1)
      return (short.hasSuffix(".0") ? String(short.dropLast(2)) : short) + suffix
    }
    return fixed(value, decimals: decimals)
  }
}
