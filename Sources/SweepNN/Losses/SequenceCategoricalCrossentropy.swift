import SweepConfig
public import SweepTensors

/// Cross-entropy against one class per row of several sequences.
///
/// - Source: Thinc 8.3 `SequenceCategoricalCrossentropy.v3`; the older versions lack the later
///   settings.
public struct SequenceCategoricalCrossentropy: Loss {
  /// Whether gradients are divided by the number of sequences.
  public var normalize: Bool
  private var rows: CategoricalCrossentropy

  /// Compares rows as `rows` does; whether that normalizes does not count.
  public init(normalize: Bool = true, rows: CategoricalCrossentropy) {
    self.normalize = normalize
    self.rows = rows
    self.rows.normalize = false
  }

  public func callAsFunction(
    _ guesses: [Floats2D], _ truths: [Classes]
  ) throws(LossError) -> (gradient: [Floats2D], loss: Double) {
    guard guesses.count == truths.count else {
      throw LossError.shapes(
        guesses: "\(guesses.count) sequences", truths: "\(truths.count) sequences")
    }
    var gradients: [Floats2D] = []
    var loss = 0.0
    for (guess, truth) in zip(guesses, truths) {
      var gradient = try rows(guess, truth).gradient
      if normalize {
        let count = Float(guesses.count)
        for i in gradient.values.indices { gradient.values[i] /= count }
      }
      loss += gradient.sumOfSquares()
      gradients.append(gradient)
    }
    return (gradients, loss)
  }

  /// The versions: the second one lacks `missing_value`, which the third one brought.
  static let entries = [
    ("v1", ["normalize", "names"]), ("v2", ["normalize", "names", "neg_prefix"]),
    ("v3", CategoricalCrossentropy.parameters.map(\.name)),
  ].map { version, keys in
    RegistryEntry<any Loss>(
      .losses, "SequenceCategoricalCrossentropy.\(version)",
      CategoricalCrossentropy.parameters.filter { keys.contains($0.name) }
    ) { (arguments: inout ArgumentReader) throws(ConfigError) in
      let rows = try CategoricalCrossentropy(reading: &arguments, keys)
      return SequenceCategoricalCrossentropy(normalize: rows.normalize, rows: rows)
    }
  }
}
