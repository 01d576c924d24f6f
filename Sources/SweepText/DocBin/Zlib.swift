import CZlib

/// zlib streams as whole byte arrays.
package enum Zlib {
  /// Why bytes could not be unpacked, and how many had been read.
  package enum Failure: Error, Equatable, Sendable {
    case corrupt(String, offset: Int)
    case truncated(offset: Int)
    case trailingBytes(Int, offset: Int)
    case tooLarge(limit: Int)
  }

  /// The most bytes handed to zlib at once: its counters have 32 bits.
  private static let block = 1 << 30

  /// The unpacked bytes of a zlib stream that fills `bytes`.
  ///
  /// The result grows with what is really unpacked, so a small hostile file costs at most `limit`.
  ///
  /// - Throws: `Failure` when the stream is damaged, incomplete or unpacks to more than `limit`.
  package static func decompress(_ bytes: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
    try inflated(bytes, limit: limit, windowBits: 15)
  }

  /// The unpacked bytes of a `.gz` file of one member.
  ///
  /// - Throws: `Failure` as for a zlib stream.
  package static func decompressGzip(_ bytes: [UInt8], limit: Int) throws(Failure) -> [UInt8] {
    try inflated(bytes, limit: limit, windowBits: 15 + 16)
  }

  /// Unpacks a stream whose header `windowBits` describes, as zlib has it.
  private static func inflated(
    _ bytes: [UInt8], limit: Int, windowBits: Int32
  ) throws(Failure) -> [UInt8] {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(&stream, windowBits, zlibVersion(), size) == Z_OK else {
      throw .corrupt("zlib cannot start", offset: 0)
    }
    defer { inflateEnd(&stream) }
    var output = [UInt8](repeating: 0, count: min(limit, max(1 << 16, 4 * bytes.count)) + 1)
    var (read, written) = (0, 0)
    while true {
      let (status, used, made) = step(&stream, bytes, from: read, into: &output, at: written)
      read += used
      written += made
      guard written <= limit else { throw .tooLarge(limit: limit) }
      if status == Z_STREAM_END { break }
      if status != Z_OK && status != Z_BUF_ERROR {
        let words = stream.msg.map { String(cString: $0) } ?? "error \(status)"
        throw .corrupt(words, offset: read)
      }
      if written == output.count {
        let count = min(limit + 1, 2 * output.count)
        output.append(contentsOf: repeatElement(0, count: count - output.count))
      } else if used == 0 && made == 0 {
        throw .truncated(offset: read)
      }
    }
    guard read == bytes.count else { throw .trailingBytes(bytes.count - read, offset: read) }
    output.removeLast(output.count - written)
    return output
  }

  /// One call of `inflate`: its status, the bytes it took and the bytes it made.
  private static func step(
    _ stream: inout z_stream, _ bytes: [UInt8], from read: Int, into output: inout [UInt8],
    at written: Int
  ) -> (status: Int32, used: Int, made: Int) {
    bytes.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        let offered = min(block, input.count - read)
        let room = min(block, output.count - written)
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { $0 + read })
        stream.avail_in = UInt32(offered)
        stream.next_out = output.baseAddress.map { $0 + written }
        stream.avail_out = UInt32(room)
        let status = inflate(&stream, Z_NO_FLUSH)
        return (status, offered - Int(stream.avail_in), room - Int(stream.avail_out))
      }
    }
  }

  /// A zlib stream of `bytes`, at a level from 0 (none) to 9 (smallest); -1 is zlib's default, 6.
  package static func compress(_ bytes: [UInt8], level: Int32 = -1) -> [UInt8] {
    var count = compressBound(UInt(bytes.count))
    var output = [UInt8](repeating: 0, count: Int(count))
    let status = compress2(&output, &count, bytes, UInt(bytes.count), level)
    precondition(status == Z_OK, "zlib cannot compress \(bytes.count) bytes: \(status)")
    output.removeLast(output.count - Int(count))
    return output
  }
}
