import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// The settings of `SpanFinder.v1`.
public struct SpanFinderArchitecture: Equatable, Sendable {
  /// Where word vectors come from.
  public var vectors: VectorArchitecture
  /// Whether the two scores of a word are a softmax, or a logistic function of each.
  public var isSoftmax: Bool
}

extension Architecture {
  /// `SpanFinder.v1`: the beginnings and ends of spans.
  static let spanFinderEntry = RegistryEntry(
    .architectures, "spacy.SpanFinder.v1",
    [
      Parameter("tok2vec", .function(["architectures"])),
      Parameter("scorer", .function(["layers"])),
    ]
  ) { (arguments: inout ArgumentReader) throws(ConfigError) in
    guard case .scorer(let isSoftmax) = try arguments.object("scorer", .spanLayers) else {
      throw arguments.invalid("scorer", "spacy.LinearLogistic.v1 or Softmax.v2", "another layer")
    }
    let outputs = arguments.raw("scorer")?["nO"]?.intValue ?? SpanFinder.borders
    guard outputs == SpanFinder.borders else {
      throw arguments.invalid(
        "scorer", "nO = \(SpanFinder.borders), for beginnings and ends", "\(outputs)")
    }
    return Architecture.spanFinder(
      SpanFinderArchitecture(vectors: try arguments.vectors("tok2vec"), isSoftmax: isSoftmax))
  }
}

/// What a config says about a `span_finder` component.
struct SpanFinderPlan: ComponentPlan {
  let name: String
  let factory = "span_finder"
  let settings: SpanFinderSettings
  let architecture: SpanFinderArchitecture

  /// How many texts spaCy looks at before a training.
  private static let firstTexts = 10

  var vectors: VectorArchitecture? { architecture.vectors }

  func component(
    learningFrom corpus: InitialCorpus, in parameters: inout Parameters
  ) throws(PipelineError) -> any PipelineComponent {
    for example in corpus.examples.prefix(Self.firstTexts)
    where SpanBorders(example, key: settings.spansKey) == nil {
      throw SpanFinder.otherText(name, example)
    }
    return component(settings, in: &parameters)
  }

  func component(
    from files: ComponentFiles, in parameters: inout Parameters
  ) throws(ModelFolderError) -> any PipelineComponent {
    let cfg = try files.object("cfg")
    var settings = settings
    settings.spansKey = cfg["spans_key"]?.stringValue ?? settings.spansKey
    settings.threshold = cfg["threshold"]?.doubleValue ?? settings.threshold
    if let length = cfg["max_length"] { settings.maxLength = length.intValue }
    if let length = cfg["min_length"] { settings.minLength = length.intValue }
    return component(settings, in: &parameters)
  }

  func component(
    reading state: inout StateReader, in parameters: inout Parameters
  ) throws(StateError) -> any PipelineComponent {
    var component = component(settings, in: &parameters)
    component.dropout = try state.double()
    return component
  }

  private func component(
    _ settings: SpanFinderSettings, in parameters: inout Parameters
  ) -> SpanFinder {
    SpanFinder(name: name, settings, architecture, in: &parameters)
  }
}

extension ComponentFactory {
  /// Spans without labels.
  static let spanFinder = ComponentFactory(name: "span_finder") {
    (name, arguments: inout ArgumentReader) throws(ConfigError) in
    guard case .spanFinder(let architecture) = try arguments.object("model", .architectures) else {
      throw arguments.invalid("model", "spacy.SpanFinder.v1", "another network")
    }
    var settings = SpanFinderSettings()
    settings.spansKey = try arguments.string("spans_key", default: "sc")
    settings.threshold = try arguments.number("threshold", default: 0.5)
    settings.maxLength = try arguments.length("max_length")
    settings.minLength = try arguments.length("min_length")
    return SpanFinderPlan(name: name, settings: settings, architecture: architecture)
  }
}

extension ArgumentReader {
  /// A number of words, or none.
  fileprivate mutating func length(_ key: String) throws(ConfigError) -> Int? {
    guard let length = try optionalInteger(key) else { return nil }
    guard length >= 1 else { throw invalid(key, "null or at least 1", "\(length)") }
    return length
  }
}
