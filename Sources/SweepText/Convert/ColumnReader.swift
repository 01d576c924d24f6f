/// Reads words with entity tags from text files, as `sweep convert` does.
///
/// - Source: spaCy 3.8 `convert` with the converters `ner` and `iob`.
public struct ColumnReader: Sendable {
  public let format: ColumnFormat
  /// How many sentences make a document; 0 puts all into one.
  public let sentencesPerDoc: Int

  /// A reader of one format.
  ///
  /// - Precondition: `sentencesPerDoc` is not negative.
  public init(_ format: ColumnFormat, sentencesPerDoc: Int = 1) {
    precondition(sentencesPerDoc >= 0, "\(sentencesPerDoc) sentences per document")
    self.format = format
    self.sentencesPerDoc = sentencesPerDoc
  }

  /// The documents of a file.
  ///
  /// A line whose first column is `-DOCSTART-` begins a document; then sentences are not grouped in
  /// any other way. Spaces between words are unknown.
  ///
  /// - Throws: `ColumnErrors` with every line that cannot be read.
  public func read(_ bytes: [UInt8], file: String) throws(ColumnErrors) -> [Doc] {
    let (lines, errors) = TextLines.read(bytes)
    var groups: [[TaggedSentence]]
    var found = errors
    switch format {
    case .ner:
      var parser = NERColumnParser(sentencesPerDoc: sentencesPerDoc)
      groups = parser.parse(lines)
      found += parser.errors
    case .iob:
      var parser = IOBLineParser(sentencesPerDoc: sentencesPerDoc)
      groups = parser.parse(lines)
      found += parser.errors
    }
    if !found.isEmpty {
      throw ColumnErrors(file: file, found.sorted { $0.line < $1.line })
    }
    return makeDocs(groups)
  }

  private func makeDocs(_ groups: [[TaggedSentence]]) -> [Doc] {
    var strings = StringStore()
    var docs = groups.map { makeDoc($0, &strings) }
    for i in docs.indices { docs[i].strings = strings }
    return docs
  }

  private func makeDoc(_ sentences: [TaggedSentence], _ strings: inout StringStore) -> Doc {
    var doc = Doc(words: sentences.flatMap(\.words))
    var entities: [EntitySpan] = []
    var starts = [Int8](repeating: -1, count: doc.count)
    var start = 0
    for sentence in sentences where !sentence.words.isEmpty {
      starts[start] = 1
      for var entity in sentence.entities {
        entity.start += start
        entity.end += start
        strings.add(entity.label)
        entities.append(entity)
      }
      start += sentence.words.count
    }
    doc.setEntities(entities)
    doc.tags = sentences.flatMap { $0.tags.map { strings.add($0) } }
    doc.sentStarts = starts
    return doc
  }
}

/// A sentence of a column file.
struct TaggedSentence {
  var words: [String] = []
  var tags: [String] = []
  /// Entity tags in any form of IOB.
  var iob: [String] = []
  /// The lines of the tokens.
  var lines: [Int] = []
  var entities: [EntitySpan] = []

  /// Finds the entities; the lines of tags that are none.
  mutating func findEntities() -> [ColumnError] {
    let errors = zip(iob, lines).compactMap { tag, line in
      tag == BILUO.outside || BILUO.label(of: tag) != nil
        ? nil : ColumnError(.unknownTag(tag), line: line)
    }
    if errors.isEmpty, let tags = try? BILUO.fromIOB(iob) {
      entities = (try? BILUO.entities(of: tags).entities) ?? []
    }
    return errors
  }
}
