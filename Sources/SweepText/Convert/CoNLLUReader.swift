/// Makes documents of CoNLL-U files, as `sweep convert` does.
///
/// - Source: spaCy 3.8 `convert` with the converter `conllu`.
struct CoNLLUReader {
  var sentencesPerDoc = 1
  /// Whether features are appended to tags: `NOUN__Number=Sing`.
  var appendsMorphology = false
  /// Whether words that are written as one become one token.
  var mergesSubtokens = false
  /// New names of entity types; an empty one drops the type.
  var entityMap: [String: String] = [:]

  /// The documents of a file.
  ///
  /// - Throws: `ColumnErrors` with every line that cannot be read.
  func read(_ bytes: [UInt8], file: String) throws(ColumnErrors) -> [Doc] {
    let (lines, errors) = TextLines.read(bytes)
    var parser = CoNLLUParser()
    parser.parse(lines)
    let found = errors + parser.errors
    if !found.isEmpty {
      throw ColumnErrors(file: file, found.sorted { $0.line < $1.line })
    }
    var strings = StringStore()
    let sentences = parser.sentences.map { sentence in
      var columns = SentenceColumns(sentence, parser.hasEntities ? entityMap : nil)
      if mergesSubtokens { columns.merge(sentence.ranges) }
      return columns
    }
    let size = sentencesPerDoc > 0 ? sentencesPerDoc : max(1, sentences.count)
    var docs = stride(from: 0, to: sentences.count, by: size).map { start in
      makeDoc(sentences[start..<min(start + size, sentences.count)], &strings)
    }
    for i in docs.indices { docs[i].strings = strings }
    return docs
  }

  /// One document of several sentences; each but the last ends with a blank.
  private func makeDoc(
    _ sentences: ArraySlice<SentenceColumns>, _ strings: inout StringStore
  ) -> Doc {
    var spaces: [Bool] = []
    var heads: [Int32] = []
    var entities: [EntitySpan]? = sentences.first?.entities == nil ? nil : []
    for sentence in sentences {
      if let last = spaces.indices.last { spaces[last] = true }
      for var entity in sentence.entities ?? [] {
        entity.start += spaces.count
        entity.end += spaces.count
        entities?.append(entity)
      }
      heads += sentence.heads.enumerated().map { Int32($1 - $0) }
      spaces += sentence.spaces
    }
    func ids(_ column: (SentenceColumns) -> [String]) -> [UInt64] {
      sentences.flatMap(column).map { strings.add($0) }
    }
    var doc = Doc(words: sentences.flatMap(\.words), spaces: spaces)
    doc.lemmas = ids(\.lemmas)
    doc.pos = ids(\.pos)
    doc.tags = ids { sentence in
      zip(sentence.tags, sentence.morphs).map { tag, morph in
        appendsMorphology && !morph.isEmpty ? tag + "__" + morph : tag
      }
    }
    doc.morphs = ids { $0.morphs.map { MorphFeatures.normalized($0) ?? MorphFeatures.empty } }
    doc.deps = ids(\.deps)
    doc.heads = heads
    doc.setSentenceStartsFromHeads()
    if let entities {
      for entity in entities { strings.add(entity.label) }
      doc.setEntities(entities)
    }
    return doc
  }
}

/// The annotation of a sentence, column by column.
struct SentenceColumns {
  var words: [String]
  var spaces: [Bool]
  var lemmas: [String]
  var pos: [String]
  var tags: [String]
  var morphs: [String]
  var heads: [Int]
  var deps: [String]
  /// BILUO tags; `nil` when the file has no entities.
  private var entityTags: [String]?

  /// The words of a sentence, each for itself.
  init(_ sentence: CoNLLUSentence, _ entityMap: [String: String]?) {
    words = sentence.words.map(\.form)
    spaces = sentence.words.map(\.hasSpace)
    lemmas = sentence.words.map(\.lemma)
    pos = sentence.words.map(\.pos)
    tags = sentence.words.map(\.tag)
    morphs = sentence.words.map(\.morph)
    heads = sentence.words.map(\.head)
    deps = sentence.words.map(\.dep)
    if let entityMap {
      let tags = sentence.words.map { EntityTagColumn.tag(in: $0.misc, entityMap) }
      entityTags = try? BILUO.fromIOB(tags)
    }
  }

  /// The entities; `nil` when the file has none.
  var entities: [EntitySpan]? {
    entityTags.map { tags in (try? BILUO.entities(of: tags).entities) ?? [] }
  }

  /// Makes one token of the words of each range.
  ///
  /// It has the lemmas, tags and features of all of them, and part of speech, head, label and entity
  /// of the one that is highest in the tree.
  mutating func merge(_ ranges: [CoNLLURange]) {
    if ranges.isEmpty { return }
    let merged = MergedEntities(entityTags)
    var (iob, types) = (merged.states, merged.types)
    var place = Array(words.indices)
    let roots = ranges.map { root(of: $0.words) }
    for (range, root) in zip(ranges, roots) {
      let (start, span) = (range.words.lowerBound, range.words)
      if !iob.isEmpty {
        (iob[start], types[start]) = MergedEntities.entity(of: span, root: root, iob, types)
      }
      words[start] = range.form
      spaces[start] = spaces[span.upperBound - 1]
      lemmas[start] = lemmas[span].joined(separator: " ")
      tags[start] = tags[span].joined(separator: "_")
      morphs[start] = SentenceColumns.union(of: Array(morphs[span]))
      pos[start] = pos[root]
      deps[start] = deps[root]
      heads[start] = heads[root]
      for i in span { place[i] = start }
    }
    let kept = words.indices.filter { place[$0] == $0 }
    var newIndex = [Int](repeating: 0, count: words.count)
    for (new, old) in kept.enumerated() { newIndex[old] = new }
    heads = kept.map { newIndex[place[heads[$0]]] }
    func keep(_ column: [String]) -> [String] { kept.map { column[$0] } }
    (words, lemmas, pos, tags) = (keep(words), keep(lemmas), keep(pos), keep(tags))
    (morphs, deps) = (keep(morphs), keep(deps))
    spaces = kept.map { spaces[$0] }
    if entityTags != nil {
      entityTags = MergedEntities.tags(kept.map { iob[$0] }, kept.map { types[$0] })
    }
  }

  /// The features of several words, the values of each field together.
  private static func union(of morphs: [String]) -> String {
    var fields: [(name: String, values: Set<String>)] = []
    for feature in morphs.flatMap({ $0.split(separator: "|") }) {
      let parts = feature.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { continue }
      let values = parts[1].split(separator: ",").map(String.init)
      if let i = fields.firstIndex(where: { PythonText.areEqual($0.name, parts[0]) }) {
        fields[i].values.formUnion(values)
      } else {
        fields.append((parts[0], Set(values)))
      }
    }
    return MorphFeatures.sorted(
      fields.map { $0.name + "=" + MorphFeatures.sorted(Array($0.values)).joined(separator: ",") }
    ).joined(separator: "|")
  }

  /// The word of a range that is the root of the sentence, or nearest to it.
  private func root(of range: Range<Int>) -> Int {
    if let root = range.first(where: { heads[$0] == $0 }) { return root }
    var (best, found) = (words.count, range.lowerBound)
    for i in range where !range.contains(heads[i]) {
      let steps = stepsToRoot(from: i)
      if steps < best { (best, found) = (steps, i) }
    }
    return found
  }

  /// How many heads are above a word; no more than there are words.
  private func stepsToRoot(from word: Int) -> Int {
    var (steps, word) = (0, word)
    while heads[word] != word && steps < words.count {
      word = heads[word]
      steps += 1
    }
    return steps
  }
}

/// What becomes of entities when words are merged.
private struct MergedEntities {
  var states: [UInt8]
  var types: [String]

  init(_ tags: [String]?) {
    let tags = tags ?? []
    states = tags.map { tag in
      switch tag.utf8.first {
      case UInt8(ascii: "B"), UInt8(ascii: "U"): EntityState.begin
      case UInt8(ascii: "I"), UInt8(ascii: "L"): EntityState.inside
      default: EntityState.outside
      }
    }
    types = tags.map { BILUO.label(of: $0) ?? "" }
  }

  /// The entity of a merged token: its root's, which begins there unless it goes on from before.
  static func entity(
    of span: Range<Int>, root: Int, _ states: [UInt8], _ types: [String]
  ) -> (UInt8, String) {
    let (start, state, type) = (span.lowerBound, states[root], types[root])
    guard state == EntityState.begin || state == EntityState.inside else { return (state, type) }
    let goesOn =
      states[start] == EntityState.inside && start > 0
      && PythonText.areEqual(types[start], type) && PythonText.areEqual(types[start - 1], type)
    return (goesOn ? EntityState.inside : EntityState.begin, type)
  }

  /// BILUO tags of states; what goes on with another type than before begins anew.
  static func tags(_ states: [UInt8], _ types: [String]) -> [String] {
    var states = states
    for i in states.indices where states[i] == EntityState.inside {
      if i == 0 || !PythonText.areEqual(types[i - 1], types[i]) { states[i] = EntityState.begin }
    }
    return states.indices.map { i in
      let goesOn = i + 1 < states.count && states[i + 1] == EntityState.inside
      switch states[i] {
      case EntityState.begin: return (goesOn ? "B-" : "U-") + types[i]
      case EntityState.inside: return (goesOn ? "I-" : "L-") + types[i]
      default: return BILUO.outside
      }
    }
  }
}
