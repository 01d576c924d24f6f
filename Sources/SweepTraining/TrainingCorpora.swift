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
  /// The examples in the order of the files.
  public let examples: [PreparedExample]
  /// The files, without their content.
  public let files: [InputDescription]

  /// Reads and prepares a corpus.
  ///
  /// - Throws: `FileError` or `DocBinError` when a file cannot be read.
  public init(_ settings: CorpusSettings, from source: InputSource) throws {
    let files = try source.files(settings.path)
    self.settings = settings
    self.files = files.map(\.record)
    examples = PreparedExample.prepare(try settings.examples(from: files))
  }

  /// What the user should know about the data, if there is something.
  public var notice: String? { Self.notice(standIns: standInCount) }

  static func notice(standIns: Int) -> String? {
    guard standIns > 0 else { return nil }
    return "there is no tokenizer yet: the reference tokens of \(standIns) docs with known spaces "
      + "are used as they are"
  }

  /// How many examples have reference tokens where spaCy would have tokenized the text.
  var standInCount: Int {
    guard !settings.goldPreproc else { return 0 }
    return examples.reduce(0) { $0 + ($1.example.reference.hasUnknownSpaces ? 0 : 1) }
  }
}
