package import SweepBase
public import SweepConfig
import SweepNN
import SweepPipeline
public import SweepTensors

extension TrainingRun {
  /// Goes up whenever a state is written in another way.
  package static let stateVersion = 1

  /// The number of the last update; −1 before the first.
  package var lastStep: Int { step - 1 }

  /// The state of the run between two steps: all that it needs to go on, with the same bits.
  ///
  /// Weights, gradients' entries, what the optimizer remembers, both random generators, the order of
  /// the corpus and the place in it, losses since the last evaluation, and the best score. Schedules
  /// are kept as how often they were drawn from.
  ///
  /// - Returns: The bytes; `nil` with a batcher that does not tell its `draws`.
  public func state() -> [UInt8]? {
    var writer = StateWriter(capacity: stateSize)
    return write(to: &writer) ? writer.bytes : nil
  }

  /// About how many bytes the state takes.
  package var stateSize: Int { pipeline.byteCount * 4 + 16 * lengths.count + (1 << 16) }

  /// Writes the state; see `state()`.
  ///
  /// - Returns: Whether there is one.
  package func write(to writer: inout StateWriter) -> Bool {
    guard let draws = batches.draws else { return false }
    writer.write(Self.stateVersion)
    writer.write(lengths.count)
    for number in [step, words, draws] { writer.write(number) }
    writer.write(hasEnded)
    writer.write(losses.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map(\.key))
    for loss in losses.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      writer.write(loss.value)
    }
    writer.write(optional: best) { writer, best in
      writer.write(best.score)
      writer.write(best.step)
    }
    writer.write(optional: lastEvaluation) { $1.write(to: &$0) }
    random.write(to: &writer)
    batches.write(to: &writer)
    optimizer.write(to: &writer)
    pipeline.write(to: &writer)
    return true
  }

  /// Goes on from the state of another run of the same config and data.
  ///
  /// The other run may have had another number of threads, and been in another process.
  ///
  /// - Parameters:
  ///   - state: What `state()` has given.
  ///   - config: As of the other run: filled; variables may remain.
  ///   - settings: The config's `[training]`.
  ///   - registry: The functions that the config may call.
  ///   - corpora: What its `train_corpus` and `dev_corpus` stand for.
  ///   - backend: What multiplies matrices.
  /// - Throws: `StateError` when the state is another training's or of another version of this
  ///   program, `ConfigErrors` of a config that cannot be trained.
  public init(
    resuming state: [UInt8], config: Config, settings: TrainingSettings, registry: Registry,
    corpora: TrainingCorpora, backend: MatrixBackend
  ) throws {
    var reader = StateReader(state)
    try self.init(
      reading: &reader, config: config, settings: settings, registry: registry,
      corpora: corpora, backend: backend)
    guard reader.isAtEnd else { throw StateError("more than a training's state") }
  }

  /// Goes on from a state that other things follow; see `init(resuming:)`.
  package init(
    reading reader: inout StateReader, config: Config, settings: TrainingSettings,
    registry: Registry, corpora: TrainingCorpora, backend: MatrixBackend
  ) throws {
    let version = try reader.int()
    guard version == Self.stateVersion else {
      throw StateError("a training's state of version \(version), not \(Self.stateVersion)")
    }
    let train = try corpora.train.augmented(seed: settings.seed).corpus
    let lengths = train.wordCounts
    guard try reader.int() == lengths.count else {
      throw StateError("the state of a training on another corpus")
    }
    self.settings = settings
    self.corpora = corpora
    self.lengths = lengths
    step = try reader.int()
    words = try reader.int()
    let draws = try reader.int()
    guard step >= 0, draws >= 0 else { throw StateError("a training after \(step) steps") }
    hasEnded = try reader.bool()
    for name in try reader.texts() { losses[name] = try reader.double() }
    best = try reader.optional { reader throws(StateError) in
      (try reader.double(), try reader.int())
    }
    lastEvaluation = try reader.optional { reader throws(StateError) in
      try Evaluation(reading: &reader)
    }
    random = try SpacyRandom(reading: &reader)
    batches = EpochBatches(
      lengths: lengths, maxEpochs: settings.maxEpochs, batcher: settings.batcher)
    try batches.restore(from: &reader, draws: draws)
    examples = train.source
    examples.goOn(epoch: batches.epoch, without: batches.given)
    optimizer = settings.optimizer
    try optimizer.restore(from: &reader)
    dropout = settings.dropout
    // Once for each update.
    for _ in 0..<step { _ = dropout.next() }
    pipeline = try Pipeline(
      reading: &reader, config: config, registry: registry, resources: corpora.resources.pipeline,
      backend: backend)
    if let tokenizer = corpora.train.tokenizer { pipeline.tokenizer = tokenizer }
  }
}

extension StateWriter {
  fileprivate mutating func write(_ texts: [String]) { write(list: texts) { $0.write($1) } }
}

extension StateReader {
  fileprivate mutating func texts() throws(StateError) -> [String] {
    try list { reader throws(StateError) in try reader.text() }
  }
}
