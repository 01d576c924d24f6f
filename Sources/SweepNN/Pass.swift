public import SweepBase
public import SweepTensors

/// What a forward pass needs besides its input.
public struct Pass: Sendable {
  /// The weights to run with.
  public var parameters: Parameters
  /// Where dropout draws from.
  public var random: SpacyRandom
  /// The share of values that dropout layers drop.
  public var dropout: Double
  /// Whether dropout layers run.
  public var isTraining: Bool
  /// What multiplies matrices.
  public var backend: MatrixBackend

  /// A pass of a training step.
  public init(
    parameters: Parameters, random: SpacyRandom, dropout: Double, isTraining: Bool = true,
    backend: MatrixBackend = .exact
  ) {
    self.parameters = parameters
    self.random = random
    self.dropout = dropout
    self.isTraining = isTraining
    self.backend = backend
  }

  /// A pass that draws nothing.
  public init(predictingWith parameters: Parameters, backend: MatrixBackend = .exact) {
    self.init(
      parameters: parameters, random: Self.undrawn, dropout: 0, isTraining: false,
      backend: backend)
  }

  /// The share that dropout layers drop in this pass: 0 when predicting.
  public var dropoutRate: Double { isTraining ? dropout : 0 }

  private static let undrawn = SpacyRandom(seed: 0)

  /// Draws a dropout mask; `nil`, without a draw, when nothing is dropped.
  public mutating func mask(count: Int) -> [Float]? {
    guard dropoutRate > 0 else { return nil }
    let rate = dropoutRate
    return [Float](unsafeUninitializedCapacity: count) { buffer, initialized in
      let mask = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
      random.numpy.fillMask(mask, rate: rate)
      initialized = count
    }
  }
}
