import SweepBase
import SweepNN
import SweepText

extension EntityRecognizer {
  mutating func update(_ context: inout UpdateContext) throws(PipelineError) {
    addLabels(of: context.examples, &context)
    guard
      let batch = try layOut(
        context.examples, context.docs, random: &context.random, context.arena),
      let pass = context.forward(source)
    else { return }
    let dVectors = context.arena.floats(batch.wordCount * source.width)
    let outcome = model.update(
      batch, system, pass.output, dVectors, context.parameters, context.numerics,
      &context.gradients, random: &context.random, arena: context.arena)
    context.addLoss(outcome.loss)
    context.backward(dVectors, source, pass)
  }

  /// Makes room for labels that no class has yet; they count as unseen until gold asks for them.
  private mutating func addLabels(of examples: [PreparedExample], _ context: inout UpdateContext) {
    for example in examples {
      for id in example.labels {
        guard system.labelIndex(of: id) == NERSystem.unknownLabel,
          let label = example.example.reference.strings[id]
        else { continue }
        add(label, &context.parameters, &context.gradients)
      }
    }
  }

  /// Whether a batch teaches anything: some example has gold entities, or spans that are none.
  func hasGold(_ examples: [PreparedExample]) -> Bool {
    examples.contains { hasGold($0) }
  }

  private func hasGold(_ example: PreparedExample) -> Bool {
    if example.hasGold { return true }
    guard let key = settings.incorrectSpansKey else { return false }
    return example.example.reference.spanGroups.contains {
      same($0.key, key) && !$0.group.spans.isEmpty
    }
  }

  /// Lays out a batch for the transition system; `nil` if there is nothing to learn from it.
  ///
  /// `docs` has what components before have said of the texts. Long documents are cut into pieces by
  /// following their gold moves; the length of the pieces is drawn. All pieces are analysed on the
  /// whole document's vectors.
  ///
  /// - Throws: `PipelineError` for gold annotation that contradicts itself.
  func layOut(
    _ examples: [PreparedExample], _ docs: [Doc]?, random: inout SpacyRandom, _ arena: Arena
  ) throws(PipelineError) -> TransitionBatch<NERSystem>? {
    guard hasGold(examples) else { return nil }
    let cut = settings.updateWithOracleCutSize
    let maxMoves = cut > 0 ? Int(random.python.uniform(Double(cut / 2), Double(cut * 2))) : Int.max
    let count = examples.reduce(0) { $0 + $1.wordCount }
    let tokens = arena.make(NERToken.self, count)
    var batch = TransitionBatch<NERSystem>(
      wordCount: count, words: NERWords(tokens: tokens), states: [])
    if cut > 0 { batch.maxSteps = maxMoves + 1 }
    var long: [(example: PreparedExample, state: NERState)] = []
    var offset = 0
    for (index, example) in examples.enumerated() {
      write(example, docs?[index], to: tokens + offset)
      let count = example.wordCount
      if count > 0 && hasGold(example) {
        var state = NERState(offset: offset, length: count)
        let incorrect = try incorrectSpans(of: example)
        if !incorrect.isEmpty {
          state.incorrectSpans = Int32(batch.words.incorrect.count)
          batch.words.incorrect.append(incorrect)
        }
        if count < maxMoves { batch.states.append(state) } else { long.append((example, state)) }
      }
      offset += count
    }
    for (example, state) in long { try addPieces(of: example, state, maxMoves, to: &batch) }
    return batch.states.isEmpty ? nil : batch
  }

  /// Writes the words of an example, with what components before have said of them.
  private func write(
    _ example: PreparedExample, _ doc: Doc?, to target: UnsafeMutablePointer<NERToken>
  ) {
    let labels = [0] + example.labels.map { system.labelIndex(of: $0) }
    let annotated = doc.map { tokens(of: $0) }
    for (index, word) in example.words.enumerated() {
      var token = annotated?[index] ?? NERToken()
      token.isSpace = word.isSpace
      token.goldKind = word.goldKind
      token.goldLabel = labels[word.goldLabel]
      (target + index).initialize(to: token)
    }
  }

  private func incorrectSpans(
    of example: PreparedExample
  ) throws(PipelineError) -> [IncorrectSpan] {
    guard let key = settings.incorrectSpansKey else { return [] }
    let entities = example.example.alignedEntities()
    var found: [IncorrectSpan] = []
    for span in example.spans(key) {
      for entity in entities where entity.start == span.start && entity.end == span.end {
        guard StringStore.id(of: entity.label) == span.label else { continue }
        throw .contradictorySpan(
          component: name, key: key,
          words: Array(example.example.predicted.words[entity.range]), label: entity.label)
      }
      found.append(
        IncorrectSpan(
          start: Int32(span.start), end: Int32(span.end), label: system.labelIndex(of: span.label)))
    }
    return found
  }

  /// Adds the pieces of a long document that have gold annotation.
  private func addPieces(
    of example: PreparedExample, _ start: NERState, _ maxMoves: Int,
    to batch: inout TransitionBatch<NERSystem>
  ) throws(PipelineError) {
    let incorrect =
      start.incorrectSpans < 0 ? [] : batch.words.incorrect[Int(start.incorrectSpans)]
    guard let history = system.oracle(start, batch.words.tokens, incorrect: incorrect) else {
      throw .noGoldMove(component: name, words: example.example.predicted.words)
    }
    var state = start
    for first in stride(from: 0, to: history.count, by: maxMoves) {
      let piece = state
      for move in history[first..<min(first + maxMoves, history.count)] {
        system.apply(move, to: &state)
      }
      if hasGold(example, piece.position, state) { batch.states.append(piece) }
    }
  }

  /// Whether a piece has gold annotation.
  ///
  /// The range ends before the next word; at the end of the document there is none, and −1 means the
  /// last word, as in Python.
  private func hasGold(_ example: PreparedExample, _ start: Int32, _ end: NERState) -> Bool {
    let upper = end.isFinal ? example.wordCount - 1 : Int(end.position)
    return example.hasGold(in: Int(start)..<max(Int(start), upper), key: settings.incorrectSpansKey)
  }
}
