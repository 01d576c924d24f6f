import SweepPipeline
import SweepText
import Testing

/// What spaCy 3.8's `SpanFinder._get_aligned_truth_scores` says of the same texts.
@Suite struct SpanBordersTests {
  private func borders(_ spans: [Range<Int>], predicted: Doc) throws -> SpanBorders? {
    var reference = Doc(
      words: ["New", "York-", "based", "cats", " ", "saw", ".", "  x", "y", "z"],
      spaces: [true, false, true, false, false, false, false, false, false, false])
    let grouped = spans.map {
      GroupedSpan(
        start: Int32($0.lowerBound), end: Int32($0.upperBound), label: 0, startCharacter: 0,
        endCharacter: 0)
    }
    reference.spanGroups = [KeyedSpanGroup("sc", SpanGroup(name: "sc", spans: grouped))]
    var example = Example(reference: reference)
    example.predicted = predicted
    return SpanBorders(example, key: "sc")
  }

  private var predicted: Doc {
    Doc(
      words: ["New", "York", "-", "based cats", "saw", ".", "  ", "xy", "z"],
      spaces: [true, false, false, true, false, false, false, false, false])
  }

  @Test func findsTheWordsThatBeginAndEndSpans() throws {
    let spans = [0..<1, 1..<2, 2..<4, 3..<4, 4..<6, 5..<7, 7..<9, 8..<10, 0..<10, 2..<3]
    let found = try #require(try borders(spans, predicted: predicted))
    #expect(Set(found.starts) == [0, 1, 3, 4, 6])
    #expect(Set(found.ends) == [0, 2, 3, 4, 5, 7, 8])
    #expect(Set(found.unclearStarts) == [3, 4, 7])
    #expect(Set(found.unclearEnds) == [3])
  }

  @Test func wantsTheSameText() throws {
    #expect(try borders([0..<1], predicted: Doc(words: ["New", "York"])) == nil)
  }
}
