package import SweepConfig
import SweepNN

extension Pipeline {
  /// This pipeline without room for gradients: to be kept, saved or predicted with, not trained.
  ///
  /// What is kept of a training costs its weights only, and the training goes on in place.
  package func withoutGradients() -> Pipeline {
    var copy = self
    copy.gradients = Gradients(like: Parameters())
    return copy
  }

  /// This pipeline with gradients of 0, for the training that a config describes.
  package func forTraining(_ config: Config) -> Pipeline {
    var copy = self
    copy.config = config
    copy.gradients = Gradients(like: parameters)
    return copy
  }

  /// The bytes of the weights.
  package var byteCount: Int {
    parameters.ids.reduce(0) { $0 + parameters[$1].count * MemoryLayout<Float>.stride }
  }
}
