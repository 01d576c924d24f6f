public import SweepConfig
public import SweepTensors

/// Squared distance: the gradient is guess − truth, the loss the sum of its squares.
///
/// - Source: Thinc 8.3 `L2Distance.v1`.
public struct L2Distance: Loss {
  /// Whether gradients are divided by the number of rows.
  public var normalize: Bool

  public static let entry = RegistryEntry<any Loss>(
    .losses, "L2Distance.v1", [Parameter("normalize", .bool, default: true)]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    L2Distance(normalize: try arguments.bool("normalize"))
  }

  public init(normalize: Bool = true) { self.normalize = normalize }

  public func callAsFunction(
    _ guesses: Floats2D, _ truths: Floats2D
  ) throws(LossError) -> (gradient: Floats2D, loss: Double) {
    try checkShapes(guesses, truths)
    var gradient = guesses
    let divisor = normalize ? Float(guesses.rows) : 1
    for i in gradient.values.indices {
      gradient.values[i] = (gradient.values[i] - truths.values[i]) / divisor
    }
    return (gradient, gradient.sumOfSquares())
  }
}

/// Checks that two matrices have one shape.
func checkShapes(_ guesses: Floats2D, _ truths: Floats2D) throws(LossError) {
  guard guesses.rows == truths.rows, guesses.columns == truths.columns else {
    throw LossError.shapes(
      guesses: "\(guesses.rows) rows and \(guesses.columns) columns",
      truths: "\(truths.rows) rows and \(truths.columns) columns")
  }
}
