import SweepBase
import SweepConfig
import SweepNN
import SweepText

/// What a config says about a `parser` component.
struct DependencyParserPlan: ComponentPlan {
  let name: String
  let factory = "parser"
  let settings: TransitionSettings
  let architecture: TransitionArchitecture

  var vectors: VectorArchitecture? { architecture.vectors }
  var leastWeightCount: Double { architecture.leastWeightCount }

  func component(
    learningFrom corpus: InitialCorpus, in parameters: inout Parameters
  ) throws(PipelineError) -> any PipelineComponent {
    let given = try ArcMoveTable(labels: corpus.labels, component: name)
    if let given { return component(given, in: &parameters) }
    return component(try table(corpus.examples), in: &parameters)
  }

  /// The labels of a corpus.
  ///
  /// - Throws: `PipelineError` for a corpus without trees, or with some that are none.
  private func table(_ examples: [Example]) throws(PipelineError) -> ArcMoveTable {
    var trees: [ReferenceTree] = []
    var circular: [PipelineError] = []
    for example in examples {
      do throws(ProjectiveTree.Cycle) {
        trees.append(try ReferenceTree(example.reference))
      } catch {
        circular.append(.cycle(error, example, component: name))
      }
    }
    if !circular.isEmpty { throw .several(circular) }
    guard examples.contains(where: { $0.reference.deps?.contains { $0 != 0 } ?? false }) else {
      throw .corpus(
        component: name, what: "expected dependency trees in the training corpus, found none",
        help: "check that the corpus has heads and labels, and that its path is right")
    }
    let table = ArcMoveTable(
      trees, leastFrequency: settings.minActionFrequency, learnsParts: settings.learnsTokens)
    guard [0, 1].allSatisfy({ !table.entries[$0].isEmpty }) else {
      throw .corpus(
        component: name,
        what: "fewer than min_action_freq = \(settings.minActionFrequency) arcs to the left or to "
          + "the right in the training corpus: no tree can be built",
        help: "set min_action_freq lower, or use a larger corpus")
    }
    return table
  }

  func component(
    from files: ComponentFiles, in parameters: inout Parameters
  ) throws(ModelFolderError) -> any PipelineComponent {
    guard let table = ArcMoveTable(reading: try files.bytes("moves")), !table.moves.isEmpty else {
      throw files.bad("moves", expected: "MessagePack of moves with labels and frequencies")
    }
    return component(table, in: &parameters)
  }

  func component(
    reading state: inout StateReader, in parameters: inout Parameters
  ) throws(StateError) -> any PipelineComponent {
    var component = component(try ArcMoveTable(reading: &state), in: &parameters)
    try component.model.takeUnseen(from: &state, component: name)
    return component
  }

  private func component(
    _ moves: ArcMoveTable, in parameters: inout Parameters
  ) -> DependencyParser {
    DependencyParser(
      name: name, settings: settings, architecture: architecture, moves: moves, in: &parameters)
  }
}

extension ComponentFactory {
  /// Dependency trees by transitions.
  static let parser = ComponentFactory(name: "parser") {
    (name, arguments: inout ArgumentReader) throws(ConfigError) in
    let settings = try TransitionSettings(reading: &arguments, leastFrequency: 30)
    guard !settings.learnsTokens else {
      throw arguments.invalid(
        "learn_tokens",
        "false (joining parts of words is not built in; engine = \"spacy\" in a "
          + "sweep file has it)", "true")
    }
    return DependencyParserPlan(
      name: name, settings: settings, architecture: try arguments.transitions(.parser))
  }
}
