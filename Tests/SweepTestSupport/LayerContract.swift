import SweepBase
public import SweepNN
public import SweepTensors
public import Testing

/// A batch whose numbers the contract check can read and change.
public protocol ContractBatch {
  /// All numbers, in order; none for batches of ids.
  var contractValues: [Float] { get set }
}

extension Floats2D: ContractBatch {
  public var contractValues: [Float] {
    get { values }
    set { values = newValue }
  }
}

extension Ragged: ContractBatch {
  public var contractValues: [Float] {
    get { rows.values }
    set { rows.values = newValue }
  }
}

extension [UInt64]: ContractBatch {
  public var contractValues: [Float] {
    get { [] }
    set {}
  }
}

extension Floats2D {
  /// Numbers between −1 and 1 that look random and are always the same.
  public static func scattered(rows: Int, columns: Int, seed: UInt64 = 0) -> Floats2D {
    var stream = RandomStream(seed: seed, path: ["scattered"])
    return Floats2D(
      rows: rows, columns: columns,
      values: (0..<rows * columns).map { _ in Float(2 * stream.double() - 1) })
  }
}

/// Checks what every layer promises: its gradients are those of central differences, they add up,
/// two equal passes are equal, and predictions are passes without dropout.
///
/// The loss is a weighted sum of the outputs, with weights that look random.
public func checkLayerContract<Network: Layer>(
  _ layer: Network, _ parameters: Parameters, _ x: Network.Input, dropout: Double = 0,
  tolerance: Double = 5e-3, sourceLocation: SourceLocation = #_sourceLocation
) where Network.Input: ContractBatch, Network.Output: ContractBatch {
  let start = SpacyRandom(seed: 3)
  func forward(
    _ x: Network.Input, _ parameters: Parameters
  ) -> Update<Network.Input, Network.Output> {
    var pass = Pass(parameters: parameters, random: start, dropout: dropout)
    return layer.forward(x, in: &pass)
  }
  let update = forward(x, parameters)
  let count = update.output.contractValues.count
  let weights = Floats2D.scattered(rows: count, columns: 1, seed: 1).values
  func loss(_ x: Network.Input, _ parameters: Parameters) -> Double {
    zip(forward(x, parameters).output.contractValues, weights)
      .reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
  func check(_ analytic: Float, _ numeric: Double, _ what: String) {
    let scale = max(1, abs(numeric))
    #expect(
      abs(Double(analytic) - numeric) <= tolerance * scale,
      "\(what): \(analytic), by differences \(numeric)", sourceLocation: sourceLocation)
  }

  var dY = update.output
  dY.contractValues = weights
  var gradients = Gradients(like: parameters)
  let dX = update.backprop(dY, &gradients)
  let step: Float = 1 / 128
  for i in x.contractValues.indices {
    var (more, less) = (x, x)
    more.contractValues[i] += step
    less.contractValues[i] -= step
    let numeric = (loss(more, parameters) - loss(less, parameters)) / Double(2 * step)
    check(dX.contractValues[i], numeric, "input \(i)")
  }
  for id in parameters.ids {
    for i in parameters[id].indices {
      var (more, less) = (parameters, parameters)
      more[id][i] += step
      less[id][i] -= step
      let numeric = (loss(x, more) - loss(x, less)) / Double(2 * step)
      check(gradients[id][i], numeric, "\(parameters.name(of: id))[\(i)]")
    }
  }

  let once = gradients
  _ = update.backprop(dY, &gradients)
  for id in parameters.ids {
    for (one, two) in zip(once[id], gradients[id]) {
      #expect(
        abs(2 * one - two) <= 1e-5 * max(1, abs(two)), "gradients must add up",
        sourceLocation: sourceLocation)
    }
  }
  #expect(
    forward(x, parameters).output.contractValues == update.output.contractValues,
    "equal passes must be equal", sourceLocation: sourceLocation)
  var plain = Pass(parameters: parameters, random: start, dropout: 0)
  #expect(
    layer.predict(x, parameters: parameters, backend: .exact).contractValues
      == layer.forward(x, in: &plain).output.contractValues,
    "predictions must be passes without dropout", sourceLocation: sourceLocation)
}
