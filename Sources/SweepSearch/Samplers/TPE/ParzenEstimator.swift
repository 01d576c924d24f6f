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
  /// For kernels × continuous dimensions: the middle, 1 / (σ √2), and log of the normalisation.
  private var middles: [Double] = []
  private var scales: [Double] = []
  private var norms: [Double] = []
  private let continuousCount: Int
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
    middles.reserveCapacity(rows.count * continuousCount)
    let scale = 1 / (sigma * Self.root)
    for row in rows {
      let codes = history.codes(row)
      for (k, i) in searched.enumerated() {
        let code = codes[codes.startIndex + i]
        if isTable[k] {
          let cell = code.isNaN ? cellCounts[places[k]] : coded.dimensions[i].cell(code)
          cells.append(Int32(cell))
        } else if code.isNaN {
          middles.append(0)
          scales.append(0)
          norms.append(0)
        } else {
          let share = NormalDistribution.share(from: -code / sigma, to: (1 - code) / sigma)
          middles.append(code)
          scales.append(scale)
          norms.append(-naturalLogarithm(2.5066282746310002 * sigma * share))
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

  private func drawCell(_ dimension: CodedDimension, _ place: Int, _ kernel: Int, _ u: Double)
    -> Double
  {
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
    let position = kernel * continuousCount + place
    guard scales[position] > 0 else { return u }
    let sigma = 1 / (scales[position] * Self.root)
    let low = NormalDistribution.cumulative(-middles[position] / sigma)
    let high = NormalDistribution.cumulative((1 - middles[position]) / sigma)
    let p = min(max(low + u * (high - low), 1e-16), 1 - 0x1p-53)
    return min(max(middles[position] + sigma * normalQuantile(p), 0), 1)
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
    var sum = exponential(prior)
    middles.withUnsafeBufferPointer { middles in
      scales.withUnsafeBufferPointer { scales in
        norms.withUnsafeBufferPointer { norms in
          for kernel in 0..<kernelCount {
            var exponent = 0.0
            let start = kernel * continuousCount
            for (place, code) in active {
              let t = (code - middles[start + place]) * scales[start + place]
              exponent += norms[start + place] - t * t
            }
            for (place, table, row) in lookups {
              exponent += tables[table][row + Int(cells[kernel * tableCount + place])]
            }
            if exponent > -60 { sum += exponential(exponent) }
          }
        }
      }
    }
    return naturalLogarithm(max(sum / Double(kernelCount + 1), 1e-300))
  }
}

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
