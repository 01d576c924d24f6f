import SweepBase
import SweepNN
import SweepTensors

/// Sums the vectors of each text, weighted by how well they go with a learned vector.
///
/// The weights of a text are the softmax of `k q`, where k is the vector itself or, in version 2, a
/// layer with GELU of it.
///
/// - Shapes: q `[width]`, x `[N, width]`, y `[texts, width]`.
/// - Source: Thinc 8.3 `ParametricAttention.v1` and `.v2`, `reduce_sum`.
struct ParametricAttention: Sendable {
  let query: ParameterID
  /// What makes keys of the vectors, in version 2.
  let keys: AffineLayer?
  let width: Int

  /// Adds the parameters.
  init(width: Int, transformsKeys: Bool, prefix: String, in parameters: inout Parameters) {
    self.width = width
    query = parameters.add("\(prefix).Q", shape: [width])
    keys =
      transformsKeys
      ? AffineLayer(inputs: width, outputs: width, prefix: "\(prefix).keys", in: &parameters) : nil
  }

  /// Draws the initial weights in spaCy's order.
  func initialize(_ parameters: inout Parameters, random: inout SpacyRandom) {
    parameters[query] = random.numpy.uniformFloats(width, -0.1, 0.1)
    guard let keys else { return }
    parameters[keys.weights] = Initializer.heNormal([width, width], from: &random.numpy)
  }

  /// What a forward pass keeps.
  struct Kept {
    let lengths: [Int]
    let x: UnsafePointer<Float>
    /// The keys' values before GELU, and the keys.
    let transformed: (inner: UnsafeMutablePointer<Float>, keys: UnsafeMutablePointer<Float>)?
    /// The weight of each vector.
    let weights: UnsafeMutablePointer<Float>

    /// The number of vectors.
    var count: Int { lengths.reduce(0, +) }
  }

  /// Computes the sums; an empty text has zeros.
  func forward(
    _ lengths: [Int], _ x: UnsafePointer<Float>, _ parameters: Parameters, _ numerics: Numerics,
    _ arena: Arena, into y: UnsafeMutablePointer<Float>
  ) -> Kept {
    let count = lengths.reduce(0, +)
    var transformed: (inner: UnsafeMutablePointer<Float>, keys: UnsafeMutablePointer<Float>)?
    if let keys {
      let made = (inner: arena.floats(count * width), keys: arena.floats(count * width))
      keys.forward(rows: count, x, parameters, numerics, into: made.inner)
      Gelu.forward(count: count * width, made.inner, into: made.keys)
      transformed = made
    }
    let weights = arena.floats(count)
    numerics.product(
      rows: count, inputs: width, transformed.map { UnsafePointer($0.keys) } ?? x,
      parameters[query], bias: nil, outputs: 1, into: weights)
    for i in 0..<count { weights[i] = min(max(weights[i], -20), 20) }
    Kernels.exp(count: count, weights, into: weights)
    y.update(repeating: 0, count: lengths.count * width)
    var start = 0
    for (text, length) in lengths.enumerated() {
      var sum: Float = 0
      for i in start..<start + length { sum += weights[i] }
      for i in start..<start + length {
        weights[i] /= sum
        Kernels.add(count: width, x + i * width, times: weights[i], to: y + text * width)
      }
      start += length
    }
    return Kept(lengths: lengths, x: x, transformed: transformed, weights: weights)
  }

  /// Adds the gradients of the parameters and writes that of the vectors.
  func backward(
    _ dY: UnsafePointer<Float>, _ kept: Kept, _ parameters: Parameters, _ numerics: Numerics,
    _ gradients: inout Gradients, _ arena: Arena, into dX: UnsafeMutablePointer<Float>
  ) {
    let (count, weights) = (kept.count, kept.weights)
    let dWeights = arena.floats(count)
    var start = 0
    for (text, length) in kept.lengths.enumerated() {
      let dY = dY + text * width
      numerics.product(
        rows: length, inputs: width, kept.x + start * width, dY, bias: nil, outputs: 1,
        into: dWeights + start)
      var sum: Float = 0
      for i in start..<start + length {
        dWeights[i] = weights[i] * dWeights[i]
        sum += dWeights[i]
      }
      for i in start..<start + length {
        dWeights[i] -= weights[i] * sum
        (dX + i * width).update(from: dY, count: width)
        Kernels.scale(count: width, dX + i * width, by: weights[i])
      }
      start += length
    }
    let query = parameters[query]
    let keys = kept.transformed.map { UnsafePointer($0.keys) } ?? kept.x
    numerics.gradients(
      rows: count, inputs: width, keys, dWeights, outputs: 1, query,
      addingTo: &gradients[self.query], nil)
    guard let layer = self.keys, let transformed = kept.transformed else {
      for i in 0..<count {
        Kernels.add(count: width, query, times: dWeights[i], to: dX + i * width)
      }
      return
    }
    let (dKeys, dInput) = (arena.zeros(count * width), arena.floats(count * width))
    for i in 0..<count {
      Kernels.add(count: width, query, times: dWeights[i], to: dKeys + i * width)
    }
    Gelu.backward(count: count * width, transformed.inner, dKeys)
    layer.backward(
      rows: count, kept.x, dKeys, parameters, numerics, &gradients, into: dInput)
    Kernels.add(count: count * width, dInput, to: dX)
  }
}

/// `x Φ(x)` with Φ by formula 7.1.26 of Abramowitz and Stegun, whose error is at most 1.5e-7.
enum Gelu {
  static func forward(
    count: Int, _ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>
  ) {
    for i in 0..<count { y[i] = Float(Double(x[i]) * cumulative(Double(x[i]))) }
  }

  /// Turns gradients of the result into those of x in place.
  static func backward(
    count: Int, _ x: UnsafePointer<Float>, _ dY: UnsafeMutablePointer<Float>
  ) {
    for i in 0..<count {
      let z = Double(x[i])
      let density = 0.3989422804014327 * Kernels.exp(-0.5 * z * z)
      dY[i] *= Float(cumulative(z) + z * density)
    }
  }

  /// The normal distribution up to z.
  private static func cumulative(_ z: Double) -> Double {
    let x = abs(z) * 0.7071067811865476
    let t = 1 / (1 + 0.3275911 * x)
    let sum =
      ((((1.061405429 * t - 1.453152027) * t) + 1.421413741) * t - 0.284496736) * t + 0.254829592
    let error = 1 - sum * t * Kernels.exp(-x * x)
    return 0.5 * (1 + (z < 0 ? -error : error))
  }
}
