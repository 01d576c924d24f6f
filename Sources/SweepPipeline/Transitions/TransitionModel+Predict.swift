import SweepNN

extension TransitionModel {
  /// Analyses documents greedily: the class of each word.
  ///
  /// All documents advance together. `observe`, for tests, sees every decision.
  func predict(
    _ tokens: [NERToken], lengths: [Int], _ system: NERSystem, _ vectors: UnsafePointer<Float>,
    _ parameters: Parameters, _ numerics: Numerics, arena: Arena,
    observe: ((Decision) -> Void)? = nil
  ) -> [Int32] {
    var live = Self.starts(lengths)
    let (classes, nO, nF) = (settings.classCount, settings.lowerWidth, settings.featureCount)
    let scorer = TransitionScorer(
      self, vectors, words: tokens.count, states: live.count, parameters, numerics, arena)
    let ids = arena.make(Int32.self, live.count * nF)
    let hidden = arena.floats(live.count * nO)
    let scores = arena.floats(live.count * classes)
    let valid = arena.make(UInt8.self, classes)
    var chosen = [Int32](repeating: 0, count: tokens.count)
    tokens.withUnsafeBufferPointer { tokens in
      guard let tokens = tokens.baseAddress else { return }
      while !live.isEmpty {
        for (row, state) in live.enumerated() { state.features(nF, into: ids + row * nF) }
        scorer.hidden(live.count, ids, into: hidden, which: nil)
        scorer.scores(live.count, hidden, into: scores)
        var kept = 0
        for row in live.indices {
          system.valid(live[row], tokens, into: valid)
          let best = TransitionScorer.best(scores + row * classes, valid, classes)
          chosen[Int(live[row].offset + live[row].position)] = Int32(best)
          observe?(
            Decision(ids + row * nF, nF, valid, scores + row * classes, classes, best: best))
          system.apply(best, to: &live[row])
          if !live[row].isFinal {
            live[kept] = live[row]
            kept += 1
          }
        }
        live.removeLast(live.count - kept)
      }
    }
    return chosen
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
