import Foundation
package import SweepConfig

/// Writes files into an archive that `tar` reads: plain POSIX `ustar`, whose bytes depend on nothing but
/// the files' names, contents and the one time that is given.
///
/// A class because it owns the file that is being written; one that is not finished is removed.
package final class TarWriter {
  /// The most bytes of a file: 11 octal digits.
  static let largestFile = 0o77777777777

  private let path: String
  private let temporary: String
  private let handle: FileHandle
  private let seconds: Int
  private var isFinished = false

  /// Begins an archive beside the place where it will be.
  ///
  /// - Parameters:
  ///   - path: Where it will be; a file that is there is replaced at the end.
  ///   - seconds: The time of all files, since 1970.
  /// - Throws: `FileError` when it cannot be written.
  package init(_ path: String, seconds: Int) throws(FileError) {
    self.path = path
    self.seconds = max(0, seconds)
    temporary = "\(path).\(getpid()).new"
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else {
      let code = errno
      throw FileError(.write, path, code: code, reason: String(cString: strerror(code)))
    }
    handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
  }

  deinit { if !isFinished { unlink(temporary) } }

  /// Adds a file.
  ///
  /// - Precondition: The name has at most 100 bytes, and the file at most `largestFile`.
  package func add(
    _ name: String, _ bytes: [UInt8], isProgram: Bool = false
  ) throws(FileError) {
    precondition(name.utf8.count <= 100, "a name of \(name.utf8.count) bytes")
    precondition(bytes.count <= Self.largestFile, "a file of \(bytes.count) bytes")
    try write(TarHeader.bytes(name, bytes.count, seconds, isProgram: isProgram))
    try write(bytes)
    try write([UInt8](repeating: 0, count: TarHeader.padding(of: bytes.count)))
  }

  /// Ends the archive and puts it in its place.
  package func finish() throws(FileError) {
    try write([UInt8](repeating: 0, count: 2 * TarHeader.blockSize))
    guard fsync(handle.fileDescriptor) == 0, rename(temporary, path) == 0 else {
      let code = errno
      throw FileError(.write, path, code: code, reason: String(cString: strerror(code)))
    }
    isFinished = true
  }

  private func write(_ bytes: [UInt8]) throws(FileError) {
    do { try handle.write(contentsOf: Data(bytes)) } catch {
      throw FileError(.write, path, code: 0, reason: error.localizedDescription)
    }
  }
}

/// The block before a file of an archive.
///
/// - Source: POSIX.1-2024, `pax`, "ustar Interchange Format".
enum TarHeader {
  static let blockSize = 512

  /// How many zeros follow a file of some bytes.
  static func padding(of count: Int) -> Int { (blockSize - count % blockSize) % blockSize }

  static func bytes(_ name: String, _ count: Int, _ seconds: Int, isProgram: Bool) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: blockSize)
    func put(_ text: String, at offset: Int) {
      for (index, byte) in text.utf8.enumerated() { block[offset + index] = byte }
    }
    put(name, at: 0)
    put(isProgram ? "0000755" : "0000644", at: 100)
    put("0000000", at: 108)
    put("0000000", at: 116)
    put(octal(count, digits: 11), at: 124)
    put(octal(seconds, digits: 11), at: 136)
    put("        ", at: 148)
    put("0", at: 156)
    put("ustar", at: 257)
    put("00", at: 263)
    put("root", at: 265)
    put("root", at: 297)
    put(octal(sum(block), digits: 6) + "\0 ", at: 148)
    return block
  }

  /// The sum of a block's bytes, its own field taken as blanks.
  static func sum(_ block: [UInt8]) -> Int {
    block.enumerated().reduce(0) { sum, item in
      sum + ((148..<156).contains(item.offset) ? 32 : Int(item.element))
    }
  }

  private static func octal(_ number: Int, digits: Int) -> String {
    let text = String(number, radix: 8)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}

/// An archive that is open for reading: which files it has, and where.
package struct TarReader: Sendable {
  /// A file in the archive.
  package struct Entry: Equatable, Sendable {
    package var name: String
    package var offset: Int
    package var count: Int
  }

  /// Why bytes are no archive of ours.
  package enum Problem: Error, Equatable {
    case notTar
    /// The file ends before the archive does.
    case truncated
    /// A header's sum is wrong at an offset.
    case damagedHeader(offset: Int)
    /// A link, folder or device, which we never write.
    case strangeEntry(name: String)
    /// Two files have one name.
    case duplicate(name: String)
    /// A name that leads out of the archive.
    case unsafeName(String)
  }

  /// In the order of the archive.
  package let entries: [Entry]
  private let file: FileReader

  /// Reads the headers of an archive.
  ///
  /// - Throws: `FileError` or `Problem`.
  package init(_ path: String) throws {
    file = try FileReader(path)
    var (entries, names, offset) = ([Entry](), Set<String>(), 0)
    while true {
      let block = try file.bytes(at: offset, count: TarHeader.blockSize)
      if offset == 0, block.count < TarHeader.blockSize || !Self.isHeader(block) {
        throw Problem.notTar
      }
      guard block.count == TarHeader.blockSize else { throw Problem.truncated }
      if block.allSatisfy({ $0 == 0 }) { break }
      guard Self.isHeader(block), Self.number(block[148..<156]) == TarHeader.sum(block),
        let count = Self.number(block[124..<136])
      else { throw Problem.damagedHeader(offset: offset) }
      let name = Self.text(block[345..<500], before: "/") + Self.text(block[0..<100])
      guard block[156] == UInt8(ascii: "0") || block[156] == 0 else {
        throw Problem.strangeEntry(name: name)
      }
      guard Self.isSafe(name) else { throw Problem.unsafeName(name) }
      guard names.insert(name).inserted else { throw Problem.duplicate(name: name) }
      offset += TarHeader.blockSize
      // A damaged size must not ask for memory later.
      let isThere = try count == 0 || file.bytes(at: offset + count - 1, count: 1).count == 1
      guard isThere else { throw Problem.truncated }
      entries.append(Entry(name: name, offset: offset, count: count))
      offset += count + TarHeader.padding(of: count)
    }
    let end = try file.bytes(at: offset, count: 2 * TarHeader.blockSize)
    guard end.count == 2 * TarHeader.blockSize else { throw Problem.truncated }
    self.entries = entries
  }

  /// The bytes of a file.
  ///
  /// - Throws: `FileError`, or `Problem.truncated`.
  package func bytes(_ entry: Entry) throws -> [UInt8] {
    let bytes = try file.bytes(at: entry.offset, count: entry.count)
    guard bytes.count == entry.count else { throw Problem.truncated }
    return bytes
  }

  /// A part of a file's bytes, fewer than asked for at its end.
  func piece(_ entry: Entry, at offset: Int, count: Int) throws -> [UInt8] {
    let wanted = min(count, entry.count - offset)
    let bytes = try file.bytes(at: entry.offset + offset, count: wanted)
    guard bytes.count == wanted else { throw Problem.truncated }
    return bytes
  }

  /// Whether a name stays where the archive is unpacked.
  static func isSafe(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix("/") && !name.contains("\\")
      && name.utf8.allSatisfy { $0 >= 32 && $0 != 127 }
      && name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
        !$0.isEmpty && $0 != "." && $0 != ".."
      }
  }

  private static func isHeader(_ block: [UInt8]) -> Bool {
    block.count == TarHeader.blockSize && Array(block[257..<262]) == Array("ustar".utf8)
  }

  private static func text(_ field: ArraySlice<UInt8>, before separator: String = "") -> String {
    let text = String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
    return text.isEmpty ? "" : text + separator
  }

  /// An octal number; `nil` for anything else, also for the binary numbers of other programs.
  private static func number(_ field: ArraySlice<UInt8>) -> Int? {
    let digits = field.drop { $0 == 32 }.prefix { $0 != 0 && $0 != 32 }
    // `Int` would take a sign, too.
    let isOctal = digits.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "7") }
    guard !digits.isEmpty, digits.count < 13, isOctal else { return nil }
    return Int(String(decoding: digits, as: UTF8.self), radix: 8)
  }
}
