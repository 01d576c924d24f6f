import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// What a config says about a `spancat` or `spancat_singlelabel` component.
struct SpanCategorizerPlan: ComponentPlan {
  let name: String
  let factory: String
  let settings: SpanCategorizerSettings
  let architecture: SpanCatArchitecture

  var vectors: VectorArchitecture? { architecture.vectors }

  var leastWeightCount: Double {
    let hidden = Double(architecture.hiddenWidth)
    return architecture.vectors.leastWeightCount
      + 12 * hidden * Double(architecture.vectors.width) + hidden
  }

  func component(
    learningFrom corpus: InitialCorpus, in parameters: inout Parameters
  ) throws(PipelineError) -> any PipelineComponent {
    SpanCategorizer(
      name: name, settings, architecture, labels: try labels(corpus), in: &parameters)
  }

  /// The labels in the order in which they appear, or those of the label file.
  private func labels(_ corpus: InitialCorpus) throws(PipelineError) -> [String] {
    var labels: [String] = []
    if let given = try corpus.listedLabels(name) {
      labels = given
    } else {
      var known: Set<UInt64> = []
      for example in corpus.examples {
        for span in example.reference.spans(under: settings.spansKey)
        where known.insert(span.label).inserted {
          labels.append(example.reference.strings[span.label] ?? "")
        }
      }
    }
    guard !labels.isEmpty else {
      throw .corpus(
        component: name,
        what: "expected spans under \"\(settings.spansKey)\" in the training corpus, found none"
          + otherKeys(corpus.examples),
        help: "check that the corpus has spans, and set spans_key to the key that they have")
    }
    return labels
  }

  /// The keys that the corpus does have.
  private func otherKeys(_ examples: [Example]) -> String {
    var keys: [String] = []
    for key in examples.lazy.flatMap(\.reference.spanGroups).map(\.key)
    where !keys.contains(where: { same($0, key) }) {
      keys.append(key)
    }
    guard !keys.isEmpty else { return "" }
    return "; its keys are " + keys.map { "\"\($0)\"" }.joined(separator: ", ")
  }

  func component(
    from files: ComponentFiles, in parameters: inout Parameters
  ) throws(ModelFolderError) -> any PipelineComponent {
    let cfg = try files.object("cfg")
    let labels = try files.labels(in: cfg)
    var settings = settings
    settings.spansKey = cfg["spans_key"]?.stringValue ?? settings.spansKey
    settings.threshold = cfg["threshold"]?.doubleValue
    settings.maxPositive = cfg["max_positive"]?.intValue
    settings.negativeWeight = cfg["negative_weight"]?.doubleValue
    settings.allowsOverlap = cfg["allow_overlap"]?.boolValue ?? true
    return SpanCategorizer(
      name: name, settings, architecture, labels: labels, in: &parameters)
  }

  func component(
    reading state: inout StateReader, in parameters: inout Parameters
  ) throws(StateError) -> any PipelineComponent {
    let labels = try state.list { reader throws(StateError) in try reader.text() }
    var component = SpanCategorizer(
      name: name, settings, architecture, labels: labels, in: &parameters)
    component.dropout = try state.double()
    return component
  }
}

extension ComponentFactory {
  /// Labels of suggested spans, several of which may apply to one.
  static let spancat = spanCategorizer("spancat") {
    (settings, arguments: inout ArgumentReader) throws(ConfigError) in
    settings.threshold = try arguments.number("threshold", default: 0.5)
    settings.maxPositive = try arguments.optionalInteger("max_positive")
    if let most = settings.maxPositive, most < 1 {
      throw arguments.invalid("max_positive", "null or at least 1", "\(most)")
    }
  }

  /// Labels of suggested spans, at most one each.
  static let spancatSinglelabel = spanCategorizer("spancat_singlelabel") {
    (settings, arguments: inout ArgumentReader) throws(ConfigError) in
    settings.maxPositive = 1
    settings.hasNegativeClass = true
    settings.negativeWeight = try arguments.number("negative_weight", default: 1)
    settings.allowsOverlap = try arguments.bool("allow_overlap", default: true)
  }

  private static func spanCategorizer(
    _ factory: String,
    _ read:
      @escaping @Sendable (inout SpanCategorizerSettings, inout ArgumentReader) throws(ConfigError)
      -> Void
  ) -> ComponentFactory {
    ComponentFactory(name: factory) {
      (name, arguments: inout ArgumentReader) throws(ConfigError) in
      guard case .spanCat(let architecture) = try arguments.object("model", .architectures) else {
        throw arguments.invalid("model", "spacy.SpanCategorizer.v1", "another network")
      }
      var settings = SpanCategorizerSettings()
      settings.spansKey = try arguments.string("spans_key", default: "sc")
      settings.suggester =
        try arguments.optionalObject("suggester", .suggesters) ?? .ngrams([1, 2, 3])
      try read(&settings, &arguments)
      return SpanCategorizerPlan(
        name: name, factory: factory, settings: settings, architecture: architecture)
    }
  }
}
