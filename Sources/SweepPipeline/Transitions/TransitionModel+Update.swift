import SweepBase
import SweepNN
import SweepTensors

/// The documents of a training batch as the transition system sees them.
package struct TransitionBatch {
  /// The words of all documents.
  package var tokens: [NERToken]
  /// Where analyses start; a long document has several.
  package var states: [NERState]
  /// The lists of incorrect spans that states refer to.
  package var incorrect: [[IncorrectSpan]] = []
  /// The most steps to take; `nil` for as many as there are.
  package var maxSteps: Int?

  package init(tokens: [NERToken], states: [NERState]) {
    self.tokens = tokens
    self.states = states
  }
}

extension TransitionModel {
  /// Follows the model's own best moves through a batch and adds the gradients of all parameters.
  ///
  /// The transitions come first; what their states leave behind goes through the layers in one
  /// piece afterwards. `dVectors` receives the gradient of the word vectors, `[words, width]`.
  ///
  /// - Returns: the sum of the squared score gradients.
  mutating func update(
    _ batch: TransitionBatch, _ system: NERSystem, _ vectors: UnsafePointer<Float>,
    _ dVectors: UnsafeMutablePointer<Float>, _ parameters: Parameters, _ numerics: Numerics,
    _ gradients: inout Gradients, random: inout SpacyRandom, arena: Arena
  ) -> Double {
    let limit = batch.maxSteps ?? Int.max
    let rows = batch.states.reduce(0) { $0 + min(Int($1.remaining), limit) }
    var record = StepRecord(rows: rows, settings, arena)
    let scorer = TransitionScorer(
      self, vectors, words: batch.tokens.count, states: batch.states.count, parameters, numerics,
      arena)
    let mask = unseen
    let loss = run(batch, system, scorer, &record, limit, &random, arena)
    if mask.contains(true) { clear(record, where: mask) }
    backward(record, scorer, vectors, batch.tokens.count, dVectors, parameters, &gradients, arena)
    return loss
  }

  /// Takes steps until every state is final or the limit is reached.
  private mutating func run(
    _ batch: TransitionBatch, _ system: NERSystem, _ scorer: TransitionScorer,
    _ record: inout StepRecord, _ limit: Int, _ random: inout SpacyRandom, _ arena: Arena
  ) -> Double {
    let (classes, nO) = (settings.classCount, settings.lowerWidth)
    var live = batch.states
    let scores = arena.floats(live.count * classes)
    let costs = arena.floats(live.count * classes)
    let valid = arena.make(UInt8.self, live.count * classes)
    var (loss, step) = (0.0, 0)
    while !live.isEmpty && step < limit {
      let ids = record.ids + record.count * settings.featureCount
      let hidden = record.hidden + record.count * nO
      for (row, state) in live.enumerated() {
        state.features(settings.featureCount, into: ids + row * settings.featureCount)
      }
      scorer.hidden(live.count, ids, into: hidden, which: record.which + record.count * nO)
      if settings.usesUpper {
        let mask = record.masks + record.count * nO
        random.numpy.fillMask(
          UnsafeMutableBufferPointer(start: mask, count: live.count * nO),
          rate: TransitionModelSettings.hiddenDropout)
        Kernels.multiply(count: live.count * nO, hidden, by: mask, into: hidden)
      }
      scorer.scores(live.count, hidden, into: scores)
      judge(live, batch, system, valid, costs)
      loss += Kernels.transitionLoss(
        states: live.count, classes: classes, scores: scores, stride: classes, valid: valid,
        costs: costs, gradient: record.dScores + record.count * classes, stride: classes)
      record.count += live.count
      advance(&live, system, scores, valid)
      step += 1
    }
    return loss
  }

  /// Writes valid flags and costs of all states, and notes the classes that gold has now asked for.
  private mutating func judge(
    _ live: [NERState], _ batch: TransitionBatch, _ system: NERSystem,
    _ valid: UnsafeMutablePointer<UInt8>, _ costs: UnsafeMutablePointer<Float>
  ) {
    let classes = settings.classCount
    batch.tokens.withUnsafeBufferPointer { tokens in
      guard let tokens = tokens.baseAddress else { return }
      for (row, state) in live.enumerated() {
        let incorrect = state.incorrectSpans < 0 ? [] : batch.incorrect[Int(state.incorrectSpans)]
        system.costs(
          state, tokens, incorrect: incorrect, valid: valid + row * classes,
          into: costs + row * classes)
      }
    }
    guard unseen.contains(true) else { return }
    for k in 0..<live.count * classes where costs[k] <= 0 { unseen[k % classes] = false }
  }

  /// Applies each state's own best valid move and drops the states that are final.
  private func advance(
    _ live: inout [NERState], _ system: NERSystem, _ scores: UnsafePointer<Float>,
    _ valid: UnsafePointer<UInt8>
  ) {
    let classes = settings.classCount
    var kept = 0
    for row in live.indices {
      let best = TransitionScorer.best(scores + row * classes, valid + row * classes, classes)
      system.apply(best, to: &live[row])
      if !live[row].isFinal {
        live[kept] = live[row]
        kept += 1
      }
    }
    live.removeLast(live.count - kept)
  }

  /// Unseen classes have no gradient.
  private func clear(_ record: StepRecord, where unseen: [Bool]) {
    for row in 0..<record.count {
      for k in unseen.indices where unseen[k] {
        record.dScores[row * settings.classCount + k] = 0
      }
    }
  }
}
