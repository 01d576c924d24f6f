public import SweepTensors

/// Sets negative values to 0.
///
/// - Shapes: x, y `[N, width]`.
public struct ReLU: Layer {
  public init() {}

  public func forward(_ x: Floats2D, in pass: inout Pass) -> Update<Floats2D, Floats2D> {
    let count = x.values.count
    var which = [UInt8](repeating: 0, count: count)
    let y = Floats2D(uninitializedRows: x.rows, columns: x.columns) { y in
      Kernels.relu(count: count, x.values, into: y, which: &which)
    }
    return Update(output: y) { [which] dY, _ in
      Floats2D(uninitializedRows: x.rows, columns: x.columns) { dX in
        Kernels.reluBackward(count: count, dY.values, which: which, into: dX)
      }
    }
  }
}
