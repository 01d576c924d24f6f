import SweepBase

/// A density over codes: a mixture of one kernel per row and of the space's own distribution.
///
/// Goals, in order: the same bits everywhere; speed, as a proposal takes a kernel for each candidate
/// and row. So the exponents of a kernel are added up over the dimensions, with what does not depend
/// on the candidate worked out before, and dimensions with cells or categories are looked up.
struct ParzenEstimator {
  private let coded: CodedSpace
  private let searched: [Int]
  private let kernelCount: Int
  /// The place of a searched dimension among those with a table, or among those without.
  private let places: [Int]
  private let isTable: [Bool]
  /// For each continuous dimension and block of eight kernels: the middles, 1 / (σ √2) or 0 where it
  /// is inactive, and the logarithms of the normalisation.
  private var middles: [SIMD8<Double>]
  private var scales: [SIMD8<Double>]
  private var norms: [SIMD8<Double>]
  private let continuousCount: Int
  private let blockCount: Int
  /// For kernels × dimensions with a table: the cell, or the cell count where it is inactive.
  private var cells: [Int32] = []
  private let tableCount: Int
  /// Logarithms of shares by value and kernel cell, for each dimension with a table.
  private var tables: [[Double]] = []
  private var cellCounts: [Int] = []

  private static let root = 1.4142135623730951

  /// - Parameters:
  ///   - history: The rows' codes.
  ///   - rows: The rows with a kernel.
  ///   - bandwidth: The width of a kernel for one row, of a range of 1.
  init(_ history: SearchHistory, rows: [Int], bandwidth: Double) {
    coded = history.coded
    let dimensions = coded.dimensions
    searched = coded.searched
    kernelCount = rows.count
    var (tablePlaces, continuousPlaces) = (0, 0)
    var places: [Int] = []
    var isTable: [Bool] = []
    for i in searched {
      isTable.append(dimensions[i].kind.hasTable)
      places.append(isTable[isTable.count - 1] ? tablePlaces : continuousPlaces)
      if isTable[isTable.count - 1] { tablePlaces += 1 } else { continuousPlaces += 1 }
    }
    (self.places, self.isTable) = (places, isTable)
    (tableCount, continuousCount) = (tablePlaces, continuousPlaces)
    blockCount = (rows.count + 7) / 8
    middles = [SIMD8<Double>](repeating: .zero, count: blockCount * continuousPlaces)
    (scales, norms) = (middles, middles)
    let sigma = Self.sigma(bandwidth, count: rows.count, dimensions: searched.count)
    for (k, i) in searched.enumerated() where isTable[k] {
      let count = dimensions[i].shares.count
      cellCounts.append(count)
      tables.append(Self.table(dimensions[i], sigma: sigma, rows: rows.count))
    }
    fill(history, rows, sigma)
  }

  /// Scott's rule, not below what so many rows can tell apart.
  private static func sigma(_ bandwidth: Double, count: Int, dimensions: Int) -> Double {
    let n = Double(max(count, 1))
    let scott = bandwidth * exponential(-naturalLogarithm(n) / Double(dimensions + 4))
    return min(max(scott, 0.003), 1)
  }

  private mutating func fill(_ history: SearchHistory, _ rows: [Int], _ sigma: Double) {
    let scale = 1 / (sigma * Self.root)
    let plainNorm = -naturalLogarithm(2.5066282746310002 * sigma)
    for (kernel, row) in rows.enumerated() {
      let codes = history.codes(row)
      for (k, i) in searched.enumerated() {
        let code = codes[codes.startIndex + i]
        if isTable[k] {
          let cell = code.isNaN ? cellCounts[places[k]] : coded.dimensions[i].cell(code)
          cells.append(Int32(cell))
        } else if !code.isNaN {
          let position = places[k] * blockCount + kernel / 8
          middles[position][kernel % 8] = code
          scales[position][kernel % 8] = scale
          norms[position][kernel % 8] = plainNorm
          // Less than a millionth is cut off where the ends are five deviations away.
          guard code < 5 * sigma || code > 1 - 5 * sigma else { continue }
          let share = NormalDistribution.share(from: -code / sigma, to: (1 - code) / sigma)
          norms[position][kernel % 8] -= naturalLogarithm(share)
        }
      }
    }
  }

  /// The logarithm of each value's share given each kernel's value; the last column is the space's
  /// own distribution.
  private static func table(_ dimension: CodedDimension, sigma: Double, rows: Int) -> [Double] {
    let shares = dimension.shares
    let count = shares.count
    var table = [Double](repeating: 0, count: count * (count + 1))
    // As much of the space's own distribution in every kernel as one row among all.
    let prior = 1 / Double(rows + 1)
    for kernel in 0..<count {
      var weights = [Double](repeating: 0, count: count)
      if case .categorical = dimension.kind {
        weights[kernel] = 1
      } else {
        let middle = dimension.code(ofCell: kernel)
        let whole = NormalDistribution.share(from: -middle / sigma, to: (1 - middle) / sigma)
        for value in 0..<count {
          weights[value] =
            NormalDistribution.share(
              from: (dimension.borders[value] - middle) / sigma,
              to: (dimension.borders[value + 1] - middle) / sigma) / whole
        }
      }
      for value in 0..<count {
        let share =
          dimension.kind.isCategorical
          ? (weights[value] + prior * shares[value] * Double(count)) / (1 + prior * Double(count))
          : max(weights[value], 1e-30)
        table[value * (count + 1) + kernel] = naturalLogarithm(max(share, 1e-300))
      }
    }
    for value in 0..<count {
      table[value * (count + 1) + count] = naturalLogarithm(max(shares[value], 1e-300))
    }
    return table
  }

  /// Codes drawn from the density, all dimensions active.
  func draw(from random: inout RandomStream) -> [Double] {
    let kernel = random.below(kernelCount + 1)
    guard kernel < kernelCount else { return coded.draw(from: &random) }
    var codes = [Double](repeating: 0, count: coded.dimensions.count)
    for (k, i) in searched.enumerated() {
      let u = random.double()
      codes[i] =
        isTable[k]
        ? drawCell(coded.dimensions[i], places[k], kernel, u) : drawNumber(places[k], kernel, u)
    }
    return codes
  }

  private func drawCell(
    _ dimension: CodedDimension, _ place: Int, _ kernel: Int, _ u: Double
  ) -> Double {
    let count = cellCounts[place]
    let column = Int(cells[kernel * tableCount + place])
    var sum = 0.0
    var value = count - 1
    for candidate in 0..<count {
      sum += exponential(tables[place][candidate * (count + 1) + column])
      if u < sum {
        value = candidate
        break
      }
    }
    return dimension.kind.isCategorical ? Double(value) : dimension.code(ofCell: value)
  }

  private func drawNumber(_ place: Int, _ kernel: Int, _ u: Double) -> Double {
    let position = place * blockCount + kernel / 8
    let scale = scales[position][kernel % 8]
    guard scale > 0 else { return u }
    let sigma = 1 / (scale * Self.root)
    let middle = middles[position][kernel % 8]
    let low = NormalDistribution.cumulative(-middle / sigma)
    let high = NormalDistribution.cumulative((1 - middle) / sigma)
    let p = min(max(low + u * (high - low), 1e-16), 1 - 0x1p-53)
    return min(max(middle + sigma * normalQuantile(p), 0), 1)
  }

  /// The logarithm of the density at codes; inactive dimensions do not count.
  func logDensity(_ codes: [Double]) -> Double {
    var active: [(place: Int, code: Double)] = []
    var lookups: [(place: Int, table: Int, start: Int)] = []
    var prior = 0.0
    for (k, i) in searched.enumerated() where !codes[i].isNaN {
      if isTable[k] {
        let count = cellCounts[places[k]]
        let start = coded.dimensions[i].cell(codes[i]) * (count + 1)
        lookups.append((places[k], places[k], start))
        prior += tables[places[k]][start + count]
      } else {
        active.append((places[k], codes[i]))
      }
    }
    var exponents = [SIMD8<Double>](repeating: .zero, count: blockCount)
    for (place, code) in active { add(place, code, to: &exponents) }
    for (place, table, row) in lookups {
      for kernel in 0..<kernelCount {
        let cell = Int(cells[kernel * tableCount + place])
        exponents[kernel / 8][kernel % 8] += tables[table][row + cell]
      }
    }
    // What fills the last block has no weight.
    for kernel in kernelCount..<8 * blockCount { exponents[kernel / 8][kernel % 8] = -1_000 }
    var sums = SIMD8<Double>.zero
    for block in exponents { sums += exponentials(block) }
    var sum = exponential(prior)
    for lane in 0..<8 { sum += sums[lane] }
    return naturalLogarithm(max(sum / Double(kernelCount + 1), 1e-300))
  }

  /// Adds what a number in one dimension makes of the exponents of all kernels.
  private func add(_ place: Int, _ code: Double, to exponents: inout [SIMD8<Double>]) {
    let start = place * blockCount
    let x = SIMD8<Double>(repeating: code)
    middles.withUnsafeBufferPointer { middles in
      scales.withUnsafeBufferPointer { scales in
        norms.withUnsafeBufferPointer { norms in
          exponents.withUnsafeMutableBufferPointer { exponents in
            for block in 0..<exponents.count {
              let t = (x - middles[start + block]) * scales[start + block]
              exponents[block] += norms[start + block] - t * t
            }
          }
        }
      }
    }
  }
}

/// e to the power of eight numbers, 0 below −60 and not above e⁶⁰: with the same bits on every
/// machine, but not the same as `exponential`.
///
/// With x = k ln 2 + r and |r| ≤ ½ ln 2, by Taylor's series; within 2 units in the last place.
@inline(__always)
private func exponentials(_ x: SIMD8<Double>) -> SIMD8<Double> {
  let inside = x.clamped(lowerBound: .init(repeating: -60), upperBound: .init(repeating: 60))
  // The sum's last bits are the rounded quotient.
  let shift = SIMD8<Double>(repeating: 0x1.8p52)
  let shifted = inside * 1.4426950408889634 + shift
  let k = shifted - shift
  let r = (inside - k * 0x1.62e42fefp-1) - k * 0x1.473de6af278edp-34
  var series = SIMD8<Double>(repeating: 1.0 / 479_001_600)
  for factor in taylor { series = series * r + factor }
  let bits = SIMD8<UInt64>(truncatingIfNeeded: unsafeBitCast(shifted, to: SIMD8<Int64>.self))
  let power = (bits &+ 1023) &<< 52
  let result = series * unsafeBitCast(power, to: SIMD8<Double>.self)
  return result.replacing(with: 0, where: x .< -60)
}

/// 1/11! … 1/0!, in the order of Horner's scheme.
private let taylor: [Double] = [
  1.0 / 39_916_800, 1.0 / 3_628_800, 1.0 / 362_880, 1.0 / 40_320, 1.0 / 5_040, 1.0 / 720,
  1.0 / 120, 1.0 / 24, 1.0 / 6, 1.0 / 2, 1, 1,
]

extension CodedDimension.Kind {
  var isCategorical: Bool {
    if case .categorical = self { true } else { false }
  }

  /// Whether all pairs of values fit a table; many small cells are as good as continuous.
  fileprivate var hasTable: Bool {
    switch self {
    case .categorical: true
    case .discrete(let count): count <= 64
    case .fixed, .continuous: false
    }
  }
}
