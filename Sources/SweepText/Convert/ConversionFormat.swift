/// How a file that is converted writes annotated texts.
public enum ConversionFormat: String, CaseIterable, Sendable {
  /// CoNLL-U: ten columns, a word per line.
  case conllu
  /// The same with a column for entities in the last one.
  case conllubio
  /// A token per line, the word first and the tag last.
  case conll
  case ner
  /// A sentence per line, its tokens as `word|tag|iob` or `word|iob`.
  case iob
  /// The JSON that spaCy 2 trained on.
  case json
  /// A JSON object per line: annotations of Prodigy, or texts with `cats`.
  case jsonl

  /// The format of a file, by its ending and where that leaves it open, by its first lines.
  ///
  /// - Returns: `nil` when neither says.
  public static func detect(file: String, bytes: [UInt8]) -> ConversionFormat? {
    let name = file.split(separator: "/").last ?? ""
    let ending = name.contains(".") ? name.split(separator: ".").last.map(String.init) : nil
    switch ending {
    case "conllu", "conllubio": return .conllu
    case "json": return .json
    case "jsonl": return .jsonl
    default:
      let text = String(decoding: bytes, as: UTF8.self)
      return ColumnFormat.detect(file: file, text: text).map { $0 == .ner ? .ner : .iob }
    }
  }
}

/// Reads annotated texts in any of the formats that `sweep convert` knows.
public struct ConversionReader: Sendable {
  /// How the files are written.
  public var format: ConversionFormat
  /// How many sentences make a document, in formats of sentences; 0 puts all into one.
  public var sentencesPerDoc = 1
  /// Of files with a token per line: how those that do not say are divided into sentences.
  public var segmentation: SentenceSegmentation?
  /// Of CoNLL-U: whether features are appended to tags.
  public var appendsMorphology = false
  /// Of CoNLL-U: whether words that are written as one become one token.
  public var mergesSubtokens = false
  /// Of CoNLL-U: new names of entity types; an empty one drops the type.
  public var entityMap: [String: String] = [:]
  /// Of JSONL: the key of a span group for spans that are no entities.
  public var spansKey: String?
  /// Of JSONL: the rules for texts without tokens.
  public var tokenizer = TokenizerSource.language("en")

  /// A reader with the settings that the program has without options.
  public init(_ format: ConversionFormat) {
    self.format = format
  }

  /// The documents of a file.
  ///
  /// - Throws: `ColumnErrors` with every line that cannot be read, or `TokenizerError`.
  public func read(_ bytes: [UInt8], file: String) throws -> [Doc] {
    switch format {
    case .conllu, .conllubio:
      let reader = CoNLLUReader(
        sentencesPerDoc: sentencesPerDoc, appendsMorphology: appendsMorphology,
        mergesSubtokens: mergesSubtokens, entityMap: entityMap)
      return try reader.read(bytes, file: file)
    case .ner, .conll:
      var reader = ColumnReader(.ner, sentencesPerDoc: sentencesPerDoc)
      reader.segmentation = segmentation
      return try reader.read(bytes, file: file)
    case .iob:
      return try ColumnReader(.iob, sentencesPerDoc: sentencesPerDoc).read(bytes, file: file)
    case .json: return try JSONCorpusReader.read(bytes, file: file)
    case .jsonl:
      return try JSONLinesReader(tokenizer: tokenizer.tokenizer(), spansKey: spansKey)
        .read(bytes, file: file)
    }
  }
}
