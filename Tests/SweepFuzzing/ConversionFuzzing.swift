import SweepConfig
import SweepText

/// The other files that `sweep convert` reads: CoNLL-U, spaCy 2's JSON, JSON lines.
///
/// The first byte is a letter that names the format and its options; the file follows.
enum ConversionFuzzing {
  static func brokenPromise(_ bytes: [UInt8], _ checks: FuzzChecks) -> String? {
    guard let letter = bytes.first else { return nil }
    let (reader, file) = (reader(letter), Array(bytes.dropFirst()))
    if checks.areDue { _ = ConversionFormat.detect(file: "x", bytes: file) }
    do {
      let docs = try reader.read(file, file: "x")
      for doc in docs {
        if let broken = brokenPromise(of: doc) { return broken }
      }
      return checks.areDue ? brokenPromise(ofWritten: docs) : nil
    } catch let error as ColumnErrors {
      return ColumnFuzzing.brokenPromise(of: error)
    } catch {
      return "an error of another kind: \(error)"
    }
  }

  /// Few rules, as those of a language take long to read.
  private static let tokenizer = TokenizerSource.file(
    TokenizerRules(prefixSearch: #"^[(\[]"#, suffixSearch: #"[.,)]$"#).bytes, name: "tokenizer")

  /// The reader that a letter names: `u` or `U` for CoNLL-U, `j`, `l` or `L` for JSON lines.
  private static func reader(_ letter: UInt8) -> ConversionReader {
    switch letter {
    case UInt8(ascii: "j"): return ConversionReader(.json)
    case UInt8(ascii: "l"), UInt8(ascii: "L"):
      var reader = ConversionReader(.jsonl)
      reader.tokenizer = tokenizer
      if letter == UInt8(ascii: "L") { reader.spansKey = "sc" }
      return reader
    case UInt8(ascii: "U"):
      var reader = ConversionReader(.conllu)
      reader.sentencesPerDoc = 2
      reader.mergesSubtokens = true
      reader.appendsMorphology = true
      reader.entityMap = ["PER": "PERSON", "X": ""]
      return reader
    default: return ConversionReader(.conllu)
    }
  }

  /// Columns have a value for each word, heads and spans lie in the text, entities do not overlap.
  private static func brokenPromise(of doc: Doc) -> String? {
    if let broken = ColumnFuzzing.brokenPromise(of: doc) { return broken }
    let counts = [
      doc.norms?.count, doc.lemmas?.count, doc.pos?.count, doc.tags?.count, doc.morphs?.count,
      doc.deps?.count, doc.heads?.count, doc.sentStarts?.count, doc.entIOB?.count,
    ]
    if counts.contains(where: { $0 != nil && $0 != doc.count }) {
      return "a column of other length"
    }
    for (word, head) in (doc.heads ?? []).enumerated()
    where !doc.words.indices.contains(word + Int(head)) {
      return "a head outside of the text"
    }
    for span in doc.spanGroups.flatMap(\.group.spans)
    where span.start < 0 || span.start >= span.end || span.end > doc.count {
      return "a span outside of the text"
    }
    return nil
  }

  /// What is written as a `.spacy` file or as JSON reads as the same words and annotations.
  private static func brokenPromise(ofWritten docs: [Doc]) -> String? {
    let bytes = DocBin(docs, storesUserData: true).unpackedBytes()
    guard
      let again = try? DocBin(bytes: DocBinFuzzing.stored(bytes), file: "written").docs,
      again.map(\.words) == docs.map(\.words), again.map(\.cats) == docs.map(\.cats),
      again.map(\.entities) == docs.map(\.entities)
    else { return "the .spacy file has other documents" }
    guard let json = try? JSONCorpusWriter.json(docs) else { return nil }
    guard
      let read = try? ConversionReader(.json).read(
        Array(json.serialized(.srsly).utf8), file: "written")
    else { return "the written JSON does not read" }
    return read.map(\.words) == docs.map(\.words) ? nil : "the JSON has other words"
  }
}
