public import SweepText

extension Pipeline {
  /// About how many words are computed at once; results do not depend on it.
  private static let wordsAtOnce = 2000

  /// Annotates documents.
  ///
  /// Entities that documents come with are kept.
  public func predict(_ docs: [Doc]) -> [Doc] {
    var vocab = Vocab()
    return predict(docs) { index, attributes in vocab.features(of: docs[index], attributes) }
  }

  /// Annotates documents whose features some other place may know.
  func predict(_ docs: [Doc], features: (Int, [Attribute]) -> [UInt64]) -> [Doc] {
    var docs = docs
    let pipeline = addingLabels(of: docs)
    var start = 0
    while start < docs.count {
      var (end, words) = (start, 0)
      while end < docs.count && (end == start || words + docs[end].count <= Self.wordsAtOnce) {
        words += docs[end].count
        end += 1
      }
      pipeline.predict(&docs, start..<end, features)
      start = end
    }
    return docs
  }

  private func predict(
    _ docs: inout [Doc], _ range: Range<Int>, _ features: (Int, [Attribute]) -> [UInt64],
    observe: ((Decision) -> Void)? = nil
  ) {
    let arena = Arena()
    defer { arena.release() }
    var shared: UnsafeMutablePointer<Float>?
    for component in components {
      switch component {
      case .tok2vec(let component):
        shared = vectors(component.network, range, features, arena)
      case .ner(let component):
        let own = component.vectors.map { vectors($0, range, features, arena) }
        guard let vectors = own ?? shared else { continue }
        let lengths = range.map { docs[$0].count }
        let classes = component.model.predict(
          range.flatMap { component.tokens(of: docs[$0]) }, lengths: lengths, component.system,
          vectors, parameters, numerics, arena: arena, observe: observe)
        var offset = 0
        for index in range {
          let count = docs[index].count
          component.annotate(&docs[index], classes[offset..<offset + count])
          offset += count
        }
      }
    }
  }

  private func vectors(
    _ network: Tok2Vec, _ range: Range<Int>, _ features: (Int, [Attribute]) -> [UInt64],
    _ arena: Arena
  ) -> UnsafeMutablePointer<Float> {
    let attributes = network.settings.attributes.compactMap { Attribute(name: $0) }
    let batch = FeatureBatch(
      range.map { features($0, attributes) }, columns: attributes.count)
    return network.predict(batch, parameters, numerics, arena: arena)
  }

  /// Every decision of the entity recognizers on a document, for tests.
  package func decisions(on doc: Doc) -> [Decision] {
    var (docs, vocab, found) = ([doc], Vocab(), [Decision]())
    predict(&docs, 0..<1, { vocab.features(of: doc, $1) }) { found.append($0) }
    return found
  }

  /// The word vectors of a document's first network, for tests: `[words, width]`.
  package func vectors(of doc: Doc) -> [Float] {
    let arena = Arena()
    defer { arena.release() }
    var vocab = Vocab()
    for component in components {
      let network: Tok2Vec?
      switch component {
      case .tok2vec(let component): network = component.network
      case .ner(let component): network = component.vectors
      }
      guard let network else { continue }
      let vectors = vectors(network, 0..<1, { vocab.features(of: doc, $1) }, arena)
      return (0..<doc.count * network.settings.width).map { vectors[$0] }
    }
    return []
  }

  /// This pipeline with classes for the labels that documents come with.
  private func addingLabels(of docs: [Doc]) -> Pipeline {
    var copy: Pipeline?
    for doc in docs where doc.entTypes != nil {
      for index in components.indices {
        guard case .ner(var component) = (copy ?? self).components[index] else { continue }
        for label in component.unknownLabels(in: doc) {
          var changed = copy ?? self
          component.add(label, &changed.parameters, &changed.gradients)
          changed.components[index] = .ner(component)
          copy = changed
        }
      }
    }
    return copy ?? self
  }
}
