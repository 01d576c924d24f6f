public import SweepConfig
public import SweepTensors

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

extension Pipeline {
  /// Loads a pipeline from a model folder.
  ///
  /// - Throws: `ModelFolderError` that names the file and what is wrong with it.
  public init(
    folder: String, registry: Registry = Registry(Registry.pipeline),
    backend: MatrixBackend = .exact
  ) throws(ModelFolderError) {
    let files = try ModelFolder.read(folder)
    try self.init(files: files, folder: folder, registry: registry, backend: backend)
  }

  /// Writes the model folder, all of it or nothing.
  ///
  /// A model folder that is there is replaced when the new one is complete. `performance` holds the
  /// scores and losses for `meta.json`.
  ///
  /// - Throws: `ModelFolderError`, also when something that is no model folder is in the way.
  public func write(to folder: String, performance: JSONObject = [:]) throws(ModelFolderError) {
    try ModelFolder.write(files(performance: performance), to: folder)
  }
}

/// Model folders on the disk.
public enum ModelFolder {
  /// Writes files as a model folder, all of it or nothing.
  ///
  /// The files go to a folder beside it, which then takes its name.
  ///
  /// - Throws: `ModelFolderError`, also when something that is no model folder is in the way.
  public static func write(
    _ files: [PipelineFile], to folder: String
  ) throws(ModelFolderError) {
    let target = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    guard isReplaceable(target) else { throw .notAModelFolder(folder) }
    let (new, old) = ("\(target).\(getpid()).new", "\(target).\(getpid()).old")
    do throws(FileError) {
      try remove(new)
      for file in files {
        let path = "\(new)/\(file.path)"
        try FileBytes.makeDirectory(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
        try FileBytes.write(file.bytes, to: path)
      }
      try remove(old)
      if FileBytes.exists(target) { try move(target, to: old) }
      try move(new, to: target)
      try remove(old)
    } catch {
      try? remove(new)
      if !FileBytes.exists(target) && FileBytes.exists(old) { try? move(old, to: target) }
      throw .file(error)
    }
  }

  /// Removes a model folder; nothing happens where there is none.
  ///
  /// - Throws: `ModelFolderError` when something that is no model folder is there.
  public static func remove(at folder: String) throws(ModelFolderError) {
    guard isReplaceable(folder) else { throw .notAModelFolder(folder) }
    do { try remove(folder) } catch { throw .file(error) }
  }

  /// Reads the files that a pipeline is loaded from, and nothing else that may lie in the folder.
  ///
  /// Files that are missing are left out.
  ///
  /// - Throws: `ModelFolderError` for a folder or file that cannot be read.
  public static func read(_ folder: String) throws(ModelFolderError) -> [PipelineFile] {
    var files: [PipelineFile] = []
    var names = ["config.cfg", "meta.json", "tokenizer"]
    names += ["strings.json", "lookups.bin", "vectors", "key2row", "vectors.cfg"].map {
      "vocab/\($0)"
    }
    var next = 0
    do throws(FileError) {
      _ = try FileBytes.list(folder)
      while next < names.count {
        let (name, path) = (names[next], "\(folder)/\(names[next])")
        next += 1
        guard FileBytes.exists(path) else { continue }
        // The files of a component, some of which lie in a folder of their own.
        if FileBytes.isDirectory(path) {
          names += try FileBytes.list(path).map { "\(name)/\($0)" }
          continue
        }
        let bytes = try FileBytes.read(path)
        files.append(PipelineFile(name, bytes))
        if name == "config.cfg" { names += components(in: bytes).flatMap { [$0, "\($0).json"] } }
      }
    } catch {
      throw .file(error)
    }
    return files
  }

  /// The names in the pipeline of a config; none if it cannot be read, which is reported later.
  private static func components(in config: [UInt8]) -> [String] {
    let text = String(decoding: config, as: UTF8.self)
    guard let config = try? Config(parsing: text, file: "config.cfg") else { return [] }
    return (config["nlp.pipeline"]?.arrayValue ?? []).compactMap(\.stringValue)
      .filter { !$0.contains("/") }
  }

  /// Whether nothing, an empty folder or a model folder is at a path.
  private static func isReplaceable(_ path: String) -> Bool {
    guard FileBytes.exists(path) else { return true }
    guard FileBytes.isDirectory(path), let names = try? FileBytes.list(path) else { return false }
    return names.isEmpty || (names.contains("meta.json") && names.contains("config.cfg"))
  }

  private static func move(_ source: String, to target: String) throws(FileError) {
    guard rename(source, target) == 0 else {
      throw FileError(.write, target, code: errno, reason: String(cString: strerror(errno)))
    }
  }

  /// Removes a folder of at most two levels; one that is not there is fine.
  private static func remove(_ folder: String) throws(FileError) {
    guard FileBytes.isDirectory(folder) else { return }
    for name in try FileBytes.list(folder) {
      let path = "\(folder)/\(name)"
      if FileBytes.isDirectory(path) { try remove(path) } else { try FileBytes.remove(path) }
    }
    guard rmdir(folder) == 0 || errno == ENOENT else {
      throw FileError(.remove, folder, code: errno, reason: String(cString: strerror(errno)))
    }
  }
}
