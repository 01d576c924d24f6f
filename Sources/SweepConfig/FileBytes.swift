#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// `read(2)`, outside of the type whose own `read` would hide it.
private func readSome(_ file: Int32, _ buffer: inout [UInt8]) -> Int {
  read(file, &buffer, buffer.count)
}

/// `write(2)`, likewise.
private func writeSome(_ file: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
  write(file, buffer.baseAddress, buffer.count)
}

/// Whole files as bytes, and the few directory operations that the program needs.
///
/// Every error names the path and the system's reason. A written file is there completely or not at
/// all: its bytes go to a temporary file in the same directory, reach the disk, and are then renamed.
package enum FileBytes {
  /// The bytes of a file of at most `limit` bytes.
  ///
  /// - Throws: `FileError` when the file is missing, is a directory, cannot be read or is too large.
  package static func read(_ path: String, limit: Int = Int.max) throws(FileError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure(.read, path) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw failure(.read, path) }
    if status.st_mode & S_IFMT == S_IFDIR { throw failure(.read, path, EISDIR) }
    let size = Int(status.st_size)
    guard size <= limit else { throw tooLarge(path, limit) }
    if status.st_mode & S_IFMT == S_IFREG, size > 0 {
      return try readRegular(file, size, path)
    }
    return try readStream(file, limit, path)
  }

  /// Writes a whole file, replacing what was there only when all bytes are on the disk.
  ///
  /// - Throws: `FileError` when the directory is missing or a write fails; nothing is left behind.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    try write(pieces: [bytes], to: path)
  }

  /// Writes a whole file of pieces that follow each other.
  ///
  /// - Throws: `FileError` as `write(_:to:)` of bytes does.
  package static func write(pieces: [[UInt8]], to path: String) throws(FileError) {
    var status = stat()
    if stat(path, &status) == 0 && ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) {
      return try writeThrough(pieces, to: path)
    }
    let target = followed(path)
    let (file, temporary) = try makeTemporary(beside: target)
    if let code = writeAll(pieces, to: file) {
      close(file)
      unlink(temporary)
      throw failure(.write, path, code)
    }
    let isClosed = close(file) == 0
    guard isClosed, rename(temporary, target) == 0 else {
      let code = errno
      unlink(temporary)
      throw failure(.write, path, code)
    }
  }

  /// Writes to what is no file, such as `/dev/null` or a pipe: it must not be replaced by one.
  private static func writeThrough(_ pieces: [[UInt8]], to path: String) throws(FileError) {
    let file = open(path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure(.write, path) }
    defer { close(file) }
    for piece in pieces {
      let code: Int32? = piece.withUnsafeBytes { buffer in
        var done = 0
        while done < buffer.count {
          let count = writeSome(file, UnsafeRawBufferPointer(rebasing: buffer[done...]))
          if count < 0 && errno == EINTR { continue }
          if count <= 0 { return errno }
          done += count
        }
        return nil
      }
      if let code { throw failure(.write, path, code) }
    }
  }

  /// Where a link leads; the path itself where there is none.
  private static func followed(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Writes a text as UTF-8.
  ///
  /// - Throws: `FileError` as `write(_:to:)` of bytes does.
  package static func write(_ text: String, to path: String) throws(FileError) {
    try write(Array(text.utf8), to: path)
  }

  /// Makes a directory and those above it; one that is there is fine.
  ///
  /// - Throws: `FileError` when a part of the path is a file or cannot be made.
  package static func makeDirectory(_ path: String) throws(FileError) {
    if isDirectory(path) { return }
    let parts = path.split(separator: "/", omittingEmptySubsequences: true)
    var prefix = path.hasPrefix("/") ? "" : "."
    for part in parts {
      prefix += "/" + part
      guard mkdir(prefix, 0o755) == 0 || errno == EEXIST else {
        throw failure(.makeDirectory, path)
      }
    }
    guard isDirectory(path) else { throw failure(.makeDirectory, path, ENOTDIR) }
  }

  /// The names in a directory, without `.` and `..`, ordered by their bytes.
  ///
  /// - Throws: `FileError` when the directory is missing or cannot be read.
  package static func list(_ path: String) throws(FileError) -> [String] {
    guard let directory = opendir(path) else { throw failure(.list, path) }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Whether something is at the path.
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Whether a directory, or a link to one, is at the path.
  package static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Removes a file; one that is not there is fine.
  ///
  /// - Throws: `FileError` when the file is there and stays.
  package static func remove(_ path: String) throws(FileError) {
    guard unlink(path) == 0 || errno == ENOENT else { throw failure(.remove, path) }
  }

  /// Removes a directory if nothing is in it.
  package static func removeEmptyDirectory(_ path: String) { rmdir(path) }

  // MARK: - Parts

  private static func readRegular(
    _ file: Int32, _ size: Int, _ path: String
  ) throws(FileError) -> [UInt8] {
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let got = pread(
          file, buffer.baseAddress.map { $0 + count }, size - count, off_t(count))
        if got < 0 && errno == EINTR { continue }
        if got < 0 { code = errno }
        if got <= 0 { break }
        count += got
      }
    }
    guard code == 0 else { throw failure(.read, path, code) }
    return bytes
  }

  private static func readStream(
    _ file: Int32, _ limit: Int, _ path: String
  ) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let got = readSome(file, &chunk)
      if got < 0 && errno == EINTR { continue }
      guard got >= 0 else { throw failure(.read, path) }
      if got == 0 { return bytes }
      bytes += chunk[..<got]
      guard bytes.count <= limit else { throw tooLarge(path, limit) }
    }
  }

  /// The error number of the first failed call, or `nil` when all bytes are on the disk.
  private static func writeAll(_ pieces: [[UInt8]], to file: Int32) -> Int32? {
    var start = 0
    for piece in pieces {
      let code: Int32? = piece.withUnsafeBytes { buffer in
        var done = 0
        while done < buffer.count {
          let count = pwrite(
            file, buffer.baseAddress.map { $0 + done }, buffer.count - done, off_t(start + done))
          if count < 0 && errno == EINTR { continue }
          if count <= 0 { return errno }
          done += count
        }
        return nil
      }
      if let code { return code }
      start += piece.count
    }
    return fsync(file) == 0 ? nil : errno
  }

  /// A new empty file whose name no other writer has.
  private static func makeTemporary(beside path: String) throws(FileError) -> (Int32, String) {
    for attempt in 0..<1000 {
      let name = "\(path).\(getpid()).\(attempt).tmp"
      let file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      if file >= 0 { return (file, name) }
      guard errno == EEXIST else { throw failure(.write, path) }
    }
    throw failure(.write, path, EEXIST)
  }

  private static func tooLarge(_ path: String, _ limit: Int) -> FileError {
    FileError(.read, path, code: 0, reason: "larger than \(limit) bytes")
  }

  private static func failure(
    _ operation: FileError.Operation, _ path: String, _ code: Int32 = errno
  ) -> FileError {
    FileError(operation, path, code: code, reason: String(cString: strerror(code)))
  }
}
