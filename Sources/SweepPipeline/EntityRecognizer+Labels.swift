import SweepNN
import SweepText

extension EntityRecognizer {
  mutating func extend(for docs: [Doc], _ parameters: inout Parameters) {
    for doc in docs where doc.entTypes != nil {
      for label in unknownLabels(in: doc) {
        var none = Gradients(like: parameters)
        add(label, &parameters, &none)
      }
    }
  }

  /// Adds the classes of a label, with weights of 0 and as never seen.
  mutating func add(_ label: String, _ parameters: inout Parameters, _ gradients: inout Gradients) {
    guard moves.add(label) else { return }
    let old = model.settings.classCount
    system = NERSystem(moves: moves.moves)
    model.settings.classCount = system.count
    model.unseen += [Bool](repeating: true, count: system.count - old)
    let outer: [(id: ParameterID, axis: Int)] =
      model.upper.map { [($0.weights, 0), ($0.bias, 0)] }
      ?? [(model.lowerWeights, 1), (model.lowerBias, 0), (model.lowerPadding, 2)]
    for (id, axis) in outer {
      var shape = parameters.shape(of: id)
      let inner = shape[(axis + 1)...].reduce(1, *)
      shape[axis] = system.count
      let blocks = shape[..<axis].reduce(1, *)
      func grown(_ values: [Float]) -> [Float] {
        var result: [Float] = []
        for block in 0..<blocks {
          result += values[block * old * inner..<(block + 1) * old * inner]
          result += [Float](repeating: 0, count: (system.count - old) * inner)
        }
        return result
      }
      parameters.replace(id, shape: shape, values: grown(parameters[id]))
      gradients[id] = grown(gradients[id])
    }
  }
}
