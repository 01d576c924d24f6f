import SweepBase
import SweepNN
import SweepTensors

/// The layers of a text-classification network after its word vectors.
///
/// - Shapes: word vectors `[N, width]`, bags of n-grams `[texts]`, scores `[texts, classes]`.
/// - Source: spaCy 3.8 `TextCatBOW`, `TextCatEnsemble.v2`, `TextCatReduce.v1`, `TextCatCNN`,
///   `TextCatParametricAttention.v1`.
struct TextCatNetwork: Sendable {
  let architecture: TextCatArchitecture
  let classCount: Int
  /// The numbers per word vector; 0 without word vectors.
  let width: Int
  let linear: SparseLinear?
  let attention: ParametricAttention?
  /// The residual layer over a text's vector.
  let hidden: MaxoutNorm?
  let reductions: Reductions?
  /// The last layer; a bag of words alone has none.
  let output: AffineLayer?

  /// The pieces of the residual layer.
  private static let pieces = 3

  /// Adds the parameters with all weights 0.
  init(
    _ architecture: TextCatArchitecture, classCount: Int, prefix: String,
    in parameters: inout Parameters
  ) {
    self.architecture = architecture
    self.classCount = classCount
    width = architecture.vectors?.width ?? 0
    linear = architecture.bagOfWords.map { settings in
      SparseLinear(outputs: classCount, settings, prefix: "\(prefix).linear", in: &parameters)
    }
    switch architecture.kind {
    case .bagOfWords:
      (attention, hidden, reductions, output) = (nil, nil, nil, nil)
    case .reductions(let kinds, _):
      let reductions = Reductions(reductions: kinds, width: width)
      (attention, hidden) = (nil, nil)
      self.reductions = reductions
      output = AffineLayer(
        inputs: reductions.outputs, outputs: classCount, prefix: "\(prefix).output",
        in: &parameters)
    case .ensemble, .attention:
      reductions = nil
      attention = ParametricAttention(
        width: width, transformsKeys: architecture.kind == .attention,
        prefix: "\(prefix).attention", in: &parameters)
      hidden = MaxoutNorm(
        width: width, pieces: Self.pieces, inputs: width, prefix: "\(prefix).hidden",
        in: &parameters)
      output = AffineLayer(
        inputs: width + (linear == nil ? 0 : classCount), outputs: classCount,
        prefix: "\(prefix).output", in: &parameters)
    }
  }

  /// How often spaCy initialises the network of word vectors: it draws anew each time.
  var vectorInitializations: Int { attention == nil ? 1 : 2 }

  /// Makes the draws that spaCy makes, and throws away, when it adds one label after the other.
  func drawForLabels(_ random: inout SpacyRandom) {
    guard case .reductions(_, isResizable: true) = architecture.kind, let output,
      !architecture.isExclusive
    else { return }
    for count in stride(from: 2, through: classCount, by: 1) {
      _ = random.numpy.uniformFloats(count * output.inputs, -1, 1)
    }
  }

  /// Draws the initial weights in spaCy's order; those of the word vectors come before.
  func initialize(_ parameters: inout Parameters, random: inout SpacyRandom) {
    attention?.initialize(&parameters, random: &random)
    if let hidden {
      let bound = glorotBound(hidden.width, hidden.pieces)
      parameters[hidden.weights] = random.numpy.uniformFloats(
        hidden.outputs * hidden.inputs, -bound, bound)
    }
    // A softmax starts at 0.
    guard let output, !architecture.isExclusive else { return }
    let bound = glorotBound(output.outputs, output.inputs)
    parameters[output.weights] = random.numpy.uniformFloats(
      output.outputs * output.inputs, -bound, bound)
  }

  /// The texts of a batch.
  struct Batch {
    /// The number of words of each.
    let lengths: [Int]
    /// Their n-grams; none where the network does not read them.
    let bags: [NgramBag]
    /// Their word vectors, `[N, width]`.
    let vectors: UnsafePointer<Float>?
  }

  /// What a forward pass leaves behind.
  struct Pass {
    let batch: Batch
    /// The scores: `[texts, classes]`.
    let scores: UnsafeMutablePointer<Float>
    /// The scores of the bag of words in an ensemble.
    fileprivate var linearScores: UnsafeMutablePointer<Float>?
    /// What the last layer reads.
    fileprivate var input: UnsafeMutablePointer<Float>?
    fileprivate var attention: ParametricAttention.Kept?
    fileprivate var hidden: (rows: MaxoutNorm.Rows, kept: MaxoutNormRows)?
    fileprivate var sequences: UnsafeMutablePointer<Reductions.Rows>?
    fileprivate var maxima: UnsafeMutablePointer<Int32>?
  }

  /// Computes the scores of texts; the arena owns all memory of the result.
  ///
  /// `mask`, `[texts, width]`, is the dropout of the residual layer.
  func forward(
    _ batch: Batch, mask: UnsafePointer<Float>?, isTraining: Bool, _ parameters: Parameters,
    _ numerics: Numerics, _ arena: Arena
  ) -> Pass {
    let texts = batch.lengths.count
    var pass = Pass(batch: batch, scores: arena.floats(texts * classCount))
    guard let output else {
      linear?.forward(batch.bags, parameters, into: pass.scores)
      architecture.activation.apply(rows: texts, columns: classCount, pass.scores)
      return pass
    }
    let input = arena.floats(texts * output.inputs)
    pass.input = input
    if let vectors = batch.vectors {
      reduce(vectors, mask, isTraining, &pass, input, parameters, numerics, arena)
    }
    if let linear, let settings = architecture.bagOfWords {
      let scores = arena.floats(texts * classCount)
      linear.forward(batch.bags, parameters, into: scores)
      settings.activation.apply(rows: texts, columns: classCount, scores)
      for text in 0..<texts {
        (input + text * output.inputs).update(from: scores + text * classCount, count: classCount)
      }
      pass.linearScores = scores
    }
    output.forward(rows: texts, input, parameters, numerics, into: pass.scores)
    architecture.activation.apply(rows: texts, columns: classCount, pass.scores)
    return pass
  }

  /// Makes one vector of each text's, at its place in the input of the last layer.
  private func reduce(
    _ vectors: UnsafePointer<Float>, _ mask: UnsafePointer<Float>?, _ isTraining: Bool,
    _ pass: inout Pass, _ input: UnsafeMutablePointer<Float>, _ parameters: Parameters,
    _ numerics: Numerics, _ arena: Arena
  ) {
    let texts = pass.batch.lengths.count
    if let reductions {
      let sequences = Reductions.consecutive(pass.batch.lengths, arena)
      let maxima = isTraining ? arena.make(Int32.self, texts * width) : nil
      reductions.forward(count: texts, sequences, vectors, into: input, which: maxima)
      (pass.sequences, pass.maxima) = (sequences, maxima)
    }
    guard let attention, let hidden, let output else { return }
    let (sums, summary) = (arena.floats(texts * width), arena.floats(texts * width))
    pass.attention = attention.forward(
      pass.batch.lengths, vectors, parameters, numerics, arena, into: sums)
    let rows = MaxoutNorm.Rows(
      count: texts, x: sums, stride: width, residual: sums, mask: mask)
    let kept = hidden.makeKept(texts, arena)
    hidden.forward(rows, parameters, numerics, keeping: kept, targets: nil, into: summary)
    pass.hidden = (rows, kept)
    let offset = output.inputs - width
    for text in 0..<texts {
      (input + text * output.inputs + offset).update(from: summary + text * width, count: width)
    }
  }

  /// Adds the gradients of all parameters for those of the scores, which are used up, and writes
  /// that of the word vectors, `[N, width]`.
  func backward(
    _ dScores: UnsafeMutablePointer<Float>, _ pass: Pass, _ parameters: Parameters,
    _ numerics: Numerics, _ gradients: inout Gradients, _ arena: Arena,
    into dVectors: UnsafeMutablePointer<Float>?
  ) {
    let texts = pass.batch.lengths.count
    architecture.activation.backward(rows: texts, columns: classCount, pass.scores, dScores)
    guard let output, let input = pass.input else {
      linear?.backward(pass.batch.bags, dScores, &gradients)
      return
    }
    let dInput = arena.floats(texts * output.inputs)
    output.backward(
      rows: texts, input, dScores, parameters, numerics, &gradients, into: dInput)
    if let linear, let scores = pass.linearScores, let settings = architecture.bagOfWords {
      let dLinear = arena.floats(texts * classCount)
      for text in 0..<texts {
        (dLinear + text * classCount).update(
          from: dInput + text * output.inputs, count: classCount)
      }
      settings.activation.backward(rows: texts, columns: classCount, scores, dLinear)
      linear.backward(pass.batch.bags, dLinear, &gradients)
    }
    guard let dVectors else { return }
    if let reductions, let sequences = pass.sequences {
      dVectors.update(repeating: 0, count: pass.batch.lengths.reduce(0, +) * width)
      reductions.backward(
        count: texts, sequences, dInput, which: pass.maxima, addingTo: dVectors)
    }
    attentionBackward(dInput, pass, parameters, numerics, &gradients, arena, into: dVectors)
  }

  private func attentionBackward(
    _ dInput: UnsafePointer<Float>, _ pass: Pass, _ parameters: Parameters, _ numerics: Numerics,
    _ gradients: inout Gradients, _ arena: Arena, into dVectors: UnsafeMutablePointer<Float>
  ) {
    guard let attention, let hidden, let output, let kept = pass.attention,
      let (rows, hiddenKept) = pass.hidden
    else { return }
    let (dSummary, dSums) = (arena.floats(rows.count * width), arena.floats(rows.count * width))
    let offset = output.inputs - width
    for text in 0..<rows.count {
      (dSummary + text * width).update(
        from: dInput + text * output.inputs + offset, count: width)
    }
    hidden.backward(
      dSummary, rows, kept: hiddenKept, parameters, numerics, &gradients, into: dSums,
      scratch: arena.floats(2 * rows.count * width), arena)
    Kernels.add(count: rows.count * width, dSummary, to: dSums)
    attention.backward(dSums, kept, parameters, numerics, &gradients, arena, into: dVectors)
  }
}
