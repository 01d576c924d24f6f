import SweepBase
import SweepNN

/// The parameters of a model that scores the moves of a state.
///
/// Word vectors are projected; the lower layer adds up what each of the state's words contributes
/// (computed once per word and slot); the upper layer scores the classes.
///
/// - Shapes: lower `[nF, nO, nP, nI]`, `[nO, nP]`, padding `[1, nF, nO, nP]`; upper
///   `[classes, hidden]`, `[classes]`; projection `[hidden, width]`, `[hidden]`.
/// - Source: spaCy 3.8 `parser_model.pyx`, `_precomputable_affine.py`.
package struct TransitionModel: Sendable {
  /// The sizes.
  package var settings: TransitionModelSettings
  let lowerWeights: ParameterID
  let lowerBias: ParameterID
  let lowerPadding: ParameterID
  /// The upper layer's weights and bias, if there is one.
  let upper: (weights: ParameterID, bias: ParameterID)?
  let projectionWeights: ParameterID
  let projectionBias: ParameterID
  /// For each class, whether it has never had a cost of 0 in training since it was added.
  package var unseen: [Bool]

  /// Adds the parameters in the order of the model file.
  init(_ settings: TransitionModelSettings, prefix: String, in parameters: inout Parameters) {
    self.settings = settings
    let (nF, nO, nP) = (settings.featureCount, settings.lowerWidth, settings.maxoutPieces)
    let hidden = settings.hiddenWidth
    func add(_ name: String, _ shape: [Int]) -> ParameterID {
      parameters.add("\(prefix).\(name)", shape: shape, initially: .zeros)
    }
    lowerWeights = add("lower.W", [nF, nO, nP, hidden])
    lowerBias = add("lower.b", [nO, nP])
    lowerPadding = add("lower.pad", [1, nF, nO, nP])
    if settings.usesUpper {
      upper = (
        add("upper.W", [settings.classCount, hidden]), add("upper.b", [settings.classCount])
      )
    } else {
      upper = nil
    }
    projectionWeights = add("projection.W", [hidden, settings.inputWidth])
    projectionBias = add("projection.b", [hidden])
    unseen = [Bool](repeating: false, count: settings.classCount)
  }

  /// Takes from the state of a training which classes have never had a cost of 0.
  ///
  /// - Throws: `StateError` when there are other classes.
  mutating func takeUnseen(
    from state: inout StateReader, component name: String
  ) throws(StateError) {
    let unseen = try state.flags()
    guard unseen.count == self.unseen.count else {
      throw StateError("the state of another \(name)")
    }
    self.unseen = unseen
  }

  /// Draws the initial weights in spaCy's order: projection, lower layer.
  ///
  /// The upper layer starts at 0.
  func initialize(
    _ parameters: inout Parameters, _ numerics: Numerics, random: inout SpacyRandom
  ) {
    let bound = glorotBound(settings.hiddenWidth, settings.inputWidth)
    parameters[projectionWeights] = random.numpy.uniformFloats(
      settings.hiddenWidth * settings.inputWidth, -bound, bound)
    let lower = LowerInitializer(settings, random: &random).weights(numerics)
    parameters[lowerWeights] = lower.weights
    parameters[lowerBias] = lower.bias
    parameters[lowerPadding] = lower.padding
  }
}
