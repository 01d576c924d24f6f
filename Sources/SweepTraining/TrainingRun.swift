import SweepBase
public import SweepConfig
import SweepNN
public import SweepPipeline
public import SweepTensors

/// One update, and the evaluation that followed it, if one did.
public struct TrainingStep: Sendable {
  /// The number of the update, from 0.
  public var number: Int
  /// The pass over the corpus, from 0.
  public var epoch: Int
  /// Words trained on so far, this step included.
  public var words: Int
  /// What the development data said, every `eval_frequency` steps.
  public var evaluation: Evaluation?

  /// A step of another training than the core's.
  package init(number: Int, epoch: Int, words: Int, evaluation: Evaluation?) {
    (self.number, self.epoch, self.words) = (number, epoch, words)
    self.evaluation = evaluation
  }
}

/// The training of one pipeline, as a sequence of steps that its caller pulls.
///
/// Limits on time, pruning and interrupts are all the same to a run: its caller stops pulling. The
/// run owns its random generators, so runs side by side do not disturb each other, and every run
/// of the same config and data gives the same bits.
///
/// - Source: spaCy 3.8 `spacy.training.loop`.
public struct TrainingRun: Sendable {
  /// The settings of `[training]`.
  public let settings: TrainingSettings
  /// The pipeline with the parameters of the last update.
  public internal(set) var pipeline: Pipeline
  /// The last evaluation, if there was one.
  public internal(set) var lastEvaluation: Evaluation?
  /// The scores and losses of the last evaluation, as `meta.json` keeps them.
  public var performance: JSONObject {
    lastEvaluation.map { settings.performance($0) } ?? JSONObject()
  }

  // What changes from step to step is kept by `state()`, all of it.
  let corpora: TrainingCorpora
  let lengths: [Int]
  var examples: ExampleSource
  var batches: EpochBatches
  var optimizer: Optimizer
  var dropout: any Schedule
  var random: SpacyRandom
  var losses: [String: Double] = [:]
  var words = 0
  var step = 0
  var best: (score: Double, step: Int)?
  var hasEnded = false

  /// Initialises a pipeline and gets ready for its first step.
  ///
  /// - Parameters:
  ///   - config: Filled; variables may remain.
  ///   - settings: The config's `[training]`.
  ///   - registry: The functions that the config may call.
  ///   - corpora: What its `train_corpus` and `dev_corpus` stand for.
  ///   - backend: What multiplies matrices.
  ///   - states: Initial states that other trainings have made of the same settings.
  /// - Throws: `ConfigErrors`, or what the pipeline's initialisation throws.
  public init(
    config: Config, settings: TrainingSettings, registry: Registry, corpora: TrainingCorpora,
    backend: MatrixBackend, states: InitialStates? = nil
  ) throws {
    self.settings = settings
    self.corpora = corpora
    // Words that an augmenter adds bring labels of their own.
    let addsWords = settings.trainCorpus.augmenter?.addsWords ?? false
    let examples = try
      (addsWords ? corpora.train.augmented(seed: settings.seed).corpus : corpora.train).examples
    var resources = corpora.resources.pipeline
    resources.tokenizer = corpora.train.tokenizer
    let given = resources
    func initialize() throws -> Pipeline {
      var random = SpacyRandom(seed: settings.seed)
      // A streamed corpus has no end to look for labels in, so spaCy looks at its start.
      let seen =
        settings.maxEpochs == -1 ? examples.prefix(PreparedCorpus.streamedExamples) : examples[...]
      return try Pipeline.initialize(
        config, registry: registry, examples: seen.map(\.example),
        resources: given, random: &random, backend: backend)
    }
    if let states {
      let key = try InitialStates.Key(
        resolved: config.interpolated(), settings: settings, backend: backend)
      pipeline = try states.pipeline(key, config: config, make: initialize)
    } else {
      pipeline = try initialize()
    }
    if let tokenizer = corpora.train.tokenizer { pipeline.tokenizer = tokenizer }
    // spaCy seeds a second time between initialisation and the first shuffle.
    let (train, random) = try corpora.train.augmented(seed: settings.seed)
    (lengths, self.examples, self.random) = (train.wordCounts, train.source, random)
    batches = EpochBatches(
      lengths: lengths, maxEpochs: settings.maxEpochs, batcher: settings.batcher)
    optimizer = settings.optimizer
    dropout = settings.dropout
  }

  /// The pipeline as it would be saved now: with averaged parameters where the optimizer keeps
  /// averages.
  public var checkpoint: Pipeline { pipeline.averaged(by: optimizer) }

  /// How many threads updates and evaluations use; it may change between steps, as no bit depends
  /// on it.
  public var threads: Threads {
    get { pipeline.threads }
    set { pipeline.threads = newValue }
  }

  /// The learn rate of the next update.
  public var learnRate: Double { optimizer.learnRate }

  /// Makes one update.
  ///
  /// - Returns: The step, or `nil` when patience, steps or epochs have run out.
  /// - Throws: `TrainingError.lossIsNotFinite`, `TrainingError.noScore`, or the `PipelineError` of
  ///   an example that contradicts itself; of a streamed corpus, what reading it throws.
  public mutating func next() throws -> TrainingStep? {
    guard !hasEnded, let (epoch, batch) = batches.next(&random) else { return nil }
    try update(batch, epoch: epoch)
    words += batch.reduce(0) { $0 + lengths[$1] }
    var result = TrainingStep(number: step, epoch: epoch, words: words, evaluation: nil)
    if step % settings.evalFrequency == 0 {
      result.evaluation = try evaluate(epoch: epoch)
      losses = [:]
    }
    let isOutOfPatience =
      best.map { settings.patience > 0 && step - $0.step >= settings.patience } ?? false
    let isOutOfSteps = settings.maxSteps > 0 && step >= settings.maxSteps
    hasEnded = isOutOfPatience || isOutOfSteps
    step += 1
    return result
  }

  private mutating func update(_ batch: [Int], epoch: Int) throws {
    let rate = dropout.next()
    for part in subdivided(batch, lengths: lengths, parts: settings.accumulateGradient) {
      let part = try examples.examples(part, epoch: epoch, skipping: batches.skipped)
      try pipeline.update(part, dropout: rate, random: &random, losses: &losses)
    }
    for name in pipeline.componentNames {
      let loss = losses[name] ?? 0
      guard loss.isFinite else {
        throw TrainingError.lossIsNotFinite(component: name, step: step, value: loss)
      }
    }
    pipeline.finishUpdate(&optimizer)
    optimizer.stepSchedules()
  }

  private mutating func evaluate(epoch: Int) throws(TrainingError) -> Evaluation {
    let found = checkpoint.countedScores(of: corpora.dev.examples)
    let score = try settings.mainScore(of: found.scores)
    let isBest = best.map { score >= $0.score } ?? true
    if best.map({ score > $0.score }) ?? true { best = (score, step) }
    let evaluation = Evaluation(
      epoch: epoch, step: step, words: words,
      losses: pipeline.trainedNames.map {
        ComponentLoss(name: $0, value: losses[$0] ?? 0)
      },
      scores: found.scores, score: score, isBest: isBest,
      counts: corpora.dev.perDocument(found.entities), confusion: found.confusion)
    lastEvaluation = evaluation
    return evaluation
  }
}
