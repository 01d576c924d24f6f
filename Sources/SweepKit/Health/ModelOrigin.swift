import SweepBase
import SweepConfig
import SweepPipeline
import SweepSearch
public import SweepStore

/// Which recorded trial has made a model folder, wherever it was moved and however it was renamed.
public struct ModelOrigin: Sendable {
  /// How a trial fits.
  public enum Match: String, Equatable, Sendable {
    /// The hash of the model is that of the trial.
    case exact
    /// Files of the model are those of the trial's kept model; others were changed since.
    case files
    /// The model was trained with the trial's config, but is another.
    case config
  }

  /// A trial that fits.
  public struct Candidate: Sendable {
    public var trial: TrialRecord
    public var match: Match
    /// The files that are as recorded, where that is known.
    public var same: [String]
    /// The files that are not as recorded.
    public var changed: [String]
    /// The files that were recorded and are gone.
    public var missing: [String]
  }

  public let folder: String
  /// The hash of the model's files as they are now.
  public let modelHash: String
  /// Files in the folder that are no part of a model.
  public let others: [String]
  /// What fits best, oldest first; none where no trial of the store has made it.
  public let candidates: [Candidate]

  /// Looks a model folder up in a store.
  ///
  /// - Throws: `ModelFolderError` when the folder cannot be read, `ModelOriginError` when it holds no
  ///   model, or `StoreError`.
  public init(folder: String, in store: StudyStore) throws {
    self.folder = folder
    let all = try Self.files(in: folder)
    let known = Set(
      all.map(\.path).filter { $0.hasSuffix("/model") || $0.hasSuffix("/cfg") }.map {
        String($0.prefix { $0 != "/" })
      })
    let components = known.union(Self.pipeline(of: all))
    let files = all.filter { Self.isOfModel($0.path, components) }
    guard files.contains(where: { $0.path == "config.cfg" || $0.path == "meta.json" }) else {
      throw ModelOriginError(folder: folder)
    }
    others = all.map(\.path).filter { !Self.isOfModel($0, components) }
    modelHash = ModelHash.of(files: files)
    let exact = try store.trials(withModel: modelHash).map {
      Candidate(trial: $0, match: .exact, same: files.map(\.path), changed: [], missing: [])
    }
    if !exact.isEmpty {
      candidates = exact
      return
    }
    let close = try Self.candidatesByFiles(files, store)
    candidates = try close.isEmpty ? Self.candidatesByConfig(files, store) : close
  }

  /// The components that the config names; none where it cannot be read.
  private static func pipeline(of files: [PipelineFile]) -> [String] {
    guard let file = files.first(where: { $0.path == "config.cfg" }),
      let config = try? Config(
        parsing: String(decoding: file.bytes, as: UTF8.self), file: "config.cfg")
    else { return [] }
    return (config["nlp.pipeline"]?.arrayValue ?? []).compactMap(\.stringValue)
  }

  /// All files below a folder but hidden ones, by path.
  private static func files(in folder: String) throws -> [PipelineFile] {
    func list(_ part: String) throws(FileError) -> [String] {
      try FileBytes.list(part.isEmpty ? folder : "\(folder)/\(part)").filter { !$0.hasPrefix(".") }
        .map { part.isEmpty ? $0 : "\(part)/\($0)" }
    }
    var files: [PipelineFile] = []
    do throws(FileError) {
      var names = try list("")
      while let path = names.popLast() {
        // A model has folders of one level, and those of lookup tables in them.
        let isFolder = FileBytes.isDirectory("\(folder)/\(path)")
        if isFolder, !path.contains("/") || path.hasSuffix("/lookups") { names += try list(path) }
        if !isFolder {
          files.append(PipelineFile(path, try FileBytes.read("\(folder)/\(path)")))
        }
      }
      files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    } catch {
      throw ModelFolderError.file(error)
    }
    return files
  }

  /// Whether a file is one that `sweep` writes.
  private static func isOfModel(_ path: String, _ components: Set<String>) -> Bool {
    let parts = path.split(separator: "/").map(String.init)
    if parts.count == 1 {
      return ["config.cfg", "meta.json", "tokenizer"].contains(path)
        || components.contains { path == $0 + ".json" }
    }
    if parts[0] == "vocab" {
      return ["strings.json", "lookups.bin", "key2row", "vectors", "vectors.cfg"].contains(parts[1])
    }
    let own = [
      "model", "cfg", "moves", "trees", "patterns", "patterns.jsonl", "lookups/lookups.bin",
    ]
    return components.contains(parts[0]) && own.contains(parts[1...].joined(separator: "/"))
  }

  /// The trials whose kept models share the most files with the folder that tell models apart, and at
  /// least one.
  private static func candidatesByFiles(
    _ files: [PipelineFile], _ store: StudyStore
  ) throws -> [Candidate] {
    // All models of a pipeline share the others.
    let telling = files.filter {
      $0.path.hasSuffix("/model") || $0.path == "meta.json" || $0.path == "config.cfg"
    }
    let shared = try store.modelFiles(with: telling.map { Fingerprint.hex(of: $0.bytes) })
    var counts: [Int64: Int] = [:]
    for file in shared { counts[file.trial, default: 0] += 1 }
    let most = counts.values.max() ?? 0
    let trials = counts.filter { $0.value == most }.keys.sorted()
    return try trials.map { id in
      let trial = try store.trial(id: id)
      var candidate = Candidate(trial: trial, match: .files, same: [], changed: [], missing: [])
      for recorded in try store.model(of: trial) {
        guard let file = files.first(where: { $0.path == recorded.path }) else {
          candidate.missing.append(recorded.path)
          continue
        }
        let isSame = Fingerprint.hex(of: file.bytes) == recorded.sha256
        if isSame { candidate.same.append(file.path) } else { candidate.changed.append(file.path) }
      }
      return candidate
    }
  }

  /// The trials with the config that lies in the folder, paths aside.
  private static func candidatesByConfig(
    _ files: [PipelineFile], _ store: StudyStore
  ) throws -> [Candidate] {
    guard let file = files.first(where: { $0.path == "config.cfg" }),
      let config = try? Config(
        parsing: String(decoding: file.bytes, as: UTF8.self), file: "config.cfg"),
      let wanted = try? config.interpolated()
    else { return [] }
    return try store.trials().filter { trial in
      guard trial.state == .done else { return false }
      if let seed = wanted["training.seed"]?.intValue, seed != trial.seed { return false }
      guard let own = try? Config(parsing: store.config(of: trial), file: trial.name).interpolated()
      else { return false }
      // A model's config has more of [nlp] than the one it was trained with.
      return Config.diff(own, wanted).allSatisfy { difference in
        let key = difference.key.split(separator: ".").last ?? ""
        return difference.key.hasPrefix("paths.") || ["path", "output_file"].contains(key)
          || difference.key.hasPrefix("nlp.") && difference.a == nil
      }
    }.map { Candidate(trial: $0, match: .config, same: [], changed: [], missing: []) }
  }
}

/// A folder that holds no model.
public struct ModelOriginError: Error, Equatable, Sendable, CustomStringConvertible {
  public var folder: String

  public var description: String {
    "\(folder): expected a model folder, found neither meta.json nor config.cfg in it\n"
      + "  help: name the folder that spacy.load() opens, such as output/model-best"
  }
}
