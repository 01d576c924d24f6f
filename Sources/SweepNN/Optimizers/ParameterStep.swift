import SweepTensors

/// What an optimizer remembers of one parameter.
struct ParameterState: Sendable {
  /// The number of steps so far.
  var step = 0
  /// The moments and the average, empty where they are not used.
  var firstMoment: [Float] = []
  var secondMoment: [Float] = []
  var average: [Float] = []
}

/// One step of one parameter, with all arrays taken out of their places: steps of several
/// parameters may run side by side.
struct ParameterStep: Sendable {
  let id: ParameterID
  var weights: [Float] = []
  var gradient: [Float] = []
  var state = ParameterState()

  init(_ id: ParameterID) { self.id = id }

  /// Moves the weights and clears the gradient.
  mutating func run(_ settings: OptimizerStep, usesAverages: Bool) {
    let count = weights.count
    precondition(gradient.count == count, "\(gradient.count) gradients for \(count) weights")
    state.step += 1
    var step = settings
    step.step = state.step
    // Without second moments Adam is plain descent, as Thinc has it.
    if step.rule == .adam, step.beta2 <= 0 { step.rule = .sgd }
    if step.rule != .sgd {
      Self.prepare(&state.firstMoment, count)
      Self.prepare(&state.secondMoment, count)
    }
    if usesAverages { Self.prepare(&state.average, count) }
    apply(step)
  }

  private static func prepare(_ array: inout [Float], _ count: Int) {
    if array.count != count { array = [Float](repeating: 0, count: count) }
  }

  private mutating func apply(_ step: OptimizerStep) {
    let count = weights.count
    weights.withUnsafeMutableBufferPointer { weights in
      gradient.withUnsafeMutableBufferPointer { gradient in
        state.firstMoment.withUnsafeMutableBufferPointer { first in
          state.secondMoment.withUnsafeMutableBufferPointer { second in
            state.average.withUnsafeMutableBufferPointer { average in
              guard let weights = weights.baseAddress, let gradient = gradient.baseAddress
              else { return }
              var moments: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>)?
              if first.count == count, let one = first.baseAddress, let two = second.baseAddress {
                moments = (one, two)
              }
              step.apply(
                count: count, weights: weights, gradient: gradient, moments: moments,
                average: average.count == count ? average.baseAddress : nil)
            }
          }
        }
      }
    }
  }
}
