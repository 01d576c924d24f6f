import SweepBase
import SweepNN
import SweepText

extension DependencyParser {
  mutating func update(_ context: inout UpdateContext) throws(PipelineError) {
    guard
      let batch = try layOut(
        context.examples, context.docs, random: &context.random, context.arena),
      let pass = context.forward(source)
    else { return }
    let dVectors = context.arena.floats(batch.wordCount * source.width)
    let outcome = model.update(
      batch, system, pass.output, dVectors, context.parameters, context.numerics,
      &context.gradients, random: &context.random, arena: context.arena)
    if let word = outcome.stuckAt { throw noGoldMove(at: word, context.examples) }
    context.addLoss(outcome.loss)
    context.backward(dVectors, source, pass)
  }

  private func noGoldMove(at word: Int, _ examples: [PreparedExample]) -> PipelineError {
    var offset = 0
    for example in examples {
      offset += example.wordCount
      if word < offset { return stuck(example.example.predicted.words) }
    }
    return stuck([])
  }

  private func stuck(_ words: [String]) -> PipelineError {
    .corpus(
      component: name,
      what: "no sequence of moves leads to the gold tree of "
        + "\"\(words.prefix(12).joined(separator: " "))\"",
      help: "look for heads in other sentences, and for labels that the label file lacks")
  }

  /// Lays out a batch for the transition system; `nil` if there is nothing to learn from it.
  ///
  /// `docs` has what components before have said of the texts. Long documents are cut into pieces by
  /// following their gold moves; the length of the pieces is drawn.
  ///
  /// - Throws: `PipelineError` for gold trees that are none.
  func layOut(
    _ examples: [PreparedExample], _ docs: [Doc]?, random: inout SpacyRandom, _ arena: Arena
  ) throws(PipelineError) -> TransitionBatch<ArcEagerSystem>? {
    guard examples.contains(where: { $0.hasGoldTree }) else { return nil }
    let cut = settings.updateWithOracleCutSize
    let maxMoves = cut > 0 ? Int(random.python.uniform(Double(cut / 2), Double(cut * 2))) : Int.max
    let gold = try GoldLayout(examples, system, component: name, arena)
    var batch = TransitionBatch<ArcEagerSystem>(
      wordCount: gold.count, words: ArcWords(gold: gold.gold), states: [])
    if cut > 0 { batch.maxSteps = maxMoves + 1 }
    var long: [(example: PreparedExample, state: ArcState)] = []
    var offset = 0
    for (index, example) in examples.enumerated() {
      let count = example.wordCount
      if count > 0 && example.hasGoldTree {
        let state = ArcState(
          offset: offset, length: count, sentStarts: docs?[index].sentStarts,
          memory: arena.make(Int32.self, ArcState.memorySize(count)))
        if count < maxMoves { batch.states.append(state) } else { long.append((example, state)) }
      }
      offset += count
    }
    for (example, state) in long { addPieces(of: example, state, maxMoves, arena, to: &batch) }
    return batch.states.isEmpty ? nil : batch
  }

  /// Adds the pieces of a long document that have gold annotation.
  private func addPieces(
    of example: PreparedExample, _ start: ArcState, _ maxMoves: Int, _ arena: Arena,
    to batch: inout TransitionBatch<ArcEagerSystem>
  ) {
    func memory() -> UnsafeMutablePointer<Int32> {
      arena.make(Int32.self, ArcState.memorySize(Int(start.length)))
    }
    let history = system.oracle(start.copied(to: memory()), batch.words)
    var state = start
    for first in stride(from: 0, to: history.count, by: maxMoves) {
      let piece = state.copied(to: memory())
      for move in history[first..<min(first + maxMoves, history.count)] {
        system.apply(move, to: &state)
      }
      let (from, to) = (Int(piece.inBuffer(0)), Int(state.inBuffer(0)))
      if example.hasGoldTree(from: from, to: to) { batch.states.append(piece) }
      if state.isFinal { break }
    }
  }
}

extension PreparedExample {
  /// Whether the reference says anything about the tree.
  var hasGoldTree: Bool { hasGoldTree(from: 0, to: example.reference.count) }

  /// Whether the reference says anything about the tree of some words; as in spaCy they are counted
  /// in predicted words, and negative numbers count from the end of the reference.
  func hasGoldTree(from start: Int, to end: Int) -> Bool {
    guard let deps = example.reference.deps else { return false }
    let first = start < 0 ? max(deps.count + start, 0) : min(start, deps.count)
    let last = end < 0 ? max(deps.count + end, 0) : min(end, deps.count)
    return first < last && deps[first..<last].contains { $0 != 0 }
  }
}

/// The gold trees of a batch side by side.
private struct GoldLayout {
  let gold: ArcGold
  /// The number of words.
  let count: Int

  /// Gives each word's label the class of its arc.
  init(
    _ examples: [PreparedExample], _ system: ArcEagerSystem, component: String, _ arena: Arena
  ) throws(PipelineError) {
    count = examples.reduce(0) { $0 + $1.wordCount }
    let heads = arena.make(Int32.self, count)
    let classes = arena.make(Int32.self, count)
    let starts = arena.make(Int8.self, count)
    let firstChild = arena.make(Int32.self, count + 1)
    let children = arena.make(Int32.self, count)
    var (word, child) = (0, 0)
    for example in examples {
      let parse: GoldParse
      switch example.goldParse {
      case .success(let known): parse = known
      case .failure(let cycle): throw .cycle(cycle, example.example, component: component)
      }
      let left = parse.names.map { system.arcClass(isLeft: true, label: $0) }
      let right = parse.names.map { system.arcClass(isLeft: false, label: $0) }
      for index in parse.heads.indices {
        let (head, label) = (parse.heads[index], Int(parse.labels[index]))
        heads[word + index] = head
        classes[word + index] =
          head < 0 || Int(head) == index ? -1 : Int(head) > index ? left[label] : right[label]
        starts[word + index] = parse.starts[index]
        firstChild[word + index] = Int32(child) + parse.firstChild[index]
      }
      for (index, other) in parse.children.enumerated() { children[child + index] = other }
      word += parse.heads.count
      child += parse.children.count
    }
    firstChild[word] = Int32(child)
    gold = ArcGold(
      heads: heads, classes: classes, starts: starts, firstChild: firstChild, children: children)
  }
}

extension PipelineError {
  /// The error of a tree that is none.
  static func cycle(
    _ cycle: ProjectiveTree.Cycle, _ example: Example, component: String
  ) -> PipelineError {
    let words = example.reference.words.prefix(12).joined(separator: " ")
    return .corpus(
      component: component,
      what: "the heads of \"\(words)\" run in a circle at word \(cycle.word), "
        + "\"\(example.reference.words[cycle.word])\"",
      help: "correct the heads of this text: every word must lead to a root")
  }
}
