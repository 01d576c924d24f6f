import SweepBase
import SweepNN
import SweepTensors
import SweepText

/// What the components of a pipeline share in one update: the batch, the weights with their
/// gradients, the random generators, and the word vectors that components listen to.
///
/// The pipeline lends it its parameters and gradients, so that both stay the only copy.
struct UpdateContext {
  /// The batch.
  let examples: [PreparedExample]
  /// The texts of the batch as the annotating components before have left them; `nil` if none has.
  var docs: [Doc]?
  /// The norms that the vocabulary gives words.
  let norms: WordNorms
  /// The training's dropout.
  let dropout: Double
  /// How products are made.
  let numerics: Numerics
  /// Memory until the end of the update.
  let arena: Arena
  /// The weights of all components.
  var parameters: Parameters
  /// Their gradients.
  var gradients: Gradients
  /// Where dropout and whatever else spaCy draws comes from, in spaCy's order.
  var random: SpacyRandom
  /// The losses of each component so far.
  private(set) var losses: [String: Double]
  /// The vectors that components listen to, in pipeline order.
  private var shared: [SharedVectors] = []
  /// The component that is being updated.
  var current = ""
  /// Whether later components see what it predicts.
  var isAnnotating = false
  /// For each component that others listen to, the last of them in the pipeline.
  var lastListeners: [String: String] = [:]

  init(
    _ examples: [PreparedExample], _ norms: WordNorms, dropout: Double, numerics: Numerics,
    arena: Arena, random: SpacyRandom, losses: [String: Double]
  ) {
    (self.examples, self.norms) = (examples, norms)
    (self.dropout, self.numerics) = (dropout, numerics)
    (self.arena, self.random, self.losses) = (arena, random, losses)
    parameters = Parameters()
    gradients = Gradients(like: parameters)
  }

  /// The vectors of a shared network, and the sum of the gradients that its listeners gave back.
  private struct SharedVectors {
    let name: String
    let network: Tok2Vec
    let pass: Tok2VecPass
    let gradient: UnsafeMutablePointer<Float>
    let count: Int
    /// The listener that sends the sum back; `nil` if nobody does.
    let lastListener: String?
    /// The vectors without dropout; `nil` unless the component annotates.
    var predicted: UnsafeMutablePointer<Float>?
  }

  /// Adds to the loss of the component that is being updated.
  mutating func addLoss(_ loss: Double) { losses[current, default: 0] += loss }

  /// The vectors of the batch's words: `[words, width]` in `output`.
  ///
  /// A network of one's own runs now, and draws its dropout.
  ///
  /// - Returns: `nil` for vectors of a shared component that has not run.
  mutating func forward(_ source: VectorSource) -> Tok2VecPass? {
    switch source {
    case .own(let network): run(network, dropout: dropout)
    case .shared(let upstream, _): shared.last { upstream == "*" || upstream == $0.name }?.pass
    }
  }

  /// Takes the gradient of the batch's word vectors, `[words, width]`.
  ///
  /// That of a shared network is added to those of its other listeners, and the last listener of the
  /// pipeline sends the sum back: if that one has nothing to learn from a batch, nobody does.
  mutating func backward(
    _ dVectors: UnsafeMutablePointer<Float>, _ source: VectorSource, _ pass: Tok2VecPass
  ) {
    switch source {
    case .own(let network):
      network.backward(dVectors, pass, parameters, numerics, &gradients, arena: arena)
    case .shared(let upstream, _):
      guard let vectors = shared.last(where: { upstream == "*" || upstream == $0.name }) else {
        return
      }
      Kernels.add(count: vectors.count, dVectors, to: vectors.gradient)
      losses[vectors.name, default: 0] += Kernels.sumOfSquares(count: vectors.count, dVectors)
      guard vectors.lastListener == current else { return }
      vectors.network.backward(
        vectors.gradient, vectors.pass, parameters, numerics, &gradients, arena: arena)
    }
  }

  /// Offers the vectors of a network to the components behind it.
  ///
  /// A network that is frozen runs without dropout and gets no gradient.
  mutating func share(_ network: Tok2Vec, isFrozen: Bool) {
    let pass = run(network, dropout: isFrozen ? 0 : dropout)
    let count = pass.batch.count * network.settings.width
    shared.append(
      SharedVectors(
        name: current, network: network, pass: pass, gradient: arena.zeros(count), count: count,
        lastListener: isFrozen ? nil : lastListeners[current],
        predicted: isFrozen && isAnnotating ? pass.output : nil))
  }

  /// Lets later components see what a component predicts for the batch with its weights of now.
  ///
  /// A component that listens predicts from the vectors of a tok2vec that annotates; from zeros if
  /// that one does not, as in spaCy.
  mutating func annotate(_ component: any PipelineComponent) {
    if let network = component as? SharedTok2Vec {
      guard let index = shared.indices.last, shared[index].predicted == nil else { return }
      shared[index].predicted = run(network.network, dropout: 0).output
      return
    }
    var predicted = docs ?? examples.map(\.example.predicted)
    let vectors = component.vectors.map { source in
      switch source {
      case .own(let network): run(network, dropout: 0).output
      case .shared(let upstream, let width):
        shared.last { upstream == "*" || upstream == $0.name }?.predicted
          ?? arena.zeros(predicted.reduce(0) { $0 + $1.count } * width)
      }
    }
    predicted.withUnsafeMutableBufferPointer { docs in
      component.annotate(
        docs,
        PredictionContext(
          vectors: vectors, parameters: parameters, numerics: numerics, arena: arena, observe: nil))
    }
    docs = predicted
  }

  private mutating func run(_ network: Tok2Vec, dropout: Double) -> Tok2VecPass {
    let wanted = network.settings.features
    let features = examples.map { example in
      var features = example.features(wanted)
      norms.apply(to: &features, wanted, of: example.example.predicted)
      return features
    }
    let batch = FeatureBatch(features, wanted, keepsAll: network.characters != nil)
    return network.forward(
      batch, parameters, numerics, dropout: dropout, random: &random, arena: arena)
  }
}
