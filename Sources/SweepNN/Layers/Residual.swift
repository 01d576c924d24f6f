public import SweepTensors

/// Adds a layer's output to its input.
///
/// - Shapes: x, y `[N, width]`, as the inner layer's.
/// - Source: He et al. 2016, <https://arxiv.org/abs/1512.03385>; Thinc 8.3 `residual.v1`.
public struct Residual<Inner: Layer>: Layer
where Inner.Input == Floats2D, Inner.Output == Floats2D {
  let inner: Inner

  public init(_ inner: Inner) { self.inner = inner }

  public func forward(_ x: Floats2D, in pass: inout Pass) -> Update<Floats2D, Floats2D> {
    let update = inner.forward(x, in: &pass)
    var y = update.output
    y += x
    return Update(output: y) { dY, gradients in
      var dX = update.backprop(dY, &gradients)
      dX += dY
      return dX
    }
  }
}
