public import SweepConfig

/// Writes documents as the JSON that spaCy 2 trained on, as `sweep convert --file-type json` does.
///
/// A file has one document whose paragraphs are these documents. The JSON knows words by their
/// sentences, entities both by characters and by word, and categories; span groups it cannot say.
///
/// - Source: spaCy 3.8 `docs_to_json`.
public enum JSONCorpusWriter {
  /// The content of a file.
  ///
  /// - Throws: `MissingSentences` for documents of which no sentences are known.
  public static func json(_ docs: [Doc]) throws(MissingSentences) -> JSONValue {
    let numbers = docs.indices.filter { !docs[$0].hasSentenceAnnotation }.map { $0 + 1 }
    if !numbers.isEmpty { throw MissingSentences(documents: numbers) }
    return [["id": 0, "paragraphs": .array(docs.map(paragraph))]]
  }

  private static func paragraph(_ doc: Doc) -> JSONValue {
    let offsets = doc.characterOffsets
    let columns = Columns(doc)
    let sentences = doc.sentences.map { range -> JSONValue in
      ["tokens": .array(range.map(columns.token)), "brackets": []]
    }
    let entities = doc.entities.map { entity -> JSONValue in
      let last = entity.end - 1
      let end = offsets[last] + doc.words[last].unicodeScalars.count
      return [.integer(offsets[entity.start]), .integer(end), .string(entity.label)]
    }
    return [
      "raw": doc.hasUnknownSpaces ? .null : .string(doc.text), "sentences": .array(sentences),
      "cats": .array(doc.cats.map { ["label": .string($0.label), "value": .number($0.value)] }),
      "entities": .array(entities), "links": [],
    ]
  }

  /// The annotations of a document that some of its words have.
  private struct Columns {
    private let doc: Doc
    private let tags: [UInt64]?
    private let pos: [UInt64]?
    private let morphs: [UInt64]?
    private let lemmas: [UInt64]?
    private let deps: [UInt64]?
    private let entityTags: [String?]?

    init(_ doc: Doc) {
      self.doc = doc
      func known(_ column: [UInt64]?) -> [UInt64]? {
        column?.contains { $0 != 0 } == true ? column : nil
      }
      (tags, pos, morphs) = (known(doc.tags), known(doc.pos), known(doc.morphs))
      (lemmas, deps) = (known(doc.lemmas), known(doc.deps))
      entityTags =
        doc.hasEntityAnnotation ? BILUO.tags(of: doc.entities, count: doc.count) : nil
    }

    func token(_ i: Int) -> JSONValue {
      var token: JSONObject = [
        "id": .integer(i), "orth": .string(doc.words[i]), "space": doc.spaces[i] ? " " : "",
      ]
      func set(_ key: String, _ column: [UInt64]?) {
        if let column { token[key] = .string(column[i] == 0 ? "" : doc.strings[column[i]] ?? "") }
      }
      set("tag", tags)
      set("pos", pos)
      if let morphs {
        let text = morphs[i] == 0 ? "" : doc.strings[morphs[i]] ?? ""
        token["morph"] = .string(text == MorphFeatures.empty ? "" : text)
      }
      set("lemma", lemmas)
      if deps != nil { token["head"] = .integer(Int(doc.heads?[i] ?? 0)) }
      set("dep", deps)
      if let tag = entityTags?[i] { token["ner"] = .string(tag) }
      return .object(token)
    }
  }
}

/// Documents of which no sentences are known, where they are needed.
public struct MissingSentences: Error, Equatable, Sendable, CustomStringConvertible {
  /// Their numbers, from 1.
  public let documents: [Int]

  public var description: String {
    let shown = documents.prefix(10).map(String.init).joined(separator: ", ")
    let further = documents.count > 10 ? " and \(documents.count - 10) more" : ""
    return """
      expected sentences, by which spaCy 2's JSON keeps words, found none in document \(shown)\(further)
        help: write .spacy files, which need none
      """
  }
}
