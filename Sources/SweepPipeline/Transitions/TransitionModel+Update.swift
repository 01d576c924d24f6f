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
    let scorer = TransitionScorer(
      self, vectors, words: batch.tokens.count, parameters, numerics, arena)
    let mask = unseen
    let isWatched = mask.contains(true)
    // The scores of unseen classes depend on all states of a step.
    let parts = isWatched || numerics.threads == .one ? 1 : 2 * numerics.threads.count
    let plan = StepPlan(batch.states, limit: batch.maxSteps ?? Int.max, parts: parts)
    let record = StepRecord(rows: plan.rows, settings, random: &random, arena)
    let groups = plan.groups.map { range in
      StateGroup(
        batch.states[range], words: words(of: batch.states[range]), scorer, arena)
    }
    if isWatched {
      var unseen = mask
      for index in groups.indices {
        follow(batch, system, plan, index, groups[index], record) { costs in
          for (k, cost) in costs.enumerated() where cost <= 0 { unseen[k % unseen.count] = false }
        }
      }
      self.unseen = unseen
      clear(record, where: mask)
    } else {
      numerics.threads.forEach(groups.count) { index in
        follow(batch, system, plan, index, groups[index], record) { _ in }
      }
    }
    backward(record, scorer, vectors, dVectors, parameters, &gradients, arena)
    return record.loss(plan)
  }

  /// The number of words in the documents of some states.
  private func words(of states: ArraySlice<NERState>) -> Int {
    var (words, last) = (0, Int32(-1))
    for state in states where state.offset != last {
      words += Int(state.length)
      last = state.offset
    }
    return words
  }

  /// Takes the steps of a group until every state is final or the limit is reached, and calls
  /// `judged` with the costs of each step's classes.
  private func follow(
    _ batch: TransitionBatch, _ system: NERSystem, _ plan: StepPlan, _ index: Int,
    _ start: StateGroup, _ record: StepRecord, _ judged: (UnsafeBufferPointer<Float>) -> Void
  ) {
    let (classes, nO) = (settings.classCount, settings.lowerWidth)
    var group = start
    for step in 0..<plan.steps where group.count > 0 {
      let first = plan.start(group: index, step: step)
      let ids = record.ids + first * settings.featureCount
      group.writeFeatures(into: ids)
      group.computeScores(
        ids, mask: record.masks.map { $0 + first * nO }, into: record.hidden + first * nO,
        which: record.which + first * nO)
      judge(group, batch, system)
      judged(UnsafeBufferPointer(start: group.costs, count: group.count * classes))
      for row in 0..<group.count {
        record.losses[first + row] = Kernels.transitionLoss(
          states: 1, classes: classes, scores: group.scores + row * classes, stride: classes,
          valid: group.valid + row * classes, costs: group.costs + row * classes,
          gradient: record.dScores + (first + row) * classes, stride: classes)
      }
      group.advance(system)
    }
  }

  /// Writes valid flags and costs of all states.
  private func judge(_ group: StateGroup, _ batch: TransitionBatch, _ system: NERSystem) {
    let classes = settings.classCount
    batch.tokens.withUnsafeBufferPointer { tokens in
      guard let tokens = tokens.baseAddress else { return }
      for row in 0..<group.count {
        let state = group.live[row]
        let incorrect = state.incorrectSpans < 0 ? [] : batch.incorrect[Int(state.incorrectSpans)]
        system.costs(
          state, tokens, incorrect: incorrect, valid: group.valid + row * classes,
          into: group.costs + row * classes)
      }
    }
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
