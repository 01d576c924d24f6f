package import SweepBase
package import SweepConfig
import SweepNN
package import SweepTensors

extension Pipeline {
  /// Writes everything that training has changed: labels, weights, and which gradients have entries.
  ///
  /// Between two updates gradients are 0.
  package func write(to writer: inout StateWriter) {
    writer.write(list: components) { writer, component in
      writer.write(component.name)
      switch component {
      case .tok2vec(let component): writer.write(component.dropout)
      case .ner(let component):
        component.moves.write(to: &writer)
        writer.write(component.model.unseen)
      }
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
  ///   - config: The filled config that the pipeline was made of; variables are kept.
  ///   - registry: Holds the architectures.
  ///   - backend: What multiplies matrices.
  /// - Throws: `StateError` when the state is another pipeline's, `PipelineError` for a config that
  ///   cannot be trained.
  package init(
    reading reader: inout StateReader, config: Config, registry: Registry, backend: MatrixBackend
  ) throws {
    let plan = try PipelinePlan(config, registry)
    var (moves, unseen) = ([String: MoveTable](), [String: [Bool]]())
    var dropout: [String: Double] = [:]
    guard try reader.count() == plan.parts.count else { throw Self.isOther }
    for part in plan.parts {
      let name = try reader.text()
      switch part {
      case .tok2vec(name, _): dropout[name] = try reader.double()
      case .ner(name, _, _):
        moves[name] = try MoveTable(reading: &reader)
        unseen[name] = try reader.flags()
      default: throw Self.isOther
      }
    }
    self.init(plan, config, backend: backend, moves: moves)
    for index in components.indices {
      switch components[index] {
      case .tok2vec(var component):
        component.dropout = dropout[component.name] ?? 0
        components[index] = .tok2vec(component)
      case .ner(var component):
        guard let flags = unseen[component.name], flags.count == component.model.unseen.count
        else { throw Self.isOther }
        component.model.unseen = flags
        components[index] = .ner(component)
      }
    }
    guard try reader.count() == parameters.count else { throw Self.isOther }
    for id in parameters.ids {
      let (name, shape, values) = (try reader.text(), try reader.ints(), try reader.floats())
      guard name == parameters.name(of: id), shape == parameters.shape(of: id),
        values.count == parameters[id].count
      else { throw Self.isOther }
      parameters[id] = values
    }
    let entries = try reader.flags()
    guard entries.isEmpty || entries.count == parameters.count else { throw Self.isOther }
    for (id, hasEntry) in zip(parameters.ids, entries) where hasEntry { gradients.markEntry(id) }
    if entries.isEmpty { self = withoutGradients() }
  }

  private static var isOther: StateError { StateError("the state of another pipeline") }
}

extension MoveTable {
  /// Writes the table in the order in which labels were added.
  fileprivate func write(to writer: inout StateWriter) {
    writer.write(list: entries) { writer, list in
      writer.write(list: list) { writer, entry in
        writer.write(entry.label)
        writer.write(entry.frequency)
      }
    }
    writer.write(list: moves) { writer, move in
      writer.write(Int(move.kind.rawValue))
      writer.write(move.label)
    }
  }

  fileprivate init(reading reader: inout StateReader) throws(StateError) {
    let entries = try reader.list { reader throws(StateError) in
      try reader.list { reader throws(StateError) in
        Entry(try reader.text(), try reader.int())
      }
    }
    let moves = try reader.list { reader throws(StateError) in
      let id = try reader.int()
      guard let kind = MoveKind.allCases.first(where: { Int($0.rawValue) == id }) else {
        throw StateError("a move of kind \(id)")
      }
      return Move(kind, try reader.text())
    }
    self.init(entries: entries, moves: moves)
  }
}
