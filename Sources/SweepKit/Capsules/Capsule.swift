import SweepBase
public import SweepConfig
public import SweepStore

/// One trial in one file: its config, its inputs, its results, and the program if that is small.
///
/// It is trained again from that file alone. The file is a plain `ustar` archive. Its first file, `manifest.json`, has the SHA-256 of all others.
public struct Capsule: Sendable {
  /// The version of the format that this program writes, and the latest that it reads.
  public static let version = 1
  /// The most bytes of a program that goes into a capsule unasked.
  public static let programLimit = 96 << 20

  static let format = "sweep capsule"

  /// The path of the file.
  public let path: String
  /// The first file of the archive: format, version, trial, program, files.
  public let manifest: JSONObject
  public let study: StudyTransfer
  public let trial: TrialTransfer
  /// Whether the capsule is a text without names and paths.
  public var isRedacted: Bool { manifest["redacted"]?.boolValue ?? false }
  private let archive: TarReader
  /// The file in the archive of an input, by SHA-256.
  private let inputFiles: [String: String]

  /// Whether a file seems to be a capsule, by its name or its first bytes.
  public static func isCapsule(_ path: String) -> Bool {
    if path.hasSuffix(".capsule") { return true }
    guard FileBytes.exists(path), !FileBytes.isDirectory(path),
      let head = try? FileReader(path).bytes(at: 0, count: 512), head.count == 512
    else { return false }
    return Array(head[257..<262]) == Array("ustar".utf8)
  }

  /// Opens a capsule: checks all its files against the manifest, then reads the record.
  ///
  /// - Throws: `FileError` when there is no such file, `CapsuleError` when it is no capsule, is cut
  ///   off, was changed, or is of a later version.
  public init(path: String) throws {
    let archive = try Self.open(path)
    let manifest = try Self.manifest(of: archive, path)
    try Self.check(archive, manifest, path)
    func read(_ name: String) throws -> String? { try Self.text(name, in: archive) }
    func part<Value>(_ name: String, _ body: (String) throws -> Value) throws -> Value {
      guard let text = try read(name) else {
        throw CapsuleError(.badFile(name: name, problem: "it is missing"), path)
      }
      do { return try body(text) } catch let error as FileError { throw error } catch {
        throw CapsuleError(.badFile(name: name, problem: "\(error)"), path)
      }
    }
    let sweepText = try read("sweep.toml") ?? ""
    let study = try part("study.json") {
      try CapsuleCoding.study(
        JSONValue(parsing: $0).objectValue ?? [:], sweepText: sweepText)
    }
    let config = try part("config.cfg") { $0 }
    var files: [String: String] = [:]
    var trial = try part("trial.json") { text in
      let json = try JSONValue(parsing: text).objectValue ?? [:]
      for input in json["inputs"]?.arrayValue ?? [] {
        if let hash = input["sha256"]?.stringValue { files[hash] = input["file"]?.stringValue }
      }
      return try CapsuleCoding.trial(json, config: config)
    }
    let name = "\(study.study.name)/\(trial.number)"
    let id = StudyStore.contentID(study: study.study.name, config: config)
    if manifest["redacted"]?.boolValue != true, trial.contentID != id {
      throw CapsuleError(
        .tampered(["the ID of \(name) is not the one of its study and config"]), path)
    }
    trial.evaluations = try part("evaluations.jsonl", CapsuleCoding.evaluations)
    if try read("documents.csv") != nil {
      trial.counts = try part("documents.csv", CapsuleCoding.counts)
    }
    trial.provenance = try part("provenance.json") { try JSONValue(parsing: $0).objectValue }
    trial.log = try read("log.txt")
    (self.path, self.archive, self.manifest) = (path, archive, manifest)
    (self.study, self.trial, inputFiles) = (study, trial, files)
  }

  /// Puts the trial into a store that is used once, so that every command can read it.
  ///
  /// - Returns: The trial in it, with the inputs that the capsule has.
  /// - Throws: `CapsuleError` when the store has another trial under its number, `StoreError`, or
  ///   `FileError` when an input cannot be read.
  public func unpack(into store: StudyStore) throws -> TrialRecord {
    for (hash, name) in inputFiles.sorted(by: { $0.key < $1.key }) {
      guard let entry = archive.entries.first(where: { $0.name == name }) else {
        throw CapsuleError(.badFile(name: name, problem: "it is missing"), path)
      }
      let kept = try store.keep(bytes: archive.bytes(entry))
      guard kept == hash else {
        throw CapsuleError(
          .badFile(name: name, problem: "trial.json has another SHA-256 for it"), path)
      }
    }
    _ = try store.insert([trial], of: study)
    let name = "\(study.study.name)/\(trial.number)"
    let record = try store.trial(name)
    guard record.contentID == trial.contentID else {
      throw CapsuleError(.numberTaken(trial: name, id: record.shortID), path)
    }
    return record
  }

  // MARK: - Checks

  private static func open(_ path: String) throws -> TarReader {
    if FileBytes.isDirectory(path) {
      throw CapsuleError(.notACapsule(found: "a folder"), path)
    }
    do { return try TarReader(path) } catch let problem as TarReader.Problem {
      switch problem {
      case .notTar:
        let head = (try? FileReader(path).bytes(at: 0, count: 2)) ?? []
        let found =
          switch head {
          case []: "an empty file"
          case [0x1F, 0x8B]: "a file that gzip has compressed"
          default: "a file that is no archive"
          }
        throw CapsuleError(.notACapsule(found: found), path)
      case .truncated: throw CapsuleError(.truncated, path)
      case .damagedHeader(let offset):
        throw CapsuleError(.tampered(["the header at byte \(offset) is damaged"]), path)
      case .strangeEntry(let name):
        throw CapsuleError(.tampered(["\(name) is no plain file"]), path)
      case .duplicate(let name):
        throw CapsuleError(.tampered(["\(name) is there twice"]), path)
      case .unsafeName(let name): throw CapsuleError(.unsafePath(name), path)
      }
    }
  }

  private static func manifest(of archive: TarReader, _ path: String) throws -> JSONObject {
    guard let first = archive.entries.first, first.name == "manifest.json" else {
      throw CapsuleError(.notACapsule(found: "another archive"), path)
    }
    let json: JSONObject?
    do { json = try JSONValue(parsing: archive.bytes(first)).objectValue } catch {
      throw CapsuleError(.badFile(name: "manifest.json", problem: "\(error)"), path)
    }
    guard let json, json["format"]?.stringValue == format else {
      throw CapsuleError(.notACapsule(found: "another archive"), path)
    }
    guard let version = json["version"]?.intValue else {
      throw CapsuleError(
        .badFile(name: "manifest.json", problem: "\"version\" is no whole number"), path)
    }
    guard version <= Self.version else { throw CapsuleError(.newer(version: version), path) }
    return json
  }

  /// Compares all files with the manifest, both ways.
  private static func check(
    _ archive: TarReader, _ manifest: JSONObject, _ path: String
  ) throws {
    var problems: [String] = []
    var entries: [String: TarReader.Entry] = [:]
    for entry in archive.entries.dropFirst() { entries[entry.name] = entry }
    for file in manifest["files"]?.arrayValue ?? [] {
      guard let name = file["path"]?.stringValue, let hash = file["sha256"]?.stringValue else {
        problems.append("the manifest lists a file without a name or SHA-256")
        continue
      }
      if !TarReader.isSafe(name) { throw CapsuleError(.unsafePath(name), path) }
      guard let entry = entries.removeValue(forKey: name) else {
        problems.append("\(name) is missing")
        continue
      }
      let found = try self.hash(of: entry, in: archive)
      if found != hash {
        problems.append("\(name): expected SHA-256 \(hash.prefix(16))…, found \(found.prefix(16))…")
      }
    }
    problems += entries.keys.sorted().map { "\($0) is not in the manifest" }
    if !problems.isEmpty { throw CapsuleError(.tampered(problems), path) }
  }

  private static func hash(of entry: TarReader.Entry, in archive: TarReader) throws -> String {
    var fingerprint = Fingerprint()
    for offset in stride(from: 0, to: entry.count, by: 1 << 20) {
      fingerprint.update(try archive.piece(entry, at: offset, count: 1 << 20))
    }
    return fingerprint.hex()
  }

  private static func text(_ name: String, in archive: TarReader) throws -> String? {
    guard let entry = archive.entries.first(where: { $0.name == name }) else { return nil }
    return String(decoding: try archive.bytes(entry), as: UTF8.self)
  }
}
