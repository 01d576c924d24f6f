public import SweepTensors

/// Sets a share of the values to 0 in training, and scales the others up by as much.
///
/// - Shapes: x, y `[N, width]`.
/// - Source: Srivastava et al. 2014; Thinc 8.3 `Dropout.v1`.
public struct Dropout: Layer {
  public init() {}

  public func forward(_ x: Floats2D, in pass: inout Pass) -> Update<Floats2D, Floats2D> {
    guard let mask = pass.mask(count: x.values.count) else {
      return Update(output: x) { dY, _ in dY }
    }
    return Update(output: masked(x, mask)) { dY, _ in masked(dY, mask) }
  }

  private func masked(_ x: Floats2D, _ mask: [Float]) -> Floats2D {
    Floats2D(uninitializedRows: x.rows, columns: x.columns) { y in
      Kernels.multiply(count: mask.count, x.values, by: mask, into: y)
    }
  }
}
