import SweepNN
import SweepTensors
import SweepText

/// What a classifier of words is to learn of each: a class, not a class, or nothing.
enum WordTarget {
  /// Nothing is known of the word.
  static let missing: Int32 = -1

  /// The word is not of this class; of the others nothing is known.
  static func not(_ class: Int32) -> Int32 { -2 - `class` }

  /// The class that a word is not of, if the target says so.
  static func excluded(_ target: Int32) -> Int? { target <= -2 ? Int(-2 - target) : nil }
}

/// A softmax layer on word vectors: the network of taggers and their like.
///
/// - Shapes: weights `[classes, width]`, bias `[classes]`; both start at 0.
/// - Source: spaCy 3.8 `Tagger.v2`, Thinc 8.3 `SequenceCategoricalCrossentropy` without
///   normalisation.
struct WordClassifier: Sendable {
  /// Where the word vectors come from.
  let source: VectorSource
  /// The number of classes.
  let classCount: Int
  /// Whether predictions go through the softmax.
  let normalizes: Bool
  private let weights: ParameterID
  private let bias: ParameterID
  /// The dropout that a network of its own was last trained with; model files keep it.
  var dropout = 0.0

  /// Adds the parameters in the order of the model file.
  init(
    _ architecture: TaggerArchitecture, classCount: Int, prefix: String,
    in parameters: inout Parameters
  ) {
    self.classCount = classCount
    normalizes = architecture.normalizes
    weights = parameters.add(
      "\(prefix).softmax.W", shape: [classCount, architecture.vectors.width], initially: .zeros)
    bias = parameters.add("\(prefix).softmax.b", shape: [classCount], initially: .zeros)
    source = architecture.vectors.source(prefix: "\(prefix).tok2vec", in: &parameters)
  }

  /// The layer tree of its `model` file.
  var tree: LayerTree {
    let sizes: [(String, Int?)] = [("nO", classCount), ("nI", source.width)]
    let softmax = LayerTree(
      "softmax", dims: sizes,
      attributes: [("softmax_normalize", .bool(normalizes)), ("softmax_temperature", .number(1))],
      parameters: [("W", weights), ("b", bias)])
    var tree = LayerTree.chain(
      [source.tree(dropout: dropout), softmax.wrapped("with_array", dims: sizes, pad: 0)],
      dims: [("nO", classCount)])
    tree.refs = [("tok2vec", [0]), ("softmax", [1, 0]), ("output_layer", [1, 0])]
    return tree
  }

  /// Learns a batch: adds the gradients to those of the context, and the loss.
  ///
  /// - Parameters:
  ///   - targets: what each word of the batch is.
  ///   - smoothing: the share of a target that goes evenly to the other classes.
  ///   - context: that of the update.
  mutating func learn(
    _ targets: [Int32], smoothing: Double = 0, _ context: inout UpdateContext
  ) {
    guard !targets.isEmpty, let pass = context.forward(source) else { return }
    if case .own = source { dropout = context.dropout }
    let (rows, width, arena) = (targets.count, source.width, context.arena)
    let (vectors, d) = (pass.output, arena.floats(rows * classCount))
    score(rows, vectors, into: d, context.parameters, context.numerics)
    let losses = arena.make(Double.self, rows)
    let smoothed = WordSmoothing(smoothing, classCount)
    let dVectors = arena.floats(rows * width)
    let threads = context.numerics.threads
    let own = context.parameters[weights]
    let isExact = context.numerics.backend == .exact
    let packed =
      isExact
      ? PackedMatrix(k: classCount, n: width, own, ldb: width, transposeB: false) : nil
    threads.forEachRange(of: rows, grain: 42) { range in
      let first = d + range.lowerBound * classCount
      Kernels.softmaxRows(
        rows: range.count, columns: classCount, first, stride: classCount, into: first,
        stride: classCount)
      for row in range {
        losses[row] = smoothed.subtract(targets[row], from: d + row * classCount)
      }
      packed?.multiply(
        m: range.count, first, lda: classCount, into: dVectors + range.lowerBound * width,
        ldc: width)
    }
    if isExact {
      addGradients(rows, vectors, d, to: &context.gradients, threads)
    } else {
      context.numerics.gradients(
        rows: rows, inputs: width, vectors, d, outputs: classCount, own,
        addingTo: &context.gradients[weights], dVectors)
      context.numerics.addRows(d, rows: rows, to: &context.gradients[bias])
    }
    context.addLoss((0..<rows).reduce(0) { $0 + losses[$1] })
    context.backward(dVectors, source, pass)
  }

  private func addGradients(
    _ rows: Int, _ vectors: UnsafePointer<Float>, _ d: UnsafePointer<Float>,
    to gradients: inout Gradients, _ threads: Threads
  ) {
    let (classes, width) = (classCount, source.width)
    gradients.withPointers(to: [weights, bias]) { targets in
      var work: [() -> Void] = parts(of: width, grain: 32, threads).map { columns in
        {
          gemm(
            m: classes, n: columns.count, k: rows, d, lda: classes, transposeA: true,
            vectors + columns.lowerBound, ldb: width, into: targets[0] + columns.lowerBound,
            ldc: width, accumulate: true, backend: .exact)
        }
      }
      work.append {
        Kernels.sumRows(
          rows: rows, columns: classes, d, stride: classes, into: targets[1])
      }
      threads.forEach(work.count) { work[$0]() }
    }
  }

  /// Writes the scores of words before the softmax: `[rows, classes]`.
  private func score(
    _ rows: Int, _ vectors: UnsafePointer<Float>, into scores: UnsafeMutablePointer<Float>,
    _ parameters: Parameters, _ numerics: Numerics
  ) {
    let width = source.width
    guard numerics.backend == .exact else {
      return numerics.product(
        rows: rows, inputs: width, vectors, parameters[weights], bias: parameters[bias],
        outputs: classCount, into: scores)
    }
    let packed = PackedMatrix(
      k: width, n: classCount, parameters[weights], ldb: width, transposeB: true)
    let bias = parameters[bias]
    numerics.threads.forEachRange(of: rows, grain: 42) { range in
      packed.multiply(
        m: range.count, vectors + range.lowerBound * width, lda: width, bias: bias,
        into: scores + range.lowerBound * classCount, ldc: classCount)
    }
  }

  /// The scores of words as prediction sees them: `[rows, classes]`.
  func scores(_ rows: Int, _ context: PredictionContext) -> UnsafeMutablePointer<Float>? {
    guard let vectors = context.vectors, rows > 0 else { return nil }
    let scores = context.arena.floats(rows * classCount)
    score(rows, vectors, into: scores, context.parameters, context.numerics)
    if normalizes {
      Kernels.softmaxRows(
        rows: rows, columns: classCount, scores, stride: classCount, into: scores,
        stride: classCount)
    }
    return scores
  }

  /// The best class of each word; the first of equals.
  func best(_ rows: Int, _ context: PredictionContext) -> [Int] {
    guard let scores = scores(rows, context) else { return [] }
    return (0..<rows).map { row in Self.best(scores + row * classCount, classCount) }
  }

  /// The first of the highest scores.
  static func best(_ scores: UnsafePointer<Float>, _ count: Int) -> Int {
    var best = 0
    for k in 1..<max(count, 1) where scores[k] > scores[best] { best = k }
    return best
  }

  /// Takes from a `model` file what is not a weight.
  mutating func take(from model: ModelFile) {
    guard case .own = source else { return }
    dropout = model.nodes.lazy.compactMap { $0[attribute: "dropout_rate"]?.doubleValue }.first ?? 0
  }
}

/// The targets of words, with a share of each for the other classes.
private struct WordSmoothing {
  private let classCount: Int
  /// The target of the true class and of the others.
  private let gold: Float
  private let other: Float

  init(_ smoothing: Double, _ classCount: Int) {
    self.classCount = classCount
    gold = Float(1 - smoothing)
    other = smoothing == 0 ? 0 : Float(smoothing / Double(classCount - 1))
  }

  /// Turns the probabilities of a word's classes into their gradient.
  ///
  /// - Returns: the sum of its squares.
  func subtract(_ target: Int32, from row: UnsafeMutablePointer<Float>) -> Double {
    if target >= 0 {
      if other != 0 { for k in 0..<classCount where k != Int(target) { row[k] -= other } }
      row[Int(target)] -= gold
      return Kernels.sumOfSquares(count: classCount, row)
    }
    guard let excluded = WordTarget.excluded(target) else {
      row.update(repeating: 0, count: classCount)
      return 0
    }
    let kept = row[excluded]
    row.update(repeating: 0, count: classCount)
    row[excluded] = kept
    return Double(kept) * Double(kept)
  }
}
