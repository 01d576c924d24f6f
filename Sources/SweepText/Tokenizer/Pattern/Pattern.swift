/// A regular expression in the syntax of Python's `re`, over Unicode scalars.
///
/// The matches are those of Python: the leftmost place, and there the first alternative that leads to
/// a match. Places and texts that cannot begin or end one are ruled out before they are tried.
package struct Pattern: Sendable {
  /// The pattern as it was written.
  package let source: String
  private let program: PatternProgram
  private let first: ScalarSet
  private let isNullable: Bool
  private let isAnchored: Bool
  /// What a match at the end of the text ends with; `nil` where matches end elsewhere, too.
  private let last: ScalarSet?
  private let required: UInt32?

  /// Compiles a pattern.
  ///
  /// - Throws: `PatternError` with the place of what is malformed or not supported.
  package init(_ source: String) throws(PatternError) {
    let node = try PatternParser.parse(source).simplified
    self.source = source
    program = try PatternProgram(node)
    let first = node.first
    self.first = first.set
    isNullable = first.isNullable
    isAnchored = node.startsAtStart
    last = node.endsAtEnd && !isNullable ? node.last : nil
    required = node.required.min()
  }

  /// The first match from a place on: `re.search`.
  ///
  /// Conditions can look at all of the text. A match at `start` is not empty if it must advance.
  func search(
    _ text: UnsafeBufferPointer<UInt32>, from start: Int = 0, mustAdvance: Bool = false,
    _ scratch: inout PatternScratch
  ) -> Range<Int>? {
    guard mayMatch(text) else { return nil }
    var matcher = PatternMatcher(program, text)
    let end = isAnchored ? min(0, text.count) : text.count
    var place = start
    while place <= end {
      if place < text.count ? isNullable || first.contains(text[place]) : isNullable,
        let end = matcher.end(
          from: place, mustAdvance: mustAdvance && place == start, &scratch)
      {
        return place..<end
      }
      place += 1
    }
    return nil
  }

  /// Whether a match begins with the text: `re.match`.
  func matches(_ text: UnsafeBufferPointer<UInt32>, _ scratch: inout PatternScratch) -> Bool {
    guard mayMatch(text) else { return false }
    guard isNullable || (text.first.map(first.contains) ?? false) else { return false }
    var matcher = PatternMatcher(program, text)
    return matcher.end(from: 0, &scratch) != nil
  }

  /// All matches from left to right, none in another: `re.finditer`.
  func matches(
    in text: UnsafeBufferPointer<UInt32>, _ scratch: inout PatternScratch
  ) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var (start, mustAdvance) = (0, false)
    while start <= text.count,
      let match = search(text, from: start, mustAdvance: mustAdvance, &scratch)
    {
      found.append(match)
      start = match.upperBound
      mustAdvance = match.isEmpty
    }
    return found
  }

  /// Whether the text has the scalars that a match needs.
  @inline(__always)
  private func mayMatch(_ text: UnsafeBufferPointer<UInt32>) -> Bool {
    if let last, let end = text.last, end != 0x0a, !last.contains(end) { return false }
    if let required, !text.contains(required) { return false }
    return true
  }
}

extension Pattern {
  /// The first match in a text, in Unicode scalars from its start.
  package func firstMatch(in text: String) -> Range<Int>? {
    var scratch = PatternScratch()
    return text.unicodeScalars.map(\.value).withUnsafeBufferPointer { search($0, &scratch) }
  }

  /// All matches in a text.
  package func allMatches(in text: String) -> [Range<Int>] {
    var scratch = PatternScratch()
    return text.unicodeScalars.map(\.value).withUnsafeBufferPointer {
      matches(in: $0, &scratch)
    }
  }

  /// Whether a match begins with a text.
  package func matchesStart(of text: String) -> Bool {
    var scratch = PatternScratch()
    return text.unicodeScalars.map(\.value).withUnsafeBufferPointer { matches($0, &scratch) }
  }
}
