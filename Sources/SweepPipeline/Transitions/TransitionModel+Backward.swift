import SweepNN
import SweepTensors

extension TransitionModel {
  /// The backward pass of all steps at once.
  ///
  /// A missing word (−1) adds to the padding, and to the weights as if it were the batch's last
  /// word: spaCy indexes the projected words with −1 there. It adds nothing to that word's gradient.
  func backward(
    _ record: StepRecord, _ scorer: TransitionScorer, _ vectors: UnsafePointer<Float>,
    _ dVectors: UnsafeMutablePointer<Float>, _ parameters: Parameters,
    _ gradients: inout Gradients, _ arena: Arena, namesWordsOnce: Bool
  ) {
    let hasProducts = Kernels.hasMaxoutProducts(
      inputs: settings.hiddenWidth, pieces: settings.maxoutPieces)
    let isExact = scorer.numerics.backend == .exact
    if isExact && !namesWordsOnce {
      slotBackward(record, scorer, vectors, dVectors, parameters, &gradients, arena)
    } else if isExact && hasProducts {
      sparseBackward(record, scorer, vectors, dVectors, parameters, &gradients, arena)
    } else {
      denseBackward(record, scorer, vectors, dVectors, parameters, &gradients, arena)
    }
  }

  /// All products with all pieces of all words, zeros included.
  private func denseBackward(
    _ record: StepRecord, _ scorer: TransitionScorer, _ vectors: UnsafePointer<Float>,
    _ dVectors: UnsafeMutablePointer<Float>, _ parameters: Parameters,
    _ gradients: inout Gradients, _ arena: Arena
  ) {
    let (numerics, words) = (scorer.numerics, scorer.words)
    let width = settings.featureCount * settings.pieceWidth
    let dPieces = pieceGradients(record, numerics, parameters, &gradients, arena)
    numerics.addRows(dPieces, rows: record.count, to: &gradients[lowerBias])
    let dTable = arena.zeros(words * width)
    let dPadding = arena.zeros(width)
    Kernels.scatterSum(
      states: record.count, nF: settings.featureCount, width: settings.pieceWidth,
      ids: record.ids, dPieces, dY: dTable, dPad: dPadding)
    numerics.add(dPadding, to: &gradients[lowerPadding])
    let dProjected = arena.floats(words * settings.hiddenWidth)
    numerics.gradients(
      rows: words, inputs: settings.hiddenWidth, scorer.projected, dTable, outputs: width,
      parameters[lowerWeights], addingTo: &gradients[lowerWeights], dProjected)
    numerics.gradients(
      rows: 1, inputs: settings.hiddenWidth,
      scorer.projected + (words - 1) * settings.hiddenWidth, dPadding, outputs: width,
      parameters[lowerWeights], addingTo: &gradients[lowerWeights], nil)
    numerics.addRows(dProjected, rows: words, to: &gradients[projectionBias])
    numerics.gradients(
      rows: words, inputs: settings.inputWidth, vectors, dProjected,
      outputs: settings.hiddenWidth, parameters[projectionWeights],
      addingTo: &gradients[projectionWeights], dVectors)
  }

  /// From the gradients of the scores to those of the hidden layer's pieces.
  func pieceGradients(
    _ record: StepRecord, _ numerics: Numerics, _ parameters: Parameters,
    _ gradients: inout Gradients, _ arena: Arena
  ) -> UnsafeMutablePointer<Float> {
    let (nO, nP) = (settings.lowerWidth, settings.maxoutPieces)
    var dHidden = record.dScores
    if let upper, let masks = record.masks {
      dHidden = arena.floats(record.count * nO)
      numerics.addRows(record.dScores, rows: record.count, to: &gradients[upper.bias])
      numerics.gradients(
        rows: record.count, inputs: nO, record.hidden, record.dScores,
        outputs: settings.classCount, parameters[upper.weights],
        addingTo: &gradients[upper.weights], dHidden)
      Kernels.multiply(count: record.count * nO, dHidden, by: masks, into: dHidden)
    }
    let dPieces = arena.floats(record.count * nO * nP)
    if nP > 1 {
      Kernels.maxoutBackward(
        rows: record.count, nO: nO, nP: nP, dHidden, stride: nO, which: record.which,
        into: dPieces, stride: nO * nP)
    } else {
      Kernels.reluBackward(
        count: record.count * nO, dHidden, which: record.which, into: dPieces)
    }
    return dPieces
  }
}
