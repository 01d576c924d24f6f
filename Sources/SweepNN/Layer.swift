public import SweepTensors

/// A step of a network: a value that knows its sizes and which parameters are its own.
///
/// A layer holds no weights and no gradients. Both are passed in, so one layer can run in many
/// trials at once, and evaluating with averaged weights is a call with other parameters.
public protocol Layer<Input, Output>: Sendable {
  associatedtype Input
  associatedtype Output

  /// Runs the layer on a batch and keeps what the backward pass needs.
  ///
  /// In training, layers draw their dropout masks from the pass in the order in which they run.
  func forward(_ x: Input, in pass: inout Pass) -> Update<Input, Output>

  /// Runs the layer on a batch without dropout and keeps nothing.
  func predict(_ x: Input, parameters: Parameters, backend: MatrixBackend) -> Output
}

extension Layer {
  public func predict(_ x: Input, parameters: Parameters, backend: MatrixBackend) -> Output {
    var pass = Pass(predictingWith: parameters, backend: backend)
    return forward(x, in: &pass).output
  }
}

/// The output of a forward pass, with the backward pass that belongs to it.
public struct Update<Input, Output> {
  /// Takes the gradient of the loss by the output, adds the parameter gradients to `gradients`,
  /// and returns the gradient of the loss by the input.
  public typealias Backprop = (_ dY: Output, _ gradients: inout Gradients) -> Input

  /// What the layer made of its input.
  public var output: Output
  /// The backward pass.
  ///
  /// It keeps the weights it ran with: let go of it before the optimizer changes them, or they are
  /// copied first.
  public var backprop: Backprop

  /// Pairs an output with its backward pass.
  public init(output: Output, backprop: @escaping Backprop) {
    self.output = output
    self.backprop = backprop
  }
}
