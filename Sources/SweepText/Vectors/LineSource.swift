import CZlib
import SweepConfig

/// The lines of a text file, plain or packed by gzip, as they are read.
///
/// A class because it owns zlib's state.
final class LineSource {
  private static let pieceSize = 1 << 20

  private let file: String
  private let source: ByteSource
  private var offset = 0
  private var stream: UnsafeMutablePointer<z_stream>?
  private var packed: [UInt8] = []
  private var used = 0
  private var isInsideMember = false
  /// What was unpacked and is not yet returned, from `start` on.
  private var buffer: [UInt8] = []
  private var start = 0
  /// The number of lines returned.
  private(set) var count = 0

  /// The lines of a source, which errors call `file`; whether it is packed, its first bytes say.
  ///
  /// - Throws: `FileError` when it cannot be read.
  init(_ source: ByteSource, file: String) throws {
    (self.source, self.file) = (source, file)
    guard try source.bytes(0, 2) == [0x1f, 0x8b] else { return }
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 bits of window, and 16 for gzip.
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(stream, 31, zlibVersion(), size) == Z_OK else {
      stream.deallocate()
      throw VectorsError(file: file, expected: "memory for zlib", found: "none")
    }
    self.stream = stream
  }

  deinit {
    guard let stream else { return }
    inflateEnd(stream)
    stream.deallocate()
  }

  /// The next line without its end, which is `\n`, `\r\n` or `\r`; `nil` after the last one.
  ///
  /// - Throws: `FileError`, or `VectorsError` for packed data that is damaged.
  func next() throws -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      if let end = lineEnd(from: searched) {
        let isPair = buffer[end] == 0x0d && end + 1 < buffer.count && buffer[end + 1] == 0x0a
        defer { start = end + (isPair ? 2 : 1) }
        count += 1
        return buffer[start..<end]
      }
      buffer.removeFirst(start)
      start = 0
      searched = max(0, buffer.count - 1)
      let more = try read()
      if more.isEmpty {
        defer { start = buffer.count }
        if buffer.isEmpty { return nil }
        count += 1
        return buffer.last == 0x0d ? buffer.dropLast() : buffer[...]
      }
      buffer += more
    }
  }

  /// The next line end; a carriage return that ends what was read may be half of one.
  private func lineEnd(from index: Int) -> Int? {
    buffer.withUnsafeBufferPointer { bytes in
      var i = index
      while i < bytes.count {
        if bytes[i] == 0x0a { return i }
        if bytes[i] == 0x0d { return i + 1 < bytes.count ? i : nil }
        i += 1
      }
      return nil
    }
  }

  /// The next bytes; none at the end.
  private func read() throws -> [UInt8] {
    guard let stream else {
      let bytes = try source.bytes(offset, Self.pieceSize)
      offset += bytes.count
      return bytes
    }
    while true {
      if used == packed.count {
        packed = try source.bytes(offset, Self.pieceSize)
        offset += packed.count
        used = 0
        if packed.isEmpty {
          guard !isInsideMember else { throw damaged("its end") }
          return []
        }
      }
      let bytes = try unpack(stream)
      if !bytes.isEmpty { return bytes }
    }
  }

  /// One call of `inflate`; at the end of a member, the next one may follow.
  private func unpack(_ stream: UnsafeMutablePointer<z_stream>) throws -> [UInt8] {
    var status = Z_OK
    let bytes = [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { output, filled in
      packed.withUnsafeBufferPointer { input in
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { $0 + used })
        stream.pointee.avail_in = UInt32(input.count - used)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        status = inflate(stream, Z_NO_FLUSH)
        used = input.count - Int(stream.pointee.avail_in)
        filled = output.count - Int(stream.pointee.avail_out)
      }
    }
    isInsideMember = status != Z_STREAM_END
    if status == Z_STREAM_END {
      inflateReset(stream)
    } else if status != Z_OK && status != Z_BUF_ERROR {
      throw damaged(stream.pointee.msg.map { String(cString: $0) } ?? "error \(status)")
    }
    return bytes
  }

  private func damaged(_ words: String) -> VectorsError {
    VectorsError(file: file, expected: "data packed by gzip", found: "\(words) near byte \(offset)")
  }
}
