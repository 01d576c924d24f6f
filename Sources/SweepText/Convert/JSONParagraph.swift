import SweepConfig

/// The tokens of a paragraph in spaCy 2's JSON, column by column.
struct JSONParagraph {
  /// Where it is, for errors.
  let place: String
  private(set) var problems: [String] = []
  private var raw: String?
  private var words: [String] = []
  private var spaces: [Bool?] = []
  private var tags: [String?] = []
  private var pos: [String?] = []
  private var morphs: [String?] = []
  private var lemmas: [String?] = []
  private var deps: [String?] = []
  private var entityTags: [String?] = []
  private var heads: [Int?] = []
  private var sentenceStarts: [Int8] = []
  private var cats: [Category] = []

  init(place: String) {
    self.place = place
  }

  // MARK: - Reading

  /// Notes what a paragraph has, and what is wrong with it.
  mutating func read(_ paragraph: JSONValue) {
    raw = paragraph["raw"]?.stringValue
    for cat in paragraph["cats"]?.arrayValue ?? [] {
      guard let label = cat["label"]?.stringValue, let value = number(cat["value"]) else {
        problems.append("\(place): expected cats with `label` and `value`")
        continue
      }
      cats.removeAll { PythonText.areEqual($0.label, label) }
      cats.append(Category(label, value))
    }
    let links = paragraph["links"]
    if links?.arrayValue?.isEmpty == false || links?.objectValue?.isEmpty == false {
      problems.append("\(place): `links` to a knowledge base cannot be read, by spaCy neither")
    }
    guard let sentences = paragraph["sentences"]?.arrayValue else {
      problems.append("\(place): expected a list of `sentences`")
      return
    }
    for (s, sentence) in sentences.enumerated() {
      guard let tokens = sentence["tokens"]?.arrayValue else {
        problems.append("\(place), sentence \(s + 1): expected a list of `tokens`")
        continue
      }
      for (t, token) in tokens.enumerated() {
        add(token, isFirst: t == 0, "\(place), sentence \(s + 1), token \(t + 1)")
      }
    }
    check()
  }

  private func number(_ value: JSONValue?) -> Double? {
    value?.doubleValue ?? value?.boolValue.map { $0 ? 1 : 0 }
  }

  private mutating func add(_ token: JSONValue, isFirst: Bool, _ place: String) {
    guard let word = token["orth"]?.stringValue else {
      problems.append("\(place): expected its text as `orth`")
      return
    }
    func text(_ key: String) -> String? {
      guard let value = token[key], !value.isNull else { return nil }
      if value.stringValue == nil { problems.append("\(place): expected a text as `\(key)`") }
      return value.stringValue
    }
    var head: Int?
    if let value = token["head"], !value.isNull {
      head = value.intValue.map { words.count + $0 }
      if head == nil { problems.append("\(place): expected a whole number as `head`") }
    }
    let tag = text("pos")
    if let tag, !tag.isEmpty, !PartsOfSpeech.ids.contains(StringStore.id(of: tag)) {
      problems.append("\(place): expected a universal part of speech as `pos`, found \"\(tag)\"")
    }
    let morph = text("morph")
    if let morph, MorphFeatures.normalized(morph) == nil {
      problems.append("\(place): expected features as `morph`, found \"\(morph)\"")
    }
    words.append(word)
    spaces.append(text("space").map { !$0.isEmpty })
    tags.append(text("tag"))
    pos.append(tag)
    morphs.append(morph)
    lemmas.append(text("lemma"))
    let dep = text("dep")
    deps.append(dep.map { PythonText.lowercased($0) == "root" ? "ROOT" : $0 })
    entityTags.append(text("ner"))
    heads.append(head)
    sentenceStarts.append(isFirst ? 1 : -1)
  }

  private mutating func check() {
    for (i, head) in heads.enumerated() {
      guard let head, !words.indices.contains(head) else { continue }
      problems.append("\(place): the head of token \(i + 1), \"\(words[i])\", is beyond the text")
    }
    for (key, column) in [("tag", tags), ("pos", pos), ("lemma", lemmas)] where has(column) {
      if let i = column.firstIndex(of: nil) {
        problems.append(
          "\(place): token \(i + 1), \"\(words[i])\", has no `\(key)`, but others have one")
      }
    }
    do throws(TagError) {
      _ = try BILUO.entities(of: entityTags)
    } catch {
      problems.append("\(place), token \((error.token ?? 0) + 1): `ner`: \(error)")
    }
  }

  private func has(_ column: [String?]) -> Bool { column.contains { $0?.isEmpty == false } }

  // MARK: - The document

  /// The document, if nothing is wrong.
  func makeDoc(_ strings: inout StringStore) -> Doc? {
    guard problems.isEmpty else { return nil }
    var doc = Doc(words: words, spaces: knownSpaces)
    func ids(_ column: [String?]) -> [UInt64]? {
      has(column) ? column.map { strings.add($0 ?? "") } : nil
    }
    doc.tags = ids(tags)
    doc.pos = ids(pos)
    doc.lemmas = ids(lemmas)
    doc.deps = ids(deps)
    if has(morphs) {
      doc.morphs = morphs.map {
        strings.add(MorphFeatures.normalized($0 ?? "") ?? MorphFeatures.empty)
      }
    }
    if heads.contains(where: { $0 != nil }) {
      doc.heads = heads.enumerated().map { Int32(($1 ?? $0) - $0) }
      if doc.deps != nil { doc.setSentenceStartsFromHeads() }
    } else {
      doc.sentStarts = sentenceStarts
    }
    if let (entities, missing) = try? BILUO.entities(of: entityTags), missing.count < words.count {
      for entity in entities { strings.add(entity.label) }
      doc.setEntities(entities, missing: missing)
    }
    doc.cats = cats
    return doc
  }

  /// The blanks that the tokens or the text tell of; `nil` when neither does.
  private var knownSpaces: [Bool]? {
    if words.isEmpty { return [] }
    if spaces.contains(where: { $0 != nil }) { return spaces.map { $0 ?? false } }
    guard let raw else { return nil }
    let text = Array(raw.unicodeScalars)
    var place = 0
    return words.map { word in
      let scalars = Array(word.unicodeScalars)
      guard let start = Self.find(scalars, in: text, from: place) else { return true }
      place = start + scalars.count
      return place < text.count && text[place] == " "
    }
  }

  private static func find(
    _ part: [Unicode.Scalar], in text: [Unicode.Scalar], from start: Int
  ) -> Int? {
    guard part.count <= text.count - start else { return nil }
    return (start...text.count - part.count).first {
      text[$0..<$0 + part.count].elementsEqual(part)
    }
  }
}
