import SweepBase
import SweepConfig
import SweepSearch
import SweepStore
import Synchronization

/// The files that programs read, with the hashes that they have before a trial.
///
/// A file is read again only where its size, its time or its place has changed. A class because it
/// owns a lock.
final class ProgramInputs: Sendable {
  private let folder: String
  private let known = Mutex<[String: FileStamp]>([:])

  /// - Parameter folder: What relative paths are relative to.
  init(folder: String) { self.folder = folder }

  /// The input files of a config.
  ///
  /// - Parameters:
  ///   - keys: The settings that name files or folders, or lists of them.
  ///   - config: Its variables filled in.
  ///   - isLax: Whether what is no path or cannot be read is left to the program.
  /// - Returns: The files, in the order of the keys.
  /// - Throws: `ProgramError` for the first file that cannot be read.
  func records(
    of keys: [String], in config: Config, isLax: Bool = false
  ) throws(ProgramError) -> [InputRecord] {
    var records: [InputRecord] = []
    for key in keys {
      let value = config[key] ?? .null
      let items = value.arrayValue ?? (value.isNull ? [] : [value])
      for item in items {
        guard let path = item.stringValue, !path.isEmpty else {
          if isLax { continue }
          throw ProgramError(.notAPath(key: key, found: item.serialized(.compact)))
        }
        do throws(FileError) {
          for file in try files(at: path) {
            let resolved = absolute(file)
            let hash = try hash(of: resolved)
            records.append(
              InputRecord(
                setting: key, written: file, resolved: resolved, sha256: hash.sha256,
                bytes: hash.bytes))
          }
        } catch {
          if isLax { continue }
          throw ProgramError(.noInput(key: key, path: path, reason: error.reason))
        }
      }
    }
    return records
  }

  /// A path as it is found from anywhere.
  func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(folder)/\(path)" }

  private func files(at path: String) throws(FileError) -> [String] {
    guard FileBytes.isDirectory(absolute(path)) else { return [path] }
    var files: [String] = []
    for name in try FileBytes.list(absolute(path)) {
      files += try self.files(at: "\(path)/\(name)")
    }
    return files
  }

  /// The hash of a file and its size.
  ///
  /// - Throws: `FileError` when it cannot be read.
  func hash(of path: String) throws(FileError) -> (sha256: String, bytes: Int) {
    let before = FileStamp.numbers(of: path)
    if let before, let hit = known.withLock({ $0[path] }), hit.numbers == before {
      return (hit.sha256, before[2])
    }
    let reader = try FileReader(path)
    var fingerprint = Fingerprint()
    var count = 0
    while true {
      let piece = try reader.bytes(at: count, count: 1 << 20)
      if piece.isEmpty { break }
      fingerprint.update(piece)
      count += piece.count
    }
    let hash = fingerprint.hex()
    // A file that was written meanwhile is read again next time.
    if let before, FileStamp.numbers(of: path) == before {
      known.withLock { $0[path] = FileStamp(numbers: before, sha256: hash) }
    }
    return (hash, count)
  }
}
