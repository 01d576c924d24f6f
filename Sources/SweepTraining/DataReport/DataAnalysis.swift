import SweepBase
public import SweepText

/// Looks at the data of a training before it starts.
public struct DataAnalysis: Sendable {
  /// A component that is going to learn from the data.
  public struct Component: Sendable {
    public let name: String
    public let factory: String
    /// Of a component that classifies spans, where these are kept.
    public let spansKey: String?
    /// The labels it will have; `nil` for those of the training data.
    public let labels: [String]?

    public init(name: String, factory: String, spansKey: String? = nil, labels: [String]? = nil) {
      (self.name, self.factory) = (name, factory)
      (self.spansKey, self.labels) = (spansKey, labels)
    }
  }

  /// Fewer examples of a new label than this are few.
  static let labelLimit = 50
  /// Fewer examples of a dependency label than this are few.
  static let dependencyLimit = 20
  /// Fewer texts than this are few, or too few.
  static let textLimit = (few: 2000, tooFew: 100)

  let language: String
  let components: [Component]
  let frozen: [String]
  let sourced: [String]
  let vectors: Vectors?
  /// What stands in the way of a training on these data.
  let problems: [String]
  /// What of the pipeline does not run natively, so that nothing more is known of it.
  let foreign: [String]
  let train: GoldStatistics
  let dev: GoldStatistics

  /// Counts what the data have.
  ///
  /// - Parameters:
  ///   - language: The code of the language.
  ///   - components: In pipeline order.
  ///   - train: The training data.
  ///   - dev: The data for evaluations.
  ///   - frozen: Components that do not learn.
  ///   - sourced: Components from other pipelines.
  ///   - vectors: The static vectors.
  ///   - problems: What stands in the way of a training on these data.
  ///   - foreign: What of the pipeline does not run natively.
  public init(
    language: String, components: [Component], train: [Example], dev: [Example],
    frozen: [String] = [], sourced: [String] = [], vectors: Vectors? = nil, problems: [String] = [],
    foreign: [String] = []
  ) {
    (self.language, self.components) = (language, components)
    (self.frozen, self.sourced) = (frozen, sourced)
    (self.vectors, self.problems, self.foreign) = (vectors, problems, foreign)
    let factories = Set(components.map(\.factory))
    self.train = GoldStatistics(train, factories: factories, vectors: vectors)
    self.dev = GoldStatistics(dev, factories: factories, vectors: nil)
  }

  /// The components that some texts are annotated for.
  public static func components(annotatedIn examples: [Example]) -> [Component] {
    let all: [(String, (Doc) -> Bool)] = [
      ("tagger", { $0.tags?.contains { $0 != 0 } ?? false }),
      ("morphologizer", { ($0.pos ?? []).contains { $0 != 0 } || $0.morphs != nil }),
      ("parser", { $0.deps?.contains { $0 != 0 } ?? false }),
      ("trainable_lemmatizer", { $0.lemmas?.contains { $0 != 0 } ?? false }),
      ("ner", { !$0.entities.isEmpty }), ("textcat_multilabel", { !$0.cats.isEmpty }),
    ]
    var components = all.filter { _, isAnnotated in
      examples.contains { isAnnotated($0.reference) }
    }.map { Component(name: $0.0, factory: $0.0) }
    var keys: [String] = []
    for group in examples.flatMap(\.reference.spanGroups) where !keys.contains(group.key) {
      keys.append(group.key)
    }
    components += keys.map { Component(name: "spancat", factory: "spancat", spansKey: $0) }
    return components
  }

  /// The report.
  public var report: DataReport {
    var report = DataReport()
    report.begin("Data file validation")
    if problems.isEmpty && foreign.isEmpty && !train.examples.isEmpty {
      report.add(.good, "Pipeline can be initialized with data")
    }
    for problem in problems { report.add(.error, problem) }
    for notice in foreign { report.add(.info, "Not run natively: \(notice)") }
    report.add(.good, "Corpus is loadable")
    addTrainingStats(to: &report)
    addVocab(to: &report)
    if !keys.isEmpty { addSpans(to: &report) }
    if has("ner") || has("beam_ner") { addEntities(to: &report) }
    if has("textcat") { addCategories(isMultilabel: false, to: &report) }
    if has("textcat_multilabel") { addCategories(isMultilabel: true, to: &report) }
    if has("tagger") { addTags(to: &report) }
    if has("morphologizer") { addMorphs(to: &report) }
    if has("parser") || has("beam_parser") { addTrees(to: &report) }
    if has("trainable_lemmatizer") { addLemmas(to: &report) }
    report.sumUp()
    return report
  }

  func has(_ factory: String) -> Bool { components.contains { $0.factory == factory } }

  /// The keys that components look for spans under, each once.
  var keys: [String] {
    components.filter { ["spancat", "spancat_singlelabel"].contains($0.factory) }
      .compactMap(\.spansKey)
      .reduce(into: []) { keys, key in if !keys.contains(key) { keys.append(key) } }
  }

  /// The labels that components of some kinds will have, sorted.
  func modelLabels(_ factories: [String], in data: LabelCounts) -> [String] {
    let given = components.filter { factories.contains($0.factory) }.flatMap { component in
      component.labels ?? data.labels
    }
    return given.reduce(into: LabelCounts()) { $0.add($1) }.labels
  }

  // MARK: - Sections

  private func addTrainingStats(to report: inout DataReport) {
    report.begin("Training stats")
    report.add(.text, "Language: \(language)")
    report.add(.text, "Training pipeline: \(components.map(\.name).joined(separator: ", "))")
    let resumed = sourced.filter { !frozen.contains($0) }
    if !resumed.isEmpty {
      report.add(.text, "Components from other pipelines: \(resumed.joined(separator: ", "))")
    }
    if !frozen.isEmpty {
      report.add(.text, "Frozen components: \(frozen.joined(separator: ", "))")
    }
    let count = train.examples.count
    report.add(.text, "\(count) training docs")
    report.add(.text, "\(dev.examples.count) evaluation docs")
    if dev.examples.isEmpty { report.add(.error, "No evaluation docs") }
    if count == 0 { report.add(.error, "No training docs") }
    let overlap = train.texts.intersection(dev.texts).count
    if overlap > 0 {
      report.add(.warning, "\(overlap) training examples also in evaluation data")
    } else {
      report.add(.good, "No overlap between training and evaluation data")
    }
    guard resumed.isEmpty, count < Self.textLimit.few else { return }
    report.add(
      count < Self.textLimit.tooFew ? .error : .warning,
      "Low number of examples to train a new pipeline (\(count))")
    report.detail(
      "It's recommended to use at least \(Self.textLimit.few) examples "
        + "(minimum \(Self.textLimit.tooFew))")
  }

  private func addVocab(to report: inout DataReport) {
    report.begin("Vocab & Vectors")
    report.add(
      .info, "\(train.wordCount) total word(s) in the data (\(train.words.count) unique)")
    for (count, name) in [(train.misalignedCount, "training"), (dev.misalignedCount, "dev")]
    where count > 0 {
      report.add(.warning, "\(count) misaligned tokens in the \(name) data")
    }
    report.detail(
      "10 most common words: \(DataTexts.counted(train.words.mostCommon.prefix(10)))")
    guard let vectors, vectors.rowCount > 0 else {
      report.add(.info, "No word vectors present in the package")
      return
    }
    report.add(
      .info,
      "\(vectors.rowCount) vectors (\(vectors.keys.count) unique keys, \(vectors.width) dimensions)"
    )
    let missing = train.wordsWithoutVectors
    let percent = 100 * missing.total / Double(max(train.wordCount, 1))
    report.add(
      .warning,
      "\(Int(missing.total)) words in training data without vectors "
        + "(\(fixed(percent, decimals: 0))%)")
    report.detail(
      "10 most common words without vectors: "
        + DataTexts.counted(missing.mostCommon.prefix(10)))
  }

  /// Warns of labels that a component will have and the training data have not.
  func addMissing(_ labels: [String], in data: LabelCounts, to report: inout DataReport) {
    let missing = DataTexts.sorted(labels.filter { !data.contains($0) })
    guard !missing.isEmpty else { return }
    report.add(
      .warning,
      "Some model labels are not present in the train data. The model performance may be degraded "
        + "for these labels after training: \(DataTexts.quoted(missing)).")
  }

  /// Tells of labels that only one of the two corpora has.
  func addOneSided(_ train: LabelCounts, _ dev: LabelCounts, to report: inout DataReport) {
    let (onlyTrain, onlyDev) = (train.labels(missingIn: dev), dev.labels(missingIn: train))
    if !onlyTrain.isEmpty {
      report.add(
        .info,
        "\(onlyTrain.count) label(s) of the train data are not in the dev data: "
          + DataTexts.quoted(onlyTrain))
    }
    if !onlyDev.isEmpty {
      report.add(
        .info,
        "\(onlyDev.count) label(s) of the dev data are not in the train data: "
          + DataTexts.quoted(onlyDev))
    }
  }
}
