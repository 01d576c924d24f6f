import SweepPipeline
import SweepText

/// What the annotation of a corpus adds up to.
///
/// - Source: spaCy 3.8 `debug_data._compile_gold`.
struct GoldStatistics {
  let examples: [Example]
  private(set) var words = LabelCounts()
  private(set) var wordCount = 0
  private(set) var misalignedCount = 0
  private(set) var wordsWithoutVectors = LabelCounts()
  private(set) var texts: Set<[UInt8]> = []
  private(set) var entities = EntityStatistics()
  private(set) var categories = CategoryStatistics()
  private(set) var tags = LabelCounts()
  private(set) var untaggedCount = 0
  private(set) var morphs = LabelCounts()
  private(set) var trees = TreeStatistics()
  private(set) var lemmas = LemmaStatistics()
  /// The spans of each key, in the order in which the keys were met.
  private(set) var spans: [(key: String, statistics: SpanStatistics)] = []

  /// - Parameters:
  ///   - examples: The corpus.
  ///   - factories: The kinds of components; what no component learns is not counted.
  ///   - vectors: The static vectors; `nil` or an empty table for none.
  init(_ examples: [Example], factories: Set<String>, vectors: Vectors?) {
    self.examples = examples
    for example in examples {
      countWords(example, vectors)
      if factories.contains("ner") || factories.contains("beam_ner") { entities.add(example) }
      if factories.contains("spancat") || factories.contains("spancat_singlelabel") {
        countSpans(example.reference)
      }
      if factories.contains("textcat") || factories.contains("textcat_multilabel") {
        categories.add(example.reference.cats)
      }
      if factories.contains("tagger") { countTags(example) }
      if factories.contains("morphologizer") { countMorphs(example) }
      if factories.contains("parser") || factories.contains("beam_parser") { trees.add(example) }
      if factories.contains("trainable_lemmatizer") { lemmas.add(example.reference) }
    }
  }

  private mutating func countWords(_ example: Example, _ vectors: Vectors?) {
    for word in example.reference.words { words.add(word) }
    wordCount += example.reference.count
    texts.insert(Array(example.predicted.text.utf8))
    for (index, word) in example.predicted.words.enumerated() {
      if !PythonText.isSpace(word), example.alignment.xToY.only(index) == nil {
        misalignedCount += 1
      }
      if let vectors, vectors.rowCount > 0, vectors.row(of: StringStore.id(of: word)) == nil {
        wordsWithoutVectors.add(word)
      }
    }
  }

  private mutating func countTags(_ example: Example) {
    for tag in example.aligned(.tag) {
      guard let tag else { continue }
      if tag == 0 {
        untaggedCount += 1
      } else {
        tags.add(example.reference.strings[tag] ?? "")
      }
    }
  }

  private mutating func countMorphs(_ example: Example) {
    let strings = example.reference.strings
    for (pos, morph) in zip(example.aligned(.pos), example.aligned(.morph)) {
      guard let pos, let morph, pos != 0 || morph != 0 else { continue }
      morphs.add(MorphLabel(pos: strings[pos] ?? "", features: strings[morph] ?? "").text)
    }
  }

  private mutating func countSpans(_ doc: Doc) {
    for group in doc.spanGroups {
      var place = spans.firstIndex { $0.key.utf8.elementsEqual(group.key.utf8) }
      if place == nil {
        place = spans.count
        spans.append((group.key, SpanStatistics()))
      }
      if let place { spans[place].statistics.add(group.group.spans, of: doc) }
    }
  }

  /// The spans under a key.
  func spans(_ key: String) -> SpanStatistics? {
    spans.first { $0.key.utf8.elementsEqual(key.utf8) }?.statistics
  }
}

/// The entities of a corpus.
struct EntityStatistics {
  private(set) var labels = LabelCounts()
  /// Tokens of which the tags say that nothing is known of them.
  private(set) var missingCount = 0
  /// Entities that are white space, or begin or end with it.
  private(set) var whiteSpaceCount = 0
  private(set) var crossingCount = 0
  /// Entities whose borders are inside predicted tokens.
  private(set) var misalignedCount = 0
  private(set) var hasAnnotation = false

  fileprivate mutating func add(_ example: Example) {
    let starts = example.alignedSentenceStarts()
    let tags = example.alignedNER()
    if example.reference.hasEntityAnnotation { hasAnnotation = true }
    misalignedCount += example.reference.entities.count - example.alignedEntities().count
    for (index, tag) in tags.enumerated() {
      guard let tag, let letter = tag.utf8.first else { continue }
      let isEdge = [0x42, 0x55, 0x4c].contains(letter) && tag.utf8.count > 1
      if isEdge, PythonText.isSpace(example.predicted.words[index]) { whiteSpaceCount += 1 }
      if isEdge, letter != 0x4c { labels.add(String(tag.dropFirst(2))) }
      if starts?[index] == true, letter == 0x49 || letter == 0x4c {
        crossingCount += 1
      } else if tag == "-" {
        missingCount += 1
      }
    }
  }

  /// How many of some texts have no entity of a label.
  static func count(of examples: [Example], without label: String) -> Int {
    examples.count { example in
      !example.alignedEntities().contains { $0.label.utf8.elementsEqual(label.utf8) }
    }
  }
}

/// The labels of the texts of a corpus.
struct CategoryStatistics {
  private(set) var labels = LabelCounts()
  /// Texts with other values than 0 and 1.
  private(set) var badCount = 0
  /// Texts with more or fewer than one label that applies.
  private(set) var severalCount = 0

  fileprivate mutating func add(_ cats: [SweepText.Category]) {
    for category in cats { labels.add(category.label, category.value) }
    if cats.contains(where: { $0.value != 0 && $0.value != 1 }) { badCount += 1 }
    if cats.count(where: { $0.value == 1 }) != 1 { severalCount += 1 }
  }
}

/// The dependency trees of a corpus.
struct TreeStatistics {
  /// The labels as they are given.
  private(set) var labels = LabelCounts()
  /// The labels of the trees without crossing branches.
  private(set) var projectiveLabels = LabelCounts()
  private(set) var roots = LabelCounts()
  private(set) var sentenceCount = 0
  private(set) var crossingCount = 0
  /// Texts whose heads go round in a circle.
  private(set) var cycleCount = 0
  /// Words of the first text with a circle.
  private(set) var cycle: String?

  fileprivate mutating func add(_ example: Example) {
    let doc = example.reference
    let heads = (0..<doc.count).map { doc.head(of: $0) }
    let names = (0..<doc.count).map { word in doc.deps.flatMap { doc.strings[$0[word]] } ?? "" }
    let tree: ReferenceTree
    do { tree = try ReferenceTree(doc) } catch {
      cycleCount += 1
      if cycle == nil {
        cycle = doc.words[max(0, error.word - 2)..<min(doc.count, error.word + 3)]
          .joined(separator: " ")
      }
      return
    }
    let (aligned, projective) = (example.aligned(heads), example.aligned(tree.heads))
    if aligned.indices.contains(where: { ProjectiveTree.isCrossing($0, aligned) }) {
      crossingCount += 1
    }
    for word in aligned.indices {
      guard let gold = example.alignment.xToY.only(word), !names[gold].isEmpty else { continue }
      labels.add(names[gold])
      projectiveLabels.add(tree.labels[gold])
      if aligned[word] == word { roots.add(names[gold]) }
      if projective[word] == word { sentenceCount += 1 }
    }
  }
}

extension Example {
  /// The head of each predicted word by those of gold words; -1 where words do not correspond.
  ///
  /// - Source: spaCy 3.8 `Example.get_aligned_parse`.
  fileprivate func aligned(_ heads: [Int]) -> [Int] {
    (0..<count).map { word in
      alignment.xToY.only(word).flatMap { alignment.yToX.only(heads[$0]) } ?? -1
    }
  }
}

/// The lemmas of a corpus.
struct LemmaStatistics {
  private(set) var unannotatedCount = 0
  private(set) var partialCount = 0
  /// Texts whose words all have the same lemma.
  private(set) var lowCount = 0
  /// The trees that make words their lemmas, as texts.
  private(set) var trees = LabelCounts()

  fileprivate mutating func add(_ doc: Doc) {
    let lemmas = doc.lemmas ?? [UInt64](repeating: 0, count: doc.count)
    guard lemmas.contains(where: { $0 != 0 }) else {
      unannotatedCount += 1
      return
    }
    if lemmas.contains(0) { partialCount += 1 }
    for (word, lemma) in zip(doc.words, lemmas) where lemma != 0 {
      var tree = EditTrees()
      _ = tree.add(word, doc.strings[lemma] ?? "")
      trees.add("\(tree.trees)")
    }
    if Set(lemmas.filter { $0 != 0 }).count < 2 && doc.count > 1 { lowCount += 1 }
  }
}
