import SweepBase
import SweepConfig

/// A dimension in the numbers that models work with.
///
/// Numbers and ordered values become the share of their distribution that lies below them: a code
/// from 0 to 1 in which all codes were equally likely before any trial ran. Categories become their
/// index.
struct CodedDimension: Sendable {
  enum Kind: Equatable, Sendable {
    /// One value, or a copy.
    case fixed
    case continuous
    /// Values in order, each with a cell of the unit interval.
    case discrete(count: Int)
    case categorical(count: Int)
  }

  /// With more values than this, cells are too small to matter.
  private static let mostCells = 4_096

  let distribution: Distribution
  let kind: Kind
  /// The borders of the cells of a discrete dimension, from 0 to 1.
  let borders: [Double]
  /// The share of each category or cell before any trial ran.
  let shares: [Double]

  init(_ distribution: Distribution) {
    self.distribution = distribution
    var borders: [Double] = []
    var shares: [Double] = []
    if !distribution.isSearched {
      kind = .fixed
    } else if case .categorical(let values, let weights) = distribution {
      kind = .categorical(count: values.count)
      shares = weights ?? values.map { _ in 1 / Double(values.count) }
    } else if let count = distribution.count, count <= Self.mostCells {
      kind = .discrete(count: count)
      borders = (0...count).map { distribution.border(below: $0, of: count) }
      shares = (0..<count).map { borders[$0 + 1] - borders[$0] }
    } else {
      kind = .continuous
    }
    (self.borders, self.shares) = (borders, shares)
  }

  /// The code of a value: NaN for one that a list does not have and for what is no number where
  /// numbers are asked for; the code of the nearest end for a number outside of a range.
  func code(of value: JSONValue) -> Double {
    switch kind {
    case .fixed: return 0
    case .categorical:
      let index = distribution.index(of: value)
      return index.map(Double.init) ?? .nan
    case .discrete: return distribution.index(of: value).map(code(ofCell:)) ?? .nan
    case .continuous: return value.doubleValue.map(distribution.share(below:)) ?? .nan
    }
  }

  /// The middle of a cell.
  func code(ofCell index: Int) -> Double { 0.5 * (borders[index] + borders[index + 1]) }

  /// The cell that a code of a discrete dimension lies in, or the index of a category.
  ///
  /// - Precondition: The code is a number.
  func cell(_ code: Double) -> Int {
    guard case .discrete(let count) = kind else { return Int(code) }
    // Cells of equal size are found at once, others from there.
    var index = min(max(Int(code * Double(count)), 0), count - 1)
    while index > 0, code < borders[index] { index -= 1 }
    while index < count - 1, code >= borders[index + 1] { index += 1 }
    return index
  }

  /// The code that the nearest value has.
  func snapped(_ code: Double) -> Double {
    guard kind != .fixed else { return 0 }
    guard !code.isNaN else { return code }
    return switch kind {
    case .discrete: self.code(ofCell: cell(code))
    case .continuous: min(max(code, 0), 1)
    case .fixed, .categorical: code
    }
  }

  /// The value of a code.
  func value(_ code: Double) -> JSONValue {
    switch kind {
    case .fixed: distribution.onlyValue
    case .categorical, .discrete: distribution.value(at: cell(code))
    case .continuous: distribution.quantile(min(max(code, 0), 1 - 0x1p-53))
    }
  }
}

extension Distribution {
  /// The share of a countable distribution below its value number `index`.
  fileprivate func border(below index: Int, of count: Int) -> Double {
    guard case .quantizedLogUniform(let lattice) = self else {
      return Double(index) / Double(count)
    }
    let end = naturalLogarithm(lattice.first + Double(count) * lattice.step)
    let low = naturalLogarithm(lattice.first)
    let x = naturalLogarithm(lattice.first + Double(index) * lattice.step)
    return index == 0 ? 0 : index == count ? 1 : (x - low) / (end - low)
  }

  /// The position of a value of a countable distribution.
  fileprivate func index(of value: JSONValue) -> Int? {
    switch self {
    case .categorical(let values, _), .ordered(let values):
      return values.firstIndex { $0.isSame(as: value) }
    case .intUniform(let range):
      guard let x = value.doubleValue, !x.isNaN else { return nil }
      let n = value.intValue ?? Int(exactly: x.rounded()) ?? (x < 0 ? .min : .max)
      return min(max(n, range.lowerBound), range.upperBound) - range.lowerBound
    case .quantizedUniform(let lattice), .quantizedLogUniform(let lattice):
      guard let x = value.doubleValue, !x.isNaN else { return nil }
      let steps = ((x - lattice.first) / lattice.step).rounded()
      return Int(min(max(steps, 0), Double(lattice.count - 1)))
    default: return nil
    }
  }

  /// The share of a distribution of numbers below one of them; ends count as ends.
  fileprivate func share(below x: Double) -> Double {
    func inside(_ x: Double, _ low: Double, _ high: Double) -> Double {
      guard low < high else { return 0.5 }
      // In halves, so that the widest range does not overflow.
      return min(max((x / 2 - low / 2) / (high / 2 - low / 2), 0), 1)
    }
    func log(_ x: Double) -> Double { x > 0 && x.isNormal ? naturalLogarithm(x) : -745 }
    switch self {
    case .uniform(let range): return inside(x, range.lowerBound, range.upperBound)
    case .intUniform(let range):
      return inside(x, Double(range.lowerBound), Double(range.upperBound))
    case .logUniform(let range):
      return inside(log(x), log(range.lowerBound), log(range.upperBound))
    case .inverseLogUniform(let range):
      return 1 - inside(log(x), log(range.lowerBound), log(range.upperBound))
    case .quantizedUniform(let lattice):
      return inside(x, lattice.first, lattice.first + Double(lattice.count) * lattice.step)
    case .quantizedLogUniform(let lattice):
      let end = lattice.first + Double(lattice.count) * lattice.step
      return inside(log(x), log(lattice.first), log(end))
    case .normal(let mean, let deviation), .quantizedNormal(let mean, let deviation, _):
      return NormalDistribution.cumulative((x - mean) / deviation)
    case .logNormal(let mean, let deviation), .quantizedLogNormal(let mean, let deviation, _):
      return NormalDistribution.cumulative((log(x) - mean) / deviation)
    case .constant, .copy, .categorical, .ordered: return 0.5
    }
  }
}
