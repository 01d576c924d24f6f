import SweepText

extension EntityRecognizer {
  func annotate(_ docs: UnsafeMutableBufferPointer<Doc>, _ context: PredictionContext) {
    guard let vectors = context.vectors else { return }
    let known = docs.flatMap { tokens(of: $0) }
    let chosen = context.arena.make(Int32.self, known.count)
    known.withUnsafeBufferPointer { tokens in
      guard let tokens = tokens.baseAddress else { return }
      let batch = TransitionBatch<NERSystem>(
        wordCount: known.count, words: NERWords(tokens: tokens),
        states: TransitionModel.starts(docs.map(\.count)))
      model.predict(
        batch, system, vectors, context.parameters, context.numerics, arena: context.arena,
        observe: context.observe
      ) { state, best in
        chosen[Int(state.offset + state.position)] = Int32(best)
      }
    }
    var start = 0
    for index in docs.indices {
      annotate(&docs[index], chosen + start)
      start += docs[index].count
    }
  }

  func score(_ examples: [Example], into found: inout PipelineScores) {
    let entities = Scorer.countedEntities(examples)
    for (key, value) in entities.scores.entries { found.scores[key] = value }
    found.entities = entities.entities
    found.confusion = entities.confusion
  }

  /// The words of a document that has not been seen before, with the annotation it came with.
  func tokens(of doc: Doc) -> [NERToken] {
    doc.words.indices.map { index in
      var token = NERToken()
      token.isSpace = PythonText.isSpace(doc.words[index])
      token.sentenceStart = doc.sentStarts?[index] ?? 0
      token.presetIOB = doc.entIOB?[index] ?? 0
      let type = doc.entTypes?[index] ?? 0
      token.presetLabel = type == 0 ? 0 : system.labelIndex(of: type)
      return token
    }
  }

  /// The labels of entities that a document came with and that no class has.
  func unknownLabels(in doc: Doc) -> [String] {
    var found: [String] = []
    for entity in doc.entities where system.labelIndex(of: StringStore.id(of: entity.label)) < 0 {
      if !found.contains(where: { same($0, entity.label) }) { found.append(entity.label) }
    }
    return found
  }

  /// Sets the entities that the classes of a document's words amount to.
  ///
  /// What is in no entity is outside, unless it was blocked.
  func annotate(_ doc: inout Doc, _ classes: UnsafePointer<Int32>) {
    var iob = doc.entIOB ?? [UInt8](repeating: 0, count: doc.count)
    var types = doc.entTypes ?? [UInt64](repeating: 0, count: doc.count)
    var start: (word: Int, label: String)?
    for word in 0..<doc.count {
      let move = system.moves[Int(classes[word])]
      if move.kind == .begin || move.kind == .unit { start = (word, move.label) }
      guard move.kind == .last || move.kind == .unit, let entity = start else { continue }
      start = nil
      if entity.label.isEmpty { continue }
      let type = doc.strings.add(entity.label)
      for index in entity.word...word {
        iob[index] = index == entity.word ? 3 : 1
        types[index] = type
      }
    }
    for index in iob.indices where iob[index] == 0 { iob[index] = 2 }
    doc.entIOB = iob
    doc.entTypes = types
  }
}
