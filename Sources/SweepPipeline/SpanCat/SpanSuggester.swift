public import SweepConfig
import SweepText

/// Which spans of a text a span categorizer looks at.
public enum SpanSuggester: Equatable, Sendable {
  /// All spans of these lengths: length by length, each from left to right.
  case ngrams([Int])
  /// The spans that an earlier component has left under a key.
  case preset(key: String)

  /// The spans of a text.
  ///
  /// - Returns: `nil` for a text without the key of preset spans.
  func spans(of doc: Doc) -> [Range<Int>]? {
    switch self {
    case .ngrams(let sizes): return Self.all(sizes, in: doc.count)
    case .preset(let key):
      return doc.spanGroups.first { same($0.key, key) }?.group.spans.map {
        Int($0.start)..<Int($0.end)
      }
    }
  }

  private static func all(_ sizes: [Int], in count: Int) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    for size in sizes where size <= count {
      for start in 0...(count - size) { spans.append(start..<start + size) }
    }
    return spans
  }
}

extension RegistryKind where Product == SpanSuggester {
  /// The suggesters under `@misc`.
  public static var suggesters: RegistryKind { RegistryKind("misc") }
}

extension SpanSuggester {
  /// Spans of given lengths.
  static let ngramSizes = RegistryEntry(
    .suggesters, "spacy.ngram_suggester.v1", [Parameter("sizes", .list(.integer))]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    let sizes = try arguments.integers("sizes")
    guard !sizes.isEmpty, sizes.allSatisfy({ $0 > 0 }) else {
      throw arguments.invalid("sizes", "lengths of at least 1", "\(sizes)")
    }
    return SpanSuggester.ngrams(sizes)
  }

  /// Spans of all lengths from one to another.
  static let ngramRange = RegistryEntry(
    .suggesters, "spacy.ngram_range_suggester.v1",
    [Parameter("min_size", .integer), Parameter("max_size", .integer)]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    let (least, most) = (try arguments.positive("min_size"), try arguments.positive("max_size"))
    guard least <= most else {
      throw arguments.invalid("max_size", "at least min_size, \(least)", "\(most)")
    }
    return SpanSuggester.ngrams(Array(least...most))
  }

  /// Spans that an earlier component has set.
  static let presetSpans = RegistryEntry(
    .suggesters, "spacy.preset_spans_suggester.v1", [Parameter("spans_key", .string)]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    SpanSuggester.preset(key: try arguments.string("spans_key"))
  }
}
