import SweepText

/// Reads a corpus from its beginning to its end, document after document, without holding it.
///
/// In memory is one piece of one file at a time, and that file's strings.
///
/// Empty docs are skipped. With a limit, a file is read until so many docs were read in total; each
/// later file still gives one, as in spaCy.
struct CorpusReader {
  private let settings: CorpusSettings
  private let files: [InputFile]
  /// The files as they were read, as far as reading has come.
  private(set) var records: [InputDescription] = []
  private var stream: DocBinStream?
  private var texts: TextFile?
  private var docs: ArraySlice<Doc> = []
  private var docCount = 0
  /// The number of the next doc in its file.
  private var number = 0
  private var maker: ExampleMaker

  init(_ settings: CorpusSettings, _ files: [InputFile]) {
    self.settings = settings
    self.files = files
    maker = ExampleMaker(settings)
  }

  /// The examples of the next doc that is not empty, which may be none; `nil` at the end.
  ///
  /// - Throws: `FileError` or `DocBinError` when a file cannot be read, and what making examples
  ///   throws.
  mutating func next() throws -> [Example]? {
    guard let doc = try nextDoc() else { return nil }
    return try examples(of: doc)
  }

  /// The examples of the doc that was read last.
  ///
  /// - Throws: `TokenizerError` or `TrainingError.notAligned`.
  mutating func examples(of doc: Doc) throws -> [Example] {
    try maker.examples(
      of: doc, at: DocPlace(file: records.last?.path ?? "", document: number - 1))
  }

  /// The next doc that is not empty; `nil` at the end.
  ///
  /// - Throws: `FileError` or `DocBinError` when a file cannot be read.
  mutating func nextDoc() throws -> Doc? {
    guard settings.format == .docBin else { return try nextText() }
    while true {
      if let doc = docs.popFirst() {
        number += 1
        if doc.isEmpty { continue }
        docCount += 1
        if settings.limit > 0 && docCount >= settings.limit {
          docs = []
          stream = nil
        }
        return doc
      }
      docs = try stream?.next()[...] ?? []
      if !docs.isEmpty { continue }
      guard records.count < files.count else { return nil }
      let file = files[records.count]
      let opened = try DocBinStream(file.open(), file: file.path)
      records.append(file.record(byteCount: opened.byteCount, hash: opened.hash))
      stream = opened
      number = 0
    }
  }

  /// The next text of files without annotation, divided.
  private mutating func nextText() throws -> Doc? {
    while true {
      if let text = try texts?.next() {
        number += 1
        let doc = try maker.rules()?.tokenize(text) ?? Doc(words: [text], spaces: [false])
        if settings.allows(doc.count) { return doc }
        continue
      }
      guard records.count < files.count else { return nil }
      let file = files[records.count]
      let (bytes, record) = try file.read()
      records.append(record)
      texts = try TextFile(bytes, settings.format, path: file.path)
      number = 0
    }
  }
}
