public import SweepText

/// An example with all that training needs of it, computed once and shared by trials.
///
/// Nothing in it depends on a config: features are kept for all usual attributes, and gold labels as
/// ids.
public struct PreparedExample: Sendable {
  /// The attributes whose features are kept.
  static let attributes: [Attribute] = [.orth, .norm, .lower, .prefix, .suffix, .shape]

  /// What it was made of.
  public let example: Example
  /// The features of the words, word by word.
  let features: [UInt64]
  /// For each predicted word: white space, gold move and the id of its label.
  let words: [PreparedWord]
  /// Whether the reference says anything about entities.
  let hasGold: Bool

  /// The number of predicted words.
  public var wordCount: Int { words.count }

  /// Prepares an example; `vocab` holds the words seen so far.
  public init(_ example: Example, vocab: inout Vocab) {
    self.example = example
    features = vocab.features(of: example.predicted, Self.attributes)
    let tags = example.alignedNER()
    words = zip(example.predicted.words, tags).map { word, tag in
      PreparedWord(isSpace: PythonText.isSpace(word), tag: tag)
    }
    hasGold = example.reference.entIOB?.contains { $0 != 0 } ?? false
  }

  /// Prepares examples.
  public static func prepare(_ examples: [Example]) -> [PreparedExample] {
    var vocab = Vocab()
    return examples.map { PreparedExample($0, vocab: &vocab) }
  }

  /// The features of the words for some attributes, word by word.
  func features(_ wanted: [Attribute]) -> [UInt64] {
    let columns = wanted.compactMap { Self.attributes.firstIndex(of: $0) }
    guard columns.count == wanted.count else {
      var vocab = Vocab()
      return vocab.features(of: example.predicted, wanted)
    }
    let stride = Self.attributes.count
    return [UInt64](unsafeUninitializedCapacity: words.count * columns.count) {
      buffer, initialized in
      var next = 0
      for word in words.indices {
        for column in columns {
          buffer.initializeElement(at: next, to: features[word * stride + column])
          next += 1
        }
      }
      initialized = next
    }
  }

  /// The spans under a key of the reference, in predicted words, with the ids of their labels.
  ///
  /// A span is kept if its words cover the same text.
  func spans(_ key: String) -> [(start: Int, end: Int, label: UInt64)] {
    guard let group = example.reference.spanGroups.first(where: { same($0.key, key) })?.group else {
      return []
    }
    return group.spans.compactMap { span in
      let links = example.alignment.yToX[Int(span.start)..<Int(span.end)]
      guard let first = links.min(), let last = links.max() else { return nil }
      let gold = example.reference.words[Int(span.start)..<Int(span.end)].joined()
      let predicted = example.predicted.words[first...last].joined()
      guard Self.folded(gold) == Self.folded(predicted) else { return nil }
      return (first, last + 1, span.label)
    }
  }

  /// Whether the reference says anything about entities in a range of predicted words: of the whole
  /// text, if the range is empty or covers no whole gold words.
  ///
  /// Spans under `key` count as annotation, too.
  func hasGold(in range: Range<Int>, key: String?) -> Bool {
    let words = goldWords(in: range) ?? 0..<example.reference.count
    if let key, let group = example.reference.spanGroups.first(where: { same($0.key, key) })?.group
    {
      let isInside = group.spans.contains {
        $0.start >= words.lowerBound && $0.end <= words.upperBound
      }
      if isInside { return true }
    }
    return words.contains { example.reference.entIOB?[$0] ?? 0 != 0 }
  }

  /// The gold words that cover the same text as a range of predicted words.
  private func goldWords(in range: Range<Int>) -> Range<Int>? {
    let links = example.alignment.xToY[range]
    guard let first = links.min(), let last = links.max() else { return nil }
    let gold = example.reference.words[first...last].joined()
    let predicted = example.predicted.words[range].joined()
    return Self.folded(gold) == Self.folded(predicted) ? first..<last + 1 : nil
  }

  /// A text without case and white space.
  private static func folded(_ text: String) -> [Unicode.Scalar] {
    PythonText.lowercased(text).unicodeScalars.filter { !PythonText.isSpace($0) }
  }
}

/// What training must know of a predicted word.
struct PreparedWord: Sendable {
  var isSpace: Bool
  var goldKind: MoveKind
  /// The id of the gold label, 0 for none.
  var goldLabel: UInt64

  /// Reads a BILUO tag; `nil` and `-` are missing.
  init(isSpace: Bool, tag: String?) {
    self.isSpace = isSpace
    guard let tag, let letter = tag.first, let kind = MoveKind(letter: letter) else {
      goldKind = .missing
      goldLabel = 0
      return
    }
    goldKind = kind
    goldLabel = StringStore.id(of: String(tag.dropFirst(2)))
  }
}
