import SweepTensors

/// The speed of matrix products in the shapes of a config's layers beside the peak of a core, our
/// kernels and OpenBLAS's by turns.
struct ProductBenchmark {
  private struct Row {
    let name: String
    /// Operations of the dense product.
    let size: Double
    var exact = Samples()
    var openblas = Samples()
  }

  private let rounds: Int
  private var rows: [Row] = []

  /// Measures the three products of each layer: forward, gradient of the input, of the weights.
  init(_ products: [Operations.Product], batchRows: Int, rounds: Int) {
    self.rounds = rounds
    for product in products {
      let (outputs, inputs) = (product.outputs, product.inputs)
      measure("y = x wᵀ", m: batchRows, n: outputs, k: inputs, (false, true))
      measure("dx = dy w", m: batchRows, n: inputs, k: outputs, (false, false))
      measure("dw += dyᵀ x", m: outputs, n: inputs, k: batchRows, (true, false))
    }
  }

  private mutating func measure(
    _ name: String, m: Int, n: Int, k: Int, _ transpose: (a: Bool, b: Bool)
  ) {
    var row = Row(
      name: "\(name), \(m) x \(n) x \(k)", size: 2 * Double(m) * Double(n) * Double(k))
    let a = [Float](repeating: 0.5, count: m * k)
    let b = [Float](repeating: 0.25, count: k * n)
    var c = [Float](repeating: 0, count: m * n)
    func multiply(_ backend: MatrixBackend) {
      gemm(
        m: m, n: n, k: k, a, lda: transpose.a ? m : k, transposeA: transpose.a, b,
        ldb: transpose.b ? k : n, transposeB: transpose.b, into: &c, ldc: n,
        accumulate: transpose.a, backend: backend)
    }
    let times = repetitions { multiply(.exact) }
    multiply(.openblas)
    func rate(_ backend: MatrixBackend) -> Double {
      let start = Moment()
      for _ in 0..<times { multiply(backend) }
      return row.size * Double(times) / max(Moment().processor - start.processor, 1e-9)
    }
    for _ in 0..<rounds {
      row.exact.note(rate(.exact))
      row.openblas.note(rate(.openblas))
    }
    rows.append(row)
  }

  /// A Markdown table of medians.
  func table(peak: Double) -> String {
    var table = Table(
      "matrix product, m x n x k", "exact, GFLOP/s", "of the peak", "openblas, GFLOP/s",
      "exact : openblas")
    for row in rows {
      let (exact, openblas) = (row.exact.median, row.openblas.median)
      table.add(
        row.name, Text.decimals(exact * 1e-9, 1), Text.percent(exact / peak),
        Text.decimals(openblas * 1e-9, 1), Text.ratio(exact, openblas))
    }
    return table.text
  }
}
