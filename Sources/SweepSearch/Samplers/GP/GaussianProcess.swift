import SweepBase

/// A Gaussian process with a weight for each dimension, fitted to scores.
///
/// The mean and the variance of the process follow from the weights and the noise, which maximise
/// the likelihood times a prior.
struct GaussianProcess: Sendable {
  /// Weights of dimensions and the share of noise, as logarithms.
  struct Settings: Sendable {
    var logWeights: [Double]
    var logNoise: Double
  }

  let kernel: MixedKernel
  let settings: Settings
  /// The codes of the searched dimensions, row after row.
  let features: [Double]
  let count: Int
  private let weights: [Double]
  private let inverse: [Double]
  private let alpha: [Double]
  private let mean: Double
  private let variance: Double

  /// Fits settings by at most `evaluations` steps, to the rows at some places, and conditions on all.
  static func fitted(
    _ kernel: MixedKernel, features: [Double], values: [Double], to places: [Int], evaluations: Int
  ) -> GaussianProcess? {
    let d = kernel.dimensionCount
    let likelihood = Likelihood(
      kernel, features: places.flatMap { features[$0 * d..<($0 + 1) * d] },
      values: places.map { values[$0] })
    let start = [Double](repeating: likelihood.priorLogWeight, count: d) + [-7]
    var search = QuasiNewton()
    search.evaluations = evaluations
    search.firstStep = 1
    search.tolerance = 1e-3
    let box =
      [ClosedRange<Double>](repeating: -8...9, count: d) + [Likelihood.noiseRange]
    let (point, _) = search.minimize(from: start, in: box) { likelihood.cost($0) }
    return GaussianProcess(
      kernel, Settings(logWeights: Array(point[..<d]), logNoise: point[d]), features: features,
      values: values)
  }

  /// Conditions on scores.
  ///
  /// - Returns: `nil` if rows are too alike to tell apart.
  init?(_ kernel: MixedKernel, _ settings: Settings, features: [Double], values: [Double]) {
    let likelihood = Likelihood(kernel, features: features, values: values)
    guard let state = likelihood.state(settings.logWeights + [settings.logNoise]) else {
      return nil
    }
    (self.kernel, self.settings, self.features) = (kernel, settings, features)
    count = values.count
    weights = settings.logWeights.map(exponential)
    (inverse, alpha) = (state.factor.inverse, state.alpha)
    (mean, variance) = (state.mean, state.variance)
  }

  /// The mean and the standard deviation of the noiseless score at codes, with gradients if wanted.
  struct Prediction {
    var mean: Double
    var deviation: Double
    var meanGradient: [Double] = []
    var deviationGradient: [Double] = []
  }

  /// The mean of the noiseless score at codes.
  func mean(_ x: [Double]) -> Double {
    let d = weights.count
    var k = [Double](repeating: 0, count: count)
    for row in 0..<count {
      var square = 0.0
      for j in 0..<d { square += weights[j] * kernel.distance(j, x[j], features[row * d + j]) }
      k[row] = MixedKernel.value(square).value
    }
    return k.withUnsafeBufferPointer { k in
      alpha.withUnsafeBufferPointer { mean + dot(k, 0, $0, 0, count) }
    }
  }

  func predict(_ x: [Double], gradient: Bool = false) -> Prediction {
    let d = weights.count
    var k = [Double](repeating: 0, count: count)
    var slopes = [Double](repeating: 0, count: gradient ? count : 0)
    features.withUnsafeBufferPointer { features in
      for row in 0..<count {
        var square = 0.0
        for j in 0..<d { square += weights[j] * kernel.distance(j, x[j], features[row * d + j]) }
        let (value, slope) = MixedKernel.value(square)
        k[row] = value
        if gradient { slopes[row] = slope }
      }
    }
    var v = [Double](repeating: 0, count: count)
    let (sum, share) = k.withUnsafeBufferPointer { k in
      inverse.withUnsafeBufferPointer { inverse in
        alpha.withUnsafeBufferPointer { alpha in
          for row in 0..<count { v[row] = dot(inverse, row * count, k, 0, count) }
          return v.withUnsafeBufferPointer { v in
            (dot(k, 0, alpha, 0, count), dot(k, 0, v, 0, count))
          }
        }
      }
    }
    let rest = max(1 - share, 1e-12)
    var result = Prediction(mean: mean + sum, deviation: (variance * rest).squareRoot())
    guard gradient else { return result }
    var byMean = [Double](repeating: 0, count: d)
    var byShare = [Double](repeating: 0, count: d)
    for row in 0..<count {
      let (a, b) = (slopes[row] * alpha[row], slopes[row] * v[row])
      for j in 0..<d where !kernel.isCategorical[j] {
        let difference = x[j] - features[row * d + j]
        if difference == difference {
          byMean[j] += a * difference
          byShare[j] += b * difference
        }
      }
    }
    let factor = variance / result.deviation
    result.meanGradient = (0..<d).map { 2 * weights[$0] * byMean[$0] }
    result.deviationGradient = (0..<d).map { -2 * weights[$0] * byShare[$0] * factor }
    return result
  }
}

/// The likelihood of scores under weights and noise, times their prior.
private struct Likelihood {
  let kernel: MixedKernel
  let values: [Double]
  let n: Int
  /// For each pair of rows i > j, the distance in each dimension.
  let distances: [Double]

  /// The range of the logarithm of the noise's share.
  static let noiseRange = -14.0...1

  /// The likeliest logarithm of a weight before any score: lengths grow with the dimensions.
  var priorLogWeight: Double {
    let length = 0.35 * Double(max(kernel.dimensionCount, 1)).squareRoot()
    return -2 * naturalLogarithm(length)
  }

  init(_ kernel: MixedKernel, features: [Double], values: [Double]) {
    (self.kernel, self.values) = (kernel, values)
    n = values.count
    let d = kernel.dimensionCount
    var distances: [Double] = []
    distances.reserveCapacity(n * (n - 1) / 2 * d)
    for i in 0..<values.count {
      for j in 0..<i {
        for k in 0..<d {
          distances.append(kernel.distance(k, features[i * d + k], features[j * d + k]))
        }
      }
    }
    self.distances = distances
  }

  struct State {
    var factor: CholeskyFactor
    var alpha: [Double]
    var mean: Double
    var variance: Double
    /// The kernel's derivative for each pair.
    var slopes: [Double]
  }

  func state(_ point: [Double]) -> State? {
    let d = kernel.dimensionCount
    let weights = point[..<d].map(exponential)
    var matrix = [Double](repeating: 0, count: n * n)
    var slopes = [Double](repeating: 0, count: n * (n - 1) / 2)
    var pair = 0
    distances.withUnsafeBufferPointer { distances in
      weights.withUnsafeBufferPointer { weights in
        for i in 0..<n {
          matrix[i * n + i] = 1 + exponential(point[d])
          for j in 0..<i {
            var square = 0.0
            for k in 0..<d { square += weights[k] * distances[pair * d + k] }
            (matrix[i * n + j], slopes[pair]) = MixedKernel.value(square)
            pair += 1
          }
        }
      }
    }
    guard let factor = CholeskyFactor(matrix, count: n) else { return nil }
    var sums = [Double](repeating: 0, count: n)
    var products = [Double](repeating: 0, count: n)
    factor.inverse.withUnsafeBufferPointer { inverse in
      values.withUnsafeBufferPointer { values in
        for i in 0..<n {
          products[i] = dot(inverse, i * n, values, 0, n)
          for j in 0..<n { sums[i] += inverse[i * n + j] }
        }
      }
    }
    let mean = products.reduce(0, +) / (sums.reduce(0, +) + 0.1)
    let alpha = (0..<n).map { products[$0] - mean * sums[$0] }
    // As if one more score had a deviation of 1.
    let square = (0..<n).reduce(0) { $0 + (values[$1] - mean) * alpha[$1] }
    return State(
      factor: factor, alpha: alpha, mean: mean, variance: (square + 1) / Double(n + 1),
      slopes: slopes)
  }

  /// The negative logarithm of likelihood times prior, and its gradient.
  func cost(_ point: [Double]) -> (value: Double, gradient: [Double]) {
    let d = kernel.dimensionCount
    guard let state = state(point) else { return (.infinity, []) }
    var value =
      0.5 * Double(n + 1) * naturalLogarithm(state.variance) + 0.5 * state.factor.logDeterminant
    var gradient = [Double](repeating: 0, count: d + 1)
    var pair = 0
    var trace = 0.0
    let inverse = state.factor.inverse
    distances.withUnsafeBufferPointer { distances in
      for i in 0..<n {
        trace += inverse[i * n + i] - state.alpha[i] * state.alpha[i] / state.variance
        for j in 0..<i {
          // Twice a half: the pair stands in the matrix twice.
          let factor =
            (inverse[i * n + j] - state.alpha[i] * state.alpha[j] / state.variance)
            * state.slopes[pair]
          for k in 0..<d { gradient[k] += factor * distances[pair * d + k] }
          pair += 1
        }
      }
    }
    gradient[d] = 0.5 * trace * exponential(point[d])
    for k in 0..<d {
      gradient[k] *= exponential(point[k])
      let offset = point[k] - priorLogWeight
      value += 0.5 * offset * offset / Self.weightVariance
      gradient[k] += offset / Self.weightVariance
    }
    let offset = point[d] - Self.priorLogNoise
    value += 0.5 * offset * offset / Self.noiseVariance
    gradient[d] += offset / Self.noiseVariance
    return (value, gradient)
  }

  private static let weightVariance = 3.0
  private static let priorLogNoise = -9.0
  private static let noiseVariance = 9.0
}
