import Foundation
import SweepBase
import SweepConfig
import SweepNN
import SweepPipeline
import SweepTensors
import SweepText
import SweepTraining

/// A config with its corpora, and a pipeline in training.
struct Workload {
  let settings: TrainingSettings
  private let train: [PreparedExample]
  private let dev: [PreparedExample]
  /// The rules that texts are divided by.
  let tokenizer: Tokenizer
  private(set) var pipeline: Pipeline
  private var optimizer: Optimizer
  private var dropout: any Schedule
  private var random: SpacyRandom
  private var order: [Int]

  /// Reads config and corpora and initialises the pipeline.
  init(
    _ file: String, _ overrides: [ConfigOverride], backend: MatrixBackend = .exact
  ) throws {
    let registry = Registry(Registry.nn + Registry.pipeline + Registry.training)
    let source = InputSource.disk(in: ".")
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: file)))
    let config = try Config(parsing: bytes, file: file)
      .mappedToV3().overriding(overrides).filled(with: registry)
    settings = try TrainingSettings(reading: try config.interpolated(), registry: registry)
    let corpus = try PreparedCorpus(settings.trainCorpus, from: source)
    train = corpus.examples
    // A config of another language is measured with the rules of English.
    tokenizer =
      try corpus.tokenizer.map { try Tokenizer(bytes: $0) } ?? Tokenizer(language: "en")
    dev = try PreparedCorpus(settings.devCorpus, from: source).examples
    guard !train.isEmpty, !dev.isEmpty else {
      throw Options.Problem(description: "\(file): a corpus has no documents")
    }
    random = SpacyRandom(seed: settings.seed)
    pipeline = try Pipeline.initialize(
      config, registry: registry, examples: train.map(\.example), random: &random,
      backend: backend)
    optimizer = settings.optimizer
    dropout = settings.dropout
    order = Array(train.indices)
  }

  /// The matrix backend, to be compared by turns.
  var backend: MatrixBackend {
    get { pipeline.backend }
    set { pipeline.backend = newValue }
  }

  /// How many threads an update or a prediction uses.
  var threads: Int {
    get { pipeline.threads.count }
    set { pipeline.threads = Threads(newValue) }
  }

  /// Batches of shuffled documents, each with at least `words` words, together at least `total`.
  mutating func batches(of words: Int, total: Int) -> [[PreparedExample]] {
    random.python.shuffle(&order)
    var (next, done, batches) = (0, 0, [[PreparedExample]]())
    while done < total {
      var (batch, size) = ([PreparedExample](), 0)
      while size < words {
        batch.append(train[order[next % order.count]])
        size += batch[batch.count - 1].wordCount
        next += 1
      }
      batches.append(batch)
      done += size
    }
    return batches
  }

  /// One update with the optimizer's part.
  ///
  /// - Returns: The number of words.
  mutating func step(_ batch: [PreparedExample]) throws -> Int {
    var losses: [String: Double] = [:]
    try pipeline.update(batch, dropout: dropout.next(), random: &random, losses: &losses)
    pipeline.finishUpdate(&optimizer)
    optimizer.stepSchedules()
    return batch.reduce(0) { $0 + $1.wordCount }
  }

  /// The first dev examples with together at least `words` words.
  func devExamples(words: Int) -> [PreparedExample] {
    var (examples, count) = ([PreparedExample](), 0)
    for example in dev where count < words {
      examples.append(example)
      count += example.wordCount
    }
    return examples
  }

  /// The texts of the training corpus, from its start, with together at least `words` words.
  func texts(words: Int) -> [String] {
    var (texts, count) = ([String](), 0)
    for example in train where count < words {
      texts.append(example.example.reference.text)
      count += example.wordCount
    }
    return texts
  }

  /// Words and documents of the training corpus.
  var trainSize: Operations.Size { Self.size(of: train) }

  /// Words and documents of the dev corpus.
  var devSize: Operations.Size { Self.size(of: dev) }

  /// The words, documents and different words of some examples.
  static func size(of examples: [PreparedExample]) -> Operations.Size {
    let words = examples.map { $0.example.predicted.words }
    return Operations.Size(
      words: examples.reduce(0) { $0 + $1.wordCount }, documents: examples.count,
      different: Set(words.joined()).count)
  }

  /// The words and documents of the first batches that a training run of this config makes.
  func size(ofSteps steps: Int) -> Operations.Size {
    var (batcher, random, order) = (settings.batcher, SpacyRandom(seed: settings.seed), order)
    let lengths = train.map(\.wordCount)
    var (size, count) = (Operations.Size(), 0)
    while count < steps {
      random.python.shuffle(&order)
      let batches = batcher.batches(ofLengths: order.map { lengths[$0] })
      guard !batches.isEmpty else { break }
      for batch in batches.prefix(steps - count) {
        size = size + Self.size(of: batch.map { train[order[$0]] })
        count += 1
      }
    }
    return size
  }
}
