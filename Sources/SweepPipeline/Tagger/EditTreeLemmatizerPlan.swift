import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// What a config says about a `trainable_lemmatizer` component.
struct EditTreeLemmatizerPlan: ComponentPlan {
  let name: String
  let factory = "trainable_lemmatizer"
  let settings: LemmatizerSettings
  let architecture: TaggerArchitecture

  var vectors: VectorArchitecture? { architecture.vectors }

  func component(
    learningFrom corpus: InitialCorpus, in parameters: inout Parameters
  ) throws(PipelineError) -> any PipelineComponent {
    let given = try given(corpus.labels)
    var (trees, classes) = given ?? learned(corpus.examples)
    guard !classes.isEmpty else {
      throw .corpus(
        component: name,
        what: "expected lemmas in the training corpus with trees that occur "
          + "\(settings.leastFrequency) times, found none",
        help: "check that the corpus has lemmas and that its path is right, or set min_tree_freq "
          + "lower")
    }
    // The model's sizes are found with some examples, whose trees are numbered on the way.
    for example in corpus.examples.prefix(10) {
      Self.forEachLemma(example.reference) { _ = trees.add($0, $1) }
    }
    return EditTreeLemmatizer(
      name: name, settings, architecture, trees, classes: classes, in: &parameters)
  }

  /// The trees of a corpus that occur often enough, in the order of their first words.
  private func learned(_ examples: [Example]) -> (EditTrees, [Int]) {
    var all = EditTrees()
    var counts: [(count: Int, word: String, lemma: String)] = []
    var places: [Int: Int] = [:]
    for example in examples {
      Self.forEachLemma(example.reference) { word, lemma in
        let tree = all.add(word, lemma)
        if let place = places[tree] {
          counts[place] = (counts[place].count + 1, word, lemma)
        } else {
          places[tree] = counts.count
          counts.append((1, word, lemma))
        }
      }
    }
    var (trees, classes) = (EditTrees(), [Int]())
    for (count, word, lemma) in counts where count >= settings.leastFrequency {
      let tree = trees.add(word, lemma)
      if !classes.contains(tree) { classes.append(tree) }
    }
    return (trees, classes)
  }

  private static func forEachLemma(_ doc: Doc, _ body: (String, String) -> Void) {
    guard let lemmas = doc.lemmas else { return }
    for (word, id) in lemmas.enumerated() where id != 0 {
      body(doc.words[word], doc.strings[id] ?? "")
    }
  }

  /// The trees and classes of a label file.
  private func given(_ labels: JSONValue?) throws(PipelineError) -> (EditTrees, [Int])? {
    guard let labels, !labels.isNull else { return nil }
    let classes = labels["labels"]?.arrayValue?.compactMap(\.intValue)
    let trees = labels["trees"]?.arrayValue?.map { Self.tree($0) }
    guard let classes, let trees, !trees.contains(nil),
      classes.allSatisfy({ trees.indices.contains($0) })
    else {
      throw .corpus(
        component: name, what: "expected its labels as a JSON object with \"trees\" and \"labels\"",
        help: "write the file with `sweep init labels`, or leave the labels to the corpus")
    }
    return (EditTrees(trees.compactMap(\.self)), classes)
  }

  private static func tree(_ json: JSONValue) -> EditTrees.Tree? {
    if let old = json["orig"]?.stringValue, let new = json["subst"]?.stringValue {
      return .replacement(of: old, by: new)
    }
    let numbers = ["prefix_len", "suffix_len", "prefix_tree", "suffix_tree"].map {
      json[$0]?.intValue ?? -1
    }
    guard numbers.allSatisfy({ $0 >= 0 }) else { return nil }
    let none = Int(UInt32.max)
    return .match(
      prefix: numbers[0], suffix: numbers[1], prefixTree: numbers[2] == none ? nil : numbers[2],
      suffixTree: numbers[3] == none ? nil : numbers[3])
  }

  func component(
    from files: ComponentFiles, in parameters: inout Parameters
  ) throws(ModelFolderError) -> any PipelineComponent {
    let cfg = try files.object("cfg")
    guard let trees = EditTrees(reading: try files.bytes("trees"), try files.strings()) else {
      throw files.bad("trees", expected: "MessagePack of trees with texts of vocab/strings.json")
    }
    let classes = cfg["labels"]?.arrayValue?.compactMap(\.intValue) ?? []
    guard !classes.isEmpty, classes.allSatisfy({ trees.trees.indices.contains($0) }) else {
      throw files.bad("cfg", expected: "labels that are numbers of trees")
    }
    return EditTreeLemmatizer(
      name: name, settings, architecture, trees, classes: classes, in: &parameters)
  }

  func component(
    reading state: inout StateReader, in parameters: inout Parameters
  ) throws(StateError) -> any PipelineComponent {
    let trees = try EditTrees(reading: &state)
    let classes = try state.ints()
    let component = EditTreeLemmatizer(
      name: name, settings, architecture, trees, classes: classes, in: &parameters)
    return component.trained(with: try state.double())
  }
}

extension ComponentFactory {
  /// Lemmas, learnt.
  static let trainableLemmatizer = ComponentFactory(name: "trainable_lemmatizer") {
    (name, arguments: inout ArgumentReader) throws(ConfigError) in
    var settings = LemmatizerSettings()
    let backoff =
      arguments.raw("backoff") == nil ? "orth" : try arguments.optionalString("backoff")
    settings.backoff = backoff.flatMap { LemmatizerSettings.Backoff(rawValue: $0) }
    if let backoff, settings.backoff == nil {
      let names = LemmatizerSettings.Backoff.allCases.map(\.rawValue).joined(separator: ", ")
      throw arguments.invalid("backoff", "one of \(names), or null", "\"\(backoff)\"")
    }
    settings.leastFrequency = try arguments.integer("min_tree_freq", default: 3)
    settings.overwrites = try arguments.bool("overwrite", default: false)
    settings.topCount = try arguments.integer("top_k", default: 1)
    guard settings.topCount >= 1 else {
      throw arguments.invalid("top_k", "a whole number of at least 1", "\(settings.topCount)")
    }
    return EditTreeLemmatizerPlan(
      name: name, settings: settings, architecture: try arguments.tagger())
  }
}
