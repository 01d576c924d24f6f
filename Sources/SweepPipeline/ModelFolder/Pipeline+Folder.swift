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
    var files: [PipelineFile] = []
    do throws(FileError) {
      for path in try ModelFolder.paths(in: folder) {
        files.append(PipelineFile(path, try FileBytes.read("\(folder)/\(path)")))
      }
    } catch {
      throw .file(error)
    }
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

  /// The relative paths of the files that a model folder consists of, sorted.
  static func paths(in folder: String) throws(FileError) -> [String] {
    var paths: [String] = []
    for name in try FileBytes.list(folder) where !name.hasPrefix(".") {
      guard FileBytes.isDirectory("\(folder)/\(name)") else {
        paths.append(name)
        continue
      }
      for inner in try FileBytes.list("\(folder)/\(name)") where !inner.hasPrefix(".") {
        if !FileBytes.isDirectory("\(folder)/\(name)/\(inner)") { paths.append("\(name)/\(inner)") }
      }
    }
    return paths.sorted(by: precedes)
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
