public import SweepBase
public import SweepTensors

/// Multiplies each row by a weight matrix and adds a bias: `y = x wᵀ + b`.
///
/// - Shapes: x `[N, nI]`, w `[nO, nI]`, b `[nO]`, y `[N, nO]`.
/// - Source: Thinc 8.3 `Linear.v1`.
public struct Linear: Layer {
  /// The weight matrix.
  public let w: ParameterID
  /// The bias.
  public let b: ParameterID
  let nO: Int
  let nI: Int

  /// Adds the layer's parameters, with a bias of 0.
  public init(
    nO: Int, nI: Int, initializer: Initializer = .glorotUniform, name: String = "linear",
    in parameters: inout Parameters, random: inout NumpyRandom
  ) {
    self.nO = nO
    self.nI = nI
    w = parameters.add(
      "\(name).W", shape: [nO, nI], initially: .values(initializer([nO, nI], from: &random)))
    b = parameters.add("\(name).b", shape: [nO])
  }

  public func forward(_ x: Floats2D, in pass: inout Pass) -> Update<Floats2D, Floats2D> {
    let (weights, backend) = (pass.parameters[w], pass.backend)
    let y = product(x, weights, bias: pass.parameters[b], nO: nO, backend)
    return Update(output: y) { dY, gradients in
      addProductGradients(dY, x, w: w, b: b, to: &gradients, backend)
      return inputGradient(dY, weights, nI: nI, backend)
    }
  }
}

/// `x wᵀ + b`.
func product(
  _ x: Floats2D, _ weights: [Float], bias: [Float], nO: Int, _ backend: MatrixBackend
) -> Floats2D {
  precondition(
    weights.count == nO * x.columns,
    "\(x.columns) inputs and \(nO) outputs need \(nO * x.columns) weights, not \(weights.count)")
  return Floats2D(uninitializedRows: x.rows, columns: nO) { y in
    gemm(
      m: x.rows, n: nO, k: x.columns, x.values, lda: x.columns, weights, ldb: x.columns,
      transposeB: true, bias: bias, into: y, ldc: nO, backend: backend)
  }
}

/// `dw += dYᵀ x`, `db += Σ dY`.
func addProductGradients(
  _ dY: Floats2D, _ x: Floats2D, w: ParameterID, b: ParameterID, to gradients: inout Gradients,
  _ backend: MatrixBackend
) {
  gemm(
    m: dY.columns, n: x.columns, k: dY.rows, dY.values, lda: dY.columns, transposeA: true,
    x.values, ldb: x.columns, into: &gradients[w], ldc: x.columns, accumulate: true,
    backend: backend)
  Kernels.sumRows(
    rows: dY.rows, columns: dY.columns, dY.values, stride: dY.columns, into: &gradients[b])
}

/// `dX = dY w`.
func inputGradient(
  _ dY: Floats2D, _ weights: [Float], nI: Int, _ backend: MatrixBackend
) -> Floats2D {
  Floats2D(uninitializedRows: dY.rows, columns: nI) { dX in
    gemm(
      m: dY.rows, n: nI, k: dY.columns, dY.values, lda: dY.columns, weights, ldb: nI, into: dX,
      ldc: nI, backend: backend)
  }
}
