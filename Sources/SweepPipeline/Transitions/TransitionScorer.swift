import SweepNN
import SweepTensors

/// Scores states of one batch: what the model computes once per batch, and the memory for a step.
struct TransitionScorer {
  let settings: TransitionModelSettings
  let numerics: Numerics
  /// The projected words: `[N, hidden]`.
  let projected: UnsafeMutablePointer<Float>
  /// What each word contributes in each slot: `[N, nF, nO · nP]`.
  let table: UnsafeMutablePointer<Float>
  private let padding: [Float]
  private let bias: [Float]
  private let upperWeights: [Float]
  private let upperBias: [Float]
  /// The upper weights laid out for many products of few rows; the bits are the same.
  private let packedUpper: PackedMatrix?
  private let unseen: [Bool]
  /// The hidden layer's pieces in one step: `[states, nO · nP]`.
  private let pieces: UnsafeMutablePointer<Float>

  /// Projects the words, whose vectors are `[words, width]`, and computes their contributions;
  /// `states` is the most that a step can have.
  init(
    _ model: TransitionModel, _ vectors: UnsafePointer<Float>, words: Int, states: Int,
    _ parameters: Parameters, _ numerics: Numerics, _ arena: Arena
  ) {
    settings = model.settings
    self.numerics = numerics
    projected = arena.floats(words * settings.hiddenWidth)
    numerics.product(
      rows: words, inputs: settings.inputWidth, vectors, parameters[model.projectionWeights],
      bias: parameters[model.projectionBias], outputs: settings.hiddenWidth, into: projected)
    let width = settings.featureCount * settings.pieceWidth
    table = arena.floats(words * width)
    numerics.product(
      rows: words, inputs: settings.hiddenWidth, projected, parameters[model.lowerWeights],
      bias: nil, outputs: width, into: table)
    padding = parameters[model.lowerPadding]
    bias = parameters[model.lowerBias]
    upperWeights = model.upper.map { parameters[$0.weights] } ?? []
    upperBias = model.upper.map { parameters[$0.bias] } ?? []
    packedUpper =
      settings.usesUpper && numerics.backend == .exact
      ? PackedMatrix(
        k: settings.hiddenWidth, n: settings.classCount, upperWeights, ldb: settings.hiddenWidth,
        transposeB: true)
      : nil
    unseen = model.unseen
    pieces = arena.floats(states * settings.pieceWidth)
  }

  /// Computes the hidden layer of states from their words.
  ///
  /// `which` receives the winning pieces; it is `nil` when decoding, where a hidden layer of one
  /// piece has no ReLU, as in spaCy's own decoder.
  func hidden(
    _ states: Int, _ ids: UnsafePointer<Int32>, into hidden: UnsafeMutablePointer<Float>,
    which: UnsafeMutablePointer<UInt8>?
  ) {
    let (nO, nP) = (settings.lowerWidth, settings.maxoutPieces)
    let target = nP == 1 ? hidden : pieces
    Kernels.gatherSum(
      states: states, nF: settings.featureCount, width: nO * nP, ids: ids, table, pad: padding,
      bias: bias, into: target)
    if nP > 1 {
      Kernels.maxout(
        rows: states, nO: nO, nP: nP, pieces, stride: nO * nP, into: hidden, stride: nO,
        which: which)
    } else if let which {
      Kernels.relu(count: states * nO, hidden, into: hidden, which: which)
    }
  }

  /// Scores the classes from the hidden layer; unseen classes get the lowest score there is.
  func scores(
    _ states: Int, _ hidden: UnsafePointer<Float>, into scores: UnsafeMutablePointer<Float>
  ) {
    let classes = settings.classCount
    if settings.usesUpper {
      if let packed = packedUpper {
        packed.multiply(
          m: states, hidden, lda: settings.hiddenWidth, bias: upperBias, into: scores,
          ldc: classes)
      } else {
        numerics.product(
          rows: states, inputs: settings.hiddenWidth, hidden, upperWeights, bias: upperBias,
          outputs: classes, into: scores)
      }
    } else {
      scores.update(from: hidden, count: states * classes)
    }
    guard unseen.contains(true) else { return }
    var lowest = Float.infinity
    for k in 0..<states * classes where scores[k] < lowest { lowest = scores[k] }
    for row in 0..<states {
      for k in 0..<classes where unseen[k] { scores[row * classes + k] = lowest }
    }
  }

  /// The highest-scoring valid class; the first of equals.
  static func best(
    _ scores: UnsafePointer<Float>, _ valid: UnsafePointer<UInt8>, _ classes: Int
  ) -> Int {
    var best = -1
    for k in 0..<classes where valid[k] != 0 && (best < 0 || scores[k] > scores[best]) { best = k }
    return best
  }
}
