public import SweepBase
public import SweepTensors

/// A layer with its weights and gradients: the loop of a training script in a few lines.
///
/// ```swift
/// var optimizer = Optimizer.adam(0.001)
/// let update = model.beginUpdate(batch)
/// _ = update.backprop(gradient(update.output), &model.gradients)
/// model.finishUpdate(&optimizer)
/// ```
///
/// Backward passes only add to the gradients: without `finishUpdate` they accumulate.
public struct Model<Network: Layer>: Sendable {
  /// What runs.
  public let layer: Network
  /// The weights.
  public var parameters: Parameters
  /// What backward passes have added since the last `finishUpdate`.
  public var gradients: Gradients
  /// Where dropout draws from.
  public var random: SpacyRandom
  /// The share of values that dropout layers drop in training.
  public var dropout = 0.0
  /// What multiplies matrices.
  public var backend = MatrixBackend.exact

  /// A model with zero gradients.
  public init(_ layer: Network, _ parameters: Parameters, random: SpacyRandom) {
    self.layer = layer
    self.parameters = parameters
    self.random = random
    gradients = Gradients(like: parameters)
  }

  /// Runs the layer on a batch of a training step.
  public mutating func beginUpdate(_ x: Network.Input) -> Update<Network.Input, Network.Output> {
    var pass = Pass(parameters: parameters, random: random, dropout: dropout, backend: backend)
    let update = layer.forward(x, in: &pass)
    random = pass.random
    return update
  }

  /// Runs the layer on a batch without dropout.
  public func predict(_ x: Network.Input) -> Network.Output {
    layer.predict(x, parameters: parameters, backend: backend)
  }

  /// Lets the optimizer use up the gradients.
  public mutating func finishUpdate(_ optimizer: inout Optimizer) {
    optimizer.finishUpdate(&parameters, &gradients)
  }
}
