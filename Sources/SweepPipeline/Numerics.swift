import SweepTensors

/// The products that layers are made of, with the matrix backend of a trial.
///
/// Weights are stored `[outputs, inputs]`.
struct Numerics: Sendable {
  /// Which matrix products to use.
  let backend: MatrixBackend
  /// How many threads to use; no bit depends on it.
  var threads = Threads.one

  /// `y = x wᵀ + bias`, or without bias.
  ///
  /// - Shapes: x `[rows, inputs]`, weights `[outputs, inputs]`, y `[rows, outputs]`.
  func product(
    rows: Int, inputs: Int, _ x: UnsafePointer<Float>, _ weights: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?, outputs: Int, into y: UnsafeMutablePointer<Float>
  ) {
    guard rows > 0 else { return }
    gemm(
      m: rows, n: outputs, k: inputs, x, lda: inputs, weights, ldb: inputs, transposeB: true,
      bias: bias, into: y, ldc: outputs, backend: backend)
  }

  /// The backward pass of `product`: adds `dYᵀ x` to the weights' gradient and writes `dX = dY w`.
  func gradients(
    rows: Int, inputs: Int, _ x: UnsafePointer<Float>, _ dY: UnsafePointer<Float>, outputs: Int,
    _ weights: UnsafePointer<Float>, addingTo dWeights: UnsafeMutablePointer<Float>,
    _ dX: UnsafeMutablePointer<Float>?
  ) {
    guard rows > 0 else { return }
    gemm(
      m: outputs, n: inputs, k: rows, dY, lda: outputs, transposeA: true, x, ldb: inputs,
      into: dWeights, ldc: inputs, accumulate: true, backend: backend)
    guard let dX else { return }
    gemm(
      m: rows, n: inputs, k: outputs, dY, lda: outputs, weights, ldb: inputs, into: dX,
      ldc: inputs, backend: backend)
  }

  /// Adds an array to a gradient.
  func add(_ x: UnsafePointer<Float>, to gradient: inout [Float]) {
    Kernels.add(count: gradient.count, x, to: &gradient)
  }

  /// Adds the sum of rows, each as long as the gradient, to a gradient.
  func addRows(_ x: UnsafePointer<Float>, rows: Int, to gradient: inout [Float]) {
    let columns = gradient.count
    Kernels.sumRows(rows: rows, columns: columns, x, stride: columns, into: &gradient)
  }
}
