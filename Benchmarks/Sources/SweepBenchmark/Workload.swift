import SweepBase
import SweepConfig
import SweepNN
import SweepPipeline
import SweepTensors
import SweepText
import SweepTraining

/// A config with its corpora, and a pipeline in training.
struct Workload {
  private let settings: TrainingSettings
  private let train: [PreparedExample]
  private let dev: [PreparedExample]
  private(set) var pipeline: Pipeline
  private var optimizer: Optimizer
  private var dropout: any Schedule
  private var random: SpacyRandom
  private var order: [Int]

  /// Reads config and corpora and initialises the pipeline.
  init(_ options: Options, backend: MatrixBackend = .exact) throws {
    let registry = Registry(Registry.nn + Registry.pipeline + Registry.training)
    let source = InputSource.disk(in: ".")
    let bytes = try source.files(options.config).flatMap(\.bytes)
    let config = try Config(parsing: bytes, file: options.config)
      .mappedToV3().overriding(options.overrides).filled(with: registry)
    settings = try TrainingSettings(reading: try config.interpolated(), registry: registry)
    train = try PreparedCorpus(settings.trainCorpus, from: source).examples
    dev = try PreparedCorpus(settings.devCorpus, from: source).examples
    guard !train.isEmpty, !dev.isEmpty else {
      throw Options.Problem(description: "\(options.config): a corpus has no documents")
    }
    random = SpacyRandom(seed: settings.seed)
    pipeline = try Pipeline.initialize(
      config, registry: registry, examples: train.map(\.example), random: &random,
      backend: backend)
    optimizer = settings.optimizer
    dropout = settings.dropout
    order = Array(train.indices)
  }

  /// Batches of shuffled documents, each with at least `words` words.
  mutating func batches(_ count: Int, words: Int) -> [[PreparedExample]] {
    random.python.shuffle(&order)
    var next = 0
    return (0..<count).map { _ in
      var (batch, size) = ([PreparedExample](), 0)
      while size < words {
        batch.append(train[order[next % order.count]])
        size += batch[batch.count - 1].wordCount
        next += 1
      }
      return batch
    }
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

  /// The sizes `outputs x inputs` of the weight matrices, each once.
  var products: [(outputs: Int, inputs: Int)] {
    var found: [(outputs: Int, inputs: Int)] = []
    for id in pipeline.parameters.ids {
      let shape = pipeline.parameters.shape(of: id)
      guard pipeline.parameters.name(of: id).hasSuffix(".W"), let inputs = shape.last else {
        continue
      }
      let outputs = shape.dropLast().reduce(1, *)
      if !found.contains(where: { $0 == (outputs, inputs) }) { found.append((outputs, inputs)) }
    }
    return found
  }
}
