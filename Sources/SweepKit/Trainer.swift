import SweepBase
package import SweepConfig
import SweepPipeline
package import SweepStore
import SweepTensors
package import SweepTraining
import Synchronization

/// Who trains the trials of a study: the training core, or what a test puts in its place.
package protocol Trainer: Sendable {
  /// Gets ready for a training that will be asked for.
  ///
  /// - Returns: The files that it will read; none where they cannot be read.
  func expect(_ task: TrialTask) -> [InputRecord]

  /// Takes an announcement back.
  func forget(_ task: TrialTask)

  /// Starts a training; uses up one announcement.
  func start(_ task: TrialTask) throws -> any TrialSteps

  /// Goes on with a training where another process, or an earlier attempt in this one, has left it;
  /// uses up one announcement where it succeeds.
  ///
  /// `TrialTraining` reads and checks the checkpoint's file and calls this in place of `start`; it does
  /// so only where trial, config, inputs and numerics version are the same. A trainer that trains in
  /// another process hands the bytes on to it.
  ///
  /// - Parameters:
  ///   - task: What to train.
  ///   - state: What `TrialSteps.checkpoint()` has given; not validated but for its hash.
  /// - Returns: A training whose next step follows the one after which `checkpoint()` was called, and
  ///   has the same bits; `nil` from a trainer that cannot go on, as by default.
  /// - Throws: Anything: the trial then starts from its beginning, with a remark.
  func resume(_ task: TrialTask, from state: [UInt8]) throws -> (any TrialSteps)?

  /// The files that a training is about to read, right before it begins.
  ///
  /// - Parameters:
  ///   - task: What to train.
  ///   - expected: What `expect` has found.
  /// - Returns: The files with the hashes that they have now.
  func inputs(of task: TrialTask, expected: [InputRecord]) -> [InputRecord]

  /// What the record is to say of how a trial is made, besides what is true of this process.
  func provenance(of task: TrialTask) -> JSONObject
}

extension Trainer {
  package func resume(_ task: TrialTask, from state: [UInt8]) throws -> (any TrialSteps)? { nil }

  package func inputs(of task: TrialTask, expected: [InputRecord]) -> [InputRecord] { expected }

  package func provenance(of task: TrialTask) -> JSONObject { [:] }
}

/// A training, as steps that are pulled from it.
package protocol TrialSteps: Sendable {
  /// The first lines of the log.
  var heading: [String] { get }
  /// The number of the last step there will be at most; 0 where there is no limit.
  var maxSteps: Int { get }

  /// Makes one update.
  ///
  /// - Parameter threads: How many threads it may use; no result depends on it.
  /// - Returns: The step, or `nil` at the end.
  /// - Throws: What ends the training without a result.
  mutating func next(threads: Int) throws -> TrainingStep?

  /// The line of an evaluation in the log.
  func row(_ evaluation: Evaluation) -> String

  /// Keeps the model as it is now: it is the best so far.
  mutating func keepModel()

  /// All that the training needs to go on after the step that `next` has returned last, in any process
  /// and with any number of threads: the kept model included.
  ///
  /// Called between steps, seldom: after an evaluation once `checkpoint_seconds` have passed, and where
  /// the trial is asked to stop. Must not change what comes later. `TrialTraining` adds what it knows
  /// itself (best evaluation, all evaluations, log) and writes the file, so a training in another
  /// process only has to bring its bytes here.
  ///
  /// - Returns: The state; `nil` where there is none for this very step, as by default.
  func checkpoint() -> [UInt8]?

  /// What the training ended with: the kept model.
  func result(best: Evaluation, steps: Int, words: Int) -> TrainedTrial

  /// How far the training is where that is more than its last step says: of a program that reports
  /// between evaluations.
  var position: TrialPosition? { get }
  /// Why the training itself has ended before its time; asked for after the last step.
  var ownEnd: String? { get }
  /// How many bytes the training has in memory, where that is not this process.
  var residentBytes: Int? { get }
  /// Lines for the log that have come since the last call.
  mutating func takeLog() -> [String]
  /// The training waits at a rung; the next step goes on.
  mutating func wait()
  /// No further step will be asked for.
  ///
  /// - Parameter hasFailed: Whether it has ended with an error.
  mutating func close(hasFailed: Bool)
}

/// How far a training is.
package struct TrialPosition: Sendable {
  var step: Int
  var maxSteps: Int
  var words: Int
}

extension TrialSteps {
  package var position: TrialPosition? { nil }
  package var ownEnd: String? { nil }
  package var residentBytes: Int? { nil }
  package mutating func takeLog() -> [String] { [] }
  package mutating func wait() {}
  package mutating func close(hasFailed: Bool) {}
  package func checkpoint() -> [UInt8]? { nil }
}

/// The training core.
final class NativeTrainer: Trainer {
  private let corpora: CorpusCache
  private let states: InitialStates?
  private let registry: Registry
  /// The keys of the last trainings, which are announced once more: a trial whose settings follow from
  /// results is known shortly before it begins, and often starts from what the last ones have.
  private let recent = Mutex<[InitialStates.Key]>([])

  init(corpora: CorpusCache, states: InitialStates?, registry: Registry) {
    (self.corpora, self.states, self.registry) = (corpora, states, registry)
  }

  func expect(_ task: TrialTask) -> [InputRecord] {
    // What is wrong with a config or its files is for the trial to report.
    guard let resolved = try? task.config.interpolated(),
      let settings = try? TrainingSettings(reading: resolved, registry: registry),
      let corpora = try? corpora.corpora(for: settings)
    else { return [] }
    if let key = key(of: task) {
      states?.expect(key)
      remember(key)
    }
    return corpora.inputRecords
  }

  private func remember(_ key: InitialStates.Key) {
    let old = recent.withLock { recent -> InitialStates.Key? in
      if let index = recent.firstIndex(of: key) {
        recent.append(recent.remove(at: index))
        return nil
      }
      states?.expect(key)
      recent.append(key)
      return recent.count > 4 ? recent.removeFirst() : nil
    }
    if let old { states?.forget(old) }
  }

  func forget(_ task: TrialTask) {
    if let key = key(of: task) { states?.forget(key) }
  }

  /// What a task's initial state depends on, if its config can be read.
  private func key(of task: TrialTask) -> InitialStates.Key? {
    guard let resolved = try? task.config.interpolated(),
      let settings = try? TrainingSettings(reading: resolved, registry: registry),
      let backend = try? MatrixBackend(reading: resolved)
    else { return nil }
    return InitialStates.Key(resolved: resolved, settings: settings, backend: backend)
  }

  func start(_ task: TrialTask) throws -> any TrialSteps {
    let resolved = try task.config.interpolated()
    let backend = try MatrixBackend(reading: resolved)
    let settings = try TrainingSettings(reading: resolved, registry: registry)
    return NativeSteps(
      run: try TrainingRun(
        config: task.config, settings: settings, registry: registry,
        corpora: try corpora.corpora(for: settings), backend: backend, states: states))
  }

  func resume(_ task: TrialTask, from state: [UInt8]) throws -> (any TrialSteps)? {
    let resolved = try task.config.interpolated()
    let settings = try TrainingSettings(reading: resolved, registry: registry)
    let steps = try NativeSteps(
      resuming: state, config: task.config, settings: settings, registry: registry,
      corpora: try corpora.corpora(for: settings), backend: MatrixBackend(reading: resolved))
    forget(task)
    return steps
  }
}

/// A training of the core.
private struct NativeSteps: TrialSteps {
  var run: TrainingRun
  /// Kept as weights; files are made of them once, at the end.
  var kept: (pipeline: Pipeline, evaluation: Evaluation)?
  let table: TrainingTable

  init(run: TrainingRun) {
    self.run = run
    table = run.table
  }

  var heading: [String] {
    [
      "Pipeline: \(run.pipeline.componentNames.joined(separator: ", "))",
      "Initial learn rate: \(run.learnRate)",
    ] + table.heading
  }

  var maxSteps: Int { run.settings.maxSteps }

  mutating func next(threads: Int) throws -> TrainingStep? {
    run.threads = Threads(threads)
    return try run.next()
  }

  func row(_ evaluation: Evaluation) -> String { table.row(evaluation) }

  mutating func keepModel() {
    guard let evaluation = run.lastEvaluation else { return }
    kept = (run.checkpoint.withoutGradients(), evaluation)
  }

  func result(best: Evaluation, steps: Int, words: Int) -> TrainedTrial {
    let performance = kept.map { run.settings.performance($0.evaluation) }
    let files = kept?.pipeline.files(performance: performance ?? JSONObject()) ?? []
    return TrainedTrial(
      best: best, modelFiles: files, modelHash: ModelHash.of(files: files), steps: steps,
      words: words)
  }
}

extension NativeSteps {
  /// What is written of the kept model.
  private enum Kept: Int {
    case nothing
    /// The averaged weights of the state itself.
    case current
    /// Weights of their own.
    case own
  }

  func checkpoint() -> [UInt8]? {
    var writer = StateWriter(
      capacity: run.stateSize + (kept?.pipeline.byteCount ?? 0) + (1 << 16))
    guard run.write(to: &writer) else { return nil }
    guard let kept else {
      writer.write(Kept.nothing.rawValue)
      return writer.bytes
    }
    // After an evaluation that was the best, what is kept follows from the state.
    if kept.evaluation.step == run.lastStep {
      writer.write(Kept.current.rawValue)
    } else {
      writer.write(Kept.own.rawValue)
      kept.pipeline.write(to: &writer)
    }
    kept.evaluation.write(to: &writer)
    return writer.bytes
  }

  init(
    resuming bytes: [UInt8], config: Config, settings: TrainingSettings, registry: Registry,
    corpora: TrainingCorpora, backend: MatrixBackend
  ) throws {
    var reader = StateReader(bytes)
    self.init(
      run: try TrainingRun(
        reading: &reader, config: config, settings: settings, registry: registry,
        corpora: corpora, backend: backend))
    var pipeline: Pipeline
    switch Kept(rawValue: try reader.int()) {
    case .nothing: return
    case .current: pipeline = run.checkpoint.withoutGradients()
    case .own:
      pipeline = try Pipeline(
        reading: &reader, config: config, registry: registry,
        resources: corpora.resources.pipeline, backend: backend)
    case nil: throw StateError("a kept model of an unknown kind")
    }
    // Not a part of what training changes.
    pipeline.tokenizer = run.pipeline.tokenizer
    kept = (pipeline, try Evaluation(reading: &reader))
    guard reader.isAtEnd else { throw StateError("more than a training's state") }
  }
}
