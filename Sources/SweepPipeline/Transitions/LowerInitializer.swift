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
    let arena = Arena()
    defer { arena.release() }
    let memory = Memory(settings, numerics, arena)
    for _ in 0..<10 {
      computeActivations(weights, bias, numerics, memory)
      let (mean, variance) = moments(of: memory.hidden)
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

  /// The memory of all rounds.
  private struct Memory {
    /// How many words are computed at once, few enough for the second-level cache.
    ///
    /// OpenBLAS, whose bits depend on shapes, gets all.
    let words: Int
    /// The contributions of some words: `[words, nF · nO · nP]`.
    let table: UnsafeMutablePointer<Float>
    /// The sums of each state: `[states, nO · nP]`.
    let sums: UnsafeMutablePointer<Float>
    let which: UnsafeMutablePointer<UInt8>
    /// The hidden layer: `[states, nO]`.
    let hidden: UnsafeMutableBufferPointer<Float>

    init(_ settings: TransitionModelSettings, _ numerics: Numerics, _ arena: Arena) {
      let states = LowerInitializer.states
      words = numerics.backend == .exact ? 200 : states
      table = arena.floats(words * settings.featureCount * settings.pieceWidth)
      sums = arena.floats(states * settings.pieceWidth)
      let count = states * settings.lowerWidth
      which = arena.make(UInt8.self, count)
      hidden = UnsafeMutableBufferPointer(start: arena.floats(count), count: count)
    }
  }

  /// Computes the hidden layer of the random states.
  ///
  /// The contributions of word and slot are added into the states by number: row r of the flat
  /// table goes to the state that is r-th in the drawn ids. Padding is the first word.
  private func computeActivations(
    _ weights: [Float], _ bias: [Float], _ numerics: Numerics, _ memory: Memory
  ) {
    let (nF, pieces, inputs) = (
      settings.featureCount, settings.pieceWidth, settings.hiddenWidth
    )
    memory.sums.update(repeating: 0, count: Self.states * pieces)
    for first in stride(from: 0, to: Self.states, by: memory.words) {
      let end = min(first + memory.words, Self.states)
      let drawn = max(first, 1)
      if first == 0 { for k in padding.indices { memory.table[k] = padding[k] } }
      vectors.withUnsafeBufferPointer { vectors in
        guard let vectors = vectors.baseAddress else { return }
        numerics.product(
          rows: end - drawn, inputs: inputs, vectors + (drawn - 1) * inputs, weights, bias: nil,
          outputs: nF * pieces, into: memory.table + (drawn - first) * nF * pieces)
      }
      for row in first * nF..<end * nF {
        Kernels.add(
          count: pieces, memory.table + (row - first * nF) * pieces,
          to: memory.sums + ids[row] * pieces)
      }
    }
    guard let hidden = memory.hidden.baseAddress else { return }
    Kernels.addBias(rows: Self.states, columns: pieces, bias, to: memory.sums, stride: pieces)
    if settings.maxoutPieces >= 2 {
      Kernels.maxout(
        rows: Self.states, nO: settings.lowerWidth, nP: settings.maxoutPieces, memory.sums,
        stride: pieces, into: hidden, stride: settings.lowerWidth, which: memory.which)
    } else {
      Kernels.relu(
        count: memory.hidden.count, memory.sums, into: hidden, which: memory.which)
    }
  }

  /// Mean and population variance, in double.
  private func moments(
    of values: UnsafeMutableBufferPointer<Float>
  ) -> (mean: Double, variance: Double) {
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
