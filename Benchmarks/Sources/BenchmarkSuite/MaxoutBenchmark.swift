import SweepBase
import SweepTensors

/// The speed of maxout's backward products with the winning pieces only, beside the peak of a core
/// and OpenBLAS's dense product of the same result.
struct MaxoutBenchmark {
  private struct Row {
    let name: String
    /// Operations of the dense product.
    let size: Double
    let pieces: Double
    var ours = Samples()
    var dense = Samples()
  }

  private let rounds: Int
  private var rows: [Row] = []

  /// Measures both products of each layer that is a maxout, for a batch of so many rows.
  init(_ products: [Operations.Product], batchRows: Int, rounds: Int) {
    self.rounds = rounds
    for product in products where product.pieces > 1 {
      let isSupported = Kernels.hasMaxoutProducts(inputs: product.inputs, pieces: product.pieces)
      if isSupported { measure(product, batchRows) }
    }
  }

  private mutating func measure(_ product: Operations.Product, _ n: Int) {
    let (nP, inputs, outputs) = (product.pieces, product.inputs, product.outputs)
    let width = outputs / nP
    var random = RandomStream(seed: 0, path: ["benchmark", "maxout"])
    let which = (0..<n * width).map { _ in UInt8(random.below(nP)) }
    let dY = [Float](repeating: 0.5, count: n * width)
    let x = [Float](repeating: 0.25, count: n * inputs)
    let weights = [Float](repeating: 0.25, count: outputs * inputs)
    var dPieces = [Float](repeating: 0, count: n * outputs)
    Kernels.maxoutBackward(
      rows: n, nO: width, nP: nP, dY, stride: width, which: which, into: &dPieces, stride: outputs)
    var dX = [Float](repeating: 0, count: n * inputs)
    var dW = [Float](repeating: 0, count: outputs * inputs)
    let size = 2 * Double(n) * Double(outputs) * Double(inputs)
    measure(
      Row(name: "dx, \(n) x \(inputs) x \(outputs)", size: size, pieces: Double(nP)),
      ours: {
        Kernels.maxoutInputGradient(
          rows: n, nO: width, nP: nP, inputs: inputs, dY, which: which, weights: weights,
          into: &dX)
      },
      dense: {
        gemm(
          m: n, n: inputs, k: outputs, dPieces, lda: outputs, weights, ldb: inputs, into: &dX,
          ldc: inputs, backend: .openblas)
      })
    measure(
      Row(name: "dw, \(outputs) x \(inputs) x \(n)", size: size, pieces: Double(nP)),
      ours: {
        Kernels.maxoutWeightGradient(
          rows: n, nO: width, nP: nP, inputs: inputs, outputs: 0..<width, dY, which: which,
          ids: nil, x, stride: inputs, addingTo: &dW)
      },
      dense: {
        gemm(
          m: outputs, n: inputs, k: n, dPieces, lda: outputs, transposeA: true, x, ldb: inputs,
          into: &dW, ldc: inputs, accumulate: true, backend: .openblas)
      })
  }

  private mutating func measure(_ row: Row, ours: () -> Void, dense: () -> Void) {
    var row = row
    let times = repetitions(ours)
    dense()
    func rate(_ work: () -> Void) -> Double {
      let start = Moment()
      for _ in 0..<times { work() }
      return row.size * Double(times) / max(Moment().processor - start.processor, 1e-9)
    }
    for _ in 0..<rounds {
      row.ours.note(rate(ours))
      row.dense.note(rate(dense))
    }
    rows.append(row)
  }

  /// A Markdown table of medians.
  func table(peak: Double) -> String {
    var table = Table(
      "maxout's backward product, m x n x k", "winning pieces only, GFLOP/s", "of the peak",
      "as a dense product, GFLOP/s", "openblas, dense, GFLOP/s", "ours : openblas")
    for row in rows {
      let (ours, dense) = (row.ours.median, row.dense.median)
      let least = ours / row.pieces
      table.add(
        row.name, Text.decimals(least * 1e-9, 1), Text.percent(least / peak),
        Text.decimals(ours * 1e-9, 1), Text.decimals(dense * 1e-9, 1), Text.ratio(ours, dense))
    }
    return table.text
  }
}
