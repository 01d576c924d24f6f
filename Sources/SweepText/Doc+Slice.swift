extension Doc {
  /// Some consecutive tokens with their annotations, as a document of its own.
  ///
  /// Heads outside the range are cut: their tokens become their own heads. Labels of the whole
  /// text, span groups and user data stay behind, as they do in spaCy's `Span.as_doc()`.
  ///
  /// - Precondition: the range lies within the document.
  package func slice(_ range: Range<Int>) -> Doc {
    var part = Doc(
      words: Array(words[range]), spaces: Array(spaces[range]), strings: strings)
    part.hasUnknownSpaces = hasUnknownSpaces
    part.norms = norms.map { Array($0[range]) }
    part.lemmas = lemmas.map { Array($0[range]) }
    part.pos = pos.map { Array($0[range]) }
    part.tags = tags.map { Array($0[range]) }
    part.morphs = morphs.map { Array($0[range]) }
    part.deps = deps.map { Array($0[range]) }
    part.heads = heads.map { heads in
      range.map { range.contains($0 + Int(heads[$0])) ? heads[$0] : 0 }
    }
    part.sentStarts = sentStarts.map { Array($0[range]) }
    part.entIOB = entIOB.map { Array($0[range]) }
    part.entTypes = entTypes.map { Array($0[range]) }
    part.entKBIDs = entKBIDs.map { Array($0[range]) }
    part.entIDs = entIDs.map { Array($0[range]) }
    return part
  }
}
