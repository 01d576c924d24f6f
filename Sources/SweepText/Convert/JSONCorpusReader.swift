import SweepConfig

/// Makes documents of the JSON that spaCy 2 trained on, as `sweep convert` does.
///
/// A file is a list of documents with paragraphs; each paragraph becomes a document here.
///
/// - Source: spaCy 3.8 `convert` with the converter `json`.
struct JSONCorpusReader {
  private var errors: [ColumnError] = []
  private var strings = StringStore()

  init() {}

  /// The documents of a file.
  ///
  /// - Throws: `ColumnErrors` with everything that cannot be read, and the line that its document
  ///   begins in.
  static func read(_ bytes: [UInt8], file: String) throws(ColumnErrors) -> [Doc] {
    var reader = JSONCorpusReader()
    var docs = reader.read(bytes)
    if !reader.errors.isEmpty {
      throw ColumnErrors(file: file, reader.errors.sorted { $0.line < $1.line })
    }
    for i in docs.indices { docs[i].strings = reader.strings }
    return docs
  }

  private mutating func read(_ bytes: [UInt8]) -> [Doc] {
    var docs: [Doc] = []
    let parts = JSONParts(bytes)
    if parts.objects.isEmpty, let problem = parts.problem {
      errors.append(ColumnError(.malformed(problem), line: 1))
    }
    for part in parts.objects {
      do throws(JSONError) {
        let value = try JSONValue(parsing: Array(bytes[part.range]))
        docs += read(document: value, line: part.line)
      } catch {
        errors.append(
          ColumnError(.malformed("this is no JSON: \(error)"), line: part.line + error.line - 1))
      }
    }
    return docs
  }

  private mutating func read(document: JSONValue, line: Int) -> [Doc] {
    guard let paragraphs = document["paragraphs"]?.arrayValue else {
      errors.append(
        ColumnError(.malformed("expected a document with a list of `paragraphs`"), line: line))
      return []
    }
    return paragraphs.enumerated().compactMap { number, paragraph in
      var annotation = JSONParagraph(place: "paragraph \(number + 1)")
      annotation.read(paragraph)
      let doc = annotation.makeDoc(&strings)
      errors += annotation.problems.map { ColumnError(.malformed($0), line: line) }
      return doc
    }
  }
}

/// The objects of a JSON list, with the lines that they begin in.
///
/// They are parsed one by one, so that an error in one does not hide those of the others.
private struct JSONParts {
  private(set) var objects: [(range: Range<Int>, line: Int)] = []
  private(set) var problem: String?

  init(_ bytes: [UInt8]) {
    var (lists, maps, line) = (0, 0, 1)
    var (isText, isEscaped) = (false, false)
    var start = (offset: 0, line: 1)
    for (i, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "\n") { line += 1 }
      if isEscaped {
        isEscaped = false
        continue
      }
      switch byte {
      case UInt8(ascii: "\\"): isEscaped = true
      case UInt8(ascii: "\""): isText.toggle()
      case _ where isText: continue
      case UInt8(ascii: "["): lists += 1
      case UInt8(ascii: "]"): lists -= 1
      case UInt8(ascii: "{"):
        if lists == 1 && maps == 0 { start = (i, line) }
        maps += 1
      case UInt8(ascii: "}"):
        maps -= 1
        if lists == 1 && maps == 0 { objects.append((start.offset..<i + 1, start.line)) }
      default: continue
      }
    }
    let first = bytes.first { $0 > 0x20 }
    if first != UInt8(ascii: "[") {
      problem = "expected a list of documents with paragraphs, as spaCy 2 wrote them"
    } else if maps != 0 {
      problem = "the file ends within a document"
    }
  }
}
