import SweepText

/// `.spacy` files, read whole and in pieces.
///
/// Bytes that do not begin as zlib's do are taken for the content, and packed without compression:
/// mutations of packed bytes would end in zlib's checksum.
enum DocBinFuzzing {
  /// What a small file may unpack to, in bytes.
  private static let limit = 1 << 22

  static func brokenPromise(_ bytes: [UInt8]) -> String? {
    let file = bytes.first == 0x78 ? bytes : stored(bytes)
    let whole = Result { () throws(DocBinError) in
      try DocBin(bytes: file, file: "x.spacy", limit: limit)
    }
    for keptSize in [0, DocBinStream.keptSize] {
      if let broken = compare(whole.map(\.docs), inPieces(file, keptSize)) { return broken }
    }
    return switch whole {
    case .success(let bin): brokenPromise(of: bin)
    case .failure(let error): error.description.isEmpty ? "an error without words" : nil
    }
  }

  /// What is written reads as the same documents, and is then written the same.
  private static func brokenPromise(of bin: DocBin) -> String? {
    let written = bin.unpackedBytes()
    do throws(DocBinError) {
      let again = try DocBin(bytes: stored(written), file: "written")
      guard again.docs.count == bin.docs.count else { return "documents are lost" }
      guard again.docs.map(\.words) == bin.docs.map(\.words) else { return "words change" }
      return again.unpackedBytes() == written ? nil : "written files change when read"
    } catch {
      return "the written file does not read: \(error)"
    }
  }

  private static func inPieces(_ bytes: [UInt8], _ keptSize: Int) -> Result<[Doc], any Error> {
    Result {
      let stream = try DocBinStream(
        ByteSource(bytes), file: "x.spacy", limit: limit, keptSize: keptSize)
      var docs: [Doc] = []
      while case let next = try stream.next(), !next.isEmpty { docs += next }
      return docs
    }
  }

  private static func compare(
    _ whole: Result<[Doc], DocBinError>, _ pieces: Result<[Doc], any Error>
  ) -> String? {
    switch (whole, pieces) {
    case (.success(let a), .success(let b)):
      a.map(\.words) == b.map(\.words) ? nil : "other documents in pieces"
    case (.failure, .failure): nil
    case (.success, .failure(let error)): "whole it reads, in pieces not: \(error)"
    case (.failure(let error), .success): "in pieces it reads, whole not: \(error)"
    }
  }

  /// A zlib stream of blocks that are stored as they are.
  static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = [0x78, 0x01]
    var start = 0
    repeat {
      let end = min(bytes.count, start + 65_535)
      let count = UInt16(end - start)
      output.append(end == bytes.count ? 1 : 0)
      for word in [count, ~count] { output += [UInt8(word & 0xff), UInt8(word >> 8)] }
      output += bytes[start..<end]
      start = end
    } while start < bytes.count
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      a = (a + UInt32(byte)) % 65_521
      b = (b + a) % 65_521
    }
    for byte in [b >> 8, b, a >> 8, a] { output.append(UInt8(byte & 0xff)) }
    return output
  }
}
