import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// What a config says about a `textcat` or `textcat_multilabel` component.
struct TextCategorizerPlan: ComponentPlan {
  let name: String
  let factory: String
  let settings: TextCategorizerSettings
  let architecture: TextCatArchitecture

  var vectors: VectorArchitecture? { architecture.vectors }

  var leastWeightCount: Double {
    Double(architecture.bagOfWords?.length ?? 0) + (vectors?.leastWeightCount ?? 0)
  }

  func component(
    learningFrom corpus: InitialCorpus, in parameters: inout Parameters
  ) throws(PipelineError) -> any PipelineComponent {
    try CategoryCheck(name, isMultilabel: settings.isMultilabel).check(corpus.examples)
    let labels = try labels(corpus)
    if let outputs = architecture.outputs, outputs != labels.count {
      throw .corpus(
        component: name, what: "expected \(outputs) labels, as nO says, found \(labels.count)",
        help: "set nO to null: the labels come from the training corpus")
    }
    var settings = settings
    if let positive = corpus.settings["positive_label"]?.stringValue {
      guard labels.count == 2, labels.contains(where: { same($0, positive) }) else {
        throw .corpus(
          component: name,
          what: "expected positive_label \"\(positive)\" to be one of two labels, found "
            + labels.map { "\"\($0)\"" }.joined(separator: ", "),
          help: "remove positive_label from [initialize.components.\(name)]")
      }
      settings.positiveLabel = positive
    }
    return TextCategorizer(
      name: name, settings, architecture, labels: labels, in: &parameters)
  }

  /// The labels in the order in which they appear, or those of the label file.
  private func labels(_ corpus: InitialCorpus) throws(PipelineError) -> [String] {
    var labels: [String] = []
    if let given = try corpus.listedLabels(name) {
      labels = given
    } else {
      var known: Set<UInt64> = []
      for category in corpus.examples.lazy.flatMap(\.reference.cats)
      where known.insert(StringStore.id(of: category.label)).inserted {
        labels.append(category.label)
      }
    }
    let least = settings.isMultilabel ? 1 : 2
    guard labels.count >= least else {
      let found = labels.first.map { "only \"\($0)\"" } ?? "none"
      throw .corpus(
        component: name,
        what: "expected at least \(least) label\(least == 1 ? "" : "s") of texts (cats) in the "
          + "training corpus, found \(found)",
        help: labels.isEmpty
          ? "check that the corpus has cats and that its path is right"
          : "give every text a second label such as \"NOT_\(labels[0])\", "
            + "or use textcat_multilabel")
    }
    return labels
  }

  func component(
    from files: ComponentFiles, in parameters: inout Parameters
  ) throws(ModelFolderError) -> any PipelineComponent {
    let cfg = try files.object("cfg")
    let labels = try files.labels(in: cfg)
    var settings = settings
    settings.positiveLabel = cfg["positive_label"]?.stringValue
    settings.threshold = cfg["threshold"]?.doubleValue ?? settings.threshold
    return TextCategorizer(
      name: name, settings, architecture, labels: labels, in: &parameters)
  }

  func component(
    reading state: inout StateReader, in parameters: inout Parameters
  ) throws(StateError) -> any PipelineComponent {
    let labels = try state.list { reader throws(StateError) in try reader.text() }
    var settings = settings
    let (hasPositive, positive) = (try state.bool(), try state.text())
    settings.positiveLabel = hasPositive ? positive : nil
    var component = TextCategorizer(
      name: name, settings, architecture, labels: labels, in: &parameters)
    component.dropout = try state.double()
    return component
  }
}

extension ComponentFactory {
  /// Labels of texts that exclude each other.
  static let textcat = textCategorizer("textcat", isMultilabel: false)
  /// Labels of texts of which several may apply.
  static let textcatMultilabel = textCategorizer("textcat_multilabel", isMultilabel: true)

  private static func textCategorizer(_ factory: String, isMultilabel: Bool) -> ComponentFactory {
    ComponentFactory(name: factory) {
      (name, arguments: inout ArgumentReader) throws(ConfigError) in
      guard case .textCat(let architecture) = try arguments.object("model", .architectures) else {
        throw arguments.invalid("model", "a network for text classification", "another network")
      }
      let settings = TextCategorizerSettings(
        isMultilabel: isMultilabel,
        threshold: try arguments.number("threshold", default: isMultilabel ? 0.5 : 0))
      return TextCategorizerPlan(
        name: name, factory: factory, settings: settings, architecture: architecture)
    }
  }
}
