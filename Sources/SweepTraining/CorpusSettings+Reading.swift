import SweepText

extension CorpusSettings {
  /// The examples that one reference doc makes.
  func examples(of doc: Doc) -> [Example] {
    if goldPreproc {
      let parts = doc.hasSentenceAnnotation ? doc.sentences.map { doc[$0] } : [doc]
      return parts.map { Example(reference: $0, hasGoldTokens: true) }
    }
    guard maxLength > 0, doc.count >= maxLength else { return [Example(reference: doc)] }
    return doc.sentences.filter { $0.count < maxLength }.map { Example(reference: doc[$0]) }
  }
}
