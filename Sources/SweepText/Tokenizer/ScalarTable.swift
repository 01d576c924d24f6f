/// Texts as scalars, each with a number, found without making a `String`.
///
/// What is asked for is a part of a longer text, so keys are compared scalar by scalar.
struct ScalarTable: Sendable {
  private var scalars: [UInt32] = []
  private var ranges: [Range<Int>] = []
  /// Places of keys plus 1 by their hashes; 0 is free.
  private var slots: [Int32] = [0, 0]
  private var longest = 0

  /// How many texts there are.
  var count: Int { ranges.count }

  /// A table of texts, numbered from 0.
  init(_ texts: [String]) {
    var size = 2
    while size < 2 * texts.count { size *= 2 }
    slots = [Int32](repeating: 0, count: size)
    for text in texts { insert(text.unicodeScalars.map(\.value)) }
  }

  private mutating func insert(_ key: [UInt32]) {
    let start = scalars.count
    scalars += key
    ranges.append(start..<scalars.count)
    longest = max(longest, key.count)
    var slot = key.withUnsafeBufferPointer { Int(Self.hash($0) & UInt64(slots.count - 1)) }
    while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
    slots[slot] = Int32(ranges.count)
  }

  /// The number of a text.
  func find(_ text: UnsafeBufferPointer<UInt32>) -> Int? {
    guard text.count <= longest, !text.isEmpty else { return nil }
    var slot = Int(Self.hash(text) & UInt64(slots.count - 1))
    while slots[slot] != 0 {
      let number = Int(slots[slot]) - 1
      if isEqual(ranges[number], text) { return number }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private func isEqual(_ range: Range<Int>, _ text: UnsafeBufferPointer<UInt32>) -> Bool {
    guard range.count == text.count else { return false }
    for i in text.indices where scalars[range.lowerBound + i] != text[i] { return false }
    return true
  }

  private static func hash(_ text: UnsafeBufferPointer<UInt32>) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for value in text { hash = (hash ^ UInt64(value)) &* 0x0000_0100_0000_01b3 }
    return hash ^ hash >> 29
  }
}
