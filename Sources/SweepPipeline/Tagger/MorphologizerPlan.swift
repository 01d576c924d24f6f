import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// What a config says about a `morphologizer` component.
struct MorphologizerPlan: ComponentPlan {
  let name: String
  let factory = "morphologizer"
  var settings: MorphologizerSettings
  let architecture: TaggerArchitecture

  var vectors: VectorArchitecture? { architecture.vectors }

  func component(
    learningFrom corpus: InitialCorpus, in parameters: inout Parameters
  ) throws(PipelineError) -> any PipelineComponent {
    let labels: [MorphLabel]
    if let given = corpus.labels, !given.isNull {
      guard let read = MorphLabel.labels(morph: given["morph"], pos: given["pos"]) else {
        throw .corpus(
          component: name, what: "expected its labels as a JSON object with \"morph\" and \"pos\"",
          help: "write the file with `sweep init labels`, or leave the labels to the corpus")
      }
      labels = read
    } else {
      labels = Self.labels(corpus.examples)
    }
    guard !labels.isEmpty else {
      throw .corpus(
        component: name,
        what: "expected parts of speech or morphology in the training corpus, found none",
        help: "check that the corpus has this annotation, and that its path is right")
    }
    try check(settings.labelSmoothing, classes: labels.count)
    return Morphologizer(name: name, settings, architecture, labels: labels, in: &parameters)
  }

  /// The labels of a corpus in the order of their first words.
  private static func labels(_ examples: [Example]) -> [MorphLabel] {
    var (seen, labels) = (Set<UInt64>(), [MorphLabel]())
    for example in examples {
      let doc = example.reference
      for word in 0..<doc.count {
        let (pos, morph) = (doc.pos?[word] ?? 0, doc.morphs?[word] ?? 0)
        if pos == 0 && morph == 0 { continue }
        let label = MorphLabel(pos: doc.strings[pos] ?? "", features: doc.strings[morph] ?? "")
        if seen.insert(StringStore.id(of: label.text)).inserted { labels.append(label) }
      }
    }
    return labels
  }

  func component(
    from files: ComponentFiles, in parameters: inout Parameters
  ) throws(ModelFolderError) -> any PipelineComponent {
    let cfg = try files.object("cfg")
    guard let labels = MorphLabel.labels(morph: cfg["labels_morph"], pos: cfg["labels_pos"]),
      !labels.isEmpty
    else {
      throw files.bad("cfg", expected: "labels_morph and labels_pos for the same labels")
    }
    var settings = settings
    settings.take(from: cfg)
    return Morphologizer(name: name, settings, architecture, labels: labels, in: &parameters)
  }

  func component(
    reading state: inout StateReader, in parameters: inout Parameters
  ) throws(StateError) -> any PipelineComponent {
    let labels = try state.list { state throws(StateError) in
      MorphLabel(text: try state.text(), morph: try state.text(), pos: try state.text())
    }
    let component = Morphologizer(
      name: name, settings, architecture, labels: labels, in: &parameters)
    return component.trained(with: try state.double())
  }
}

extension ComponentFactory {
  /// Morphology and parts of speech.
  static let morphologizer = ComponentFactory(name: "morphologizer") {
    (name, arguments: inout ArgumentReader) throws(ConfigError) in
    var settings = MorphologizerSettings()
    settings.overwrites = try arguments.bool("overwrite", default: true)
    settings.extends = try arguments.bool("extend", default: false)
    settings.labelSmoothing = try arguments.labelSmoothing()
    return MorphologizerPlan(name: name, settings: settings, architecture: try arguments.tagger())
  }
}
