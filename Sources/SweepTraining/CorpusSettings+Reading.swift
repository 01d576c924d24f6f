public import SweepText

extension CorpusSettings {
  /// Makes examples of the docs in some files.
  ///
  /// Empty docs are skipped. With a limit, a file is read until so many docs were read in total;
  /// each later file still gives one, as in spaCy.
  ///
  /// - Parameter files: In the order in which they are to be read.
  /// - Returns: The examples in the order of the docs.
  /// - Throws: `DocBinError` with file and offset when one is no readable `.spacy` file.
  public func examples(from files: [InputFile]) throws(DocBinError) -> [Example] {
    var examples: [Example] = []
    var docCount = 0
    for file in files {
      for doc in try DocBin(bytes: file.bytes, file: file.path).docs where !doc.isEmpty {
        examples += self.examples(of: doc)
        docCount += 1
        if limit > 0 && docCount >= limit { break }
      }
    }
    return examples
  }

  /// The examples that one reference doc makes.
  private func examples(of doc: Doc) -> [Example] {
    if goldPreproc {
      let parts = doc.hasSentenceAnnotation ? doc.sentences.map { doc[$0] } : [doc]
      return parts.map { Example(reference: $0, hasGoldTokens: true) }
    }
    guard maxLength > 0, doc.count >= maxLength else { return [Example(reference: doc)] }
    return doc.sentences.filter { $0.count < maxLength }.map { Example(reference: doc[$0]) }
  }
}
