public import SweepPipeline
import SweepText

/// The examples of one training, ready to use, and the files they came from.
public struct TrainingCorpora: Sendable {
  /// What is trained on.
  public var train: PreparedCorpus
  /// What is evaluated on.
  public var dev: PreparedCorpus

  /// Pairs two corpora.
  public init(train: PreparedCorpus, dev: PreparedCorpus) {
    self.train = train
    self.dev = dev
  }

  /// What the user should know about the data.
  public var notices: [String] {
    PreparedCorpus.notice(standIns: train.standInCount + dev.standInCount).map { [$0] } ?? []
  }
}

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
  /// The files, without their content.
  public let files: [InputDescription]
  /// How many examples have reference tokens where spaCy would have tokenized the text.
  let standInCount: Int
  /// Where a run takes examples from.
  let source: ExampleSource

  /// How many examples of a streamed corpus are held: those that spaCy initialises with.
  static let streamedExamples = 100

  /// Reads and prepares a corpus.
  ///
  /// A streamed corpus is read once, for the lengths of its examples, and not held.
  ///
  /// - Throws: `FileError` or `DocBinError` when a file cannot be read.
  public init(
    _ settings: CorpusSettings, from source: InputSource, isStreamed: Bool = false
  ) throws {
    self.settings = settings
    let files = try source.files(settings.path)
    var (held, wordCounts, standIns, sizes) = ([Example](), [Int](), 0, [Int]())
    func receive(_ example: Example) {
      wordCounts.append(example.count)
      if !settings.goldPreproc && !example.reference.hasUnknownSpaces { standIns += 1 }
      guard !isStreamed || held.count < Self.streamedExamples else { return }
      held.append(example)
    }
    var reader = CorpusReader(settings, files)
    while let next = try reader.next() {
      next.forEach(receive)
      if !isStreamed { sizes.append(next.count) }
    }
    let examples = PreparedExample.prepare(held)
    self.files = reader.records
    self.source =
      isStreamed ? .streamed(StreamedCorpus(settings, files, reader.records)) : .held(examples)
    (self.examples, self.wordCounts, standInCount) = (examples, wordCounts, standIns)
    documentSizes = sizes
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

  /// What the user should know about the data, if there is something.
  public var notice: String? { Self.notice(standIns: standInCount) }

  static func notice(standIns: Int) -> String? {
    guard standIns > 0 else { return nil }
    return "there is no tokenizer yet: the reference tokens of \(standIns) docs with known spaces "
      + "are used as they are"
  }
}
