import SweepBase
import SweepTensors

/// Scales the lower layer's initial weights until random states give activations with mean 0 and
/// variance 1.
///
/// - Source: spaCy 3.8 `_precomputable_affine.py`, `init`; its prediction counts padding as the
///   first row of the precomputed words.
struct LowerInitializer {
  private static let states = 5000
  private let settings: TransitionModelSettings
  private var weightsDrawn: [Float]
  private let padding: [Float]
  private let ids: [Int]
  private let vectors: [Float]

  /// Draws weights, padding, states and word vectors, in this order.
  init(_ settings: TransitionModelSettings, random: inout SpacyRandom) {
    self.settings = settings
    let (nF, nI) = (settings.featureCount, settings.hiddenWidth)
    let deviation = (1 / Double(nF) * Double(nI)).squareRoot()
    weightsDrawn = random.numpy.normalFloats(
      nF * settings.pieceWidth * nI, standardDeviation: deviation)
    padding = random.numpy.normalFloats(nF * settings.pieceWidth)
    ids = random.numpy.uniformFloats(Self.states * nF, 0, 1000).map { Int($0) }
    vectors = random.numpy.normalFloats(Self.states * nI)
  }

  /// The scaled weights.
  func weights(_ numerics: Numerics) -> (weights: [Float], bias: [Float], padding: [Float]) {
    var weights = weightsDrawn
    var bias = [Float](repeating: 0, count: settings.pieceWidth)
    for _ in 0..<10 {
      let (mean, variance) = moments(of: activations(weights, bias, numerics))
      if abs(variance - 1) >= 0.01 {
        let deviation = Float(variance).squareRoot()
        for k in weights.indices { weights[k] /= deviation }
      } else if abs(mean) >= 0.01 {
        for k in bias.indices { bias[k] -= Float(mean) }
      } else {
        break
      }
    }
    return (weights, bias, padding)
  }

  /// The hidden layer of the random states.
  ///
  /// The contributions of word and slot are added into the states by number: row r of the flat
  /// table goes to the state that is r-th in the drawn ids. Padding is the first word.
  private func activations(_ weights: [Float], _ bias: [Float], _ numerics: Numerics) -> [Float] {
    let (nF, pieces) = (settings.featureCount, settings.pieceWidth)
    let arena = Arena()
    defer { arena.release() }
    let table = arena.floats(Self.states * nF * pieces)
    for k in padding.indices { table[k] = padding[k] }
    numerics.product(
      rows: Self.states - 1, inputs: settings.hiddenWidth, vectors, weights, bias: nil,
      outputs: nF * pieces, into: table + nF * pieces)
    let sums = arena.zeros(Self.states * pieces)
    for (row, state) in ids.enumerated() {
      Kernels.add(count: pieces, table + row * pieces, to: sums + state * pieces)
    }
    Kernels.addBias(rows: Self.states, columns: pieces, bias, to: sums, stride: pieces)
    var hidden = [Float](repeating: 0, count: Self.states * settings.lowerWidth)
    let which = arena.make(UInt8.self, hidden.count)
    if settings.maxoutPieces >= 2 {
      Kernels.maxout(
        rows: Self.states, nO: settings.lowerWidth, nP: settings.maxoutPieces, sums,
        stride: pieces, into: &hidden, stride: settings.lowerWidth, which: which)
    } else {
      Kernels.relu(count: hidden.count, sums, into: &hidden, which: which)
    }
    return hidden
  }

  /// Mean and population variance, in double.
  private func moments(of values: [Float]) -> (mean: Double, variance: Double) {
    var sum = 0.0
    for value in values { sum += Double(value) }
    let mean = sum / Double(values.count)
    var squares = 0.0
    for value in values {
      let distance = Double(value) - mean
      squares += distance * distance
    }
    return (mean, squares / Double(values.count))
  }
}
