import SweepBase
import SweepNN

/// A component whose network is a classifier of words: a tagger, and what works like one.
protocol WordClassifying: PipelineComponent {
  /// The network.
  var classifier: WordClassifier { get set }
}

extension WordClassifying {
  var vectors: VectorSource? { classifier.source }
  var tree: LayerTree? { classifier.tree }

  func initialize(
    _ parameters: inout Parameters, _ numerics: Numerics, random: inout SpacyRandom
  ) {
    classifier.source.initialize(&parameters, random: &random)
  }

  mutating func take(from model: ModelFile) { classifier.take(from: model) }

  /// The same with the dropout it was last trained with.
  func trained(with dropout: Double) -> Self {
    var copy = self
    copy.classifier.dropout = dropout
    return copy
  }
}
