import SweepBase

/// The words of a batch as table rows, equal words once.
///
/// Words are equal if all their attributes are; their number is the order of first appearance. Where
/// equal words must be told apart, each is taken to be different.
struct FeatureBatch {
  /// The number of words of each document.
  let lengths: [Int]
  /// For each word of the batch, its number among the different words.
  private(set) var words: [Int32] = []
  /// The attributes of the different words, side by side.
  private(set) var features: [UInt64] = []
  /// The number of attributes.
  let columns: Int
  /// How many of them are ids of attributes; the others are bytes of the words.
  let attributes: Int

  /// The number of different words; 0 where they are another batch's.
  var uniqueCount: Int { columns == 0 ? 0 : features.count / columns }
  /// The number of words.
  var count: Int { words.count }

  /// Some documents of a batch, with the numbers that their words have in it.
  init(_ documents: Range<Int>, of batch: FeatureBatch) {
    let first = batch.lengths[..<documents.lowerBound].reduce(0, +)
    lengths = Array(batch.lengths[documents])
    words = Array(batch.words[first..<first + lengths.reduce(0, +)])
    columns = batch.columns
    attributes = batch.attributes
  }

  /// Numbers the words of documents, whose features lie word by word; `keepsAll` gives equal words
  /// numbers of their own.
  init(_ documents: [[UInt64]], _ wanted: WordFeatures, keepsAll: Bool = false) {
    columns = wanted.columns
    attributes = wanted.attributes.count
    let columns = columns
    lengths = documents.map { $0.count / max(columns, 1) }
    let total = lengths.reduce(0, +)
    if keepsAll {
      features = Array(documents.joined())
      words = Array(0..<Int32(total))
      return
    }
    words.reserveCapacity(total)
    features.reserveCapacity(total * columns)
    var capacity = 16
    while capacity < 2 * total { capacity *= 2 }
    var slots = [Int32](repeating: -1, count: capacity)
    for document in documents {
      document.withUnsafeBufferPointer { source in
        for start in stride(from: 0, to: source.count, by: max(columns, 1)) {
          insert(UnsafeBufferPointer(rebasing: source[start..<start + columns]), &slots)
        }
      }
    }
  }

  private mutating func insert(_ word: UnsafeBufferPointer<UInt64>, _ slots: inout [Int32]) {
    var hash: UInt64 = 0
    for feature in word { hash = (hash ^ feature) &* 0x9e37_79b9_7f4a_7c15 ^ (hash >> 29) }
    var slot = Int(truncatingIfNeeded: hash >> 20) & (slots.count - 1)
    while slots[slot] >= 0 {
      let base = Int(slots[slot]) * columns
      var isEqual = true
      for k in 0..<columns where features[base + k] != word[k] { isEqual = false }
      if isEqual {
        words.append(slots[slot])
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    let number = Int32(uniqueCount)
    slots[slot] = number
    words.append(number)
    features.append(contentsOf: word)
  }

  /// The last attribute of a different word.
  func lastAttribute(_ word: Int) -> UInt64 { features[word * columns + attributes - 1] }

  /// A byte of a different word.
  func byte(_ word: Int, _ place: Int) -> Int {
    let packed = features[word * columns + attributes + place / 8]
    return Int(packed >> UInt64(8 * (place % 8)) & 0xff)
  }

  /// Writes the four table rows that each different word uses for an attribute.
  func writeRows(
    column: Int, seed: UInt32, rows: Int, into ids: UnsafeMutablePointer<UInt32>
  ) {
    let modulus = UInt32(rows)
    for word in 0..<uniqueCount {
      let hashes = MurmurHash.mix128(features[word * columns + column], seed: seed)
      for k in 0..<4 { ids[word * 4 + k] = hashes[k] % modulus }
    }
  }
}
