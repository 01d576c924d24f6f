import SweepText

/// Text files with a word or sentence per line, as `sweep convert` reads them.
enum ColumnFuzzing {
  static func brokenPromise(_ bytes: [UInt8], _ checks: FuzzChecks) -> String? {
    if checks.areDue {
      _ = ColumnFormat.detect(file: "x", text: String(decoding: bytes, as: UTF8.self))
    }
    // One of both, by the length.
    let formats = ColumnFormat.allCases
    let format = formats[bytes.count / 4 % formats.count]
    var reader = ColumnReader(format, sentencesPerDoc: bytes.count % 3)
    reader.segmentation = SentenceSegmentation(isWanted: bytes.count % 2 == 0) { words in
      words.indices.map { $0 % 3 == 0 }
    }
    do throws(ColumnErrors) {
      for doc in try reader.read(bytes, file: "x") {
        if let broken = brokenPromise(of: doc) { return broken }
      }
      return nil
    } catch {
      return brokenPromise(of: error)
    }
  }

  static func brokenPromise(of doc: Doc) -> String? {
    var end = 0
    for entity in doc.entities {
      guard entity.start >= end, entity.end > entity.start, entity.end <= doc.count else {
        return "entities overlap or leave the document: \(doc.entities) of \(doc.count) words"
      }
      end = entity.end
    }
    return nil
  }

  static func brokenPromise(of errors: ColumnErrors) -> String? {
    let lines = errors.errors.map(\.line)
    guard !lines.isEmpty, lines.count <= ColumnErrors.limit, lines == lines.sorted(),
      errors.description.hasPrefix("x:")
    else { return "errors are not in order: \(errors)" }
    return nil
  }
}
