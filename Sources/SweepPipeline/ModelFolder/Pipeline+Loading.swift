public import SweepConfig
import SweepNN
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
    let vectors = try files.vectors()
    if vectors.rowCount == 0, plan.parts.contains(where: { $0.needsStaticVectors }) {
      throw .badFile(
        folder: folder, name: "vocab/vectors", expected: "the word vectors that the config asks for"
      )
    }
    var (parameters, components) = (Parameters(beside: vectors), [any PipelineComponent]())
    for part in plan.parts {
      components.append(
        try part.component(from: ComponentFiles(part.name, files), in: &parameters))
    }
    self.init(plan, config, backend: backend, components, parameters)
    self.vectors = vectors
    setLookups(try files.lookups())
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
    guard let tree = components[index].tree else { return }
    let path = "\(components[index].name)/model"
    let bytes = try files.bytes(path)
    do throws(ModelFileError) {
      let file = try ModelFile(reading: bytes)
      try tree.load(file, into: &parameters)
      components[index].take(from: file)
    } catch {
      throw .badFile(folder: files.folder, name: path, expected: error.expectation)
    }
  }
}

extension ModelFiles {
  /// The lookup tables of the vocabulary; none where the file is missing.
  func lookups() throws(ModelFolderError) -> LookupTables {
    let name = "vocab/lookups.bin"
    guard let bytes = optionalBytes(name) else { return LookupTables() }
    guard let tables = try? LookupTables(reading: bytes) else {
      throw .badFile(
        folder: folder, name: name, expected: "MessagePack of tables whose keys are ids of strings")
    }
    return tables
  }

  /// The static vectors of the folder.
  func vectors() throws(ModelFolderError) -> Vectors {
    var found: [String: [UInt8]] = [:]
    for path in Vectors.paths + ["meta.json"] { found[path] = optionalBytes(path) }
    do { return try Vectors(files: found, folder: "") } catch {
      throw .badFile(
        folder: folder, name: error.file,
        expected: error.problems.first.map { "\($0.expected), not \($0.found)" } ?? "word vectors")
    }
  }

  /// Throws where a config asks for more weights than its file can have, before they are allocated.
  func checkSizes(of plan: PipelinePlan) throws(ModelFolderError) {
    for part in plan.parts {
      guard part.leastWeightCount > 0 else { continue }
      let name = "\(part.name)/model"
      let count = try bytes(name).count
      guard 4 * part.leastWeightCount > Double(count) else { continue }
      throw .badFile(
        folder: folder, name: name,
        expected: "the config's \(Int(part.leastWeightCount)) weights or more, found \(count) bytes"
      )
    }
  }
}
