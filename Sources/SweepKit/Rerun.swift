import SweepBase
public import SweepConfig
public import SweepEngine
import SweepPipeline
import SweepSearch
public import SweepStore
import SweepTraining

/// Trains a recorded trial again and compares everything it recorded.
public struct Rerun: Sendable {
  let store: StudyStore
  let trial: TrialRecord
  private let registry: Registry
  let capsule: String?

  /// Prepares the re-run of a trial.
  ///
  /// - Parameters:
  ///   - trial: The trial.
  ///   - store: Its record.
  ///   - registry: The functions that its config may call.
  ///   - capsule: The capsule that the record was made of: inputs come from it alone.
  /// - Throws: `RerunError` when the trial never came to an end.
  public init(
    of trial: TrialRecord, in store: StudyStore, registry: Registry, capsule: String? = nil
  ) throws(RerunError) {
    self.capsule = capsule
    guard trial.state == .done || trial.state == .pruned else {
      throw RerunError(.notDone(state: trial.state.rawValue, error: trial.error), trial: trial.name)
    }
    self.store = store
    self.trial = trial
    self.registry = registry
  }

  /// Trains again from the recorded config and the recorded inputs.
  ///
  /// - Parameters:
  ///   - output: A folder for the model, or `nil`.
  ///   - provenance: Of this process, to explain a difference.
  ///   - threads: How many the training uses; no bit depends on it.
  ///   - stop: Any request to stop now ends the training.
  ///   - show: Told of each line of the table and of progress.
  /// - Returns: What is the same and what is not.
  /// - Throws: `RerunError` or `StoreError` when the training cannot be repeated at all.
  public func run(
    output: String?, provenance: Provenance, threads: Int = 1, stop: StopSignal,
    show: (TrialEvent) -> Void
  ) throws -> RerunVerdict {
    if let tool = try store.provenance(of: trial)?["imported"]?.stringValue {
      throw RerunError(.imported(tool: tool), trial: trial.name)
    }
    if try store.provenance(of: trial)?["trainer"] == "elsewhere" {
      throw RerunError(.trainedElsewhere, trial: trial.name)
    }
    let config = try Config(
      parsing: store.config(of: trial), file: "\(trial.name) in \(capsule ?? store.path)")
    if let plan = try store.provenance(of: trial).flatMap(ProgramPlan.init(record:)) {
      return try run(plan, config, output: output, provenance: provenance, stop: stop, show: show)
    }
    let inputs = try RecordedInputs(of: trial, in: store, capsule: capsule)
    let cache = CorpusCache(source: inputs.source)
    var values: [TrainingTrace.Value] = []
    var trained: TrainedTrial?
    var failure: String?
    var task = TrialTask(number: trial.number, config: config)
    // Where a pruner or a clock has ended it, it ends again.
    task.lastStep = trial.endedStep
    var ended = false
    TrialTraining(
      task: task, trainer: NativeTrainer(corpora: cache, states: nil, registry: registry),
      metric: .default, stop: stop
    ).run(threads: { threads }) { event in
      switch event {
      case .evaluated(let evaluation):
        values += evaluation.record(milliseconds: nil).traceValues
      case .done(let result): trained = result
      case .failed(let error): failure = error
      case .pruned: ended = true
      case .stopped: failure = "it was stopped"
      case .logged, .progressed, .paused, .resumed, .remarked, .retried: break
      }
      show(event)
    }
    guard trained != nil || ended else {
      throw RerunError(.failed(failure ?? "no result"), trial: trial.name)
    }
    if let output {
      guard let trained else {
        throw RerunError(.failed("a pruned trial has no model"), trial: trial.name)
      }
      try ModelFolder.write(trained.modelFiles, to: output)
    }
    let recorded = TrainingTrace(
      values: try store.evaluations(of: trial).flatMap(\.traceValues), modelHash: trial.modelHash,
      counts: try store.documentCounts(of: trial))
    let comparison = RerunComparison(
      recorded: recorded,
      now: TrainingTrace(
        values: values, modelHash: trained?.modelHash, counts: trained?.best.counts.map(\.stored)),
      expectsModel: trial.state == .done)
    return RerunVerdict(
      trial: trial.name, id: trial.shortID, comparison: comparison, modelHash: trained?.modelHash,
      origins: inputs.origins,
      changes: try changes(provenance, config))
  }

  /// What of code, numerics, backend, machine and toolchain is not as recorded.
  private func changes(
    _ provenance: Provenance, _ config: Config
  ) throws -> [RerunVerdict.Change] {
    guard let recorded = try store.provenance(of: trial) else { return [] }
    return provenance.changes(since: recorded)
  }
}

extension EvaluationRecord {
  /// The numbers of the evaluation that a re-run must give again.
  var traceValues: [TrainingTrace.Value] {
    [TrainingTrace.Value(step: step, name: "epoch", number: Double(epoch))]
      + scores.map { TrainingTrace.Value(step: step, name: $0.name, number: $0.value) }
      + losses.map { TrainingTrace.Value(step: step, name: "loss \($0.name)", number: $0.value) }
  }
}

/// Why a trial cannot be trained again.
public struct RerunError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is in the way.
  public enum Reason: Equatable, Sendable {
    /// The trial has no result to compare with.
    case notDone(state: String, error: String?)
    /// An input file is neither where it was nor in the record.
    case inputGone(path: String, resolved: String, sha256: String, problem: String)
    /// Another program has trained it.
    case trainedElsewhere
    /// It was imported from another tool, which has not recorded how to repeat it.
    case imported(tool: String)
    /// The training ended with an error.
    case failed(String)
  }

  /// What is in the way.
  public var reason: Reason
  /// The trial.
  public var trial: String

  init(_ reason: Reason, trial: String) {
    self.reason = reason
    self.trial = trial
  }

  public var description: String {
    switch reason {
    case .notDone(let state, let error):
      "\(trial) is \(state)\(error.map { ": \($0)" } ?? ""); there is no result to compare with\n"
        + "  help: run its sweep again, then re-run it"
    case .inputGone(let path, let resolved, let sha256, let problem):
      "\(trial): the input \(path) is not to be had: \(resolved) \(problem), and the record does "
        + "not hold it\n  help: put the file with SHA-256 \(sha256) at \(resolved)"
    case .trainedElsewhere:
      "\(trial) was trained by another program, which has to repeat it\n"
        + "  help: `sweep show \(trial)` has its config and its seed"
    case .imported(let tool):
      "\(trial) was imported from \(tool), which has no record of how to repeat it\n"
        + "  help: `sweep show \(trial)` has its settings"
    case .failed(let error): "\(trial): the training could not be repeated: \(error)"
    }
  }
}

/// What a re-run found.
public struct RerunVerdict: Sendable {
  /// One thing outside the config that is not as recorded.
  public struct Change: Equatable, Sendable {
    /// What it is, such as `numerics version`.
    public var name: String
    /// As recorded.
    public var recorded: String
    /// As it is now.
    public var now: String
  }

  /// Study and number of the trial.
  public var trial: String
  /// Its short ID.
  public var id: String
  /// Every number and the model, recorded and new.
  public var comparison: RerunComparison
  /// The hash of the new model; `nil` for a trial that was ended before its time.
  public var modelHash: String?
  /// Where the inputs came from, a line each.
  public var origins: [String]
  /// What is not as recorded.
  public var changes: [Change]

  /// Whether everything is the same, bit for bit.
  public var isIdentical: Bool { comparison.isIdentical }
}
