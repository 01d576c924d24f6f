import SweepBase
import SweepTensors
public import SweepText

extension Pipeline {
  /// About how many words are embedded at once, equal ones once; results do not depend on it.
  private static let wordsEmbedded = 8000
  /// About how many words a thread then computes at once; results do not depend on it.
  private static let wordsAtOnce = 1000

  /// Annotates documents.
  ///
  /// Entities that documents come with are kept. Nothing depends on `batchSize` but where
  /// `joinsDocuments`; without one it is that of `[nlp]`.
  public func predict(_ docs: [Doc], batchSize: Int? = nil) -> [Doc] {
    var vocab = Vocab()
    return predict(docs, batchSize: batchSize) { index, wanted in wanted.of(docs[index], &vocab) }
  }

  /// Annotates documents whose features some other place may know.
  func predict(
    _ docs: [Doc], batchSize: Int? = nil, features: (Int, WordFeatures) -> [UInt64]
  ) -> [Doc] {
    var docs = docs
    let pipeline = extended(for: docs)
    for stretch in pipeline.batches(of: docs, batchSize ?? self.batchSize) {
      pipeline.annotate(&docs, stretch, features)
    }
    return docs
  }

  /// Cuts documents into those that are embedded at once.
  ///
  /// Where words see the neighbouring documents, these are spaCy's batches.
  private func batches(of docs: [Doc], _ batchSize: Int) -> [Range<Int>] {
    guard joinsDocuments else {
      return Self.stretches(of: docs.indices, docs, words: Self.wordsEmbedded)
    }
    return stride(from: 0, to: docs.count, by: batchSize).map {
      $0..<min($0 + batchSize, docs.count)
    }
  }

  /// Whether predictions depend on the documents that are predicted together: spaCy's Mish encoder
  /// lets words see those of the document before and after.
  public var joinsDocuments: Bool {
    components.contains { $0.ownNetwork?.settings.joinsDocuments ?? false }
  }

  /// Cuts a range of documents into stretches of about `words` words.
  private static func stretches(
    of range: Range<Int>, _ docs: [Doc], words: Int
  ) -> [Range<Int>] {
    var (stretches, start) = ([Range<Int>](), range.lowerBound)
    while start < range.upperBound {
      var (end, count) = (start, 0)
      while end < range.upperBound && (end == start || count + docs[end].count <= words) {
        count += docs[end].count
        end += 1
      }
      stretches.append(start..<end)
      start = end
    }
    return stretches
  }

  /// Embeds the words of a range of documents and annotates the documents, several stretches of
  /// them side by side.
  private func annotate(
    _ docs: inout [Doc], _ range: Range<Int>, _ features: (Int, WordFeatures) -> [UInt64],
    observe: ((Decision) -> Void)? = nil
  ) {
    let arena = Arena()
    defer { arena.release() }
    let embedded = components.map { component in
      component.ownNetwork.map { network in
        embed(
          network, range,
          { index, wanted in
            var features = features(index, wanted)
            norms.apply(to: &features, wanted, of: docs[index])
            return features
          }, arena)
      }
    }
    let stretches =
      joinsDocuments ? [range] : Self.stretches(of: range, docs, words: Self.wordsAtOnce)
    var numerics = numerics
    let threads = numerics.threads
    if stretches.count >= threads.count { numerics.threads = .one }
    docs.withUnsafeMutableBufferPointer { docs in
      threads.forEach(stretches.count) { index in
        annotate(
          docs, stretches[index], offset: range.lowerBound, embedded, numerics, observe: observe)
      }
    }
  }

  /// The words of a network, numbered and embedded.
  private struct EmbeddedWords {
    let batch: FeatureBatch
    let embedding: Embedding
  }

  private func embed(
    _ network: Tok2Vec, _ range: Range<Int>, _ features: (Int, WordFeatures) -> [UInt64],
    _ arena: Arena
  ) -> EmbeddedWords {
    let wanted = network.settings.features
    let batch = FeatureBatch(range.map { features($0, wanted) }, wanted)
    return EmbeddedWords(
      batch: batch, embedding: network.embed(batch, parameters, numerics, arena: arena))
  }

  /// Annotates a range of documents whose words are embedded, from document `offset` on.
  private func annotate(
    _ docs: UnsafeMutableBufferPointer<Doc>, _ range: Range<Int>, offset: Int,
    _ embedded: [EmbeddedWords?], _ numerics: Numerics, observe: ((Decision) -> Void)?
  ) {
    let arena = Arena()
    defer { arena.release() }
    let documents = range.lowerBound - offset..<range.upperBound - offset
    let stretch = UnsafeMutableBufferPointer(rebasing: docs[range])
    var shared: [(name: String, vectors: UnsafeMutablePointer<Float>)] = []
    for (component, words) in zip(components, embedded) {
      var vectors = words.flatMap { words in
        component.ownNetwork?.predict(
          FeatureBatch(documents, of: words.batch), words.embedding, parameters, numerics,
          arena: arena)
      }
      if let vectors, component is SharedTok2Vec { shared.append((component.name, vectors)) }
      if case .shared(let upstream, _)? = component.vectors {
        vectors = shared.last { upstream == "*" || upstream == $0.name }?.vectors
      }
      component.annotate(
        stretch,
        PredictionContext(
          vectors: vectors, parameters: parameters, numerics: numerics, arena: arena,
          observe: observe))
    }
  }

  /// Every decision of the entity recognizers on a document, for tests.
  package func decisions(on doc: Doc) -> [Decision] {
    var (docs, vocab, found) = ([doc], Vocab(), [Decision]())
    annotate(&docs, 0..<1, { $1.of(doc, &vocab) }) { found.append($0) }
    return found
  }

  /// The word vectors of documents by the first network, for tests: `[words, width]`.
  ///
  /// As prediction computes them, or as training does without dropout.
  package func vectors(of docs: [Doc], asInTraining: Bool = false) -> [Float] {
    let arena = Arena()
    defer { arena.release() }
    var vocab = Vocab()
    for network in components.compactMap(\.ownNetwork) {
      let words = embed(
        network, docs.indices,
        { index, wanted in
          var features = wanted.of(docs[index], &vocab)
          norms.apply(to: &features, wanted, of: docs[index])
          return features
        }, arena)
      var random = SpacyRandom(seed: 0)
      let vectors =
        asInTraining
        ? network.forward(
          words.batch, parameters, numerics, dropout: 0, random: &random, arena: arena
        ).output
        : network.predict(words.batch, words.embedding, parameters, numerics, arena: arena)
      return (0..<words.batch.count * network.settings.width).map { vectors[$0] }
    }
    return []
  }

  /// This pipeline with room for what documents come with.
  private func extended(for docs: [Doc]) -> Pipeline {
    var copy = self
    for index in components.indices { copy.components[index].extend(for: docs, &copy.parameters) }
    return copy
  }
}
