extension BILUO {
  /// The tags of entities that are given in characters of the text.
  ///
  /// - Parameters:
  ///   - offsets: first character and the one after the last, in Unicode scalars, and the type; with
  ///     an empty type, tokens that start there are outside. Those without a character are ignored.
  ///   - doc: the tokens.
  ///   - outside: the tag of tokens that share no character with any of them.
  /// - Returns: one tag per token; `-` where a token's border is inside of an entity's.
  /// - Throws: `TagError` when two overlap.
  public static func tags(
    ofOffsets offsets: [CharacterSpan], in doc: Doc, outside: String = BILUO.outside
  ) throws(TagError) -> [String] {
    let starts = doc.characterOffsets
    let ends = zip(starts, doc.words).map { $0 + $1.unicodeScalars.count }
    let offsets = offsets.filter { $0.start < $0.end }
    try checkOverlaps(offsets)
    var tags = [String?](repeating: nil, count: doc.count)
    for span in offsets {
      if span.label.isEmpty {
        for i in starts.indices where span.range.contains(starts[i]) { tags[i] = BILUO.outside }
      } else if let first = starts.lastIndex(of: span.start),
        let last = ends.lastIndex(of: span.end),
        first <= last
      {
        let entity = BILUO.tags(of: [EntitySpan(first, last + 1, span.label)], count: doc.count)
        for i in first...last { tags[i] = entity[i] }
      }
    }
    return tags.enumerated().map { i, tag in
      let token = starts[i]..<ends[i]
      return offsets.contains { $0.range.overlaps(token) } ? tag ?? missing : outside
    }
  }

  private static func checkOverlaps(_ offsets: [CharacterSpan]) throws(TagError) {
    let spans = offsets.filter { !$0.label.isEmpty }.sorted { $0.start < $1.start }
    for (a, b) in zip(spans, spans.dropFirst()) where b.start < a.end {
      throw TagError(.overlap(a, b), at: nil)
    }
  }
}

/// A labelled part of a text, in Unicode scalars from its start.
public struct CharacterSpan: Hashable, Sendable {
  public var start: Int
  /// The character after the last.
  public var end: Int
  public var label: String

  public init(_ start: Int, _ end: Int, _ label: String) {
    self.start = start
    self.end = end
    self.label = label
  }

  var range: Range<Int> { start..<max(start, end) }
}
