public import SweepPipeline
import SweepText

/// The examples of one corpus, prepared once for all trials that read it in the same way.
public struct PreparedCorpus: Sendable {
  /// How it was read.
  public let settings: CorpusSettings
  /// The examples in the order of the files; of a streamed corpus, the first 100.
  public let examples: [PreparedExample]
  /// The words of each example, in the order of the files.
  public let wordCounts: [Int]
  /// How many examples each document has given, in the order of the files; of a streamed corpus none.
  let documentSizes: [Int]
  /// The files, without their content; that of a tokenizer is the last one.
  public let files: [InputDescription]
  /// The `tokenizer` file of models that are trained on it; `nil` where no rules are known.
  public let tokenizer: [UInt8]?
  /// What changes the examples, with its file read.
  let augmenter: Augmenter?
  /// Where a run takes examples from.
  let source: ExampleSource

  /// How many examples of a streamed corpus are held: those that spaCy initialises with.
  static let streamedExamples = 100

  /// Reads and prepares a corpus.
  ///
  /// A streamed corpus is read once, for the lengths of its examples, and not held.
  ///
  /// - Throws: `FileError` or `DocBinError` when a file cannot be read, `TokenizerError` when texts
  ///   cannot be divided, `TrainingError.notAligned` when words do not make up their text,
  ///   `TrainingError.tooFewDocuments` when there are more folds than documents.
  /// - Precondition: A streamed corpus has no folds, which are known only after all is read.
  public init(
    _ settings: CorpusSettings, from source: InputSource, isStreamed: Bool = false
  ) throws {
    if let fold = settings.fold {
      precondition(!isStreamed, "folds of a streamed corpus")
      self = try WholeCorpus(settings.whole, from: source).part(fold)
    } else {
      try self.init(settings, from: source, isStreamed: isStreamed) { _ in }
    }
  }

  /// Reads a corpus without folds and shows each document that is not empty.
  init(
    _ settings: CorpusSettings, from source: InputSource, isStreamed: Bool,
    visit: (Doc) -> Void
  ) throws {
    self.settings = settings
    let files = try settings.files(from: source)
    let (settings, rules) = try settings.withTokenizer(from: source)
    tokenizer = settings.tokenizer?.bytes
    let (augmenter, variants) = try settings.augmenter?.reading(from: source) ?? (nil, [])
    self.augmenter = augmenter
    var (held, wordCounts, sizes) = ([Example](), [Int](), [Int]())
    func receive(_ example: Example) {
      wordCounts.append(example.count)
      guard !isStreamed || held.count < Self.streamedExamples else { return }
      held.append(example)
    }
    var reader = CorpusReader(settings, files)
    while let doc = try reader.nextDoc() {
      visit(doc)
      let examples = try reader.examples(of: doc)
      examples.forEach(receive)
      if !isStreamed { sizes.append(examples.count) }
    }
    let examples = PreparedExample.prepare(held)
    self.files = reader.records + variants + rules
    self.source =
      isStreamed ? .streamed(StreamedCorpus(settings, files, reader.records)) : .held(examples)
    (self.examples, self.wordCounts) = (examples, wordCounts)
    documentSizes = sizes
  }

  /// Some documents of a corpus that is held, in their order.
  init(_ settings: CorpusSettings, of whole: PreparedCorpus, where isIncluded: (Int) -> Bool) {
    var (kept, sizes, start) = ([Int](), [Int](), 0)
    for (document, size) in whole.documentSizes.enumerated() {
      if isIncluded(document) {
        kept += start..<start + size
        sizes.append(size)
      }
      start += size
    }
    self.settings = settings
    examples = kept.map { whole.examples[$0] }
    wordCounts = kept.map { whole.wordCounts[$0] }
    documentSizes = sizes
    (files, tokenizer, augmenter) = (whole.files, whole.tokenizer, whole.augmenter)
    source = .held(examples)
  }

  /// The same documents with other examples, one for each.
  init(_ corpus: PreparedCorpus, examples: [Example]) {
    settings = corpus.settings
    self.examples = PreparedExample.prepare(examples)
    wordCounts = examples.map(\.count)
    (documentSizes, files, tokenizer) = (corpus.documentSizes, corpus.files, corpus.tokenizer)
    augmenter = nil
    source = .held(self.examples)
  }

  /// Sums what each example has by documents; nothing where the examples have nothing.
  public func perDocument(_ counts: [EntityCounts]) -> [EntityCounts] {
    guard !counts.isEmpty else { return [] }
    precondition(counts.count == examples.count, "\(counts.count) for \(examples.count) examples")
    var rest = counts[...]
    return documentSizes.map { size in
      defer { rest = rest.dropFirst(size) }
      return rest.prefix(size).reduce(into: EntityCounts()) { $0 += $1 }
    }
  }
}

/// A corpus with what its folds depend on.
struct WholeCorpus: Sendable {
  private let corpus: PreparedCorpus
  private let profiles: DocumentProfiles

  /// Reads and prepares a corpus.
  ///
  /// - Throws: `FileError` or `DocBinError` when a file cannot be read.
  init(_ settings: CorpusSettings, from source: InputSource) throws {
    var profiles = DocumentProfiles()
    corpus = try PreparedCorpus(settings, from: source, isStreamed: false) { profiles.add($0) }
    self.profiles = profiles
  }

  /// The documents of one part of a cross-validation.
  ///
  /// - Throws: `TrainingError.tooFewDocuments` when there are more folds than documents.
  func part(_ fold: FoldSettings) throws(TrainingError) -> PreparedCorpus {
    var settings = corpus.settings
    settings.fold = fold
    guard profiles.count >= fold.folds else {
      throw TrainingError.tooFewDocuments(
        path: settings.path, folds: fold.folds, found: profiles.count)
    }
    let folds = profiles.folds(fold.folds, seed: fold.seed)
    return PreparedCorpus(settings, of: corpus) { (folds[$0] == fold.fold) == fold.isHeldOut }
  }
}
