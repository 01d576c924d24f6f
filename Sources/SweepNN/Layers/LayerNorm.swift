public import SweepTensors

/// Shifts and scales each row to mean 0 and variance 1, then by learned factors.
///
/// `y = (x − μ) / √(σ² + 1e-8) · G + b` with the row's mean and population variance.
///
/// - Shapes: x, y `[N, width]`, G, b `[width]`.
/// - Source: Ba et al. 2016, <https://arxiv.org/abs/1607.06450>; Thinc 8.3 `LayerNorm.v1`.
public struct LayerNorm: Layer {
  /// The factors.
  public let g: ParameterID
  /// The shifts.
  public let b: ParameterID
  let width: Int

  /// Adds the layer's parameters: factors of 1, shifts of 0.
  public init(width: Int, name: String = "layernorm", in parameters: inout Parameters) {
    self.width = width
    g = parameters.add(
      "\(name).G", shape: [width], initially: .values([Float](repeating: 1, count: width)))
    b = parameters.add("\(name).b", shape: [width])
  }

  public func forward(_ x: Floats2D, in pass: inout Pass) -> Update<Floats2D, Floats2D> {
    precondition(x.columns == width, "a norm of \(width) columns got \(x.columns)")
    let (factors, shifts) = (pass.parameters[g], pass.parameters[b])
    var mean = [Float](repeating: 0, count: x.rows)
    var rstd = mean
    let y = Floats2D(uninitializedRows: x.rows, columns: width) { y in
      Kernels.layerNorm(
        rows: x.rows, width: width, x.values, stride: width, g: factors, b: shifts, into: y,
        stride: width, mean: &mean, rstd: &rstd)
    }
    return Update(output: y) { [mean, rstd] dY, gradients in
      var (dG, dB) = ([Float](), [Float]())
      swap(&dG, &gradients[g])
      swap(&dB, &gradients[b])
      Kernels.layerNormGradients(
        rows: x.rows, width: width, dY.values, stride: width, x: x.values, stride: width,
        mean: mean, rstd: rstd, dG: &dG, dB: &dB)
      swap(&dG, &gradients[g])
      swap(&dB, &gradients[b])
      return Floats2D(uninitializedRows: x.rows, columns: width) { dX in
        Kernels.layerNormBackward(
          rows: x.rows, width: width, dY.values, stride: width, x: x.values, stride: width,
          mean: mean, rstd: rstd, g: factors, into: dX, stride: width)
      }
    }
  }
}
