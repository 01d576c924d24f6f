public import SweepText

/// An example with all that training needs of it, computed once and shared by trials.
///
/// Nothing in it depends on a config: features are kept for all usual attributes, and gold labels as
/// ids. Words take 7 bytes each beside the example itself.
public struct PreparedExample: Sendable {
  /// The attributes whose features are kept.
  static let attributes: [Attribute] = [.orth, .norm, .lower, .prefix, .suffix, .shape]

  /// A class, since batches are copied in every update, and a copy of an example would retain each
  /// of its some thirty arrays.
  private final class Content: Sendable {
    let example: Example
    let forms: WordForms
    let numbers: [Int32]
    let words: [PreparedWord]
    let labels: [UInt64]
    let hasGold: Bool
    let gold = GoldColumns()
    let bags = LazyValues<Int, NgramBag>()
    let characters = LazyValues<Int, [UInt64]>()
    let borders = LazyValues<String, SpanBorders?>()
    let goldSpans = LazyValues<String, [GroupedSpan]>()

    init(_ example: Example, _ forms: WordForms, numbers: [Int32]) {
      self.example = example
      self.forms = forms
      self.numbers = numbers
      var labels: [UInt64] = []
      words = zip(example.predicted.words, example.alignedNER()).map { word, tag in
        PreparedWord(isSpace: PythonText.isSpace(word), tag: tag, labels: &labels)
      }
      self.labels = labels
      hasGold = example.reference.entIOB?.contains { $0 != 0 } ?? false
    }
  }

  private let content: Content

  /// What it was made of.
  public var example: Example { content.example }
  /// For each predicted word: white space, gold move and the number of its label.
  var words: [PreparedWord] { content.words }
  /// The ids of the gold labels, in the order in which they appear; number n is the one before n.
  var labels: [UInt64] { content.labels }
  /// Whether the reference says anything about entities.
  var hasGold: Bool { content.hasGold }

  /// Gold annotation of other kinds, as far as it was asked for.
  var gold: GoldColumns { content.gold }

  /// The number of predicted words.
  public var wordCount: Int { content.words.count }

  /// Prepares an example that shares nothing; `vocab` holds the words seen so far.
  ///
  /// Examples that are held together take less memory from `prepare`.
  public init(_ example: Example, vocab: inout Vocab) {
    let forms = WordForms(vocab.features(of: example.predicted, Self.attributes))
    content = Content(example, forms, numbers: Array(0..<Int32(example.predicted.count)))
  }

  private init(_ content: Content) { self.content = content }

  /// Prepares examples, which share the forms of their words.
  public static func prepare(_ examples: [Example]) -> [PreparedExample] {
    var (vocab, forms) = (Vocab(), WordForms())
    let numbers = examples.map { forms.add($0.predicted, &vocab) }
    let finished = forms.finished
    return zip(examples, numbers).map { PreparedExample(Content($0, finished, numbers: $1)) }
  }

  /// The features of the words for some attributes, word by word.
  func features(_ wanted: [Attribute]) -> [UInt64] {
    let columns = wanted.compactMap { Self.attributes.firstIndex(of: $0) }
    guard columns.count == wanted.count else {
      var vocab = Vocab()
      return vocab.features(of: example.predicted, wanted)
    }
    return content.forms.features(of: content.numbers, columns)
  }

  /// What a network takes of the words, word by word.
  func features(_ wanted: WordFeatures) -> [UInt64] {
    let features = features(wanted.attributes)
    guard wanted.characters > 0 else { return features }
    let packed = content.characters.value(wanted.characters) {
      WordFeatures.packedBytes(of: example.predicted.words, wanted.characters)
    }
    return wanted.adding(packed, to: features)
  }

  /// The gold spans under a key that fit the predicted words.
  func alignedSpans(_ key: String) -> [GroupedSpan] {
    content.goldSpans.value(key) { example.alignedToPredicted(example.reference.spans(under: key)) }
  }

  /// Where the gold spans under a key begin and end; `nil` where predicted and gold texts differ.
  func borders(_ key: String) -> SpanBorders? {
    content.borders.value(key) { SpanBorders(example, key: key) }
  }

  /// The n-grams of up to `size` words.
  func bag(upTo size: Int) -> NgramBag {
    content.bags.value(size) { NgramBag(features([.orth]), upTo: size) }
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

/// The features of the different words of a corpus, for all attributes that are kept.
struct WordForms: Sendable {
  private let columns = PreparedExample.attributes.count
  private var features: [UInt64] = []
  /// The numbers of the words that have the norms of their texts, by their ids.
  private var plain: [UInt64: Int32] = [:]
  /// The numbers of those with a norm of their own.
  private var normed: [NormedWord: Int32] = [:]

  /// No words.
  init() {}

  /// The features of words that are all taken to be different, word by word.
  init(_ features: [UInt64]) { self.features = features }

  /// A word with a norm of its own, by their ids.
  private struct NormedWord: Hashable, Sendable {
    let word: UInt64
    let norm: UInt64
  }

  /// The features of numbered words in some columns of `PreparedExample.attributes`.
  func features(of words: [Int32], _ wanted: [Int]) -> [UInt64] {
    [UInt64](unsafeUninitializedCapacity: words.count * wanted.count) { buffer, initialized in
      features.withUnsafeBufferPointer { features in
        for word in words {
          let start = Int(word) * columns
          for column in wanted {
            buffer.initializeElement(at: initialized, to: features[start + column])
            initialized += 1
          }
        }
      }
    }
  }

  /// Numbers the words of a document; those with equal texts and norms share a number.
  mutating func add(_ doc: Doc, _ vocab: inout Vocab) -> [Int32] {
    let norms = doc.norms
    return doc.words.indices.map { add(doc.words[$0], norm: norms?[$0] ?? 0, &vocab) }
  }

  private mutating func add(_ word: String, norm: UInt64, _ vocab: inout Vocab) -> Int32 {
    let id = StringStore.id(of: word)
    let key = NormedWord(word: id, norm: norm)
    if let known = norm == 0 ? plain[id] : normed[key] { return known }
    let (number, lexeme) = (Int32(features.count / columns), vocab.lexeme(of: word))
    if norm == 0 { plain[id] = number } else { normed[key] = number }
    // In the order of `PreparedExample.attributes`.
    features.append(lexeme.orth)
    features.append(norm == 0 ? lexeme.norm : norm)
    features.append(lexeme.lower)
    features.append(lexeme.prefix)
    features.append(lexeme.suffix)
    features.append(lexeme.shape)
    return number
  }

  /// The same forms, for reading only.
  var finished: WordForms {
    var forms = self
    forms.plain = [:]
    forms.normed = [:]
    return forms
  }
}

/// What training must know of a predicted word.
struct PreparedWord: Sendable {
  /// The gold move, and whether the word is white space in a bit of its own.
  private let bits: UInt8
  /// The number of the gold label among those of the example, 0 for none; two bytes that need no
  /// alignment.
  private let label: (UInt8, UInt8)

  var isSpace: Bool { bits & 8 != 0 }
  var goldKind: MoveKind { MoveKind(rawValue: bits & 7) ?? .missing }
  var goldLabel: Int { Int(label.0) | Int(label.1) << 8 }

  /// Reads a BILUO tag, where `nil` and `-` are missing.
  ///
  /// A new label is added to `labels`.
  init(isSpace: Bool, tag: String?, labels: inout [UInt64]) {
    let space: UInt8 = isSpace ? 8 : 0
    guard let letter = tag?.utf8.first, let kind = MoveKind(ascii: letter), let tag else {
      bits = space | MoveKind.missing.rawValue
      label = (0, 0)
      return
    }
    bits = space | kind.rawValue
    let id = tag.utf8.count > 2 ? StringStore.id(of: String(tag.dropFirst(2))) : 0
    var number = 0
    if id != 0 {
      if let known = labels.firstIndex(of: id) {
        number = known + 1
      } else {
        labels.append(id)
        number = labels.count
      }
    }
    precondition(number < 1 << 16, "an example has \(number) labels")
    label = (UInt8(number & 255), UInt8(number >> 8))
  }
}
