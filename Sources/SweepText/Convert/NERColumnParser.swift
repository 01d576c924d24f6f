/// Sentences of token-per-line files: the word, perhaps a part of speech and others, the entity tag.
struct NERColumnParser {
  let sentencesPerDoc: Int
  /// Where sentences start among words, in a file that does not say.
  var sentenceStarts: (([String]) -> [Bool])?
  private(set) var errors: [ColumnError] = []
  private var docs: [[TaggedSentence]] = []
  private var current: [TaggedSentence] = []
  private var sentence = TaggedSentence()
  /// The number of columns on the first line that has some.
  private var columns: Int?

  init(sentencesPerDoc: Int) {
    self.sentencesPerDoc = sentencesPerDoc
  }

  /// The line that begins a document.
  static let delimiter = "-DOCSTART-"

  /// The sentences, grouped into documents; a document has at least one.
  mutating func parse(_ lines: [TextLine]) -> [[TaggedSentence]] {
    var hasDelimiters = false
    let rows = lines.map { PythonText.fields($0.text[...]) }
    var starts = sentenceStarts?(rows.compactMap { $0.first.map(String.init) })[...]
    for (line, fields) in zip(lines, rows) {
      if !fields.isEmpty, starts?.popFirst() == true { endSentence() }
      if fields.isEmpty {
        endSentence()
      } else if fields[0] == Self.delimiter {
        endSentence()
        if !hasDelimiters { joinAll() }
        hasDelimiters = true
        endDoc()
      } else {
        add(fields, line.number)
      }
      if !hasDelimiters && sentencesPerDoc > 0 && current.count == sentencesPerDoc { endDoc() }
    }
    endSentence()
    endDoc()
    return docs
  }

  private mutating func add(_ fields: [Substring], _ line: Int) {
    if columns == nil, fields.count > 1 { columns = fields.count }
    if fields.count < 2 {
      errors.append(ColumnError(.tooFewColumns(found: fields.count), line: line))
    } else if let columns, fields.count != columns {
      errors.append(ColumnError(.wrongColumns(expected: columns, found: fields.count), line: line))
    } else {
      sentence.words.append(String(fields[0]))
      sentence.tags.append(fields.count > 2 ? String(fields[1]) : "-")
      sentence.iob.append(String(fields[fields.count - 1]))
      sentence.lines.append(line)
    }
  }

  private mutating func endSentence() {
    if sentence.words.isEmpty { return }
    errors += sentence.findEntities()
    current.append(sentence)
    sentence = TaggedSentence()
  }

  private mutating func endDoc() {
    if !current.isEmpty { docs.append(current) }
    current = []
  }

  /// Puts what came before the first delimiter into one document.
  private mutating func joinAll() {
    current = docs.flatMap(\.self) + current
    docs = []
  }
}
