package import SweepNN

/// A parameter by the name of its place in the model file, as recorded traces call it.
package struct NamedParameter: Sendable {
  /// Component, index of the layer in the file, its name and the parameter's, joined by `|`.
  package let name: String
  /// The handle.
  package let id: ParameterID
}

extension Pipeline {
  /// All parameters by their places in the model files.
  package var namedParameters: [NamedParameter] {
    components.flatMap { component in
      (component.tree?.walk ?? []).enumerated().flatMap { index, place in
        place.node.parameters.map { name, id in
          NamedParameter(name: "\(component.name)|\(index)|\(place.node.name)|\(name)", id: id)
        }
      }
    }
  }

  /// The gradient of a parameter, as it has added up so far.
  package func gradient(of id: ParameterID) -> [Float] { gradients[id] }

  /// The layer tree of a component, as its model file has it.
  package func modelFile(of name: String) -> ModelFile? {
    components.first { $0.name == name }?.tree?.file(parameters)
  }
}
