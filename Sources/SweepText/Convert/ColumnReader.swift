/// Reads words with entity tags from text files, as `sweep convert` does.
///
/// - Source: spaCy 3.8 `convert` with the converters `ner` and `iob`.
public struct ColumnReader: Sendable {
  public let format: ColumnFormat
  /// How many sentences make a document; 0 puts all into one.
  public let sentencesPerDoc: Int
  /// How files with a token per line that do not say are divided into sentences; `nil` if not.
  public var segmentation: SentenceSegmentation?

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
      let layout = ColumnLayout(lines)
      if let segmentation, segmentation.applies(to: layout, sentencesPerDoc: sentencesPerDoc) {
        parser.sentenceStarts = segmentation.starts
      }
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

/// How words of files that do not tell of sentences are divided into some.
public struct SentenceSegmentation: Sendable {
  /// Whether that was asked for; it is done without, too, where all words shall be one document.
  public var isWanted: Bool
  /// Which of the words of a file start a sentence.
  public var starts: @Sendable ([String]) -> [Bool]

  /// A segmentation by a function.
  public init(isWanted: Bool, starts: @escaping @Sendable ([String]) -> [Bool]) {
    (self.isWanted, self.starts) = (isWanted, starts)
  }

  /// Whether a file is divided.
  ///
  /// - Source: spaCy 3.8 `conll_ner_to_docs`.
  package func applies(to layout: ColumnLayout, sentencesPerDoc: Int) -> Bool {
    !layout.hasSentences && (isWanted || sentencesPerDoc == 0 && !layout.hasDelimiters)
  }
}

/// What a file with a token per line tells of sentences and documents.
package struct ColumnLayout: Equatable, Sendable {
  /// Whether an empty line ends a sentence.
  package let hasSentences: Bool
  /// Whether lines begin documents.
  package let hasDelimiters: Bool

  /// The layout of a file.
  package init(_ bytes: [UInt8]) { self.init(TextLines.read(bytes).lines) }

  init(_ lines: [TextLine]) {
    let isEmpty = lines.map { $0.text.unicodeScalars.allSatisfy { PythonText.isSpace($0) } }
    // What follows the last line end is no line of the file.
    hasSentences = isEmpty.dropFirst().dropLast().contains(true)
    hasDelimiters = lines.contains {
      PythonText.fields($0.text[...]).first == NERColumnParser.delimiter[...]
    }
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
