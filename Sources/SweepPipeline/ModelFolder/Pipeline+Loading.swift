public import SweepConfig
public import SweepTensors
import SweepText

extension Pipeline {
  /// Loads a pipeline from the files of a model folder, written here or by spaCy 3.7 or 3.8.
  ///
  /// Errors call the place of the files `folder`.
  ///
  /// - Throws: `ModelFolderError` that names the file and what is wrong with it.
  public init(
    files: [PipelineFile], folder: String = "", registry: Registry = Registry(Registry.pipeline),
    backend: MatrixBackend = .exact
  ) throws(ModelFolderError) {
    let files = ModelFiles(files, folder)
    let config = try files.config()
    let plan: PipelinePlan
    do { plan = try PipelinePlan(config, registry) } catch {
      throw .config(folder: folder, error)
    }
    try files.checkSizes(of: plan)
    var moves: [String: MoveTable] = [:]
    for case .ner(let name, _, _) in plan.parts {
      guard let table = MoveTable(reading: try files.bytes("\(name)/moves")) else {
        throw .badFile(
          folder: folder, name: "\(name)/moves",
          expected: "MessagePack of moves with labels and frequencies")
      }
      moves[name] = table
    }
    self.init(plan, config, backend: backend, moves: moves)
    tokenizer = try files.bytes("tokenizer")
    let meta = try files.json("meta.json")
    guard let meta = meta.objectValue else {
      throw .badFile(folder: folder, name: "meta.json", expected: "a JSON object")
    }
    self.meta = meta
    guard let texts = try files.json("vocab/strings.json").arrayValue else {
      throw .badFile(folder: folder, name: "vocab/strings.json", expected: "a JSON list of strings")
    }
    strings = texts.compactMap(\.stringValue)
    for index in components.indices { try load(index, files) }
  }

  /// Takes a component's weights and settings from its files.
  private mutating func load(_ index: Int, _ files: ModelFiles) throws(ModelFolderError) {
    let path = "\(components[index].name)/model"
    let bytes = try files.bytes(path)
    do throws(ModelFileError) {
      let file = try ModelFile(reading: bytes)
      try components[index].tree.load(file, into: &parameters)
      if case .tok2vec(var component) = components[index] {
        let rates = file.nodes.compactMap { $0[attribute: "dropout_rate"]?.doubleValue }
        component.dropout = rates.first ?? 0
        components[index] = .tok2vec(component)
      }
    } catch {
      throw .badFile(folder: files.folder, name: path, expected: error.expectation)
    }
  }
}

/// The files of a model folder, by path.
private struct ModelFiles {
  let folder: String
  private let files: [PipelineFile]

  init(_ files: [PipelineFile], _ folder: String) {
    self.files = files
    self.folder = folder
  }

  func bytes(_ path: String) throws(ModelFolderError) -> [UInt8] {
    guard let file = files.first(where: { $0.path == path }) else {
      throw .missingFile(folder: folder, name: path)
    }
    return file.bytes
  }

  func text(_ path: String) throws(ModelFolderError) -> String {
    guard let text = String(validating: try bytes(path), as: UTF8.self) else {
      throw .badFile(folder: folder, name: path, expected: "UTF-8 text")
    }
    return text
  }

  func json(_ path: String) throws(ModelFolderError) -> JSONValue {
    let text = try text(path)
    do { return try JSONValue(parsing: text) } catch {
      throw .badFile(folder: folder, name: path, expected: "JSON; \(error)")
    }
  }

  /// Throws where a config asks for more weights than its file can have, before they are allocated.
  func checkSizes(of plan: PipelinePlan) throws(ModelFolderError) {
    for part in plan.parts {
      let name = "\(part.name)/model"
      let count = try bytes(name).count
      guard 4 * part.leastWeightCount > Double(count) else { continue }
      throw .badFile(
        folder: folder, name: name,
        expected: "the config's \(Int(part.leastWeightCount)) weights or more, found \(count) bytes"
      )
    }
  }

  func config() throws(ModelFolderError) -> Config {
    let text = try text("config.cfg")
    let name = folder.isEmpty ? "config.cfg" : "\(folder)/config.cfg"
    do { return try Config(parsing: text, file: name) } catch {
      throw .config(folder: folder, error)
    }
  }
}
