/// A word of a CoNLL-U sentence, as the file has it.
struct CoNLLUWord {
  var line: Int
  var form: String
  var lemma: String
  var pos: String
  var tag: String
  var morph: String
  /// The index of its head in the sentence; its own for a root.
  var head: Int
  var dep: String
  var misc: String
  var hasSpace: Bool
}

/// Words that are written as one: `4-5`.
struct CoNLLURange {
  var words: Range<Int>
  var form: String
  var line: Int
}

/// A CoNLL-U sentence.
struct CoNLLUSentence {
  var words: [CoNLLUWord] = []
  var ranges: [CoNLLURange] = []
}

/// Reads the sentences of CoNLL-U files and notes what is wrong, line by line.
///
/// - Source: spaCy 3.8 `conllu_to_docs`; the Universal Dependencies format.
struct CoNLLUParser {
  private(set) var errors: [ColumnError] = []
  private(set) var sentences: [CoNLLUSentence] = []
  /// Whether the last column of some line has an entity tag.
  private(set) var hasEntities = false
  private var sentence = CoNLLUSentence()
  /// The words that are still to come of a range, by its last number.
  private var open: (last: Int, hasSpace: Bool)?

  /// Reads all lines of a file.
  mutating func parse(_ lines: [TextLine]) {
    for line in lines {
      if line.text.unicodeScalars.allSatisfy({ PythonText.isSpace($0) }) {
        endSentence()
      } else if !line.text.hasPrefix("#") {
        add(line)
      }
    }
    endSentence()
  }

  private mutating func note(_ what: String, _ line: Int) {
    errors.append(ColumnError(.malformed(what), line: line))
  }

  private mutating func add(_ line: TextLine) {
    let fields = line.text.unicodeScalars.split(
      separator: "\t", omittingEmptySubsequences: false
    ).map { String($0) }
    guard fields.count == 10 else {
      errors.append(ColumnError(.wrongFields(expected: 10, found: fields.count), line: line.number))
      return
    }
    if EntityTagColumn.hasTag(fields[9]) { hasEntities = true }
    let number = fields[0]
    if number.contains(".") { return }  // an empty node
    if number.contains("-") {
      addRange(number, fields, line.number)
    } else {
      addWord(number, fields, line.number)
    }
  }

  private mutating func addRange(_ number: String, _ fields: [String], _ line: Int) {
    let ends = number.split(separator: "-").compactMap { Int($0) }
    let next = sentence.words.count + 1
    guard ends.count == 2, ends[0] == next, ends[0] <= ends[1], open == nil else {
      note("expected a range of words such as \(next)-\(next + 1), found \"\(number)\"", line)
      return
    }
    let range = CoNLLURange(words: ends[0] - 1..<ends[1], form: fields[1], line: line)
    sentence.ranges.append(range)
    open = (ends[1], !Self.hasNoSpace(fields[9]))
  }

  private mutating func addWord(_ number: String, _ fields: [String], _ line: Int) {
    let index = sentence.words.count
    if Int(number) != index + 1 {
      note("expected the word number \(index + 1), found \"\(number)\"", line)
    }
    var hasSpace = !Self.hasNoSpace(fields[9])
    if let range = open {
      hasSpace = index + 1 == range.last && range.hasSpace
      if index + 1 == range.last { open = nil }
    }
    let pos = fields[3] == "_" ? "" : fields[3]
    if !pos.isEmpty, !PartsOfSpeech.ids.contains(StringStore.id(of: pos)) {
      note("expected a universal part of speech such as NOUN, found \"\(pos)\"", line)
    }
    let morph = fields[5] == "_" ? "" : fields[5]
    if MorphFeatures.normalized(morph) == nil {
      note("expected features such as Case=Nom|Number=Sing, found \"\(morph)\"", line)
    }
    var head = index
    if fields[6] != "0" && fields[6] != "_" {
      if let value = Int(fields[6]), value > 0 {
        head = value - 1
      } else {
        note("expected the number of the head, found \"\(fields[6])\"", line)
      }
    }
    sentence.words.append(
      CoNLLUWord(
        line: line, form: fields[1], lemma: fields[2], pos: pos,
        tag: fields[4] == "_" ? fields[3] : fields[4], morph: morph, head: head,
        dep: fields[7] == "root" ? "ROOT" : fields[7], misc: fields[9], hasSpace: hasSpace))
  }

  private static func hasNoSpace(_ misc: String) -> Bool { misc.contains("SpaceAfter=No") }

  private mutating func endSentence() {
    if let range = open, let line = sentence.ranges.last?.line {
      note("the sentence ends before word \(range.last) of this range", line)
    }
    open = nil
    let count = sentence.words.count
    for word in sentence.words where word.head >= count {
      note("the head is word \(word.head + 1) of a sentence of \(count)", word.line)
    }
    if count > 0 { sentences.append(sentence) }
    sentence = CoNLLUSentence()
  }
}

/// The universal parts of speech that spaCy knows.
enum PartsOfSpeech {
  /// Their symbol ids; the empty one is missing.
  static let ids: Set<UInt64> = Set(
    [
      "ADJ", "ADP", "ADV", "AUX", "CONJ", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON",
      "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X", "EOL", "SPACE",
    ].map { StringStore.id(of: $0) })
}

/// Morphological features as one text: `Case=Nom|Number=Sing`.
enum MorphFeatures {
  /// What is stored for a word that is annotated as having none.
  static let empty = "_"

  /// The features in order, with the values of each in order; `nil` for what is no list of features.
  ///
  /// - Source: spaCy 3.8 `Morphology`.
  static func normalized(_ text: String) -> String? {
    if text.isEmpty || text == empty { return empty }
    var features: [(field: String, values: String)] = []
    for feature in text.split(separator: "|", omittingEmptySubsequences: false) {
      let parts = feature.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else { return nil }
      features.removeAll { PythonText.areEqual($0.field, parts[0]) }
      let values = parts[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      features.append((parts[0], sorted(values).joined(separator: ",")))
    }
    return sorted(features.map { $0.field + "=" + $0.values }).joined(separator: "|")
  }

  /// Texts in the order of their scalars.
  static func sorted(_ texts: [String]) -> [String] {
    texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
