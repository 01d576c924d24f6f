import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// The `senter` component: whether each word starts a sentence.
///
/// - Source: spaCy 3.8 `senter.pyx`.
struct SentenceRecognizer: WordClassifying {
  let name: String
  /// Whether sentence starts that texts come with are replaced.
  let overwrites: Bool
  var classifier: WordClassifier

  init(
    name: String, overwrites: Bool, _ architecture: TaggerArchitecture,
    in parameters: inout Parameters
  ) {
    (self.name, self.overwrites) = (name, overwrites)
    classifier = WordClassifier(architecture, classCount: 2, prefix: name, in: &parameters)
  }

  var labels: [String] { ["I", "S"] }
  var hidesLabels: Bool { true }

  mutating func update(_ context: inout UpdateContext) throws(PipelineError) {
    let targets = context.examples.flatMap { $0.goldStarts.map(Int32.init) }
    classifier.learn(targets, &context)
  }

  func annotate(_ docs: UnsafeMutableBufferPointer<Doc>, _ context: PredictionContext) {
    let best = classifier.best(docs.reduce(0) { $0 + $1.count }, context)
    var word = 0
    for index in docs.indices where !docs[index].isEmpty {
      let count = docs[index].count
      docs[index].setSentenceStarts(
        best[word..<word + count].map { $0 == 1 }, overwrites: overwrites)
      word += count
    }
  }

  func score(_ examples: [Example], into found: inout PipelineScores) {
    found.scores.merge(Scorer.sentences(examples))
  }

  func files() -> [PipelineFile] { [cfg(["overwrite": .bool(overwrites)])] }

  func write(to writer: inout StateWriter) { writer.write(classifier.dropout) }
}

extension Doc {
  /// Sets sentence starts where nothing is known of them, or everywhere.
  ///
  /// Of the first word it is always known: it starts a sentence.
  mutating func setSentenceStarts(_ starts: [Bool], overwrites: Bool) {
    var known = sentStarts ?? [Int8](repeating: 0, count: count)
    if known.first == 0 { known[0] = 1 }
    for word in known.indices where known[word] == 0 || overwrites {
      known[word] = starts[word] ? 1 : -1
    }
    sentStarts = known
  }
}

/// What a config says about a `senter` component.
struct SentenceRecognizerPlan: ComponentPlan {
  let name: String
  let factory = "senter"
  let overwrites: Bool
  let architecture: TaggerArchitecture

  var vectors: VectorArchitecture? { architecture.vectors }

  func component(
    learningFrom corpus: InitialCorpus, in parameters: inout Parameters
  ) throws(PipelineError) -> any PipelineComponent {
    let hasStarts = corpus.examples.contains { example in
      example.reference.sentStarts?.contains { $0 != 0 } ?? false
    }
    guard hasStarts else {
      throw .corpus(
        component: name, what: "expected sentences in the training corpus, found none",
        help: "check that the corpus has sentence starts or trees, and that its path is right")
    }
    return SentenceRecognizer(name: name, overwrites: overwrites, architecture, in: &parameters)
  }

  func component(
    from files: ComponentFiles, in parameters: inout Parameters
  ) throws(ModelFolderError) -> any PipelineComponent {
    let cfg = try files.object("cfg")
    return SentenceRecognizer(
      name: name, overwrites: cfg["overwrite"]?.boolValue ?? overwrites, architecture,
      in: &parameters)
  }

  func component(
    reading state: inout StateReader, in parameters: inout Parameters
  ) throws(StateError) -> any PipelineComponent {
    SentenceRecognizer(name: name, overwrites: overwrites, architecture, in: &parameters)
      .trained(with: try state.double())
  }
}

extension ComponentFactory {
  /// Sentence starts, learnt.
  static let senter = ComponentFactory(name: "senter") {
    (name, arguments: inout ArgumentReader) throws(ConfigError) in
    SentenceRecognizerPlan(
      name: name, overwrites: try arguments.bool("overwrite", default: false),
      architecture: try arguments.tagger())
  }
}
