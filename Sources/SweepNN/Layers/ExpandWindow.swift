public import SweepTensors

/// Puts the rows around each row beside it: rows i − n … i + n, zeros beyond the ends.
///
/// - Shapes: x `[N, width]`, y `[N, (2n + 1) width]`.
/// - Source: Thinc 8.3 `expand_window.v1`.
public struct ExpandWindow: Layer {
  let windowSize: Int

  /// - Parameter windowSize: How many rows to either side.
  public init(windowSize: Int) { self.windowSize = windowSize }

  public func forward(_ x: Floats2D, in pass: inout Pass) -> Update<Floats2D, Floats2D> {
    let (rows, width, n) = (x.rows, x.columns, windowSize)
    let y = Floats2D(uninitializedRows: rows, columns: (2 * n + 1) * width) { y in
      Kernels.expandWindow(rows: rows, width: width, n: n, x.values, into: y)
    }
    return Update(output: y) { dY, _ in
      var dX = Floats2D(rows: rows, columns: width)
      Kernels.expandWindowBackward(
        rows: rows, width: width, n: n, dY.values, addingTo: &dX.values)
      return dX
    }
  }
}
