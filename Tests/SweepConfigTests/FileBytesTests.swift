import SweepConfig
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

@Suite struct FileBytesTests {
  /// A new directory that the caller removes.
  private func withDirectory(_ body: (String) throws -> Void) throws {
    var template = Array("/tmp/sweep-files-XXXXXX".utf8CString)
    let path = try #require(mkdtemp(&template).map { String(cString: $0) })
    defer { removeAll(path) }
    try body(path)
  }

  private func removeAll(_ path: String) {
    for name in (try? FileBytes.list(path)) ?? [] {
      let inner = "\(path)/\(name)"
      if FileBytes.isDirectory(inner) { removeAll(inner) } else { unlink(inner) }
    }
    rmdir(path)
  }

  @Test(arguments: [0, 1, 100_000]) func readsWhatItWrote(_ count: Int) throws {
    try withDirectory { directory in
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }
      try FileBytes.write(bytes, to: "\(directory)/file")
      #expect(try FileBytes.read("\(directory)/file") == bytes)
      #expect(try FileBytes.list(directory) == ["file"])
    }
  }

  @Test func replacesAFileAndLeavesNothingElse() throws {
    try withDirectory { directory in
      try FileBytes.write("old and longer", to: "\(directory)/file")
      try FileBytes.write("né", to: "\(directory)/file")
      #expect(try FileBytes.read("\(directory)/file") == Array("né".utf8))
      #expect(try FileBytes.list(directory) == ["file"])
    }
  }

  @Test func writesThroughPipesAndLinks() throws {
    try withDirectory { directory in
      let pipe = "\(directory)/pipe"
      #expect(mkfifo(pipe, 0o600) == 0)
      let reader = open(pipe, O_RDONLY | O_NONBLOCK)
      defer { close(reader) }
      try FileBytes.write([1, 2, 3], to: pipe)
      var bytes = [UInt8](repeating: 0, count: 8)
      #expect(read(reader, &bytes, bytes.count) == 3)
      #expect(bytes[..<3] == [1, 2, 3])
      try FileBytes.write([4], to: "\(directory)/file")
      #expect(symlink("\(directory)/file", "\(directory)/link") == 0)
      try FileBytes.write([5], to: "\(directory)/link")
      #expect(try FileBytes.read("\(directory)/file") == [5])
      var status = stat()
      #expect(lstat("\(directory)/link", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
      #expect(try FileBytes.list(directory) == ["file", "link", "pipe"])
    }
  }

  @Test func leavesTheOldFileWhenWritingFails() throws {
    try withDirectory { directory in
      try FileBytes.makeDirectory("\(directory)/taken/inner")
      let error = #expect(throws: FileError.self) {
        try FileBytes.write([1], to: "\(directory)/taken")
      }
      #expect(error?.operation == .write)
      #expect(try FileBytes.list(directory) == ["taken"])
    }
  }

  @Test func namesPathAndReason() throws {
    try withDirectory { directory in
      func message(_ body: () throws -> Void) -> String? {
        let error = #expect(throws: FileError.self) { try body() }
        return error.map { "\($0)" }
      }
      let missing = "\(directory)/no"
      #expect(
        message { _ = try FileBytes.read(missing) }
          == "\(missing): cannot read: No such file or directory")
      #expect(
        message { _ = try FileBytes.read(directory) } == "\(directory): cannot read: Is a directory"
      )
      #expect(
        message { try FileBytes.write([1], to: "\(missing)/x") }
          == "\(missing)/x: cannot write: No such file or directory")
      #expect(
        message { _ = try FileBytes.list(missing) }
          == "\(missing): cannot list: No such file or directory")
      try FileBytes.write("123456789", to: missing)
      #expect(
        message { _ = try FileBytes.read(missing, limit: 8) }
          == "\(missing): cannot read: larger than 8 bytes")
      #expect(
        message { try FileBytes.makeDirectory("\(missing)/x") }
          == "\(missing)/x: cannot create the directory: Not a directory")
    }
  }

  @Test func readsWhatHasNoSize() throws {
    #expect(try FileBytes.read("/dev/null") == [])
    #expect(throws: FileError.self) { try FileBytes.read("/dev/zero", limit: 200_000) }
  }

  @Test func makesDirectoriesAndListsThemInOrder() throws {
    try withDirectory { directory in
      for name in ["b", "Z", "a", "é"] { try FileBytes.makeDirectory("\(directory)/\(name)/in/in") }
      try FileBytes.makeDirectory("\(directory)/a/in")
      #expect(try FileBytes.list(directory) == ["Z", "a", "b", "é"])
      #expect(FileBytes.isDirectory("\(directory)/a/in/in"))
    }
  }

  @Test func removesFilesAndForgivesMissingOnes() throws {
    try withDirectory { directory in
      try FileBytes.write([1], to: "\(directory)/x")
      try FileBytes.remove("\(directory)/x")
      try FileBytes.remove("\(directory)/x")
      #expect(!FileBytes.exists("\(directory)/x"))
      #expect(throws: FileError.self) { try FileBytes.remove(directory) }
    }
  }
}
