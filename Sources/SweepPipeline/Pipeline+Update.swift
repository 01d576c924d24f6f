public import SweepBase
public import SweepNN
import SweepTensors
import SweepText

extension Pipeline {
  /// Adds the gradients of a batch to those of all components.
  ///
  /// - Parameters:
  ///   - examples: as the batcher and the accumulation of gradients cut them.
  ///   - dropout: the training's; the hidden layer of transitions has its own.
  ///   - random: where dropout and the length of pieces are drawn from.
  ///   - losses: the losses of each component so far, which are added to.
  /// - Throws: `PipelineError` for gold annotation that contradicts itself.
  public mutating func update(
    _ examples: [PreparedExample], dropout: Double, random: inout SpacyRandom,
    losses: inout [String: Double]
  ) throws(PipelineError) {
    let arena = Arena()
    defer { arena.release() }
    var shared: SharedPass?
    let lastListener = components.lastIndex(where: \.isListener)
    for index in components.indices {
      switch components[index] {
      case .tok2vec(var component):
        let pass = component.network.forward(
          Self.features(examples, component.network.settings), parameters,
          numerics, dropout: dropout, random: &random, arena: arena)
        component.dropout = dropout
        components[index] = .tok2vec(component)
        shared = SharedPass(component, pass, arena)
        losses[component.name, default: 0] += 0
      case .ner(let component):
        try update(
          component, at: index, examples, dropout, &random, &losses, &shared,
          isLastListener: index == lastListener, arena)
      }
    }
  }

  /// The vectors that components listen to, and the sum of the gradients they gave back.
  private struct SharedPass {
    let component: SharedTok2Vec
    let pass: Tok2VecPass
    let gradient: UnsafeMutablePointer<Float>
    let count: Int

    init(_ component: SharedTok2Vec, _ pass: Tok2VecPass, _ arena: Arena) {
      self.component = component
      self.pass = pass
      count = pass.batch.count * component.network.settings.width
      gradient = arena.zeros(count)
    }
  }

  private mutating func update(
    _ component: EntityRecognizer, at index: Int, _ examples: [PreparedExample], _ dropout: Double,
    _ random: inout SpacyRandom, _ losses: inout [String: Double], _ shared: inout SharedPass?,
    isLastListener: Bool, _ arena: Arena
  ) throws(PipelineError) {
    losses[component.name, default: 0] += 0
    var component = component
    addLabels(of: examples, to: &component)
    components[index] = .ner(component)
    guard let batch = try component.layOut(examples, random: &random) else { return }
    let own = component.vectors.map { vectors in
      vectors.forward(
        Self.features(examples, vectors.settings), parameters, numerics, dropout: dropout,
        random: &random, arena: arena)
    }
    guard let pass = own ?? shared?.pass else { return }
    let count = batch.tokens.count * component.architecture.vectors.width
    let dVectors = arena.floats(count)
    let loss = component.model.update(
      batch, component.system, pass.output, dVectors, parameters, numerics, &gradients,
      random: &random, arena: arena)
    losses[component.name, default: 0] += loss
    components[index] = .ner(component)
    if let vectors = component.vectors {
      vectors.backward(dVectors, pass, parameters, numerics, &gradients, arena: arena)
    } else if let shared {
      Kernels.add(count: count, dVectors, to: shared.gradient)
      losses[shared.component.name, default: 0] += Kernels.sumOfSquares(count: count, dVectors)
      // The last listener sends the sum back; if it had nothing to learn, nobody does.
      guard isLastListener else { return }
      shared.component.network.backward(
        shared.gradient, shared.pass, parameters, numerics, &gradients, arena: arena)
    }
  }

  /// Makes room for labels that no class has yet; they count as unseen until gold asks for them.
  private mutating func addLabels(
    of examples: [PreparedExample], to component: inout EntityRecognizer
  ) {
    for example in examples {
      for id in example.labels {
        guard component.system.labelIndex(of: id) == NERSystem.unknownLabel,
          let label = example.example.reference.strings[id]
        else { continue }
        component.add(label, &parameters, &gradients)
      }
    }
  }

  /// Lets the optimizer use up the gradients; it steps its schedules elsewhere.
  public mutating func finishUpdate(_ optimizer: inout Optimizer) {
    optimizer.finishUpdate(&parameters, &gradients, threads: threads)
  }

  /// This pipeline with the running averages of its weights, where the optimizer keeps them.
  public func averaged(by optimizer: Optimizer) -> Pipeline {
    var copy = self
    copy.parameters = optimizer.averaged(parameters)
    return copy
  }

  /// The words of a batch for a network.
  static func features(_ examples: [PreparedExample], _ settings: Tok2VecSettings) -> FeatureBatch {
    let attributes = settings.attributes.compactMap { Attribute(name: $0) }
    return FeatureBatch(examples.map { $0.features(attributes) }, columns: attributes.count)
  }
}
