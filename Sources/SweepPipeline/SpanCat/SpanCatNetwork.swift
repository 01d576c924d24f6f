import SweepBase
import SweepNN
import SweepTensors
import SweepText

/// The layers of a span categorizer after its word vectors: reductions of each span's words, a
/// maxout layer with layer norm, and a linear layer.
///
/// - Shapes: word vectors `[N, width]`, spans `[count]`, scores `[count, classes]`.
/// - Source: spaCy 3.8 `SpanCategorizer.v1`, `mean_max_reducer.v1`, `LinearLogistic.v1`.
struct SpanCatNetwork: Sendable {
  let architecture: SpanCatArchitecture
  let classCount: Int
  let reductions: Reductions
  let hidden: MaxoutNorm
  let output: AffineLayer

  /// The pieces of the maxout layer.
  private static let pieces = 3

  private var activation: OutputActivation { architecture.isSoftmax ? .softmaxLayer : .logistic }

  /// Adds the parameters with all weights 0.
  init(
    _ architecture: SpanCatArchitecture, classCount: Int, prefix: String,
    in parameters: inout Parameters
  ) {
    (self.architecture, self.classCount) = (architecture, classCount)
    reductions = Reductions(
      reductions: [.last, .first, .mean, .max], width: architecture.vectors.width)
    output = AffineLayer(
      inputs: architecture.hiddenWidth, outputs: classCount, prefix: "\(prefix).output",
      in: &parameters)
    hidden = MaxoutNorm(
      width: architecture.hiddenWidth, pieces: Self.pieces, inputs: reductions.outputs,
      prefix: "\(prefix).hidden", in: &parameters)
  }

  /// Draws the initial weights in spaCy's order; those of the word vectors come before.
  func initialize(_ parameters: inout Parameters, random: inout SpacyRandom) {
    let bound = glorotBound(hidden.width, hidden.pieces)
    parameters[hidden.weights] = random.numpy.uniformFloats(
      hidden.outputs * hidden.inputs, -bound, bound)
    guard !architecture.isSoftmax else { return }
    let outer = glorotBound(output.outputs, output.inputs)
    parameters[output.weights] = random.numpy.uniformFloats(
      output.outputs * output.inputs, -outer, outer)
  }

  /// What a forward pass leaves behind.
  struct Pass {
    let count: Int
    let spans: UnsafePointer<Reductions.Rows>
    /// The scores: `[count, classes]`.
    let scores: UnsafeMutablePointer<Float>
    fileprivate let maxima: UnsafeMutablePointer<Int32>?
    fileprivate let rows: MaxoutNorm.Rows
    fileprivate let kept: MaxoutNormRows?
    fileprivate let summary: UnsafeMutablePointer<Float>
  }

  /// Computes the scores of spans; the arena owns all memory of the result.
  ///
  /// `mask`, `[count, hidden]`, is dropout.
  func forward(
    _ spans: UnsafePointer<Reductions.Rows>, count: Int, _ vectors: UnsafePointer<Float>,
    mask: UnsafePointer<Float>?, isTraining: Bool, _ parameters: Parameters,
    _ numerics: Numerics, _ arena: Arena
  ) -> Pass {
    let reduced = arena.floats(count * reductions.outputs)
    let maxima = isTraining ? arena.make(Int32.self, count * reductions.width) : nil
    numerics.threads.forEachRange(of: count, grain: 64) { range in
      reductions.forward(
        count: range.count, spans + range.lowerBound, vectors,
        into: reduced + range.lowerBound * reductions.outputs,
        which: maxima.map { $0 + range.lowerBound * reductions.width })
    }
    let rows = MaxoutNorm.Rows(count: count, x: reduced, stride: reductions.outputs, mask: mask)
    let kept = isTraining ? hidden.makeKept(count, arena) : nil
    let summary = arena.floats(count * hidden.width)
    hidden.forward(rows, parameters, numerics, keeping: kept, targets: nil, into: summary)
    let scores = arena.floats(count * classCount)
    output.forward(rows: count, summary, parameters, numerics, into: scores)
    activation.apply(rows: count, columns: classCount, scores)
    return Pass(
      count: count, spans: spans, scores: scores, maxima: maxima, rows: rows, kept: kept,
      summary: summary)
  }

  /// Adds the gradients of all parameters for those of the scores, which are used up, and adds that
  /// of the word vectors to `dVectors`, `[N, width]`.
  func backward(
    _ dScores: UnsafeMutablePointer<Float>, _ pass: Pass, _ parameters: Parameters,
    _ numerics: Numerics, _ gradients: inout Gradients, _ arena: Arena,
    addingTo dVectors: UnsafeMutablePointer<Float>
  ) {
    guard let kept = pass.kept else { return }
    let count = pass.count
    activation.backward(rows: count, columns: classCount, pass.scores, dScores)
    let dSummary = arena.floats(count * hidden.width)
    output.backward(
      rows: count, pass.summary, dScores, parameters, numerics, &gradients, into: dSummary)
    let dReduced = arena.floats(count * reductions.outputs)
    hidden.backward(
      dSummary, pass.rows, kept: kept, parameters, numerics, &gradients, into: dReduced,
      scratch: arena.floats(2 * count * hidden.width), arena)
    reductions.backward(
      count: count, pass.spans, dReduced, which: pass.maxima, addingTo: dVectors)
  }
}

extension SpanCatNetwork {
  /// The layer tree of spaCy's architecture around the tree of its word vectors.
  func tree(_ vectors: LayerTree, dropout: Double) -> LayerTree {
    let width = reductions.width
    let ragged = LayerTree.chain([vectors, LayerTree("list2ragged")], dims: [("nO", width)])
    var item = ragged.wrapped("with_getitem", dims: [])
    item.attributes = [("idx", .integer(0))]
    let maxout = hidden.tree(dropout: dropout)
    let reducer = LayerTree.chain(
      [.reductions(reductions.reductions), maxout], dims: [("nO", hidden.width)])
    let linear = output.tree(isSoftmax: architecture.isSoftmax)
    var tree = LayerTree.chain(
      [
        item, LayerTree("extract_spans"), reducer,
        architecture.isSoftmax ? linear : .logistic(linear),
      ], dims: [("nO", classCount)])
    tree.refs = [("tok2vec", [0, 0, 0]), ("reducer", [2]), ("scorer", [3])]
    return tree
  }
}
