import SweepText

/// What a batch's words must tell the entity recognizer.
package struct NERWords {
  /// The words of all documents.
  package let tokens: UnsafePointer<NERToken>
  /// The lists of incorrect spans that states refer to.
  package var incorrect: [[IncorrectSpan]] = []

  package init(tokens: UnsafePointer<NERToken>) { self.tokens = tokens }
}

/// The rules of BILUO tagging as a transition system: which moves are valid, and what they cost.
///
/// A state is first reduced to one rule per kind of move; the classes then follow from their kind
/// and label alone.
///
/// - Source: spaCy 3.8 `ner.pyx`.
package struct NERSystem: TransitionSystem {
  package static var hasOneMovePerWord: Bool { true }
  package static var commonFeatures: Int { 1 }

  /// The classes, in order.
  package let moves: [Move]
  /// The labels that classes carry; number 0 is the empty one.
  package let labels: [String]
  /// The kind of each class.
  let kinds: [UInt8]
  /// The label of each class, as an index into `labels`.
  let classLabels: [Int32]
  private let labelIDs: [UInt64]

  /// The cost of an invalid move.
  package static let invalidCost: Float = 9000
  /// The index of a label that the model has no class for.
  package static let unknownLabel: Int32 = -2

  /// The system of these classes.
  package init(moves: [Move]) {
    self.moves = moves
    var labels = [""]
    var ids = [StringStore.id(of: "")]
    classLabels = moves.map { move in
      if let known = labels.firstIndex(where: { same($0, move.label) }) { return Int32(known) }
      labels.append(move.label)
      ids.append(StringStore.id(of: move.label))
      return Int32(labels.count - 1)
    }
    kinds = moves.map(\.kind.rawValue)
    self.labels = labels
    labelIDs = ids
  }

  /// The number of classes.
  package var count: Int { moves.count }

  /// The index of a label by its id in the string store, or `unknownLabel`.
  package func labelIndex(of id: UInt64) -> Int32 {
    labelIDs.firstIndex(of: id).map { Int32($0) } ?? Self.unknownLabel
  }

  /// Applies a class to a state.
  package func apply(_ class: Int, to state: inout NERState) {
    state.apply(moves[`class`].kind, label: classLabels[`class`])
  }

  /// Writes for each class whether it is valid: 1 or 0.
  package func valid(
    _ state: NERState, _ tokens: UnsafePointer<NERToken>, into flags: UnsafeMutablePointer<UInt8>
  ) {
    withRules(state, tokens) { rules in
      for k in 0..<kinds.count {
        flags[k] = rules[Int(kinds[k])].allows(classLabels[k]) ? 1 : 0
      }
    }
  }

  package func valid(
    _ state: NERState, _ words: NERWords, into flags: UnsafeMutablePointer<UInt8>
  ) {
    valid(state, words.tokens, into: flags)
  }

  package func costs(
    _ state: NERState, _ words: NERWords, valid: UnsafeMutablePointer<UInt8>,
    into costs: UnsafeMutablePointer<Float>
  ) -> Bool {
    let incorrect = state.incorrectSpans < 0 ? [] : words.incorrect[Int(state.incorrectSpans)]
    self.costs(state, words.tokens, incorrect: incorrect, valid: valid, into: costs)
    return true
  }

  /// Writes for each class whether it is valid, and its cost given the gold moves in `tokens` and
  /// the document's spans that are known to be wrong.
  package func costs(
    _ state: NERState, _ tokens: UnsafePointer<NERToken>, incorrect: [IncorrectSpan] = [],
    valid: UnsafeMutablePointer<UInt8>, into costs: UnsafeMutablePointer<Float>
  ) {
    let gold = tokens[Int(state.offset + state.position)].goldLabel
    withRules(state, tokens) { rules in
      addGold(state, tokens, to: rules)
      for k in 0..<kinds.count {
        let rule = rules[Int(kinds[k])]
        let label = classLabels[k]
        let cost = label == gold ? rule.costOfGoldLabel : rule.costOfOtherLabel
        let isValid = rule.allows(label)
        valid[k] = isValid ? 1 : 0
        costs[k] = isValid ? cost : Self.invalidCost
      }
    }
    if !incorrect.isEmpty { addCosts(of: incorrect, state, to: costs) }
  }

  /// The classes that a document's gold asks for: for each word the first valid one without a cost.
  ///
  /// - Returns: `nil` if some word has none.
  package func oracle(
    _ start: NERState, _ tokens: UnsafePointer<NERToken>, incorrect: [IncorrectSpan] = []
  ) -> [Int]? {
    var (state, history) = (start, [Int]())
    var costs = [Float](repeating: 0, count: count)
    var valid = [UInt8](repeating: 0, count: count)
    while !state.isFinal {
      self.costs(state, tokens, incorrect: incorrect, valid: &valid, into: &costs)
      guard let best = costs.firstIndex(where: { $0 <= 0 }) else { return nil }
      history.append(best)
      apply(best, to: &state)
    }
    return history
  }

  /// Adds 1 to the moves that would close, or can only close, an incorrect span.
  private func addCosts(
    of incorrect: [IncorrectSpan], _ state: NERState, to costs: UnsafeMutablePointer<Float>
  ) {
    let word = state.position
    for k in 0..<kinds.count where costs[k] != Self.invalidCost {
      let label = classLabels[k]
      let isHit = incorrect.contains { span in
        guard span.label == label else { return false }
        switch moves[k].kind {
        case .begin: return state.remaining < 3 && span.start == word
        case .last: return span.start == state.openStart && span.end == word + 1
        case .unit: return span.start == word && span.end == word + 1
        case .missing, .inside, .outside: return false
        }
      }
      if isHit { costs[k] += 1 }
    }
  }
}
