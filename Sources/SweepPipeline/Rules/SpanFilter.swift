import SweepConfig

/// How a ruler chooses among the spans that there are and those that it has found.
///
/// - Source: spaCy 3.8 `span_ruler.py`, `util.filter_spans`.
enum SpanFilter: String, CaseIterable, Sendable {
  /// The longest ones, the first of equally long ones.
  case firstLongest = "spacy.first_longest_spans_filter.v1"
  /// Those that there are, and the longest others that leave them alone.
  case prioritizeExisting = "spacy.prioritize_existing_ents_filter.v1"
  /// The longest new ones, and those that there are which leave them alone.
  case prioritizeNew = "spacy.prioritize_new_ents_filter.v1"

  /// The spans that stay, none of which overlap if the old ones do not.
  func chosen<Span>(
    old: [Span], new: [Span], range: (Span) -> Range<Int>
  ) -> [Span] {
    var used: Set<Int> = []
    var added: [Span] = []
    switch self {
    case .firstLongest:
      for span in Self.longestFirst(old + new, range) {
        let words = range(span)
        guard !used.contains(words.lowerBound), !used.contains(words.upperBound - 1) else {
          continue
        }
        added.append(span)
        used.formUnion(words)
      }
      return Self.stable(added) { range($0).lowerBound < range($1).lowerBound }
    case .prioritizeExisting:
      for span in old { used.formUnion(range(span)) }
      for span in Self.longestFirst(new, range) where used.isDisjoint(with: range(span)) {
        added.append(span)
        used.formUnion(range(span))
      }
      return old + added
    case .prioritizeNew:
      for span in Self.longestFirst(new, range) where used.isDisjoint(with: range(span)) {
        added.append(span)
        used.formUnion(range(span))
      }
      return old.filter { span in !added.contains { range($0).overlaps(range(span)) } } + added
    }
  }

  /// The longest first, of equally long ones the first in the text; of equal ones the first given.
  private static func longestFirst<Span>(_ spans: [Span], _ range: (Span) -> Range<Int>) -> [Span] {
    stable(spans) { a, b in
      let (a, b) = (range(a), range(b))
      return a.count != b.count ? a.count > b.count : a.lowerBound < b.lowerBound
    }
  }

  /// Sorts and keeps the order of equals.
  private static func stable<Span>(_ spans: [Span], _ precedes: (Span, Span) -> Bool) -> [Span] {
    spans.enumerated().sorted { a, b in
      if precedes(a.element, b.element) { return true }
      if precedes(b.element, a.element) { return false }
      return a.offset < b.offset
    }.map(\.element)
  }
}

extension ArgumentReader {
  /// The filter under a key; `nil` for null.
  ///
  /// - Throws: `ConfigError` for another function.
  mutating func spanFilter(_ key: String) throws(ConfigError) -> SpanFilter? {
    guard let value = raw(key), !value.isNull else { return nil }
    let name = value["@misc"]?.stringValue ?? ""
    guard let filter = SpanFilter(rawValue: name) else {
      let names = SpanFilter.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
      throw invalid(key, "@misc with one of \(names)", "\"\(name)\"")
    }
    return filter
  }
}
