import Foundation
import SweepConfig
import SweepSearch
public import SweepStore

/// What lies beside a store and is of no more use.
public struct LeftOvers: Equatable, Sendable {
  /// Checkpoints of trials that are gone or have come to their end, and half files.
  public var checkpoints: [String] = []
  /// Copies of the store from before its tables changed.
  public var backups: [String] = []
  /// Folders of trials that were programs, and do not run.
  public var folders: [String] = []
  /// The size of all of them.
  public var bytes = 0

  /// All of them.
  public var paths: [String] { checkpoints + folders + backups }
}

extension StudyStore {
  /// Looks for files that `sweep gc` removes.
  ///
  /// - Parameters:
  ///   - backups: Whether copies of the store are among them.
  ///   - folders: Whether folders of trials are among them.
  /// - Returns: What there is.
  /// - Throws: `StoreError` when the record cannot be read.
  public func leftOvers(
    backups: Bool = true, folders: Bool = true
  ) throws(StoreError) -> LeftOvers {
    var result = LeftOvers()
    let useful = try unfinishedIDs()
    let folder = "\(path).checkpoints"
    for name in ((try? FileBytes.list(folder)) ?? []).sorted() {
      let id = name.split(separator: ".").first.map(String.init) ?? ""
      let isUseful = name == "\(id).ckpt" && useful.contains(id)
      // A file that is being written belongs to a trial that has not ended.
      let isWritten = name.hasSuffix(".tmp") && useful.contains(id)
      if name.contains(".ckpt"), !isUseful, !isWritten {
        result.checkpoints.append("\(folder)/\(name)")
      }
    }
    if backups { result.backups = backupPaths }
    if folders { result.folders = try leftFolders() }
    result.bytes =
      (result.checkpoints + result.backups).map(Self.size).reduce(0, +)
      + result.folders.map(Self.sizeOfFolder).reduce(0, +)
    return result
  }

  /// Copies of the store from before its tables changed.
  private var backupPaths: [String] {
    let parent =
      path.contains("/") ? String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) : "."
    let prefix = (path.split(separator: "/").last.map(String.init) ?? path) + ".backup-"
    let names = (try? FileBytes.list(parent.isEmpty ? "/" : parent)) ?? []
    return names.sorted().compactMap { name in
      let number = name.dropFirst(prefix.count)
      guard name.hasPrefix(prefix), number.allSatisfy(\.isNumber) else { return nil }
      return "\(path).backup-\(number)"
    }
  }

  /// Folders in `STORE.trials` of trials that do not run, unless their study keeps all folders.
  private func leftFolders() throws(StoreError) -> [String] {
    let folder = "\(path).trials"
    let names = ((try? FileBytes.list(folder)) ?? []).filter { name in
      let number = name.split(separator: "-").last ?? ""
      return !number.isEmpty && number.count < name.count && number.allSatisfy(\.isWholeNumber)
        && FileBytes.isDirectory("\(folder)/\(name)")
    }
    if names.isEmpty { return [] }
    var kept = Set<String>()
    for study in try studies() {
      let sweep = try? SweepFile(parsing: study.sweepText, file: study.sweepPath)
      let keepsAll = sweep?.program.keepFolders == .all
      for trial in try trials(of: study)
      where keepsAll || trial.state == .running && !trial.isLost {
        kept.insert("\(study.name)-\(trial.number)")
      }
    }
    return names.filter { !kept.contains($0) }.sorted().map { "\(folder)/\($0)" }
  }

  /// Removes them.
  ///
  /// - Throws: `FileError` for a file that cannot be removed.
  public func remove(_ files: LeftOvers) throws {
    for file in files.checkpoints + files.backups { try FileBytes.remove(file) }
    // A trial may have begun since, and has its folder back.
    let unused = try files.folders.isEmpty ? [] : Set(leftFolders())
    for folder in files.folders where unused.contains(folder) {
      do {
        try FileManager.default.removeItem(atPath: folder)
      } catch {
        throw FileError(.remove, folder, code: 0, reason: describe(error))
      }
    }
    FileBytes.removeEmptyDirectory("\(path).checkpoints")
    FileBytes.removeEmptyDirectory("\(path).trials")
  }

  /// The bytes of the store on the disk, with its WAL.
  public var bytesOnDisk: Int { Self.size(path) + Self.size(path + "-wal") }

  private static func sizeOfFolder(_ path: String) -> Int {
    let files = FileManager.default.enumerator(atPath: path)
    var bytes = 0
    while let name = files?.nextObject() as? String { bytes += size("\(path)/\(name)") }
    return bytes
  }

  private static func size(_ path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }
}
