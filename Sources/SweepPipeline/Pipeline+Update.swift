public import SweepBase
public import SweepNN
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
    var context = UpdateContext(
      examples, norms, dropout: dropout, numerics: numerics, arena: arena, random: random,
      losses: losses)
    context.lastListeners = lastListeners
    // Lent, so that there is one copy of the weights and the gradients.
    swap(&parameters, &context.parameters)
    swap(&gradients, &context.gradients)
    defer {
      swap(&parameters, &context.parameters)
      swap(&gradients, &context.gradients)
      (random, losses) = (context.random, context.losses)
    }
    for index in components.indices {
      let name = components[index].name
      context.current = name
      context.isAnnotating = annotating.contains { same($0, name) }
      if !frozen.contains(where: { same($0, name) }) {
        if components[index].isTrainable { context.addLoss(0) }
        try components[index].update(&context)
      } else if let network = components[index] as? SharedTok2Vec {
        context.share(network.network, isFrozen: true)
      }
      if context.isAnnotating { context.annotate(components[index]) }
    }
  }

  /// For each component that others listen to, the last of them.
  private var lastListeners: [String: String] {
    var (offered, last) = ([String](), [String: String]())
    for component in components {
      if component is SharedTok2Vec { offered.append(component.name) }
      guard case .shared(let upstream, _)? = component.vectors else { continue }
      guard let name = offered.last(where: { upstream == "*" || upstream == $0 }) else { continue }
      last[name] = component.name
    }
    return last
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
}
