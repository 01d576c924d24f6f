/// Takes the map of a `.spacy` file apart.
struct DocBinDecoder {
  let file: String
  let attributes: [Attribute]
  private(set) var strings: StringStore
  /// The bytes of all tokens' attributes, row by row.
  private let tokens: [UInt8]
  private let spaces: [UInt8]
  private let lengths: [Int]
  private let cats: [MessagePack.Value]
  private let flags: [MessagePack.Value]
  private let spanGroups: [MessagePack.Value]
  let userData: [MessagePack.Value]?

  /// Checks the keys and their sizes.
  init(_ message: MessagePack.Value, file: String) throws(DocBinError) {
    let fields = DocBinFields(message, file: file)
    self.file = file
    attributes = try fields.attributes()
    tokens = try fields.binary("tokens")
    spaces = try fields.binary("spaces")
    lengths = try fields.lengths()
    strings = try fields.strings().shared()
    cats = try fields.perDocument("cats", lengths.count, isOptional: true)
    flags = try fields.perDocument("flags", lengths.count, isOptional: true)
    spanGroups = try fields.perDocument("span_groups", lengths.count, isOptional: true)
    let userData = try fields.perDocument("user_data", lengths.count, isOptional: true)
    self.userData = userData.isEmpty ? nil : userData
    try checkCounts()
  }

  /// A piece of a file whose counts were checked.
  init(
    file: String, attributes: [Attribute], strings: StringStore, tokens: [UInt8], spaces: [UInt8],
    lengths: [Int], lists: [String: [MessagePack.Value]]
  ) {
    self.file = file
    self.attributes = attributes
    self.strings = strings
    self.tokens = tokens
    self.spaces = spaces
    self.lengths = lengths
    cats = lists["cats"] ?? []
    flags = lists["flags"] ?? []
    spanGroups = lists["span_groups"] ?? []
    userData = lists["user_data"]
  }

  private func checkCounts() throws(DocBinError) {
    let total = lengths.reduce(0, +)
    let width = 8 * attributes.count
    guard tokens.count == total * width else {
      throw DocBinError(
        .wrongCount(key: "tokens", expected: total * attributes.count, found: tokens.count / 8),
        file: file)
    }
    guard spaces.count == total else {
      throw DocBinError(
        .wrongCount(key: "spaces", expected: total, found: spaces.count), file: file)
    }
  }

  /// All documents, in order.
  mutating func readDocs() throws(DocBinError) -> [Doc] {
    var docs: [Doc] = []
    docs.reserveCapacity(lengths.count)
    var start = 0
    for (i, length) in lengths.enumerated() {
      docs.append(try readDoc(i, start..<start + length))
      start += length
    }
    return docs
  }

  private func readDoc(_ i: Int, _ rows: Range<Int>) throws(DocBinError) -> Doc {
    let columns = DocBinColumns(
      tokens: tokens, attributes: attributes, rows: rows, document: i, file: file)
    var doc = try makeDoc(i, rows, columns)
    doc.norms = columns[.norm]
    doc.lemmas = columns[.lemma]
    doc.pos = try columns.ids(.pos, in: strings)
    doc.tags = try columns.ids(.tag, in: strings)
    doc.deps = try columns.ids(.dep, in: strings)
    doc.morphs = try columns.ids(.morph, in: strings)
    doc.entIOB = try columns.entityStates()
    doc.entTypes = try columns.ids(.entType, in: strings)
    doc.entKBIDs = columns[.entKBID]
    doc.entIDs = columns[.entID]
    doc.heads = try columns.heads()
    doc.sentStarts = try columns.sentenceStarts()
    if doc.deps != nil, attributes.contains(.head) { doc.setSentenceStartsFromHeads() }
    if !cats.isEmpty { doc.cats = try readCategories(i) }
    if !spanGroups.isEmpty { doc.spanGroups = try readSpanGroups(i, count: rows.count) }
    if let userData { doc.userData = try readUserData(userData[i], i) }
    return doc
  }

  private func makeDoc(
    _ i: Int, _ rows: Range<Int>, _ columns: DocBinColumns
  ) throws(DocBinError) -> Doc {
    let words = try columns.words(in: strings)
    var spaces: [Bool]? = self.spaces[rows].map { $0 != 0 }
    if let stored = columns[.spacy] { spaces = stored.map { $0 != 0 } }
    if !flags.isEmpty {
      let flag = flags[i]["has_unknown_spaces"]
      if flag?.boolValue ?? false { spaces = nil }
    }
    return Doc(words: words, spaces: spaces, strings: strings)
  }

  private func readCategories(_ i: Int) throws(DocBinError) -> [Category] {
    guard let entries = cats[i].mapValue else {
      throw wrongType("cats", "a map", cats[i], i)
    }
    var categories: [Category] = []
    for entry in entries {
      guard let label = entry.key.stringValue else {
        throw wrongType("cats", "a label", entry.key, i)
      }
      guard let value = entry.value.doubleValue else {
        throw wrongType("cats", "a number", entry.value, i)
      }
      categories.append(Category(label, value))
    }
    return categories
  }

  private func readUserData(
    _ value: MessagePack.Value, _ i: Int
  ) throws(DocBinError) -> [MessagePack.Entry]? {
    if value.isNull { return nil }
    guard let bytes = value.binaryValue else { throw wrongType("user_data", "bytes", value, i) }
    let data = try readPart("user_data", bytes, i)
    guard let entries = data.mapValue else { throw wrongType("user_data", "a map", data, i) }
    return entries
  }

  private func readSpanGroups(_ i: Int, count: Int) throws(DocBinError) -> [KeyedSpanGroup] {
    guard let bytes = spanGroups[i].binaryValue else {
      throw wrongType("span_groups", "bytes", spanGroups[i], i)
    }
    if bytes.isEmpty || bytes == [0x90] { return [] }
    switch try readPart("span_groups", bytes, i) {
    case .array(let groups):  // the first version of the format: keys are the groups' own names
      var found: [KeyedSpanGroup] = []
      for value in groups {
        let group = try readSpanGroup(value, i, count)
        found.removeAll { $0.key.utf8.elementsEqual(group.name.utf8) }
        found.append(KeyedSpanGroup(group.name, group))
      }
      return found
    case .map(let entries):
      var found: [KeyedSpanGroup] = []
      for entry in entries {
        let group = try readSpanGroup(entry.key, i, count)
        for key in entry.value.arrayValue ?? [] {
          guard let key = key.stringValue else { throw wrongType("span_groups", "a key", key, i) }
          found.append(KeyedSpanGroup(key, group))
        }
      }
      return found
    case let other: throw wrongType("span_groups", "a map", other, i)
    }
  }

  private func readSpanGroup(
    _ value: MessagePack.Value, _ i: Int, _ count: Int
  ) throws(DocBinError) -> SpanGroup {
    guard let bytes = value.binaryValue else { throw wrongType("span_groups", "bytes", value, i) }
    let group = try readPart("span_groups", bytes, i)
    guard let name = group["name"]?.stringValue, let spans = group["spans"]?.arrayValue else {
      throw wrongType("span_groups", "a group with a name and spans", group, i)
    }
    var found: [GroupedSpan] = []
    for span in spans {
      guard let bytes = span.binaryValue, let span = GroupedSpan(bigEndian: bytes) else {
        throw wrongType("span_groups", "a span of 40 bytes", span, i)
      }
      guard span.start >= 0, span.start <= span.end, span.end <= count else {
        throw DocBinError(
          .badValue(
            attribute: "span_groups", value: "\(span.start)..<\(span.end)",
            expected: "tokens in 0..<\(count)"), file: file, document: i)
      }
      found.append(span)
    }
    return SpanGroup(name: name, attributes: group["attrs"]?.mapValue ?? [], spans: found)
  }

  private func readPart(
    _ key: String, _ bytes: [UInt8], _ document: Int
  ) throws(DocBinError) -> MessagePack.Value {
    do {
      return try MessagePack.read(bytes)
    } catch {
      throw DocBinError(.badPart(key: key, error), file: file, document: document)
    }
  }

  private func wrongType(
    _ key: String, _ expected: String, _ found: MessagePack.Value, _ document: Int
  ) -> DocBinError {
    DocBinError(
      .wrongType(key: key, expected: expected, found: found.typeName), file: file,
      document: document)
  }
}
