package import SweepText

/// Which predicted words begin and end the gold spans under a key.
///
/// - Source: spaCy 3.8 `SpanFinder`.
package struct SpanBorders: Sendable, Equatable {
  /// The words that begin a span.
  package private(set) var starts: [Int] = []
  /// The words that end one.
  package private(set) var ends: [Int] = []
  /// The words within which a span begins: nothing is learned of these as beginnings.
  package private(set) var unclearStarts: [Int] = []
  /// The words within which a span ends.
  package private(set) var unclearEnds: [Int] = []

  /// Finds the words.
  ///
  /// - Returns: `nil` where predicted and gold texts differ.
  package init?(_ example: Example, key: String) {
    guard Self.haveSameText(example) else { return nil }
    let spans = example.reference.spans(under: key).filter { $0.start < $0.end }
    guard !spans.isEmpty else { return }
    let (gold, words) = (WordPlaces(example.reference), WordPlaces(example.predicted))
    for span in spans {
      let (start, end) = (gold.starts[Int(span.start)], gold.ends[Int(span.end) - 1])
      guard var first = words.word(at: start), let last = words.word(at: end - 1) else { continue }
      // The blank after a word is not part of it.
      if start == words.ends[first] { first += 1 }
      guard first <= last else { continue }
      if words.starts[first] == start { starts.append(first) } else { unclearStarts.append(first) }
      if words.ends[last] == end { ends.append(last) } else { unclearEnds.append(last) }
    }
  }

  private static func haveSameText(_ example: Example) -> Bool {
    let (predicted, reference) = (example.predicted, example.reference)
    if predicted.spaces == reference.spaces, predicted.count == reference.count,
      zip(predicted.words, reference.words).allSatisfy({ same($0, $1) })
    {
      return true
    }
    return same(predicted.text, reference.text)
  }
}

/// Where the words of a text begin and end, in code points.
private struct WordPlaces {
  let starts: [Int]
  let ends: [Int]

  init(_ doc: Doc) {
    starts = doc.characterOffsets
    ends = zip(starts, doc.words).map { $0 + $1.unicodeScalars.count }
  }

  /// The word at a place, or before a blank there; `nil` beyond the text.
  func word(at place: Int) -> Int? {
    var (low, high) = (0, starts.count)
    while low < high {
      let middle = (low + high) / 2
      if starts[middle] <= place { low = middle + 1 } else { high = middle }
    }
    guard low > 0, place <= ends[low - 1] else { return nil }
    return low - 1
  }
}
