import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// The `trainable_lemmatizer` component: for each word a tree that makes it its lemma.
///
/// - Source: spaCy 3.8 `edit_tree_lemmatizer.py`.
struct EditTreeLemmatizer: WordClassifying {
  let name: String
  /// Its settings.
  let settings: LemmatizerSettings
  /// The trees; those of the corpus are added while it trains, as in spaCy.
  private(set) var trees: EditTrees
  /// The tree of each class.
  private let classes: [Int]
  var classifier: WordClassifier
  private let numbers: [Int: Int32]
  /// The classes of words and lemmas that were met before.
  private var known: [WordPair: Int32] = [:]

  /// A word and its lemma.
  private struct WordPair: Hashable {
    let word: UInt64
    let lemma: UInt64
  }

  init(
    name: String, _ settings: LemmatizerSettings, _ architecture: TaggerArchitecture,
    _ trees: EditTrees, classes: [Int], in parameters: inout Parameters
  ) {
    (self.name, self.settings, self.trees, self.classes) = (name, settings, trees, classes)
    numbers = Dictionary(classes.enumerated().map { ($1, Int32($0)) }) { _, last in last }
    classifier = WordClassifier(
      architecture, classCount: classes.count, prefix: name, in: &parameters)
  }

  var labels: [String] { classes.map { "\($0)" } }
  var hidesLabels: Bool { true }
  var labelData: JSONValue? {
    ["trees": .array(trees.json), "labels": .array(classes.map(JSONValue.integer))]
  }
  var strings: [String] { trees.strings }

  /// A lemma whose tree no class stands for counts as the first class, as in spaCy.
  mutating func update(_ context: inout UpdateContext) throws(PipelineError) {
    var targets: [Int32] = []
    for example in context.examples {
      let features = example.features([.orth])
      for (word, lemma) in example.goldLemmas.enumerated() {
        if lemma == 0 {
          targets.append(WordTarget.missing)
          continue
        }
        let pair = WordPair(word: features[word], lemma: lemma)
        if let target = known[pair] {
          targets.append(target)
          continue
        }
        let text = example.example.reference.strings[lemma] ?? ""
        let tree = trees.add(example.example.predicted.words[word], text)
        let target = numbers[tree] ?? 0
        known[pair] = target
        targets.append(target)
      }
    }
    classifier.learn(targets, &context)
  }

  func annotate(_ docs: UnsafeMutableBufferPointer<Doc>, _ context: PredictionContext) {
    let count = docs.reduce(0) { $0 + $1.count }
    guard let scores = classifier.scores(count, context) else { return }
    var row = 0
    for index in docs.indices where !docs[index].isEmpty {
      var lemmas = docs[index].lemmas ?? [UInt64](repeating: 0, count: docs[index].count)
      for word in lemmas.indices {
        if lemmas[word] == 0 || settings.overwrites {
          let own = scores + row * classes.count
          if let text = lemma(docs[index].words[word], own)
            ?? settings.backoff?.text(of: docs[index], word)
          {
            lemmas[word] = docs[index].strings.add(text)
          }
        }
        row += 1
      }
      docs[index].lemmas = lemmas
    }
  }

  /// The lemma by the best tree that fits, among the first few; `nil` if none of them does.
  private func lemma(_ word: String, _ scores: UnsafeMutablePointer<Float>) -> String? {
    for _ in 0..<min(settings.topCount, classes.count) {
      let best = WordClassifier.best(scores, classes.count)
      if let lemma = trees.apply(classes[best], word) { return lemma }
      scores[best] = -.greatestFiniteMagnitude
    }
    return nil
  }

  func score(_ examples: [Example], into found: inout PipelineScores) {
    found.scores.merge(Scorer.attribute(examples, .lemma, key: "lemma"))
  }

  func files() -> [PipelineFile] {
    [
      cfg(["labels": .array(classes.map(JSONValue.integer))]),
      PipelineFile("\(name)/trees", trees.bytes),
    ]
  }

  func write(to writer: inout StateWriter) {
    trees.write(to: &writer)
    writer.write(classes)
    writer.write(classifier.dropout)
  }
}

/// The settings of a `trainable_lemmatizer` component besides its network.
struct LemmatizerSettings: Equatable, Sendable {
  /// What a word's lemma is where no tree fits; `nil` leaves it unknown.
  var backoff: Backoff? = .orth
  /// Trees that a corpus needs less often are no classes.
  var leastFrequency = 3
  /// Whether lemmas that texts come with are replaced.
  var overwrites = false
  /// How many of the best trees are tried.
  var topCount = 1

  /// A form of a word.
  enum Backoff: String, CaseIterable, Sendable {
    case orth, lower, norm, shape, prefix, suffix

    /// The form of a word of a text.
    func text(of doc: Doc, _ word: Int) -> String {
      let text = doc.words[word]
      switch self {
      case .orth: return text
      case .lower: return PythonText.lowercased(text)
      case .norm:
        if let id = doc.norms?[word], id != 0, let norm = doc.strings[id] { return norm }
        return Lexeme.normText(of: text)
      case .shape: return WordShape.shape(of: text)
      case .prefix: return String(text.unicodeScalars.prefix(1))
      case .suffix: return String(text.unicodeScalars.suffix(3))
      }
    }
  }
}

extension EditTrees {
  func write(to writer: inout StateWriter) {
    writer.write(list: trees) { writer, tree in
      switch tree {
      case .match(let prefix, let suffix, let prefixTree, let suffixTree):
        writer.write([prefix, suffix, prefixTree ?? -1, suffixTree ?? -1])
      case .replacement(let old, let new):
        writer.write([Int]())
        writer.write(old)
        writer.write(new)
      }
    }
  }

  init(reading state: inout StateReader) throws(StateError) {
    self.init(
      try state.list { state throws(StateError) in
        let numbers = try state.ints()
        if numbers.isEmpty { return .replacement(of: try state.text(), by: try state.text()) }
        guard numbers.count == 4 else { throw StateError("a tree of \(numbers.count) numbers") }
        return .match(
          prefix: numbers[0], suffix: numbers[1],
          prefixTree: numbers[2] < 0 ? nil : numbers[2],
          suffixTree: numbers[3] < 0 ? nil : numbers[3])
      })
  }
}
