/// A text as tokens, with the annotations that people or components gave it.
///
/// Annotations are columns, one value per token; a column that is `nil` says nothing about any token.
/// String-valued columns hold ids, which `strings` resolves. A column that a component reads is never
/// shorter or longer than `words`.
public struct Doc: Sendable {
  /// The tokens' texts.
  public let words: [String]
  /// Whether a blank follows each token.
  public let spaces: [Bool]
  /// Whether `spaces` was made up, since the source did not say.
  public var hasUnknownSpaces: Bool
  /// The texts of the ids below; words need not be in it.
  public var strings: StringStore

  /// Ids of the tokens' norms; 0 means the norm of the word.
  public var norms: [UInt64]?
  public var lemmas: [UInt64]?
  /// Symbol ids of the coarse part-of-speech tags; 0 is missing.
  public var pos: [UInt64]?
  public var tags: [UInt64]?
  /// Ids of the morphological features as one text; `_` is annotated as empty, 0 is missing.
  public var morphs: [UInt64]?
  /// Ids of the dependency labels; a token without one has no head.
  public var deps: [UInt64]?
  /// Offsets from each token to its head.
  public var heads: [Int32]?
  /// 1 starts a sentence, -1 does not, 0 is missing.
  public var sentStarts: [Int8]?
  /// 0 is missing, 1 inside, 2 outside, 3 begins an entity; 3 without a type is blocked.
  public var entIOB: [UInt8]?
  public var entTypes: [UInt64]?
  public var entKBIDs: [UInt64]?
  public var entIDs: [UInt64]?

  /// Labels of the whole text and their values, in the order they were given.
  public var cats: [Category] = []
  /// Named lists of spans, which may overlap.
  public var spanGroups: [KeyedSpanGroup] = []
  /// Whatever else was stored with the text.
  public var userData: [MessagePack.Entry]?

  /// A text without annotations.
  ///
  /// - Parameters:
  ///   - words: the tokens' texts.
  ///   - spaces: whether a blank follows each; `nil` when that is not known.
  ///   - strings: the texts of ids that will be set.
  /// - Precondition: `words` and `spaces` have equal counts.
  public init(words: [String], spaces: [Bool]? = nil, strings: StringStore = StringStore()) {
    precondition(
      spaces.map { $0.count == words.count } ?? true,
      "\(spaces?.count ?? 0) spaces for \(words.count) words")
    self.words = words
    self.spaces = spaces ?? Array(repeating: true, count: words.count)
    self.hasUnknownSpaces = spaces == nil
    self.strings = strings
  }

  /// How many tokens there are.
  public var count: Int { words.count }

  /// Whether there are no tokens.
  public var isEmpty: Bool { words.isEmpty }

  /// The text that the tokens came from.
  public var text: String {
    var text = ""
    for (word, space) in zip(words, spaces) {
      text += word
      if space { text += " " }
    }
    return text
  }

  /// Where each token starts, in Unicode scalars from the start of the text.
  public var characterOffsets: [Int] {
    var offsets: [Int] = []
    offsets.reserveCapacity(count)
    var offset = 0
    for (word, space) in zip(words, spaces) {
      offsets.append(offset)
      offset += word.unicodeScalars.count + (space ? 1 : 0)
    }
    return offsets
  }

  /// Whether something is known of entities: an entity, or a token that is in none.
  public var hasEntityAnnotation: Bool { isEmpty || entIOB?.contains { $0 != 0 } ?? false }

  /// Whether something is known of sentences; a text of one token always is a sentence.
  public var hasSentenceAnnotation: Bool {
    count <= 1 || sentStarts?.dropFirst().contains { $0 != 0 } ?? false
  }

  /// The tokens of each sentence; none where nothing is known of sentences.
  public var sentences: [Range<Int>] {
    guard !isEmpty, hasSentenceAnnotation else { return [] }
    var starts = [0]
    for i in 1..<max(count, 1) where sentStarts?[i] == 1 { starts.append(i) }
    return zip(starts, starts.dropFirst() + [count]).map { $0..<$1 }
  }
}

/// A label of a whole text with its value, usually 0 or 1.
public struct Category: Equatable, Sendable {
  public var label: String
  public var value: Double

  public init(_ label: String, _ value: Double) {
    self.label = label
    self.value = value
  }
}
