import Foundation
import SweepConfig
public import SweepStore

/// A store in a folder of its own that goes when it is no longer used.
///
/// A class because it owns the folder.
public final class TemporaryStore: Sendable {
  public let store: StudyStore
  private let folder: String

  /// Makes an empty store in the system's folder for such, else in the working directory.
  ///
  /// - Throws: `FileError` or `StoreError` where neither can be written.
  public init() throws {
    let prefixes = [NSTemporaryDirectory() + "sweep-", "./.sweep-"]
    guard let folder = prefixes.lazy.compactMap(Self.makeFolder).first else {
      let code = errno
      throw FileError(
        .makeDirectory, prefixes[1], code: code, reason: String(cString: strerror(code)))
    }
    self.folder = folder
    do {
      store = try StudyStore(path: folder + "/store.db")
    } catch {
      try? FileManager.default.removeItem(atPath: folder)
      throw error
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private static func makeFolder(_ prefix: String) -> String? {
    var name = Array((prefix + "XXXXXX").utf8CString)
    guard mkdtemp(&name) != nil else { return nil }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
