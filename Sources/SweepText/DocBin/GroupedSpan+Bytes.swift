extension GroupedSpan {
  /// A span as a span group stores it: id, kb_id, label, then four 32-bit integers.
  init?(bigEndian bytes: [UInt8]) {
    guard bytes.count == 40 else { return nil }
    func integer(_ range: Range<Int>) -> UInt64 { bytes[range].reduce(0) { $0 << 8 | UInt64($1) } }
    func short(_ at: Int) -> Int32 { Int32(truncatingIfNeeded: integer(at..<at + 4)) }
    self.init(
      start: short(24), end: short(28), label: integer(16..<24), kbID: integer(8..<16),
      id: integer(0..<8), startCharacter: short(32), endCharacter: short(36))
  }

  /// The same bytes again.
  var bigEndianBytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(40)
    for value in [id, kbID, label] {
      withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
    for value in [start, end, startCharacter, endCharacter] {
      withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes
  }
}
