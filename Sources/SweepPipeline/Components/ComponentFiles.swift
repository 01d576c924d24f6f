import SweepConfig
import SweepText

/// The files of one component in a model folder.
struct ComponentFiles: Sendable {
  /// The component's name, which is the folder's.
  let name: String
  private let files: ModelFiles

  init(_ name: String, _ files: ModelFiles) { (self.name, self.files) = (name, files) }

  /// The content of a file, by its path in the component's folder.
  ///
  /// - Throws: `ModelFolderError.missingFile`.
  func bytes(_ path: String) throws(ModelFolderError) -> [UInt8] {
    try files.bytes("\(name)/\(path)")
  }

  /// The content of a file that may be missing.
  func optionalBytes(_ path: String) -> [UInt8]? { files.optionalBytes("\(name)/\(path)") }

  /// The rules of the folder's tokenizer; `nil` where there are none.
  var tokenizer: [UInt8]? { files.optionalBytes("tokenizer") }

  /// A JSON object, such as `cfg`.
  ///
  /// - Throws: `ModelFolderError` for a file that is missing or holds something else.
  func object(_ path: String) throws(ModelFolderError) -> JSONObject {
    guard let object = try files.json("\(name)/\(path)").objectValue else {
      throw bad(path, expected: "a JSON object")
    }
    return object
  }

  /// The labels that `cfg` lists.
  ///
  /// - Throws: `ModelFolderError` when there is none, or something else than a text.
  func labels(in cfg: JSONObject) throws(ModelFolderError) -> [String] {
    let labels = cfg["labels"]?.arrayValue?.map(\.stringValue) ?? []
    guard !labels.isEmpty, !labels.contains(nil) else {
      throw bad("cfg", expected: "a list of labels")
    }
    return labels.compactMap(\.self)
  }

  /// The JSON file that a component has instead of a folder, if it is there.
  ///
  /// - Throws: `ModelFolderError` for something else than an object.
  func settings() throws(ModelFolderError) -> JSONObject? {
    guard files.optionalBytes("\(name).json") != nil else { return nil }
    guard let object = try files.json("\(name).json").objectValue else {
      throw .badFile(folder: files.folder, name: "\(name).json", expected: "a JSON object")
    }
    return object
  }

  /// The strings of the folder's vocabulary.
  ///
  /// - Throws: `ModelFolderError` for a file that is missing or no list of strings.
  func strings() throws(ModelFolderError) -> StringStore {
    guard let texts = try files.json("vocab/strings.json").arrayValue else {
      throw .badFile(
        folder: files.folder, name: "vocab/strings.json", expected: "a JSON list of strings")
    }
    return StringStore(texts.compactMap(\.stringValue))
  }

  /// The error of a file that is not what it should be.
  func bad(_ path: String, expected: String) -> ModelFolderError {
    .badFile(folder: files.folder, name: "\(name)/\(path)", expected: expected)
  }
}

/// The files of a model folder, by path.
struct ModelFiles {
  let folder: String
  private let files: [String: [UInt8]]

  init(_ files: [PipelineFile], _ folder: String) {
    self.files = Dictionary(files.map { ($0.path, $0.bytes) }) { first, _ in first }
    self.folder = folder
  }

  func optionalBytes(_ path: String) -> [UInt8]? { files[path] }

  func bytes(_ path: String) throws(ModelFolderError) -> [UInt8] {
    guard let bytes = files[path] else { throw .missingFile(folder: folder, name: path) }
    return bytes
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

  /// The strings of the vocabulary; none where the file is missing or damaged.
  var strings: [String] {
    guard let texts = try? json("vocab/strings.json").arrayValue else { return [] }
    return texts.compactMap(\.stringValue)
  }

  func config() throws(ModelFolderError) -> Config {
    let text = try text("config.cfg")
    let name = folder.isEmpty ? "config.cfg" : "\(folder)/config.cfg"
    do { return try Config(parsing: text, file: name) } catch {
      throw .config(folder: folder, error)
    }
  }
}
