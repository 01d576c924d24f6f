package import SweepBase
package import SweepConfig
import SweepNN
package import SweepTensors
import SweepText

extension Pipeline {
  /// Writes everything that training has changed: labels, weights, and which gradients have entries.
  ///
  /// Between two updates gradients are 0.
  package func write(to writer: inout StateWriter) {
    writer.write(list: components) { writer, component in
      writer.write(component.name)
      component.write(to: &writer)
    }
    writer.write(list: parameters.ids) { writer, id in
      writer.write(parameters.name(of: id))
      writer.write(parameters.shape(of: id))
      writer.write(parameters[id])
    }
    writer.write(gradients.entryFlags)
  }

  /// A pipeline as it was written, in the midst of its training.
  ///
  /// - Parameters:
  ///   - reader: Stands where `write` began.
  ///   - given: The filled config that the pipeline was made of; variables are kept.
  ///   - registry: Holds the architectures.
  ///   - resources: The files that the config names, read.
  ///   - backend: What multiplies matrices.
  /// - Throws: `StateError` when the state is another pipeline's, `PipelineError` for a config that
  ///   cannot be trained.
  package init(
    reading reader: inout StateReader, config given: Config, registry: Registry,
    resources: PipelineResources, backend: MatrixBackend
  ) throws {
    let config = try resources.resolved(given)
    let plan = try PipelinePlan(config, registry)
    try plan.checkVectors(resources.vectors)
    var (weights, components) = (Parameters(beside: resources.vectors), [any PipelineComponent]())
    guard try reader.count() == plan.parts.count else { throw Self.isOther }
    for part in plan.parts {
      guard same(try reader.text(), part.name) else { throw Self.isOther }
      components.append(try part.component(reading: &reader, in: &weights))
    }
    self.init(plan, config, backend: backend, components, weights)
    guard try reader.count() == parameters.count else { throw Self.isOther }
    for id in parameters.ids {
      let (name, shape, values) = (try reader.text(), try reader.ints(), try reader.floats())
      guard name == parameters.name(of: id), shape == parameters.shape(of: id),
        values.count == parameters[id].count
      else { throw Self.isOther }
      parameters[id] = values
    }
    vectors = resources.vectors
    setLookups(resources.vocabularyLookups)
    strings = ComponentSource.all(in: try given.interpolated()).flatMap {
      resources.files(of: $0).strings
    }
    let entries = try reader.flags()
    guard entries.isEmpty || entries.count == parameters.count else { throw Self.isOther }
    for (id, hasEntry) in zip(parameters.ids, entries) where hasEntry { gradients.markEntry(id) }
    if entries.isEmpty { self = withoutGradients() }
  }

  private static var isOther: StateError { StateError("the state of another pipeline") }
}
