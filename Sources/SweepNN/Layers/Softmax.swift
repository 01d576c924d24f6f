import SweepBase
public import SweepTensors

/// A linear layer whose rows become probabilities.
///
/// Its backward pass takes the gradient by the *logits*, which losses give: the softmax's own
/// derivative is part of theirs.
///
/// - Shapes: x `[N, nI]`, w `[nO, nI]`, b `[nO]`, y `[N, nO]`.
/// - Source: Thinc 8.3 `Softmax.v2`.
public struct Softmax: Layer {
  /// The linear layer; its weights are 0 at first.
  public let linear: Linear
  let normalizesOutputs: Bool

  /// Adds the layer's parameters, all 0; without `normalizesOutputs`, predictions are logits.
  public init(
    nO: Int, nI: Int, normalizesOutputs: Bool = true, name: String = "softmax",
    in parameters: inout Parameters
  ) {
    // Zeros draw nothing.
    var undrawn = NumpyRandom(seed: 0)
    linear = Linear(
      nO: nO, nI: nI, initializer: .zero, name: name, in: &parameters, random: &undrawn)
    self.normalizesOutputs = normalizesOutputs
  }

  public func forward(_ x: Floats2D, in pass: inout Pass) -> Update<Floats2D, Floats2D> {
    let update = linear.forward(x, in: &pass)
    guard normalizesOutputs || pass.isTraining else { return update }
    let z = update.output
    let y = Floats2D(uninitializedRows: z.rows, columns: z.columns) { y in
      Kernels.softmaxRows(
        rows: z.rows, columns: z.columns, z.values, stride: z.columns, into: y,
        stride: z.columns)
    }
    return Update(output: y, backprop: update.backprop)
  }
}
