import SweepConfig
import SweepEngine
import SweepPipeline
import SweepSearch
import SweepStore
import SweepTensors
import SweepTraining
import Synchronization

/// What a trial that is tested reports.
enum TestJobEvent: Sendable {
  /// Its model was not kept.
  case training
  case progressed(TrialProgress)
  case tested(TestFindings)
  case failed(any Error)
}

/// What a model has shown on test data.
struct TestFindings: Sendable {
  var scores: Scores
  /// The weighted score that decides; `nil` where it has none.
  var score: Double?
  var counts: [EntityCounts]

  /// The findings as the store keeps them.
  func record(of trial: TrialRecord, on test: TestData, now: Int) -> TestRecord {
    var json: JSONObject = ["score": score.map { .number($0) } ?? .null]
    for (key, value) in scores.json.entries where key != "speed" { json[key] = value }
    return TestRecord(
      trial: trial.id, path: test.path, sha256: test.hash, bytes: test.byteCount, scores: json,
      counts: counts.isEmpty ? nil : counts.map(\.stored), finished: now)
  }
}

/// The test of one trial: its model from the record, or trained again.
struct TestJob {
  let trial: TrialRecord
  let store: StudyStore
  let registry: Registry
  let inputs: SharedInputs
  let stop: StopSignal

  /// Evaluates the trial's model.
  ///
  /// - Throws: `StudyTestError` when the model is not the recorded one, or cannot be had.
  func run(
    on test: TestData, threads: () -> Int, _ send: (TestJobEvent) -> Void
  ) throws {
    let config = try Config(
      parsing: store.config(of: trial), file: "\(trial.name) in \(store.path)")
    let resolved = try config.interpolated()
    let settings = try TrainingSettings(reading: resolved, registry: registry)
    guard let files = try model(config, threads, send) else { return }
    var pipeline = try Pipeline(
      files: files, folder: trial.name, registry: registry,
      backend: MatrixBackend(reading: resolved))
    pipeline.threads = Threads(threads())
    let corpus = try test.corpus(for: settings)
    let found = pipeline.countedScores(of: corpus.examples)
    send(
      .tested(
        TestFindings(
          scores: found.scores, score: try? settings.mainScore(of: found.scores),
          counts: corpus.perDocument(found.entities))))
  }

  /// The files of the model; `nil` when the training was stopped.
  private func model(
    _ config: Config, _ threads: () -> Int, _ send: (TestJobEvent) -> Void
  ) throws -> [PipelineFile]? {
    let kept = try store.model(of: trial).map { artifact in
      PipelineFile(artifact.path, try store.bytes(artifact.sha256))
    }
    if !kept.isEmpty { return try checked(kept, wasKept: true) }
    send(.training)
    var trained: TrainedTrial?
    var failure: String?
    TrialTraining(
      task: TrialTask(number: trial.number, config: config),
      trainer: NativeTrainer(
        corpora: try inputs.corpora(of: trial, in: store), states: nil, registry: registry),
      metric: .default, stop: stop
    ).run(threads: threads) { event in
      switch event {
      case .progressed(let progress): send(.progressed(progress))
      case .done(let result): trained = result
      case .failed(let error): failure = error
      case .logged, .evaluated, .pruned, .paused, .stopped, .resumed, .remarked, .retried: break
      }
    }
    if let failure {
      throw StudyTestError(.failed(trial: trial.name, error: failure), study: trial.study)
    }
    return try trained.map { try checked($0.modelFiles, wasKept: false) }
  }

  private func checked(
    _ files: [PipelineFile], wasKept: Bool
  ) throws(StudyTestError) -> [PipelineFile] {
    let hash = ModelHash.of(files: files)
    guard hash == trial.modelHash else {
      throw StudyTestError(
        .otherModel(
          trial: trial.name, id: trial.shortID, recorded: trial.modelHash, found: hash,
          wasKept: wasKept), study: trial.study)
    }
    return files
  }
}

/// The corpora of trials that are trained again, read once for all that have read the same.
///
/// A class because all workers look into it; it owns its lock.
final class SharedInputs: Sendable {
  private let caches = Mutex<[String: CorpusCache]>([:])

  /// Nothing was read yet.
  init() {}

  /// The corpora of a trial.
  ///
  /// - Throws: `RerunError.inputGone`, or `StoreError`.
  func corpora(of trial: TrialRecord, in store: StudyStore) throws -> CorpusCache {
    let key = try store.inputs(of: trial).map { "\($0.written)\n\($0.sha256)\n" }.joined()
    return try caches.withLock { caches in
      if let cache = caches[key] { return cache }
      let cache = CorpusCache(source: try RecordedInputs(of: trial, in: store).source)
      caches[key] = cache
      return cache
    }
  }
}
