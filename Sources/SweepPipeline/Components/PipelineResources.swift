public import SweepConfig
public import SweepText

/// What a pipeline is made of besides its config and its corpus: files that the config names, read.
public struct PipelineResources: Sendable {
  /// The content of the label file of each component that has one.
  public var labels: [String: JSONValue] = [:]
  /// The model folders that components are taken from, by what the config calls them.
  public var sources: [String: [PipelineFile]] = [:]
  /// What readers in `[initialize.components]` have read, by component and key.
  public var settings: [String: JSONObject] = [:]
  /// The lookup tables of each component that asks for some.
  public var lookups: [String: LookupTables] = [:]
  /// The lookup tables of the vocabulary.
  public var vocabularyLookups = LookupTables()
  /// The rules that divide phrases, as a `tokenizer` file; `nil` where they are not known.
  public var tokenizer: [UInt8]?
  /// The static vectors of words.
  public var vectors = Vectors.none
  /// The weights of a word network, as `spacy pretrain` writes them: the file of `init_tok2vec`.
  public var initialTok2Vec: [UInt8]?

  /// Nothing.
  public init() {}
}

/// A component that a config takes from another pipeline.
public struct ComponentSource: Hashable, Sendable {
  /// The component's name in the config.
  public var name: String
  /// The model folder, as the config writes it.
  public var path: String
  /// The component's name there.
  public var component: String
  /// Whether the vectors that it listens to there become a network of its own here.
  var replacesListeners: Bool

  /// The components of a config that have a source, in the order of the pipeline.
  ///
  /// The config's variables must have been filled in.
  public static func all(in config: Config) -> [ComponentSource] {
    (config["nlp.pipeline"]?.arrayValue ?? []).compactMap(\.stringValue).compactMap { name in
      guard let path = config["components.\(name).source"]?.stringValue else { return nil }
      return ComponentSource(
        name: name, path: path,
        component: config["components.\(name).component"]?.stringValue ?? name,
        replacesListeners: config["components.\(name).replace_listeners"]?.arrayValue?.isEmpty
          == false)
    }
  }
}

extension PipelineResources {
  /// The config with the blocks that sourced components have in their pipelines.
  ///
  /// - Throws: `ConfigErrors` for a pipeline that cannot be read or has no such component.
  func resolved(_ config: Config) throws(ConfigErrors) -> Config {
    let sources = ComponentSource.all(in: try config.interpolated())
    guard !sources.isEmpty else { return config }
    var (resolved, problems) = (config, [ConfigError]())
    for source in sources {
      do throws(ConfigError) {
        resolved["components.\(source.name)"] = .object(try block(of: source, in: config))
      } catch {
        problems.append(error)
      }
    }
    if !problems.isEmpty { throw ConfigErrors(problems) }
    return resolved
  }

  /// The files of the folder that a component is taken from.
  func files(of source: ComponentSource) -> ModelFiles {
    ModelFiles(sources[source.path] ?? [], source.path)
  }

  private func block(
    of source: ComponentSource, in config: Config
  ) throws(ConfigError) -> JSONObject {
    let location = config.location(of: "components.\(source.name).source")
    let other: Config
    do {
      other = try files(of: source).config().interpolated()
    } catch {
      throw ConfigError(
        .other(
          what: "expected the folder of a pipeline, found \"\(source.path)\": \(error)",
          help: "give the folder that `sweep train` or spaCy wrote, such as output/model-best"),
        at: location)
    }
    let names = (other["nlp.pipeline"]?.arrayValue ?? []).compactMap(\.stringValue)
    guard names.contains(source.component),
      var block = other["components.\(source.component)"]?.objectValue
    else {
      throw ConfigError(
        .other(
          what: "\"\(source.path)\" has no component \"\(source.component)\"",
          help: "its components are \(names.joined(separator: ", "))"), at: location)
    }
    guard source.replacesListeners, var model = block["model"]?.objectValue,
      let listener = model["tok2vec"]?.objectValue
    else { return block }
    let own = source.upstreamName(listener["upstream"]?.stringValue ?? "*", in: other)
    guard let own, let network = other["components.\(own).model"] else {
      throw ConfigError(
        .other(
          what: "\"\(source.component)\" of \"\(source.path)\" listens to no tok2vec there",
          help: "remove replace_listeners"),
        at: config.location(of: "components.\(source.name).replace_listeners"))
    }
    model["tok2vec"] = network
    block["model"] = .object(model)
    return block
  }
}
