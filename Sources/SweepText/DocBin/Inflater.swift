import CZlib
import SweepBase
package import SweepConfig

/// Bytes that are read in pieces, from the disk or from memory.
package struct ByteSource: Sendable {
  /// The bytes from an offset on, at most `count`; none at the end.
  let bytes: @Sendable (_ offset: Int, _ count: Int) throws(FileError) -> [UInt8]

  /// The bytes of a file.
  ///
  /// - Throws: `FileError` when it cannot be opened.
  package init(path: String) throws(FileError) {
    let reader = try FileReader(path)
    bytes = { offset, count throws(FileError) in try reader.bytes(at: offset, count: count) }
  }

  /// Bytes that are at hand.
  package init(_ all: [UInt8]) {
    bytes = { offset, count throws(FileError) in
      Array(all[min(offset, all.count)..<min(offset + count, all.count)])
    }
  }
}

/// Unpacks a zlib stream in pieces, and hashes its packed bytes as they come.
///
/// A class because it owns zlib's state.
final class Inflater {
  private static let pieceSize = 1 << 16

  private let source: ByteSource
  private let stream: UnsafeMutablePointer<z_stream>
  private var input: [UInt8] = []
  private var used = 0
  /// Where `input` starts in the source.
  private var offset = 0
  private var fingerprint = Fingerprint()
  private var isAtEnd = false

  /// How many packed bytes were unpacked so far.
  var readCount: Int { offset + used }

  /// - Throws: `Zlib.Failure` when zlib has no memory.
  init(_ source: ByteSource) throws {
    self.source = source
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit_(stream, zlibVersion(), size) == Z_OK else {
      throw Zlib.Failure.corrupt("zlib cannot start", offset: 0)
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Up to `count` unpacked bytes; fewer only at the end of the stream.
  ///
  /// - Throws: `FileError`, or `Zlib.Failure` for a stream that is damaged or incomplete.
  func read(_ count: Int) throws -> [UInt8] {
    var problem: (any Error)?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do {
        while filled < count && !isAtEnd {
          filled += try step(UnsafeMutableBufferPointer(rebasing: buffer[filled...]))
        }
      } catch {
        problem = error
      }
    }
    if let problem { throw problem }
    return bytes
  }

  /// Unpacks and forgets.
  ///
  /// - Throws: As `read`, and `Zlib.Failure` when there are not that many bytes.
  func skip(_ count: Int) throws {
    var left = count
    while left > 0 {
      let got = try read(min(left, Self.pieceSize)).count
      if got == 0 { throw Zlib.Failure.truncated(offset: offset + used) }
      left -= got
    }
  }

  /// Checks that nothing follows the stream.
  ///
  /// - Returns: SHA-256 and number of all packed bytes.
  /// - Throws: `Zlib.Failure` for further bytes.
  func finish() throws -> (hash: String, byteCount: Int) {
    let end = offset + used
    while used < input.count || isAtEnd {
      used = input.count
      guard try fill() else { break }
    }
    let total = offset + input.count
    if total > end { throw Zlib.Failure.trailingBytes(total - end, offset: end) }
    return (fingerprint.hex(), total)
  }

  /// Reads the next packed bytes; `false` when there are none.
  private func fill() throws -> Bool {
    offset += input.count
    used = 0
    input = try source.bytes(offset, Self.pieceSize)
    fingerprint.update(input)
    return !input.isEmpty
  }

  /// One call of `inflate`, and the number of bytes it made.
  private func step(_ output: UnsafeMutableBufferPointer<UInt8>) throws -> Int {
    if used == input.count, !(try fill()) { throw Zlib.Failure.truncated(offset: offset) }
    let room = min(output.count, 1 << 30)
    let (status, left) = input.withUnsafeBufferPointer { input in
      stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { $0 + used })
      stream.pointee.avail_in = UInt32(input.count - used)
      stream.pointee.next_out = output.baseAddress
      stream.pointee.avail_out = UInt32(room)
      return (inflate(stream, Z_NO_FLUSH), Int(stream.pointee.avail_in))
    }
    used = input.count - left
    let made = room - Int(stream.pointee.avail_out)
    if status == Z_STREAM_END { isAtEnd = true }
    guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
      let words = stream.pointee.msg.map { String(cString: $0) } ?? "error \(status)"
      throw Zlib.Failure.corrupt(words, offset: offset + used)
    }
    return made
  }
}
