import Foundation
import SweepConfig
public import SweepStore

/// What lies beside a store and is of no more use.
public struct LeftOvers: Equatable, Sendable {
  /// Checkpoints of trials that are gone or have come to their end, and half files.
  public var checkpoints: [String] = []
  /// Copies of the store from before its tables changed.
  public var backups: [String] = []
  /// The size of all of them.
  public var bytes = 0
}

extension StudyStore {
  /// Looks for files that `sweep gc` removes.
  ///
  /// - Throws: `StoreError` when the record cannot be read.
  public func leftOvers() throws(StoreError) -> LeftOvers {
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
    let parent =
      path.contains("/") ? String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) : "."
    let prefix = (path.split(separator: "/").last.map(String.init) ?? path) + ".backup-"
    for name in ((try? FileBytes.list(parent.isEmpty ? "/" : parent)) ?? []).sorted()
    where name.hasPrefix(prefix) && name.dropFirst(prefix.count).allSatisfy(\.isNumber) {
      result.backups.append("\(path).backup-\(name.dropFirst(prefix.count))")
    }
    result.bytes = (result.checkpoints + result.backups).map(Self.size).reduce(0, +)
    return result
  }

  /// Removes them.
  ///
  /// - Throws: `FileError` for a file that cannot be removed.
  public func remove(_ files: LeftOvers) throws {
    for file in files.checkpoints + files.backups { try FileBytes.remove(file) }
    FileBytes.removeEmptyDirectory("\(path).checkpoints")
  }

  /// The bytes of the store on the disk, with its WAL.
  public var bytesOnDisk: Int { Self.size(path) + Self.size(path + "-wal") }

  private static func size(_ path: String) -> Int {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.size] as? NSNumber)?.intValue ?? 0
  }
}
