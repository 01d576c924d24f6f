import SweepNN
import SweepTensors

extension TransitionModel {
  /// Analyses documents greedily: the class of each word.
  ///
  /// All documents advance together. `observe`, for tests, sees every decision.
  func predict(
    _ tokens: [NERToken], lengths: [Int], _ system: NERSystem, _ vectors: UnsafePointer<Float>,
    _ parameters: Parameters, _ numerics: Numerics, arena: Arena,
    observe: ((Decision) -> Void)? = nil
  ) -> [Int32] {
    let states = Self.starts(lengths)
    let scorer = TransitionScorer(
      self, vectors, words: tokens.count, parameters, numerics, arena)
    let parts = observe != nil || numerics.threads == .one ? 1 : 2 * numerics.threads.count
    // The scores of unseen classes depend on all states of a step.
    let plan = StepPlan(states, limit: Int.max, parts: unseen.contains(true) ? 1 : parts)
    let groups = plan.groups.map { range in
      StateGroup(
        states[range], words: states[range].reduce(0) { $0 + Int($1.length) }, scorer, arena)
    }
    let ids = arena.make(Int32.self, states.count * settings.featureCount)
    let hidden = arena.floats(states.count * settings.lowerWidth)
    var chosen = [Int32](repeating: 0, count: tokens.count)
    chosen.withUnsafeMutableBufferPointer { chosen in
      nonisolated(unsafe) let chosen = chosen
      if let observe {
        for group in groups { decode(group, tokens, system, ids, hidden, chosen, observe) }
      } else {
        numerics.threads.forEach(groups.count) { index in
          let first = plan.groups[index].lowerBound
          decode(
            groups[index], tokens, system, ids + first * settings.featureCount,
            hidden + first * settings.lowerWidth, chosen)
        }
      }
    }
    return chosen
  }

  /// Follows the best moves of a group to the ends of its documents; `ids` and `hidden` are memory
  /// for a step.
  private func decode(
    _ start: StateGroup, _ tokens: [NERToken], _ system: NERSystem,
    _ ids: UnsafeMutablePointer<Int32>, _ hidden: UnsafeMutablePointer<Float>,
    _ chosen: UnsafeMutableBufferPointer<Int32>, _ observe: ((Decision) -> Void)? = nil
  ) {
    let (classes, nF) = (settings.classCount, settings.featureCount)
    var group = start
    while group.count > 0 {
      group.writeFeatures(into: ids)
      group.computeScores(ids, mask: nil, into: hidden, which: nil)
      tokens.withUnsafeBufferPointer { tokens in
        guard let tokens = tokens.baseAddress else { return }
        for row in 0..<group.count {
          system.valid(group.live[row], tokens, into: group.valid + row * classes)
        }
      }
      let (scores, valid) = (group.scores, group.valid)
      group.advance(system) { row, state, best in
        chosen[Int(state.offset + state.position)] = Int32(best)
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
