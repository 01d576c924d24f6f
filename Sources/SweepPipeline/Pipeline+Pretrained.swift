public import SweepConfig
import SweepNN

/// Where weights that `spacy pretrain` has written go: a component, and a layer of its network.
///
/// - Source: spaCy 3.8 `init_tok2vec`, `get_tok2vec_ref`.
public struct PretrainedLayer: Equatable, Sendable {
  /// The component's name.
  public var component: String
  /// What the network calls the layer; empty for the whole network.
  public var layer: String

  /// Reads `[pretraining]` of a config that names a file in `init_tok2vec`; `nil` for one without.
  ///
  /// - Throws: `ConfigError` where the section is missing, or names no component of the pipeline.
  public init?(reading config: Config) throws(ConfigError) {
    guard let path = config["initialize.init_tok2vec"], !path.isNull else { return nil }
    func problem(_ key: String, _ what: String, _ help: String) -> ConfigError {
      ConfigError(.other(what: what, help: help), at: config.location(of: key))
    }
    guard path.stringValue != nil else {
      throw problem(
        "initialize.init_tok2vec", "expected null or the path of a file",
        "give the file that `spacy pretrain` wrote, such as model999.bin")
    }
    guard let pretraining = config["pretraining"]?.objectValue, !pretraining.isEmpty else {
      throw problem(
        "initialize.init_tok2vec",
        "there is no [pretraining], without which spaCy ignores the file",
        "add [pretraining] with component = \"tok2vec\" and layer = \"\", or set it to null")
    }
    let names = config["nlp.pipeline"]?.stringValues ?? []
    component = pretraining["component"].map { $0.stringValue ?? "" } ?? "tok2vec"
    layer = pretraining["layer"]?.stringValue ?? ""
    guard names.contains(component) else {
      throw problem(
        "pretraining.component",
        "expected the component that the weights are for, found \"\(component)\"",
        "the pipeline has \(names.joined(separator: ", "))")
    }
  }
}

extension Pipeline {
  /// Takes the weights of a component's word network from a file.
  ///
  /// - Throws: `PipelineError.config` where the file holds another network.
  mutating func load(_ weights: [UInt8], _ config: Config) throws(PipelineError) {
    do throws(ConfigError) {
      guard let place = try PretrainedLayer(reading: config) else { return }
      try load(weights, at: place, config.location(of: "initialize.init_tok2vec"))
    } catch {
      throw .config(ConfigErrors([error]))
    }
  }

  private mutating func load(
    _ weights: [UInt8], at place: PretrainedLayer, _ location: ConfigLocation
  ) throws(ConfigError) {
    let whole = components.first { $0.name == place.component }?.tree
    guard let tree = whole?.layer(called: place.layer) else {
      throw ConfigError(
        .other(
          what: "\"\(place.component)\" has no layer \"\(place.layer)\"",
          help: "set pretraining.layer to one of "
            + ((whole?.refs ?? []).map(\.0) + ["\"\""]).joined(separator: ", ")),
        at: location)
    }
    do throws(ModelFileError) {
      try tree.load(try ModelFile(reading: weights), into: &parameters)
    } catch {
      throw ConfigError(
        .other(
          what: "expected the weights of \(place.layer.isEmpty ? "" : "\(place.layer) of ")"
            + "\"\(place.component)\": \(error.expectation)",
          help: "pretrain with the network that this config describes"), at: location)
    }
  }
}

extension LayerTree {
  /// The layer that the network has a name for; the whole of it for an empty name.
  fileprivate func layer(called name: String) -> LayerTree? {
    if name.isEmpty { return self }
    guard let path = refs.first(where: { $0.0 == name })?.1 else { return nil }
    var layer = self
    for index in path {
      guard layer.children.indices.contains(index) else { return nil }
      layer = layer.children[index]
    }
    return layer
  }
}
