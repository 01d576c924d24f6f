extension DocBin {
  /// The MessagePack map of the file.
  package func unpackedBytes() -> [UInt8] {
    var writer = MessagePackWriter()
    writer.beginMap(storesUserData ? 10 : 9)
    writer.write("version")
    writer.write("0.1")
    writer.write("attrs")
    writer.write(.array(attributes.map { .integer(Int64($0.rawValue)) }))
    writeTokens(&writer)
    writeStrings(&writer)
    writer.write("cats")
    writer.write(
      .array(
        docs.map { doc in
          .map(doc.cats.map { MessagePack.Entry(.string($0.label), .number($0.value)) })
        }))
    writer.write("flags")
    let flag = MessagePack.Value.string("has_unknown_spaces")
    writer.write(
      .array(docs.map { .map([MessagePack.Entry(flag, .bool($0.hasUnknownSpaces))]) }))
    writer.write("span_groups")
    writer.write(.array(docs.map { .binary($0.spanGroupBytes) }))
    if storesUserData {
      writer.write("user_data")
      writer.write(.array(docs.map { .binary(MessagePack.bytes(.map($0.userData ?? []))) }))
    }
    return writer.bytes
  }

  private func writeTokens(_ writer: inout MessagePackWriter) {
    let width = attributes.count
    var cells = [UInt64](repeating: 0, count: docs.reduce(0) { $0 + $1.count } * width)
    var vocab = Vocab()
    var start = 0
    for doc in docs {
      for (c, attribute) in attributes.enumerated() {
        guard let column = storedColumn(attribute, of: doc, &vocab) else { continue }
        for (i, value) in column.enumerated() {
          cells[start + i * width + c] = value.littleEndian
        }
      }
      start += doc.count * width
    }
    writer.write("tokens")
    cells.withUnsafeBytes { writer.write($0) }
    writer.write("spaces")
    writer.write(docs.flatMap { doc in doc.spaces.map { $0 ? 1 : 0 } })
    writer.write("lengths")
    writer.write(
      docs.flatMap { doc in withUnsafeBytes(of: Int32(doc.count).littleEndian, Array.init) })
  }

  /// The values of an attribute as the file has them; `nil` when all are 0.
  ///
  /// Every token has a norm, and the first one of a document without sentences starts one.
  private func storedColumn(
    _ attribute: Attribute, of doc: Doc, _ vocab: inout Vocab
  ) -> [UInt64]? {
    switch attribute {
    case .orth: return doc.words.map { StringStore.id(of: $0) }
    case .norm:
      return doc.words.enumerated().map { i, word in
        let norm = doc.norms?[i] ?? 0
        return norm != 0 ? norm : vocab.lexeme(of: word).norm
      }
    case .sentStart:
      return doc.column(.sentStart) ?? doc.words.indices.map { $0 == 0 ? 1 : 0 }
    default: return doc.column(attribute)
    }
  }

  /// Writes the texts of all ids that documents use, each once, in order.
  private func writeStrings(_ writer: inout MessagePackWriter) {
    var texts = StringTable()
    let emptyMorph = StringStore.id(of: "_")  // features that are annotated as empty
    for doc in docs {
      for (i, word) in doc.words.enumerated() {
        texts.insert(StringStore.id(of: word), word)
        let norm = doc.norms?[i] ?? 0
        if norm != 0 {
          texts.insert(norm, doc.strings[norm])
        } else {
          let text = Lexeme.normText(of: word)
          texts.insert(StringStore.id(of: text), text)
        }
      }
      for column in doc.stringColumns {
        if !doc.isEmpty && column == nil { texts.insert(0, "") }
        for id in column ?? [] { texts.insert(id, doc.strings[id]) }
      }
      // spaCy knows all parts of speech as symbols; a file may name others.
      for id in doc.pos ?? [] where id >= UInt64(Symbols.names.count) {
        texts.insert(id, doc.strings[id])
      }
      for morph in doc.morphs ?? [] {
        let id = morph == emptyMorph ? 0 : morph
        texts.insert(id, doc.strings[id])
      }
      for span in doc.spanGroups.flatMap(\.group.spans) {
        for id in [span.label, span.kbID, span.id] { texts.insert(id, doc.strings[id]) }
      }
    }
    writer.write("strings")
    writer.write(.array(texts.sorted.map { .string($0) }))
  }
}

/// Texts by id, each once.
private struct StringTable {
  private var texts: [UInt64: String] = [:]

  /// Adds a text that is known; whether it was not there.
  @discardableResult
  mutating func insert(_ id: UInt64, _ text: String?) -> Bool {
    guard let text, texts[id] == nil else { return false }
    texts[id] = text
    return true
  }

  var sorted: [String] {
    texts.values.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}

extension Doc {
  /// The span groups as the file stores them: equal groups once, with all their keys.
  fileprivate var spanGroupBytes: [UInt8] {
    if spanGroups.isEmpty { return [0x90] }
    var entries: [(group: [UInt8], keys: [MessagePack.Value])] = []
    for keyed in spanGroups {
      let bytes = keyed.group.bytes
      let key = MessagePack.Value.string(keyed.key)
      if let i = entries.firstIndex(where: { $0.group == bytes }) {
        entries[i].keys.append(key)
      } else {
        entries.append((bytes, [key]))
      }
    }
    return MessagePack.bytes(
      .map(entries.map { MessagePack.Entry(.binary($0.group), .array($0.keys)) }))
  }
}

extension SpanGroup {
  fileprivate var bytes: [UInt8] {
    MessagePack.bytes(
      .map([
        MessagePack.Entry(.string("name"), .string(name)),
        MessagePack.Entry(.string("attrs"), .map(attributes)),
        MessagePack.Entry(.string("spans"), .array(spans.map { .binary($0.bigEndianBytes) })),
      ]))
  }
}
