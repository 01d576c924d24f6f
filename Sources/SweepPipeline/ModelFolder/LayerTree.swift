package import SweepNN
import SweepText

/// A layer tree as Thinc would build it: what a `model` file of our layers looks like.
///
/// Names, sizes and settings are part of the format; the weights are referred to by handle.
package struct LayerTree: Sendable {
  var name: String
  var children: [LayerTree] = []
  var dims: [(String, Int?)] = []
  /// Names for layers below this one, each by its path of child indices.
  var refs: [(String, [Int])] = []
  var attributes: [(String, MessagePack.Value)] = []
  var parameters: [(String, ParameterID)] = []

  init(
    _ name: String, _ children: [LayerTree] = [], dims: [(String, Int?)] = [],
    refs: [(String, [Int])] = [], attributes: [(String, MessagePack.Value)] = [],
    parameters: [(String, ParameterID)] = []
  ) {
    self.name = name
    self.children = children
    self.dims = dims
    self.refs = refs
    self.attributes = attributes
    self.parameters = parameters
  }

  /// A chain of layers, named by joining their names.
  static func chain(_ layers: [LayerTree], dims: [(String, Int?)] = []) -> LayerTree {
    LayerTree(layers.map(\.name).joined(separator: ">>"), layers, dims: dims)
  }

  /// A layer of which only the name is known.
  func wrapped(_ name: String, dims: [(String, Int?)], pad: Int? = nil) -> LayerTree {
    LayerTree(
      "\(name)(\(self.name))", [self], dims: dims,
      attributes: pad.map { [("pad", .integer(Int64($0)))] } ?? [])
  }

  /// All layers breadth first, each with its path.
  var walk: [(path: [Int], node: LayerTree)] {
    var queue: [(path: [Int], node: LayerTree)] = [([], self)]
    var next = 0
    while next < queue.count {
      let (path, node) = queue[next]
      for (index, child) in node.children.enumerated() { queue.append((path + [index], child)) }
      next += 1
    }
    return queue
  }

  /// The file with these weights.
  package func file(_ weights: Parameters) -> ModelFile {
    let walk = walk
    return ModelFile(
      nodes: walk.map { path, tree in
        var node = ModelFile.Node(tree.name)
        node.dims = tree.dims.map { .init($0.0, $0.1) }
        node.refs = tree.refs.map { name, target in
          .init(name, walk.firstIndex { $0.path == path + target })
        }
        node.attributes = tree.attributes.map { .init($0.0, MessagePack.bytes($0.1)) }
        node.parameters = tree.parameters.map { name, id in
          .init(name, ModelFile.Values(shape: weights.shape(of: id), floats: weights[id]))
        }
        return node
      })
  }

  /// Takes the weights from a file.
  ///
  /// - Throws: `ModelFileError` when the file is of another tree.
  package func load(_ file: ModelFile, into weights: inout Parameters) throws(ModelFileError) {
    let walk = walk
    guard walk.count == file.nodes.count else {
      throw .unexpected(
        place: "nodes",
        expected: "the config's \(walk.count) layers, not \(file.nodes.count)")
    }
    for (index, (_, tree)) in walk.enumerated() {
      for (name, id) in tree.parameters {
        let place = "node \(index) (\(tree.name)), parameter \(name)"
        guard let values = file.nodes[index][parameter: name] else {
          throw .unexpected(place: place, expected: "values")
        }
        guard values.shape == weights.shape(of: id) else {
          throw .unexpected(
            place: place,
            expected: "shape \(weights.shape(of: id)) as in the config, not \(values.shape)")
        }
        weights[id] = values.floats
      }
    }
  }
}
