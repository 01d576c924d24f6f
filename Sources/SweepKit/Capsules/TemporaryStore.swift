import Foundation
import SweepConfig
public import SweepStore

/// A store in a folder of its own that goes when it is no longer used.
///
/// A class because it owns the folder.
public final class TemporaryStore: Sendable {
  public let store: StudyStore
  // Behind the store, which is closed first: SQLite's own files are gone then.
  private let place: TemporaryFolder

  /// The path of the folder.
  package var folder: String { place.path }

  /// Makes an empty store in the system's folder for such, else in the working directory.
  ///
  /// - Throws: `FileError` or `StoreError` where neither can be written.
  public init() throws {
    let prefixes = [NSTemporaryDirectory() + "sweep-", "./.sweep-"]
    guard let folder = Self.makeFolder(prefixes[0]) ?? Self.makeFolder(prefixes[1]) else {
      let code = errno
      throw FileError(
        .makeDirectory, prefixes[1], code: code, reason: String(cString: strerror(code)))
    }
    place = TemporaryFolder(path: folder)
    store = try StudyStore(path: folder + "/store.db")
  }

  private static func makeFolder(_ prefix: String) -> String? {
    var name = Array((prefix + "XXXXXX").utf8CString)
    guard mkdtemp(&name) != nil else { return nil }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}

/// A folder that goes with what it was made for.
///
/// A class because it owns the folder.
private final class TemporaryFolder: Sendable {
  let path: String

  init(path: String) { self.path = path }

  deinit {
    // One by one: a file that SQLite removes at the same time must not end it.
    for name in (try? FileBytes.list(path)) ?? [] { try? FileBytes.remove("\(path)/\(name)") }
    rmdir(path)
  }
}
