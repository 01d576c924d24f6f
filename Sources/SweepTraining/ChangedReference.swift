import SweepBase
import SweepPipeline
import SweepText

/// A reference whose words are written in other ways, or have words of white space between them.
///
/// Annotation goes through spaCy's dictionaries, which lose some of it: sentences are those of the
/// heads, and no features is a value of its own.
struct ChangedReference {
  private(set) var reference: Doc
  private(set) var isChanged = false
  /// The text before it was lower-cased, which is that of the predicted words.
  private var isLowerCase = false
  private var hasNewWords = false

  init(_ reference: Doc) { self.reference = reference }

  /// The example with these words, divided anew.
  func example(of example: Example, _ tokenizer: Tokenizer?) throws -> Example {
    let text =
      hasNewWords
      ? reference.text
      : isLowerCase ? PythonText.lowercased(example.predicted.text) : reference.text
    return try Example(
      predicted: tokenizer?.tokenize(text) ?? Doc(words: reference.words, spaces: reference.spaces),
      reference: reference)
  }

  /// Writes all words in lower case.
  mutating func lowerCase() throws {
    try replace(reference.words.map(PythonText.lowercased), keepsSpans: true)
    isLowerCase = true
  }

  /// Writes words in other ways, by their tags.
  mutating func rewrite(_ change: (_ words: [String], _ tags: [String]) -> [String]) throws {
    isChanged = true
    guard !reference.isEmpty else { return }
    let tags = reference.words.indices.map { index in
      reference.tags.flatMap { reference.strings[$0[index]] } ?? ""
    }
    try replace(change(reference.words, tags), keepsSpans: false)
    hasNewWords = true
  }

  private mutating func replace(_ words: [String], keepsSpans: Bool) throws {
    isChanged = true
    let old = reference
    var doc = Doc(words: words, spaces: old.spaces, strings: old.strings)
    doc.lemmas = old.lemmas
    doc.pos = old.pos
    doc.tags = old.tags
    let none = doc.strings.add("_")
    doc.morphs = words.indices.map { i in old.morphs.flatMap { $0[i] == 0 ? nil : $0[i] } ?? none }
    doc.deps = old.deps
    doc.heads = old.heads
    if old.deps?.contains(where: { $0 != 0 }) ?? false { doc.setSentenceStartsFromHeads() }
    (doc.entIOB, doc.entTypes, doc.entIDs) = (old.entIOB, old.entTypes, old.entIDs)
    doc.cats = old.cats
    doc.spanGroups = old.spanGroups
    if !keepsSpans { try doc.checkPlaces(of: old) }
    reference = doc
  }

  /// Puts a word of white space before another one.
  ///
  /// Nothing changes where spans, links or a part of a tree say where words are.
  mutating func insert(_ space: String, at position: Int) {
    let old = reference
    let dependencies = (old.deps ?? []).count { $0 != 0 }
    guard !old.isEmpty, old.spanGroups.isEmpty, !(old.entKBIDs ?? []).contains(where: { $0 != 0 }),
      dependencies == 0 || dependencies == old.count
    else { return }
    (isChanged, hasNewWords) = (true, true)
    func inserting<Value>(_ value: Value, _ column: [Value]) -> [Value] {
      Array(column[..<position]) + [value] + Array(column[position...])
    }
    var doc = Doc(
      words: inserting(space, old.words), spaces: inserting(false, old.spaces), strings: old.strings
    )
    func column(_ column: [UInt64]?, _ text: String) -> [UInt64]? {
      guard let column, column.contains(where: { $0 != 0 }) else { return nil }
      return inserting(doc.strings.add(text), column)
    }
    doc.tags = column(old.tags, "_SP")
    doc.lemmas = column(old.lemmas, space)
    doc.pos = column(old.pos, "SPACE")
    let none = doc.strings.add("_")
    doc.morphs = column(old.morphs, "_").map { $0.map { $0 == 0 ? none : $0 } }
    if dependencies > 0 {
      doc.deps = column(old.deps, "dep")
      var heads = (0..<old.count).map { old.head(of: $0) }
      heads.insert(max(position - 1, 0), at: position)
      doc.heads = heads.enumerated().map { index, head in
        Int32((head >= position ? head + 1 : head) - index)
      }
      doc.setSentenceStartsFromHeads()
    } else if let starts = old.sentStarts,
      old.count == 1 || starts[1...].contains(where: { $0 != 0 })
    {
      // Words that are known to start no sentence count as unknown, but for the new one.
      let known = starts.indices.map {
        Int8(starts[$0] == 1 || ($0 == 0 && starts[0] == 0) ? 1 : 0)
      }
      doc.sentStarts = inserting(-1, known)
    }
    doc.setEntities(of: old, withWordAt: position)
    doc.cats = old.cats
    reference = doc
  }
}

extension Doc {
  /// Throws where a span of the text with other words is not at the same place in this one.
  fileprivate func checkPlaces(of old: Doc) throws {
    guard !spanGroups.isEmpty else { return }
    func places(_ doc: Doc) -> [(Int, Int)] {
      zip(doc.characterOffsets, doc.words).map { ($0, $0 + $1.unicodeScalars.count) }
    }
    let (before, after) = (places(old), places(self))
    for keyed in spanGroups {
      for span in keyed.group.spans where span.start < span.end {
        let (first, last) = (Int(span.start), Int(span.end) - 1)
        guard before[first].0 == after[first].0, before[last].1 == after[last].1 else {
          throw TrainingError.spansMoved(
            key: keyed.key, words: Array(old.words[first...last]))
        }
      }
    }
  }

  /// Takes entities over from a text without the word at a place, which goes to the entity around it.
  ///
  /// Without any entity, nothing is known of entities any more.
  fileprivate mutating func setEntities(of old: Doc, withWordAt position: Int) {
    guard let states = old.entIOB, old.entTypes?.contains(where: { $0 != 0 }) ?? false else {
      return
    }
    let entities = old.entities.map { entity in
      EntitySpan(
        entity.start >= position ? entity.start + 1 : entity.start,
        entity.end > position ? entity.end + 1 : entity.end, entity.label)
    }
    let missing = states.indices.filter { states[$0] == EntityState.missing }
    setEntities(entities, missing: missing.map { $0 >= position ? $0 + 1 : $0 })
  }
}
