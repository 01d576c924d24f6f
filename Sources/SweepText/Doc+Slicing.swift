extension Doc {
  /// Some tokens as a document of their own.
  ///
  /// Heads outside become the token itself. An entity that is cut is missing. Labels of the whole
  /// text, span groups and user data are not taken along. Spaces count as known.
  ///
  /// - Precondition: the tokens are in the document.
  /// - Source: spaCy 3.8 `Span.as_doc`.
  public subscript(tokens: Range<Int>) -> Doc {
    func cut<Value>(_ column: [Value]?) -> [Value]? { column.map { Array($0[tokens]) } }
    var doc = Doc(
      words: Array(words[tokens]), spaces: Array(spaces[tokens]), strings: strings)
    doc.norms = cut(norms)
    doc.lemmas = cut(lemmas)
    doc.pos = cut(pos)
    doc.tags = cut(tags)
    doc.morphs = cut(morphs)
    doc.deps = cut(deps)
    doc.sentStarts = cut(sentStarts)
    doc.entIOB = cut(entIOB)
    doc.entTypes = cut(entTypes)
    doc.entKBIDs = cut(entKBIDs)
    doc.entIDs = cut(entIDs)
    doc.heads = heads.map { heads in
      tokens.map { tokens.contains($0 + Int(heads[$0])) ? heads[$0] : 0 }
    }
    if doc.deps != nil, doc.heads != nil { doc.setSentenceStartsFromHeads() }
    doc.forgetCutEntities(of: self, tokens)
    return doc
  }

  /// Makes the tokens of entities missing that begin before or end after the slice.
  private mutating func forgetCutEntities(of whole: Doc, _ tokens: Range<Int>) {
    for entity in whole.entities where entity.range.overlaps(tokens) {
      guard entity.start < tokens.lowerBound || entity.end > tokens.upperBound else { continue }
      for i in entity.range.clamped(to: tokens) {
        entIOB?[i - tokens.lowerBound] = EntityState.missing
        entTypes?[i - tokens.lowerBound] = 0
      }
    }
  }
}
