import SweepText

/// Makes examples of the reference docs of one corpus.
struct ExampleMaker {
  private let settings: CorpusSettings
  /// Made when the first text needs it, since a corpus of gold tokens needs none.
  private var tokenizer: Tokenizer?

  init(_ settings: CorpusSettings) {
    self.settings = settings
  }

  /// The examples that one reference doc makes.
  ///
  /// Tokens are those of the tokenizer, or of the reference where the settings or the doc ask for
  /// that.
  ///
  /// - Parameters:
  ///   - doc: The reference.
  ///   - place: The file and the number of the doc in it, for errors.
  /// - Returns: One example, or as many as the doc is cut into, which may be none.
  /// - Throws: `TokenizerError` when there are no rules, `TrainingError.notAligned` when the
  ///   reference's words do not make up its text.
  mutating func examples(
    of doc: Doc, at place: @autoclosure () -> DocPlace
  ) throws -> [Example] {
    if settings.format != .docBin {
      // Divided as it was read, with the norms of the tokenizer.
      return [
        try Example(predicted: doc, reference: Doc(words: doc.words, spaces: doc.spaces))
      ]
    }
    if settings.goldPreproc {
      let parts = doc.hasSentenceAnnotation ? doc.sentences.map { doc[$0] } : [doc]
      return parts.map { Example(reference: $0, hasGoldTokens: true) }
    }
    guard settings.maxLength > 0, doc.count >= settings.maxLength else {
      return [try example(of: doc, at: place)]
    }
    return try doc.sentences.filter { $0.count < settings.maxLength }.map {
      try example(of: doc[$0], at: place)
    }
  }

  /// The tokenizer of the settings; `nil` without one.
  ///
  /// - Throws: `TokenizerError`.
  mutating func rules() throws -> Tokenizer? {
    guard tokenizer == nil, let source = settings.tokenizer else { return tokenizer }
    let made = try source.tokenizer()
    tokenizer = made
    return made
  }

  private mutating func example(of doc: Doc, at place: () -> DocPlace) throws -> Example {
    guard !doc.hasUnknownSpaces, let tokenizer = try rules() else {
      return Example(reference: doc)
    }
    do throws(AlignmentError) {
      return try Example(predicted: tokenizer.tokenize(doc.text), reference: doc)
    } catch {
      throw TrainingError.notAligned(place(), error)
    }
  }
}

extension CorpusSettings {
  /// The settings with the rules of the folder that they name, and the file these came from.
  func withTokenizer(
    from source: InputSource
  ) throws -> (settings: CorpusSettings, files: [InputDescription]) {
    guard let folder = tokenizerFolder else { return (self, []) }
    var (settings, records) = (self, [InputDescription]())
    for file in try source.files(folder + "/tokenizer").prefix(1) {
      let (bytes, record) = try file.read()
      settings.tokenizer = .file(bytes, name: file.path)
      records.append(record)
    }
    return (settings, records)
  }
}

/// A doc of a file, for errors.
public struct DocPlace: Equatable, Sendable {
  public var file: String
  /// The number of the doc, from 0.
  public var document: Int
}
