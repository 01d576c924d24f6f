import SweepNN

/// A linear layer on plain memory: `y = x wᵀ + b`.
///
/// - Shapes: weights `[outputs, inputs]`, bias `[outputs]`; x `[rows, inputs]`, y `[rows, outputs]`.
struct AffineLayer: Sendable {
  let weights: ParameterID
  let bias: ParameterID
  let inputs: Int
  let outputs: Int

  /// Adds the parameters, all 0.
  init(inputs: Int, outputs: Int, prefix: String, in parameters: inout Parameters) {
    (self.inputs, self.outputs) = (inputs, outputs)
    weights = parameters.add("\(prefix).W", shape: [outputs, inputs])
    bias = parameters.add("\(prefix).b", shape: [outputs])
  }

  func forward(
    rows: Int, _ x: UnsafePointer<Float>, _ parameters: Parameters, _ numerics: Numerics,
    into y: UnsafeMutablePointer<Float>
  ) {
    numerics.product(
      rows: rows, inputs: inputs, x, parameters[weights], bias: parameters[bias],
      outputs: outputs, into: y)
  }

  /// Adds the gradients of the parameters and writes that of x, if asked for.
  func backward(
    rows: Int, _ x: UnsafePointer<Float>, _ dY: UnsafePointer<Float>, _ parameters: Parameters,
    _ numerics: Numerics, _ gradients: inout Gradients, into dX: UnsafeMutablePointer<Float>?
  ) {
    numerics.addRows(dY, rows: rows, to: &gradients[bias])
    numerics.gradients(
      rows: rows, inputs: inputs, x, dY, outputs: outputs, parameters[weights],
      addingTo: &gradients[weights], dX)
  }
}
