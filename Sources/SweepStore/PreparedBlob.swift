import CZlib
import SweepBase

/// Bytes with their hash, cut into pieces and compressed: ready for the database.
struct PreparedBlob: Sendable {
  struct Chunk: Sendable {
    /// The number of bytes before compression.
    var count: Int
    /// As long as `count` when compression did not pay.
    var data: [UInt8]
  }

  /// SQLite holds a value in memory whole, so files are cut.
  static let chunkSize = 1 << 20

  let sha256: String
  let count: Int
  let chunks: [Chunk]

  init(_ bytes: [UInt8]) {
    sha256 = Fingerprint.hex(of: bytes)
    count = bytes.count
    chunks = stride(from: 0, to: bytes.count, by: Self.chunkSize).map { start in
      let end = min(start + Self.chunkSize, bytes.count)
      return bytes.withUnsafeBufferPointer {
        Self.compressed(UnsafeBufferPointer(rebasing: $0[start..<end]))
      }
    }
  }

  /// How much of a piece is compressed to see whether that pays.
  private static let sampleSize = 1 << 15

  private static func compressed(_ bytes: UnsafeBufferPointer<UInt8>) -> Chunk {
    // Weights hardly shrink, and compressing them takes longer than writing them.
    if bytes.count > 4 * sampleSize {
      let start = bytes.count / 2
      let sample = UnsafeBufferPointer(rebasing: bytes[start..<start + sampleSize])
      if packed(sample).count > sampleSize * 17 / 20 {
        return Chunk(count: bytes.count, data: Array(bytes))
      }
    }
    let data = packed(bytes)
    let pays = !data.isEmpty && data.count < bytes.count
    return Chunk(count: bytes.count, data: pays ? data : Array(bytes))
  }

  /// The compressed bytes; none when zlib fails.
  private static func packed(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var length = compressBound(uLong(bytes.count))
    var result = Z_OK
    return [UInt8](unsafeUninitializedCapacity: Int(length)) { buffer, initialized in
      // Level 1: weights hardly shrink, and a worker waits for it.
      result = compress2(
        buffer.baseAddress, &length, bytes.baseAddress, uLong(bytes.count), 1)
      initialized = result == Z_OK ? Int(length) : 0
    }
  }

  /// The bytes of a chunk, or `nil` when it is damaged.
  static func decompressed(_ data: [UInt8], count: Int) -> [UInt8]? {
    // Anything else than a count that we wrote is damage, and must not ask for memory.
    guard count >= 0, count <= chunkSize else { return nil }
    if data.count == count { return data }
    var length = uLong(count)
    var result = Z_OK
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      result = uncompress(buffer.baseAddress, &length, data, uLong(data.count))
      initialized = result == Z_OK ? Int(length) : 0
    }
    return bytes.count == count ? bytes : nil
  }
}
