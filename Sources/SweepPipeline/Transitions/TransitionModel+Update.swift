import SweepBase
import SweepNN
import SweepTensors

/// The documents of a training batch as a transition system sees them.
package struct TransitionBatch<System: TransitionSystem> {
  /// The number of words of all documents.
  package var wordCount: Int
  /// What must be known of them.
  package var words: System.Words
  /// Where analyses start; a long document has several.
  package var states: [System.State]
  /// The most steps to take; `nil` for as many as there are.
  package var maxSteps: Int?

  package init(wordCount: Int, words: System.Words, states: [System.State]) {
    self.wordCount = wordCount
    self.words = words
    self.states = states
  }
}

/// What an update has found.
package struct TransitionOutcome {
  /// The sum of the squared score gradients.
  package var loss = 0.0
  /// The first word of a document whose gold allowed no move, if there is one; nothing was learned
  /// then.
  package var stuckAt: Int?
}

extension TransitionModel {
  /// Follows the model's own best moves through a batch and adds the gradients of all parameters.
  ///
  /// The transitions come first; what their states leave behind goes through the layers in one
  /// piece afterwards. `dVectors` receives the gradient of the word vectors, `[words, width]`.
  mutating func update<System: TransitionSystem>(
    _ batch: TransitionBatch<System>, _ system: System, _ vectors: UnsafePointer<Float>,
    _ dVectors: UnsafeMutablePointer<Float>, _ parameters: Parameters, _ numerics: Numerics,
    _ gradients: inout Gradients, random: inout SpacyRandom, arena: Arena
  ) -> TransitionOutcome {
    let scorer = TransitionScorer(
      self, common: System.commonFeatures, vectors, words: batch.wordCount, parameters, numerics,
      arena)
    let mask = unseen
    let isWatched = mask.contains(true)
    // The scores of unseen classes depend on all states of a step.
    let isAlone = isWatched || numerics.threads == .one || !System.hasOneMovePerWord
    let plan = StepPlan(
      batch.states, limit: batch.maxSteps ?? Int.max,
      parts: isAlone ? 1 : 2 * numerics.threads.count)
    var record = StepRecord(plan, settings, arena)
    let groups = plan.groups.map { range in
      StateGroup<System>(
        batch.states[range], words: words(of: batch.states[range]), scorer, arena)
    }
    var (outcome, unseen) = (TransitionOutcome(), mask)
    if System.hasOneMovePerWord {
      record.drawMasks(0..<plan.rows, random: &random)
      if isWatched {
        for index in groups.indices {
          follow(batch, system, plan, index, groups[index], record) { clear(&unseen, $0) }
        }
      } else {
        numerics.threads.forEach(groups.count) { index in
          follow(batch, system, plan, index, groups[index], record) { _ in }
        }
      }
    } else if let group = groups.first {
      outcome.stuckAt = follow(batch, system, plan, group, &record, &random) {
        if isWatched { clear(&unseen, $0) }
      }
      if outcome.stuckAt != nil { return outcome }
    }
    if isWatched {
      self.unseen = unseen
      clear(record, where: mask)
    }
    backward(
      record, scorer, vectors, dVectors, parameters, &gradients, arena,
      namesWordsOnce: System.hasOneMovePerWord)
    outcome.loss = record.loss
    return outcome
  }

  /// Classes that cost nothing somewhere have been seen.
  private func clear(_ unseen: inout [Bool], _ costs: UnsafeBufferPointer<Float>) {
    for (k, cost) in costs.enumerated() where cost <= 0 { unseen[k % unseen.count] = false }
  }

  /// The number of words in the documents of some states.
  private func words<State: TransitionState>(of states: ArraySlice<State>) -> Int {
    var (words, last) = (0, Int32(-1))
    for state in states where state.offset != last {
      words += Int(state.length)
      last = state.offset
    }
    return words
  }

  /// Takes the steps of a group until every state is final or the limit is reached, and calls
  /// `judged` with the costs of each step's classes.
  private func follow<System: TransitionSystem>(
    _ batch: TransitionBatch<System>, _ system: System, _ plan: StepPlan, _ index: Int,
    _ start: StateGroup<System>, _ record: StepRecord,
    _ judged: (UnsafeBufferPointer<Float>) -> Void
  ) {
    var group = start
    for step in 0..<plan.steps where group.count > 0 {
      _ = take(
        &group, from: plan.start(group: index, step: step), batch, system, record, judged)
    }
  }

  /// The same for all states where nobody knows how many steps they take; each step draws its masks.
  ///
  /// - Returns: the first word of a document whose gold allows no move.
  private func follow<System: TransitionSystem>(
    _ batch: TransitionBatch<System>, _ system: System, _ plan: StepPlan,
    _ start: StateGroup<System>, _ record: inout StepRecord, _ random: inout SpacyRandom,
    _ judged: (UnsafeBufferPointer<Float>) -> Void
  ) -> Int? {
    var (group, ends, row) = (start, [Int](), 0)
    for _ in 0..<plan.steps where group.count > 0 {
      let rows = row..<row + group.count
      record.drawMasks(rows, random: &random)
      if let stuck = take(&group, from: row, batch, system, record, judged) { return stuck }
      row = rows.upperBound
      ends.append(row)
    }
    record.cut(ends)
    return nil
  }

  /// Takes one step of a group, whose rows start at `first`.
  ///
  /// - Returns: the first word of a document whose gold allows no move.
  private func take<System: TransitionSystem>(
    _ group: inout StateGroup<System>, from first: Int, _ batch: TransitionBatch<System>,
    _ system: System, _ record: StepRecord, _ judged: (UnsafeBufferPointer<Float>) -> Void
  ) -> Int? {
    let (classes, nO) = (settings.classCount, settings.lowerWidth)
    let ids = record.ids + first * settings.featureCount
    group.writeFeatures(into: ids)
    group.computeScores(
      ids, mask: record.masks.map { $0 + first * nO }, into: record.hidden + first * nO,
      which: record.which + first * nO)
    for row in 0..<group.count {
      let canGoOn = system.costs(
        group.live[row], batch.words, valid: group.valid + row * classes,
        into: group.costs + row * classes)
      if !canGoOn { return Int(group.live[row].offset) }
    }
    judged(UnsafeBufferPointer(start: group.costs, count: group.count * classes))
    for row in 0..<group.count {
      record.losses[first + row] = Kernels.transitionLoss(
        states: 1, classes: classes, scores: group.scores + row * classes, stride: classes,
        valid: group.valid + row * classes, costs: group.costs + row * classes,
        gradient: record.dScores + (first + row) * classes, stride: classes)
    }
    group.advance(system)
    return nil
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
