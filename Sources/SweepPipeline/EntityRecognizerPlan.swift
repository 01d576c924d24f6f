import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// What a config says about a `ner` component.
struct EntityRecognizerPlan: ComponentPlan {
  let name: String
  let factory = "ner"
  let settings: TransitionSettings
  let architecture: TransitionArchitecture

  var vectors: VectorArchitecture? { architecture.vectors }

  var leastWeightCount: Double { architecture.leastWeightCount }

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
    try component.model.takeUnseen(from: &state, component: name)
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
    EntityRecognizerPlan(
      name: name, settings: try TransitionSettings(reading: &arguments),
      architecture: try arguments.transitions(.ner))
  }
}

extension ArgumentReader {
  /// The network of a component that parses.
  ///
  /// - Throws: `ConfigError` for another kind of network, or of states.
  mutating func transitions(
    _ type: TransitionArchitecture.StateType
  ) throws(ConfigError) -> TransitionArchitecture {
    guard case .transitions(let architecture) = try object("model", .architectures) else {
      throw invalid("model", "a transition-based parser", "another network")
    }
    guard architecture.stateType == type else {
      throw invalid(
        "model", "state_type = \"\(type.rawValue)\"",
        "\"\(architecture.stateType.rawValue)\"")
    }
    return architecture
  }
}
