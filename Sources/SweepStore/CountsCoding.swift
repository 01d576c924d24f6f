import SweepSearch

/// The counts of documents as the record keeps them: for each document in order `correct`,
/// `predicted`, `expected`, each as a LEB128 varint.
///
/// Most counts are below 128, so a document takes three bytes.
enum CountsCoding {
  /// The bytes of some counts.
  ///
  /// - Precondition: No count is negative.
  static func encode(_ documents: [Bootstrap.Counts]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(3 * documents.count)
    for document in documents {
      for count in [document.correct, document.predicted, document.expected] {
        precondition(count >= 0, "a count of \(count)")
        var rest = UInt(count)
        while rest > 127 {
          bytes.append(UInt8(rest & 127) | 128)
          rest >>= 7
        }
        bytes.append(UInt8(rest))
      }
    }
    return bytes
  }

  /// The counts of some bytes; `nil` when the bytes are damaged.
  static func decode(_ bytes: [UInt8]) -> [Bootstrap.Counts]? {
    var (counts, value, shift) = ([Int](), UInt(0), 0)
    for byte in bytes {
      // More than nine bytes would not fit into a positive `Int`.
      guard shift < 63 else { return nil }
      value |= UInt(byte & 127) << shift
      shift += 7
      if byte < 128 {
        counts.append(Int(value))
        (value, shift) = (0, 0)
      }
    }
    guard shift == 0, counts.count % 3 == 0 else { return nil }
    return stride(from: 0, to: counts.count, by: 3).map {
      Bootstrap.Counts(
        correct: counts[$0], predicted: counts[$0 + 1], expected: counts[$0 + 2])
    }
  }
}
