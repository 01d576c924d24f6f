import SweepBase

/// The normal distribution that an evolution strategy draws from, in codes.
///
/// - Source: Hansen 2016, <https://arxiv.org/abs/1604.00772>, with its default constants; the margin
///   that keeps discrete dimensions from freezing: Hamano et al. 2022,
///   <https://arxiv.org/abs/2205.13482>, in the simpler form of a least deviation per dimension.
struct CovarianceState: Sendable {
  let dimension: Int
  /// How many rows one update takes.
  let population: Int
  private(set) var mean: [Double]
  private(set) var stepSize: Double
  private var covariance: [Double]
  private var pathOfStep: [Double]
  private var pathOfShape: [Double]
  private var eigen: SymmetricEigen
  private var updates = 0
  /// The least deviation of each dimension: for discrete ones, so that a neighbour is still drawn.
  private let leastDeviations: [Double]

  private let weights: [Double]
  private let negativeWeights: [Double]
  private let effective: Double

  init(start: [Double], stepSize: Double, population: Int, leastDeviations: [Double]) {
    let n = start.count
    dimension = n
    self.population = population
    mean = start
    self.stepSize = stepSize
    self.leastDeviations = leastDeviations
    covariance = [Double](repeating: 0, count: n * n)
    for i in 0..<n { covariance[i * n + i] = 1 }
    pathOfStep = [Double](repeating: 0, count: n)
    pathOfShape = pathOfStep
    eigen = SymmetricEigen(covariance, count: n)
    let raw = (0..<population).map {
      naturalLogarithm((Double(population) + 1) / 2) - naturalLogarithm(Double($0) + 1)
    }
    let parents = population / 2
    let sum = raw[..<parents].reduce(0, +)
    let weights = raw[..<parents].map { $0 / sum }
    self.weights = weights
    effective = 1 / weights.reduce(0) { $0 + $1 * $1 }
    negativeWeights = Self.negative(Array(raw[parents...]), n, effective)
  }

  /// The weights of the worse half, which shrink the distribution where they lie.
  private static func negative(_ raw: [Double], _ n: Int, _ effective: Double) -> [Double] {
    let (c1, cm) = rates(n, effective)
    let sum = raw.reduce(0) { $0 + abs($1) }
    let squares = raw.reduce(0) { $0 + $1 * $1 }
    guard sum > 0 else { return raw }
    let most = min(
      1 + c1 / cm, 1 + 2 * (sum * sum / squares) / (effective + 2),
      (1 - c1 - cm) / (Double(n) * cm))
    return raw.map { -abs($0) / sum * most }
  }

  /// The rates at which the covariance learns from its path and from the points.
  private static func rates(_ n: Int, _ effective: Double) -> (path: Double, points: Double) {
    let size = Double(n)
    let c1 = 2 / ((size + 1.3) * (size + 1.3) + effective)
    let cm = min(
      1 - c1, 2 * (effective - 2 + 1 / effective) / ((size + 2) * (size + 2) + effective))
    return (c1, max(cm, 1e-9))
  }

  /// A point of the distribution.
  ///
  /// - Parameter normals: Standard normal deviates.
  /// - Returns: Codes, which may lie outside of the range.
  func point(_ normals: [Double]) -> [Double] {
    let n = dimension
    let scaled = (0..<n).map { normals[$0] * max(eigen.values[$0], 1e-30).squareRoot() }
    return (0..<n).map { i in
      var sum = 0.0
      for k in 0..<n { sum += eigen.vectors[i * n + k] * scaled[k] }
      // A dimension whose deviation is too small is widened.
      let deviation = stepSize * max(covariance[i * n + i], 1e-30).squareRoot()
      let widened = deviation < leastDeviations[i] ? leastDeviations[i] / deviation : 1
      return mean[i] + stepSize * sum * widened
    }
  }

  /// Moves to the better half of `population` points.
  ///
  /// - Parameter points: Points, the best first.
  mutating func update(_ points: [[Double]]) {
    let n = dimension
    let size = Double(n)
    let cs = (effective + 2) / (size + effective + 5)
    let ds = 1 + 2 * max(0, ((effective - 1) / (size + 1)).squareRoot() - 1) + cs
    let cc = (4 + effective / size) / (size + 4 + 2 * effective / size)
    let (c1, cm) = Self.rates(n, effective)
    let expected = size.squareRoot() * (1 - 1 / (4 * size) + 1 / (21 * size * size))
    // Points may come from an earlier distribution: steps that are too long for this one are cut.
    let longest = size.squareRoot() + 2 * size / (size + 2)
    let measured = points.map { point -> (step: [Double], length: Double) in
      let step = zip(point, mean).map { ($0 - $1) / stepSize }
      let length = whitened(step).reduce(0) { $0 + $1 * $1 }.squareRoot()
      return length > longest ? (step.map { $0 * longest / length }, longest) : (step, length)
    }
    let steps = measured.map(\.step)
    let shapeWeights =
      weights
      + zip(negativeWeights, measured.dropFirst(weights.count)).map {
        $0 * size / max($1.length * $1.length, 1e-12)
      }
    let sum = (weights + negativeWeights).reduce(0, +)
    var move = [Double](repeating: 0, count: n)
    for (weight, step) in zip(weights, steps) { for i in 0..<n { move[i] += weight * step[i] } }
    for i in 0..<n { mean[i] = min(max(mean[i] + stepSize * move[i], 0), 1) }
    let white = whitened(move)
    updates += 1
    for i in 0..<n {
      pathOfStep[i] =
        (1 - cs) * pathOfStep[i] + (cs * (2 - cs) * effective).squareRoot() * white[i]
    }
    let length = pathOfStep.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let memory = 1 - exponential(2 * Double(updates) * naturalLogarithm(1 - cs))
    let isShort = length / memory.squareRoot() < (1.4 + 2 / (size + 1)) * expected
    for i in 0..<n {
      pathOfShape[i] =
        (1 - cc) * pathOfShape[i]
        + (isShort ? (cc * (2 - cc) * effective).squareRoot() * move[i] : 0)
    }
    let lost = isShort ? 0 : c1 * cc * (2 - cc)
    for i in 0..<n {
      for j in 0..<n {
        var rank = 0.0
        for (weight, step) in zip(shapeWeights, steps) { rank += weight * step[i] * step[j] }
        covariance[i * n + j] =
          (1 - c1 - cm * sum + lost) * covariance[i * n + j] + c1 * pathOfShape[i] * pathOfShape[j]
          + cm * rank
      }
    }
    stepSize = min(max(stepSize * exponential(min(1, cs / ds * (length / expected - 1))), 1e-8), 1)
    eigen = SymmetricEigen(covariance, count: n)
  }

  /// A step in the coordinates in which the distribution is round.
  private func whitened(_ step: [Double]) -> [Double] {
    let n = dimension
    return (0..<n).map { k in
      var sum = 0.0
      for i in 0..<n { sum += eigen.vectors[i * n + k] * step[i] }
      return sum / max(eigen.values[k], 1e-30).squareRoot()
    }
  }
}
