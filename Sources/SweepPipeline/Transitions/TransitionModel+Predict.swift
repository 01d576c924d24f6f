import SweepNN
import SweepTensors

extension TransitionModel {
  /// Analyses documents greedily.
  ///
  /// All documents advance together. `note` learns each state's move, and where several threads are
  /// used, that of states of different documents side by side. `observe`, for tests, sees every
  /// decision.
  func predict<System: TransitionSystem>(
    _ batch: TransitionBatch<System>, _ system: System, _ vectors: UnsafePointer<Float>,
    _ parameters: Parameters, _ numerics: Numerics, arena: Arena,
    observe: ((Decision) -> Void)? = nil, note: (System.State, Int) -> Void
  ) {
    let states = batch.states
    let scorer = TransitionScorer(
      self, common: System.commonFeatures, vectors, words: batch.wordCount, parameters, numerics,
      arena)
    let parts = observe != nil || numerics.threads == .one ? 1 : 2 * numerics.threads.count
    // The scores of unseen classes depend on all states of a step.
    let plan = StepPlan(states, limit: Int.max, parts: unseen.contains(true) ? 1 : parts)
    let groups = plan.groups.map { range in
      StateGroup<System>(
        states[range], words: states[range].reduce(0) { $0 + Int($1.length) }, scorer, arena)
    }
    let ids = arena.make(Int32.self, states.count * settings.featureCount)
    let hidden = arena.floats(states.count * settings.lowerWidth)
    if let observe {
      for group in groups { decode(group, batch.words, system, ids, hidden, note, observe) }
    } else {
      numerics.threads.forEach(groups.count) { index in
        let first = plan.groups[index].lowerBound
        decode(
          groups[index], batch.words, system, ids + first * settings.featureCount,
          hidden + first * settings.lowerWidth, note)
      }
    }
  }

  /// Follows the best moves of a group to the ends of its documents; `ids` and `hidden` are memory
  /// for a step.
  private func decode<System: TransitionSystem>(
    _ start: StateGroup<System>, _ words: System.Words, _ system: System,
    _ ids: UnsafeMutablePointer<Int32>, _ hidden: UnsafeMutablePointer<Float>,
    _ note: (System.State, Int) -> Void, _ observe: ((Decision) -> Void)? = nil
  ) {
    let (classes, nF) = (settings.classCount, settings.featureCount)
    var group = start
    while group.count > 0 {
      group.writeFeatures(into: ids)
      group.computeScores(ids, mask: nil, into: hidden, which: nil)
      for row in 0..<group.count {
        system.valid(group.live[row], words, into: group.valid + row * classes)
      }
      let (scores, valid) = (group.scores, group.valid)
      group.advance(system) { row, state, best in
        note(state, best)
        observe?(
          Decision(
            ids + row * nF, nF, valid + row * classes, scores + row * classes, classes, best: best))
      }
    }
  }

  /// The starting states of documents that lie one after the other; empty ones have none.
  package static func starts(_ lengths: [Int]) -> [NERState] {
    var (states, offset) = ([NERState](), 0)
    for length in lengths {
      if length > 0 { states.append(NERState(offset: offset, length: length)) }
      offset += length
    }
    return states
  }
}

/// One decision of the greedy decoder, copied out for whoever watches.
package struct Decision: Sendable {
  /// The words of the state, −1 where missing.
  package let ids: [Int]
  /// Whether each class was valid.
  package let valid: [Bool]
  /// The score of each class.
  package let scores: [Float]
  /// The class that was taken.
  package let best: Int

  init(
    _ ids: UnsafePointer<Int32>, _ nF: Int, _ valid: UnsafePointer<UInt8>,
    _ scores: UnsafePointer<Float>, _ classes: Int, best: Int
  ) {
    self.ids = (0..<nF).map { Int(ids[$0]) }
    self.valid = (0..<classes).map { valid[$0] != 0 }
    self.scores = (0..<classes).map { scores[$0] }
    self.best = best
  }
}
