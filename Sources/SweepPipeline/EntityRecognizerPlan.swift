import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// What a config says about a `ner` component.
struct EntityRecognizerPlan: ComponentPlan {
  let name: String
  let factory = "ner"
  let settings: EntityRecognizerSettings
  let architecture: TransitionArchitecture

  var vectors: VectorArchitecture? { architecture.vectors }

  var leastWeightCount: Double {
    let hidden = Double(architecture.hiddenWidth)
    let outputs = architecture.usesUpper ? hidden : 1
    let lower = 3 * outputs * Double(architecture.maxoutPieces) * hidden
    return architecture.vectors.leastWeightCount + lower
      + hidden * Double(architecture.vectors.width)
  }

  func component(
    learningFrom corpus: InitialCorpus, in parameters: inout Parameters
  ) throws(PipelineError) -> any PipelineComponent {
    let table =
      try MoveTable(labels: corpus.labels, component: name)
      ?? MoveTable(frequencies: EntityRecognizer.frequencies(corpus.examples))
    guard !table.labels.isEmpty else { throw .noLabels(component: name) }
    return component(table, in: &parameters)
  }

  func component(
    from files: ComponentFiles, in parameters: inout Parameters
  ) throws(ModelFolderError) -> any PipelineComponent {
    guard let table = MoveTable(reading: try files.bytes("moves")) else {
      throw files.bad("moves", expected: "MessagePack of moves with labels and frequencies")
    }
    return component(table, in: &parameters)
  }

  func component(
    reading state: inout StateReader, in parameters: inout Parameters
  ) throws(StateError) -> any PipelineComponent {
    var component = component(try MoveTable(reading: &state), in: &parameters)
    let unseen = try state.flags()
    guard unseen.count == component.model.unseen.count else {
      throw StateError("the state of another \(name)")
    }
    component.model.unseen = unseen
    return component
  }

  private func component(
    _ moves: MoveTable, in parameters: inout Parameters
  ) -> EntityRecognizer {
    EntityRecognizer(
      name: name, settings: settings, architecture: architecture, moves: moves, in: &parameters)
  }
}

extension ComponentFactory {
  /// Named entities by transitions.
  static let ner = ComponentFactory(name: "ner") {
    (name, arguments: inout ArgumentReader) throws(ConfigError) in
    guard case .transitions(let architecture) = try arguments.object("model", .architectures) else {
      throw arguments.invalid("model", "a transition-based parser", "another network")
    }
    return EntityRecognizerPlan(
      name: name, settings: try EntityRecognizerSettings(reading: &arguments),
      architecture: architecture)
  }
}
