public import SweepConfig
public import SweepTensors

/// 1 − cosine of the angle between guess and truth, row by row.
///
/// With a small constant ε added to every element, so that there are no zero rows:
/// `c = ŷ·y / (‖ŷ‖ ‖y‖)`, gradient `c ŷ / ‖ŷ‖² − y / (‖ŷ‖ ‖y‖)`, loss `Σ |c − 1|`.
///
/// - Source: Thinc 8.3 `CosineDistance.v1`.
public struct CosineDistance: Loss {
  /// Whether gradient and loss are divided by the number of rows.
  public var normalize: Bool
  /// Whether rows whose truth is all zeros don't count.
  public var ignoreZeros: Bool

  private static let epsilon: Float = 1e-8

  public static let entry = RegistryEntry<any Loss>(
    .losses, "CosineDistance.v1",
    [
      Parameter("normalize", .bool, default: true),
      Parameter("ignore_zeros", .bool, default: false),
    ]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    CosineDistance(
      normalize: try arguments.bool("normalize"), ignoreZeros: try arguments.bool("ignore_zeros"))
  }

  public init(normalize: Bool = true, ignoreZeros: Bool = false) {
    self.normalize = normalize
    self.ignoreZeros = ignoreZeros
  }

  public func callAsFunction(
    _ guesses: Floats2D, _ truths: Floats2D
  ) throws(LossError) -> (gradient: Floats2D, loss: Double) {
    try checkShapes(guesses, truths)
    let columns = guesses.columns
    var gradient = Floats2D(rows: guesses.rows, columns: columns)
    var loss = 0.0
    for row in 0..<guesses.rows {
      let range = row * columns..<(row + 1) * columns
      if ignoreZeros, truths.values[range].allSatisfy({ $0 == 0 }) { continue }
      let guess = guesses.values[range].map { Double($0 + Self.epsilon) }
      let truth = truths.values[range].map { Double($0 + Self.epsilon) }
      let (guessNorm, truthNorm) = (norm(guess), norm(truth))
      let product = zip(guess, truth).reduce(0) { $0 + $1.0 * $1.1 }
      let cosine = product / (guessNorm * truthNorm)
      loss += abs(cosine - 1)
      for (k, index) in range.enumerated() {
        let pull = cosine * guess[k] / (guessNorm * guessNorm)
        gradient.values[index] = Float(pull - truth[k] / (guessNorm * truthNorm))
      }
    }
    guard normalize, guesses.rows > 0 else { return (gradient, loss) }
    for i in gradient.values.indices { gradient.values[i] /= Float(guesses.rows) }
    return (gradient, loss / Double(guesses.rows))
  }

  private func norm(_ row: [Double]) -> Double {
    row.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
