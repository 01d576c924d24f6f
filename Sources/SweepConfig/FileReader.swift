#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A file that is open for reading in pieces.
///
/// A class because it owns the file's descriptor. It has no position, so several may read at once.
package final class FileReader: Sendable {
  private let path: String
  private let file: Int32

  /// Opens a file.
  ///
  /// - Throws: `FileError` when it is missing or cannot be read.
  package init(_ path: String) throws(FileError) {
    self.path = path
    file = open(path, O_RDONLY | O_CLOEXEC)
    if file < 0 { throw Self.failure(path) }
  }

  deinit { close(file) }

  /// The bytes from an offset on, at most `count`; fewer or none at the end of the file.
  ///
  /// - Throws: `FileError` when they cannot be read.
  package func bytes(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let start = buffer.baseAddress.map { $0 + filled }
        let got = pread(file, start, count - filled, off_t(offset + filled))
        if got < 0 && errno == EINTR { continue }
        if got < 0 { code = errno }
        if got <= 0 { break }
        filled += got
      }
    }
    guard code == 0 else { throw Self.failure(path, code) }
    return bytes
  }

  private static func failure(_ path: String, _ code: Int32 = errno) -> FileError {
    FileError(.read, path, code: code, reason: String(cString: strerror(code)))
  }
}
