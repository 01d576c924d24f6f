import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// What a config says about a `tagger` component.
struct TaggerPlan: ComponentPlan {
  let name: String
  let factory = "tagger"
  var settings: TaggerSettings
  let architecture: TaggerArchitecture

  var vectors: VectorArchitecture? { architecture.vectors }

  func component(
    learningFrom corpus: InitialCorpus, in parameters: inout Parameters
  ) throws(PipelineError) -> any PipelineComponent {
    let given = try corpus.listedLabels(name)
    let labels = given ?? Self.tags(corpus.examples)
    guard !labels.isEmpty else {
      throw .corpus(
        component: name, what: "expected tags in the training corpus, found none",
        help: "check that the corpus has fine-grained tags, and that its path is right")
    }
    try check(settings.labelSmoothing, classes: labels.count)
    return Tagger(name: name, settings, architecture, labels: labels, in: &parameters)
  }

  /// The tags of a corpus, sorted.
  private static func tags(_ examples: [Example]) -> [String] {
    var (seen, tags) = (Set<UInt64>(), [String]())
    for example in examples {
      for id in example.reference.tags ?? [] where id != 0 && seen.insert(id).inserted {
        if let tag = example.reference.strings[id] { tags.append(tag) }
      }
    }
    return tags.sorted { precedes($0, $1) }
  }

  func component(
    from files: ComponentFiles, in parameters: inout Parameters
  ) throws(ModelFolderError) -> any PipelineComponent {
    let cfg = try files.object("cfg")
    let labels = try files.labels(in: cfg)
    var settings = settings
    settings.take(from: cfg)
    return Tagger(name: name, settings, architecture, labels: labels, in: &parameters)
  }

  func component(
    reading state: inout StateReader, in parameters: inout Parameters
  ) throws(StateError) -> any PipelineComponent {
    let labels = try state.list { state throws(StateError) in try state.text() }
    let component = Tagger(name: name, settings, architecture, labels: labels, in: &parameters)
    return component.trained(with: try state.double())
  }
}

extension ComponentPlan {
  /// Throws where smoothing leaves the true class less than the others.
  func check(_ smoothing: Double, classes: Int) throws(PipelineError) {
    guard smoothing > 0, smoothing >= Double(classes - 1) / Double(classes) else { return }
    throw .corpus(
      component: name,
      what: "label_smoothing is \(smoothing), too much for \(classes) labels",
      help: "set it below \(Double(classes - 1) / Double(classes))"
        + (classes == 1 ? ", to 0.0" : ""))
  }
}

extension InitialCorpus {
  /// The labels of a label file that lists them; `nil` where none is given.
  ///
  /// - Throws: `PipelineError` when it holds something else.
  func listedLabels(_ component: String) throws(PipelineError) -> [String]? {
    guard let labels, !labels.isNull else { return nil }
    let texts = labels.arrayValue?.map(\.stringValue)
    guard let texts, !texts.contains(nil) else {
      throw .corpus(
        component: component, what: "expected its labels as a JSON list of texts",
        help: "write the file with `sweep init labels`, or leave the labels to the corpus")
    }
    var seen = Set<UInt64>()
    return texts.compactMap(\.self).filter { seen.insert(StringStore.id(of: $0)).inserted }
  }
}

extension ComponentFactory {
  /// Tags of words.
  static let tagger = ComponentFactory(name: "tagger") {
    (name, arguments: inout ArgumentReader) throws(ConfigError) in
    var settings = TaggerSettings()
    settings.overwrites = try arguments.bool("overwrite", default: false)
    settings.negPrefix = try arguments.string("neg_prefix", default: "!")
    settings.labelSmoothing = try arguments.labelSmoothing()
    return TaggerPlan(name: name, settings: settings, architecture: try arguments.tagger())
  }
}
