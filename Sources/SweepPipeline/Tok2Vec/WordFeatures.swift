import SweepText

/// The features that a network takes of each word: ids of attributes, and the bytes of the word.
struct WordFeatures: Equatable, Sendable {
  /// The attributes; that of a static vector is the last.
  let attributes: [Attribute]
  /// How many bytes of the word follow them, eight to a feature.
  let characters: Int

  /// The features of a word.
  var columns: Int { attributes.count + Self.columns(ofCharacters: characters) }

  static func columns(ofCharacters count: Int) -> Int { (count + 7) / 8 }

  /// Sets the bytes of words behind their attributes, which lie word by word.
  func adding(_ packed: [UInt64], to features: [UInt64]) -> [UInt64] {
    let (first, second) = (attributes.count, columns - attributes.count)
    guard second > 0, first > 0 else { return first > 0 ? features : packed }
    var joined: [UInt64] = []
    joined.reserveCapacity(features.count + packed.count)
    for word in 0..<features.count / first {
      joined += features[word * first..<(word + 1) * first]
      joined += packed[word * second..<(word + 1) * second]
    }
    return joined
  }

  /// The features of a document's words.
  func of(_ doc: Doc, _ vocab: inout Vocab) -> [UInt64] {
    let features = vocab.features(of: doc, attributes)
    return characters == 0
      ? features : adding(Self.packedBytes(of: doc.words, characters), to: features)
  }

  /// The byte that stands where a word has no more; none of UTF-8 is equal.
  static let noByte: UInt8 = 255

  /// `count` bytes of the UTF-8 of each word: the first, the last, the second, the last but one, and
  /// so on, each once.
  ///
  /// - Source: spaCy 3.8 `Doc.to_utf8_array`.
  static func packedBytes(of words: [String], _ count: Int) -> [UInt64] {
    let columns = columns(ofCharacters: count)
    var packed = [UInt64](repeating: .max, count: words.count * columns)
    for (index, word) in words.enumerated() {
      var rest = Array(word.utf8)[...]
      for place in 0..<count {
        guard let byte = place.isMultiple(of: 2) ? rest.popFirst() : rest.popLast() else { break }
        let shift = UInt64(8 * (place % 8))
        let column = index * columns + place / 8
        packed[column] = packed[column] & ~(0xff << shift) | UInt64(byte) << shift
      }
    }
    return packed
  }
}
