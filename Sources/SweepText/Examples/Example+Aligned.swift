extension Example {
  /// The reference's values of an attribute for the predicted tokens.
  ///
  /// `nil` where a token has no partner, or several that disagree.
  public func aligned(_ attribute: Attribute) -> [UInt64?] {
    (0..<count).map { i in
      if let j = alignment.xToY.only(i) { return reference.value(attribute, j) }
      let values = alignment.xToY[i].map { reference.value(attribute, $0) }
      guard let first = values.first, values.allSatisfy({ $0 == first }) else { return nil }
      return first
    }
  }

  /// Whether each predicted token starts a sentence of the reference; `nil` where it has none.
  public func alignedSentenceStarts() -> [Bool]? {
    guard reference.hasSentenceAnnotation else { return nil }
    var starts = [Bool](repeating: false, count: count)
    for sentence in reference.sentences {
      if let first = alignment.yToX[sentence.lowerBound].first { starts[first] = true }
    }
    return starts
  }

  /// The reference's entities on the predicted tokens; those whose borders fall inside are dropped.
  public func alignedEntities() -> [EntitySpan] {
    let entities = reference.entities
    if alignment.isIdentity { return entities }
    var used: Set<Int> = []
    var found: [EntitySpan] = []
    for entity in entities {
      let tokens = alignment.yToX[entity.range].filter { !used.contains($0) }
      guard let first = tokens.first, let last = tokens.last, first <= last else { continue }
      let range = first..<last + 1
      let isSame = PythonText.areEqual(
        predicted.comparableText(range), reference.comparableText(entity.range))
      guard isSame else { continue }
      used.formUnion(tokens)
      var aligned = entity
      (aligned.start, aligned.end) = (range.lowerBound, range.upperBound)
      found.append(aligned)
    }
    return found
  }

  /// The reference's entities as BILUO tags of the predicted tokens; `nil` is missing.
  ///
  /// A token outside of all entities is `O` only where the reference says so, or where it is white
  /// space. Without any entity annotation, all tokens are missing.
  public func alignedNER() -> [String?] {
    guard reference.hasEntityAnnotation else { return Array(repeating: nil, count: count) }
    var tags = BILUO.tags(of: alignedEntities(), count: count, outside: nil)
    for (i, state) in aligned(.entIOB).enumerated() where tags[i] == nil {
      if state == UInt64(EntityState.outside) || PythonText.isSpace(predicted.words[i]) {
        tags[i] = BILUO.outside
      }
    }
    return tags
  }
}

extension Example {
  /// Spans of the reference on the predicted tokens, which may overlap; those whose borders fall
  /// inside a token are dropped.
  package func alignedToPredicted(_ spans: [GroupedSpan]) -> [GroupedSpan] {
    Self.aligned(spans, alignment.yToX, from: reference, to: predicted)
  }

  /// Spans of the predicted tokens on those of the reference.
  package func alignedToReference(_ spans: [GroupedSpan]) -> [GroupedSpan] {
    Self.aligned(spans, alignment.xToY, from: predicted, to: reference)
  }

  private static func aligned(
    _ spans: [GroupedSpan], _ links: TokenLinks, from source: Doc, to target: Doc
  ) -> [GroupedSpan] {
    spans.compactMap { span in
      let range = Int(span.start)..<Int(span.end)
      let tokens = links[range]
      guard let first = tokens.first, let last = tokens.last, first <= last else { return nil }
      let isSame = PythonText.areEqual(
        source.comparableText(range), target.comparableText(first..<last + 1))
      guard isSame else { return nil }
      var found = span
      (found.start, found.end) = (Int32(first), Int32(last + 1))
      return found
    }
  }
}

extension Doc {
  /// The text of some tokens in lower case and without blanks.
  package func comparableText(_ tokens: Range<Int>) -> String {
    var text = ""
    for i in tokens {
      text += words[i]
      if spaces[i] && i + 1 < tokens.upperBound { text += " " }
    }
    var scalars = Array(PythonText.lowercased(text).unicodeScalars)[...]
    while let last = scalars.last, PythonText.isSpace(last) { scalars.removeLast() }
    while let first = scalars.first, PythonText.isSpace(first) { scalars.removeFirst() }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars.filter { $0 != " " })
    return String(result)
  }
}
