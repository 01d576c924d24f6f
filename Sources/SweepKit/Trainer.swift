import SweepConfig
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

  /// What the training ended with: the kept model.
  func result(best: Evaluation, steps: Int, words: Int) -> TrainedTrial
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
}

/// A training of the core.
private struct NativeSteps: TrialSteps {
  var run: TrainingRun
  /// Kept as weights; files are made of them once, at the end.
  var kept: (pipeline: Pipeline, performance: JSONObject)?
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

  mutating func keepModel() { kept = (run.checkpoint.withoutGradients(), run.performance) }

  func result(best: Evaluation, steps: Int, words: Int) -> TrainedTrial {
    let files = kept?.pipeline.files(performance: kept?.performance ?? JSONObject()) ?? []
    return TrainedTrial(
      best: best, modelFiles: files, modelHash: ModelHash.of(files: files), steps: steps,
      words: words)
  }
}
