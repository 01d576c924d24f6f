import SweepNN
import SweepTensors

/// Scores states of one batch: what the model computes once per batch, for groups of states that
/// may run side by side.
///
/// What a word contributes in the common slots is computed for all words, such as slot 0, since each
/// will be the next word of a state. The others are about few words, such as those of open entities:
/// each group of states asks for their rows when it meets them.
struct TransitionScorer {
  let settings: TransitionModelSettings
  let numerics: Numerics
  /// The number of words.
  let words: Int
  /// The projected words: `[N, hidden]`.
  let projected: UnsafeMutablePointer<Float>
  /// The number of slots whose contributions are computed for all words.
  let common: Int
  /// What each word contributes in each of them: `[N, nO · nP]`.
  let tables: [UnsafeMutablePointer<Float>]
  /// For the other slots, `[nF − common, N]`: the row of a group's own table, or −1.
  let places: UnsafeMutablePointer<Int32>
  /// What a missing word contributes: `[nF, nO · nP]`.
  let padding: UnsafePointer<Float>
  let bias: UnsafePointer<Float>
  let upperBias: UnsafePointer<Float>
  /// The lower weights of each slot, laid out for products.
  let lower: [PackedMatrix]
  /// The tables of the other slots where they are computed at once, as OpenBLAS would have it.
  let otherTables: [UnsafeMutablePointer<Float>]
  private let upperWeights: [Float]
  /// The upper weights laid out for many products of few rows; the bits are the same.
  private let packedUpper: PackedMatrix?
  private let unseen: [Bool]

  /// Projects the words, whose vectors are `[words, width]`, and computes their contributions.
  init(
    _ model: TransitionModel, common: Int, _ vectors: UnsafePointer<Float>, words: Int,
    _ parameters: Parameters, _ numerics: Numerics, _ arena: Arena
  ) {
    let settings = model.settings
    self.settings = settings
    self.numerics = numerics
    self.words = words
    projected = arena.floats(words * settings.hiddenWidth)
    self.common = common
    tables = (0..<common).map { _ in arena.floats(words * settings.pieceWidth) }
    places = arena.make(Int32.self, words * (settings.featureCount - common))
    padding = UnsafePointer(arena.copy(of: parameters[model.lowerPadding]))
    bias = UnsafePointer(arena.copy(of: parameters[model.lowerBias]))
    upperWeights = model.upper.map { parameters[$0.weights] } ?? []
    upperBias = UnsafePointer(arena.copy(of: model.upper.map { parameters[$0.bias] } ?? []))
    unseen = model.unseen
    let isExact = numerics.backend == .exact
    packedUpper =
      settings.usesUpper && isExact
      ? PackedMatrix(
        k: settings.hiddenWidth, n: settings.classCount, upperWeights, ldb: settings.hiddenWidth,
        transposeB: true)
      : nil
    lower = isExact ? Self.pack(parameters[model.lowerWeights], settings) : []
    otherTables =
      isExact
      ? []
      : (common..<settings.featureCount).map { _ in arena.floats(words * settings.pieceWidth) }
    if isExact {
      computeTables(model, vectors, parameters)
    } else {
      computeAllTables(model, vectors, parameters)
    }
  }

  private static func pack(
    _ weights: [Float], _ settings: TransitionModelSettings
  ) -> [PackedMatrix] {
    let (k, n) = (settings.hiddenWidth, settings.pieceWidth)
    return weights.withUnsafeBufferPointer { weights in
      (0..<settings.featureCount).compactMap { slot in
        weights.baseAddress.map {
          PackedMatrix(k: k, n: n, $0 + slot * k * n, ldb: k, transposeB: true)
        }
      }
    }
  }

  /// Projects the words and fills the tables of the common slots, by rows.
  private func computeTables(
    _ model: TransitionModel, _ vectors: UnsafePointer<Float>, _ parameters: Parameters
  ) {
    places.initialize(repeating: -1, count: words * (settings.featureCount - common))
    let (hidden, width, pieces) = (
      settings.hiddenWidth, settings.inputWidth, settings.pieceWidth
    )
    let projection = PackedMatrix(
      k: width, n: hidden, parameters[model.projectionWeights], ldb: width, transposeB: true)
    let bias = parameters[model.projectionBias]
    numerics.threads.forEachRange(of: words, grain: 42) { range in
      let first = range.lowerBound
      let own = projected + first * hidden
      projection.multiply(
        m: range.count, vectors + first * width, lda: width, bias: bias, into: own, ldc: hidden)
      for slot in 0..<common {
        lower[slot].multiply(
          m: range.count, own, lda: hidden, into: tables[slot] + first * pieces, ldc: pieces)
      }
    }
  }

  /// The same with OpenBLAS, for all slots.
  private func computeAllTables(
    _ model: TransitionModel, _ vectors: UnsafePointer<Float>, _ parameters: Parameters
  ) {
    for slot in common..<settings.featureCount {
      for word in 0..<words { places[(slot - common) * words + word] = Int32(word) }
    }
    let (hidden, pieces) = (settings.hiddenWidth, settings.pieceWidth)
    numerics.product(
      rows: words, inputs: settings.inputWidth, vectors, parameters[model.projectionWeights],
      bias: parameters[model.projectionBias], outputs: hidden, into: projected)
    parameters[model.lowerWeights].withUnsafeBufferPointer { weights in
      guard let weights = weights.baseAddress else { return }
      for (slot, table) in (tables + otherTables).enumerated() {
        numerics.product(
          rows: words, inputs: hidden, projected, weights + slot * pieces * hidden, bias: nil,
          outputs: pieces, into: table)
      }
    }
  }

  /// Scores the classes from the hidden layer; unseen classes get the lowest score of the step.
  func scores(
    _ states: Int, _ hidden: UnsafePointer<Float>, into scores: UnsafeMutablePointer<Float>
  ) {
    let classes = settings.classCount
    if let packedUpper {
      packedUpper.multiply(
        m: states, hidden, lda: settings.hiddenWidth, bias: upperBias, into: scores, ldc: classes)
    } else if settings.usesUpper {
      numerics.product(
        rows: states, inputs: settings.hiddenWidth, hidden, upperWeights, bias: upperBias,
        outputs: classes, into: scores)
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
