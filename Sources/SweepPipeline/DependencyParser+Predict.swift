import SweepNN
import SweepText

extension DependencyParser {
  func annotate(_ docs: UnsafeMutableBufferPointer<Doc>, _ context: PredictionContext) {
    guard let vectors = context.vectors else { return }
    var (states, offset) = ([ArcState](), 0)
    for doc in docs {
      if !doc.isEmpty {
        states.append(
          ArcState(
            offset: offset, length: doc.count, sentStarts: doc.sentStarts,
            memory: context.arena.make(Int32.self, ArcState.memorySize(doc.count))))
      }
      offset += doc.count
    }
    guard !states.isEmpty else { return }
    let batch = TransitionBatch<ArcEagerSystem>(
      wordCount: offset, words: ArcWords(gold: nil), states: states)
    model.predict(
      batch, system, vectors, context.parameters, context.numerics, arena: context.arena,
      observe: context.observe
    ) { _, _ in }
    // The states' memory holds the trees.
    var next = 0
    for index in docs.indices where !docs[index].isEmpty {
      annotate(&docs[index], states[next])
      next += 1
    }
  }

  /// Sets the tree of a finished state: words without a head are roots, as are those that came as
  /// roots; other heads that a text came with are kept.
  ///
  /// Words that are attached higher than they should be are put back where their labels say.
  func annotate(_ doc: inout Doc, _ state: ArcState) {
    let count = doc.count
    var heads = (0..<count).map { Int32(doc.head(of: $0) - $0) }
    var labels = doc.deps ?? [UInt64](repeating: 0, count: count)
    var used = [Bool](repeating: false, count: system.count)
    var hasParts = false
    for word in 0..<count {
      if state.heads[word] >= 0 {
        let number = Int(state.classes[word])
        heads[word] = state.heads[word] - Int32(word)
        labels[word] = ids[number].label
        hasParts = hasParts || ids[number].isDecorated
        used[number] = true
      }
      if heads[word] == 0 { labels[word] = root }
    }
    doc.strings.add("ROOT")
    for (number, isUsed) in used.enumerated() where isUsed {
      doc.strings.add(system.moves[number].label)
    }
    if hasParts { restore(&heads, &labels, &doc) }
    doc.heads = heads
    doc.deps = labels
    doc.setSentenceStartsFromHeads()
  }

  private func restore(_ offsets: inout [Int32], _ ids: inout [UInt64], _ doc: inout Doc) {
    var heads = offsets.enumerated().map { $0 + Int($1) }
    var labels = ids.map { doc.strings[$0] ?? "" }
    ProjectiveTree.restore(&heads, &labels, isSpace: doc.words.map { PythonText.isSpace($0) })
    offsets = heads.enumerated().map { Int32($1 - $0) }
    ids = labels.map { doc.strings.add($0) }
  }
}
