/// The attributes of one document's tokens in a `.spacy` file, read column by column.
struct DocBinColumns {
  let tokens: [UInt8]
  let attributes: [Attribute]
  let rows: Range<Int>
  let document: Int
  let file: String

  /// The values of an attribute; `nil` where the file has none or all are 0.
  subscript(attribute: Attribute) -> [UInt64]? {
    guard let column = attributes.lastIndex(of: attribute) else { return nil }
    return tokens.withUnsafeBytes { bytes in
      let stride = 8 * attributes.count
      var offset = rows.lowerBound * stride + 8 * column
      var hasValue = false
      let values = rows.map { _ in
        let value = UInt64(
          littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        offset += stride
        hasValue = hasValue || value != 0
        return value
      }
      return hasValue ? values : nil
    }
  }

  /// The tokens' texts.
  func words(in strings: StringStore) throws(DocBinError) -> [String] {
    var words: [String] = []
    words.reserveCapacity(rows.count)
    let ids = self[.orth] ?? Array(repeating: 0, count: rows.count)
    for (i, id) in ids.enumerated() {
      guard let word = strings[id] else { throw unknownString(.orth, id, i) }
      words.append(word)
    }
    return words
  }

  /// The ids of an attribute, each of which must have a text.
  func ids(_ attribute: Attribute, in strings: StringStore) throws(DocBinError) -> [UInt64]? {
    guard let ids = self[attribute] else { return nil }
    var last: UInt64 = 0
    for (i, id) in ids.enumerated() where id != last {
      guard strings[id] != nil else { throw unknownString(attribute, id, i) }
      last = id
    }
    return ids
  }

  /// The entity states, which must make sense from token to token.
  func entityStates() throws(DocBinError) -> [UInt8]? {
    guard let values = self[.entIOB] else { return nil }
    var states: [UInt8] = []
    states.reserveCapacity(values.count)
    var isInEntity = false
    for (i, value) in values.enumerated() {
      guard value <= 3 else {
        throw badValue(.entIOB, "\(value)", "0 (missing), 1 (I), 2 (O) or 3 (B)", i)
      }
      let state = UInt8(value)
      guard state != EntityState.inside || isInEntity else {
        throw badValue(.entIOB, "1 (I)", "an entity that began before", i)
      }
      isInEntity = state == EntityState.begin || state == EntityState.inside
      states.append(state)
    }
    return states
  }

  /// The offsets to the heads, which must be in the document.
  func heads() throws(DocBinError) -> [Int32]? {
    guard let values = self[.head] else { return nil }
    var heads: [Int32] = []
    heads.reserveCapacity(values.count)
    for (i, value) in values.enumerated() {
      let offset = Int(Int32(truncatingIfNeeded: value))
      guard (0..<rows.count).contains(i + offset) else {
        throw badValue(.head, "\(offset)", "an offset to a token in 0..<\(rows.count)", i)
      }
      heads.append(Int32(offset))
    }
    return heads
  }

  /// The sentence starts: 1, -1 or 0; `nil` when all that is said is that the first token is one.
  func sentenceStarts() throws(DocBinError) -> [Int8]? {
    guard attributes.contains(.sentStart), !rows.isEmpty else { return nil }
    let values = self[.sentStart] ?? Array(repeating: 0, count: rows.count)
    var starts: [Int8] = []
    starts.reserveCapacity(values.count)
    for (i, value) in values.enumerated() {
      guard let start = Int8(exactly: Int64(bitPattern: value)), abs(start) <= 1 else {
        throw badValue(.sentStart, "\(Int64(bitPattern: value))", "1, 0 or -1", i)
      }
      starts.append(start)
    }
    return starts[0] == 1 && starts.dropFirst().allSatisfy { $0 == 0 } ? nil : starts
  }

  private func unknownString(_ attribute: Attribute, _ id: UInt64, _ token: Int) -> DocBinError {
    DocBinError(
      .unknownString(attribute: "\(attribute)", id: id), file: file, document: document,
      token: token)
  }

  private func badValue(
    _ attribute: Attribute, _ value: String, _ expected: String, _ token: Int
  ) -> DocBinError {
    DocBinError(
      .badValue(attribute: "\(attribute)", value: value, expected: expected), file: file,
      document: document, token: token)
  }
}
