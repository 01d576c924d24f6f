import SweepTensors

/// What turns the last layer's values into scores, with its way back.
///
/// - Source: Thinc 8.3 `Softmax`, `softmax_activation`, `Logistic`.
enum OutputActivation: Sendable {
  /// A softmax whose backward pass takes gradients of the values, not of the scores.
  case softmaxLayer
  /// A softmax with the gradient of a softmax.
  case softmax
  case logistic
  /// Values are scores.
  case none

  /// Turns values into scores in place.
  func apply(rows: Int, columns: Int, _ y: UnsafeMutablePointer<Float>) {
    guard rows > 0 else { return }
    switch self {
    case .softmaxLayer, .softmax:
      Kernels.softmaxRows(
        rows: rows, columns: columns, y, stride: columns, into: y, stride: columns)
    case .logistic:
      for i in 0..<rows * columns { y[i] = min(max(y[i], -20), 20) }
      Kernels.logistic(count: rows * columns, y, into: y)
    case .none: break
    }
  }

  /// Turns gradients of the scores `y` into those of the values in place.
  func backward(
    rows: Int, columns: Int, _ y: UnsafePointer<Float>, _ dY: UnsafeMutablePointer<Float>
  ) {
    switch self {
    case .softmaxLayer, .none: break
    case .softmax:
      for row in 0..<rows {
        let (y, dY) = (y + row * columns, dY + row * columns)
        var sum: Float = 0
        for k in 0..<columns {
          dY[k] = y[k] * dY[k]
          sum += dY[k]
        }
        for k in 0..<columns { dY[k] -= y[k] * sum }
      }
    case .logistic:
      for i in 0..<rows * columns { dY[i] *= y[i] * (1 - y[i]) }
    }
  }
}
