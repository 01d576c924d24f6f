public import SweepConfig

/// What can go wrong between a config, a corpus and a pipeline.
public enum PipelineError: Error, Equatable, Sendable {
  /// The config is not one that can be trained here.
  case config(ConfigErrors)
  /// There is nothing to learn labels from.
  case noLabels(component: String)
  /// The labels given for a component are no map of moves to labels with their frequencies.
  case badLabels(component: String)
  /// A span is annotated as an entity and, under the component's key, as none.
  case contradictorySpan(component: String, key: String, words: [String], label: String)
  /// A word's gold annotation allows no move that costs nothing.
  case noGoldMove(component: String, words: [String])
  /// The corpus lacks what a component learns from, or contradicts itself.
  case corpus(component: String, what: String, help: String)
  /// A component cannot be taken from another pipeline.
  case source(component: String, ModelFolderError)
  /// Several of them, such as one for each text.
  indirect case several([PipelineError])
}
