import SweepBase
public import SweepConfig
public import SweepEngine
import SweepSearch
public import SweepStore
import SweepTraining

/// Trains a recorded trial again with some settings changed: not to prove it, but to see what a change
/// does.
public struct ChangedRerun: Sendable {
  private let store: StudyStore
  private let trial: TrialRecord
  private let registry: Registry
  private let overrides: [ConfigOverride]
  private let folder: String
  private let capsule: String?

  /// Prepares a changed re-run.
  ///
  /// - Parameters:
  ///   - trial: A trial with a result.
  ///   - store: Its record.
  ///   - registry: The functions that its config may call.
  ///   - overrides: What is changed. A path among the values is read from the disk.
  ///   - folder: Where relative paths among them start.
  ///   - capsule: The capsule that the record was made of.
  /// - Throws: `RerunError` when the trial has no result, or another program has trained it.
  public init(
    of trial: TrialRecord, in store: StudyStore, registry: Registry,
    with overrides: [ConfigOverride],
    folder: String, capsule: String? = nil
  ) throws {
    // The same trials can be repeated either way.
    _ = try Rerun(of: trial, in: store, registry: registry, capsule: capsule)
    let engine = try store.transfer(of: store.study(named: trial.study)).engine
    if let tool = try store.provenance(of: trial)?["imported"]?.stringValue {
      throw RerunError(.imported(tool: tool), trial: trial.name)
    }
    let isElsewhere = try store.provenance(of: trial)?["trainer"] == "elsewhere"
    if engine != "native" || isElsewhere { throw RerunError(.trainedElsewhere, trial: trial.name) }
    (self.store, self.trial, self.registry) = (store, trial, registry)
    (self.overrides, self.folder, self.capsule) = (overrides, folder, capsule)
  }

  /// Trains with the changes, from the recorded inputs where they are not changed.
  ///
  /// - Parameters:
  ///   - threads: How many the training uses; no bit depends on it.
  ///   - stop: Any request to stop now ends the training.
  ///   - show: Told of each line of the table and of progress.
  /// - Returns: Both trainings side by side.
  /// - Throws: `ConfigErrors` where a change does not fit, `RerunError`, or `StoreError`.
  public func run(
    threads: Int = 1, stop: StopSignal, show: (TrialEvent) -> Void
  ) throws -> RerunChange {
    let recorded = try Config(
      parsing: store.config(of: trial), file: "\(trial.name) in \(capsule ?? store.path)")
    let config = try changed(recorded)
    let inputs = try RecordedInputs(of: trial, in: store, capsule: capsule)
    let cache = CorpusCache(source: source(inputs.source))
    var task = TrialTask(number: trial.number, config: config)
    // What is compared must be as long.
    task.lastStep = trial.endedStep
    var evaluations: [EvaluationRecord] = []
    var best: EvaluationRecord?
    var modelHash: String?
    var failure: String? = "no result"
    TrialTraining(
      task: task, trainer: NativeTrainer(corpora: cache, states: nil, registry: registry),
      metric: .default, stop: stop
    ).run(threads: { threads }) { event in
      switch event {
      case .evaluated(let evaluation):
        evaluations.append(evaluation.record(milliseconds: nil))
        if evaluation.isBest { best = evaluations.last }
      case .done(let result): (modelHash, failure) = (result.modelHash, nil)
      case .pruned: failure = nil
      case .failed(let error): failure = error
      case .stopped: failure = "it was stopped"
      default: break
      }
      show(event)
    }
    if let failure { throw RerunError(.failed(failure), trial: trial.name) }
    let old = try store.evaluations(of: trial)
    return RerunChange(
      trial: trial.name, id: trial.shortID,
      settings: Config.diff(try recorded.interpolated(), try config.interpolated()).map {
        RerunChange.Setting(key: $0.key, recorded: $0.a, now: $0.b)
      },
      inputs: try changedInputs(config, cache),
      recorded: RerunChange.Side(
        evaluations: old, best: old.first { $0.step == trial.bestStep }, modelHash: trial.modelHash),
      now: RerunChange.Side(evaluations: evaluations, best: best, modelHash: modelHash))
  }

  /// The recorded config with the changes in it, checked and filled again.
  private func changed(_ recorded: Config) throws(ConfigErrors) -> Config {
    let problems = overrides.flatMap { recorded.problems(of: $0, with: registry) }
    guard problems.isEmpty else { throw ConfigErrors(problems) }
    return try recorded.overriding(overrides).filled(with: registry)
  }

  /// Paths that are given now are read from the disk, all others as they were recorded.
  private func source(_ recorded: InputSource) -> InputSource {
    let given = Set(overrides.flatMap { Self.texts(in: $0.value) })
    let disk = InputSource.local(in: folder)
    return InputSource { path throws(FileError) in
      given.contains(path) ? try disk.files(path) : try recorded.files(path)
    } modelFiles: { path throws(FileError) in
      given.contains(path) ? try disk.modelFiles(path) : try recorded.modelFiles(path)
    }
  }

  private static func texts(in value: JSONValue) -> [String] {
    switch value {
    case .string(let text): [text]
    case .array(let items): items.flatMap(texts)
    case .object(let object): object.values.flatMap(texts)
    default: []
    }
  }

  private func changedInputs(
    _ config: Config, _ cache: CorpusCache
  ) throws -> [RerunChange.Input] {
    let settings = try TrainingSettings(reading: config.interpolated(), registry: registry)
    let now = try cache.corpora(for: settings).inputRecords
    let old = try store.inputs(of: trial)
    var names: [String] = []
    for input in old + now where !names.contains(input.setting) { names.append(input.setting) }
    return names.compactMap { name in
      let (a, b) = (old.filter { $0.setting == name }, now.filter { $0.setting == name })
      guard a.map(\.sha256) != b.map(\.sha256) else { return nil }
      return RerunChange.Input(
        setting: name, recorded: a.map { "\($0.written) (\($0.sha256.prefix(8)))" },
        now: b.map { "\($0.written) (\($0.sha256.prefix(8)))" })
    }
  }
}

/// A recorded training beside one with other settings.
public struct RerunChange: Sendable {
  /// A setting that is not as recorded, variables filled in.
  public struct Setting: Sendable {
    public var key: String
    public var recorded: JSONValue?
    public var now: JSONValue?
  }

  /// The files of a setting that are not as recorded, each with the start of its SHA-256.
  public struct Input: Sendable {
    public var setting: String
    public var recorded: [String]
    public var now: [String]
  }

  /// One of the two trainings.
  public struct Side: Sendable {
    public var evaluations: [EvaluationRecord]
    /// The evaluation whose model is kept.
    public var best: EvaluationRecord?
    public var modelHash: String?
  }

  /// A number of the best evaluation in both trainings.
  public struct Score: Equatable, Sendable {
    public var name: String
    public var recorded: Double?
    public var now: Double?

    /// How much more it is now.
    public var difference: Double? {
      guard let recorded, let now else { return nil }
      return now - recorded
    }
  }

  /// Study and number of the trial, and its short ID.
  public var trial: String
  public var id: String
  public var settings: [Setting]
  public var inputs: [Input]
  public var recorded: Side
  public var now: Side

  /// The scores of the best evaluations, those per type last; without `speed`, which is a time, and
  /// what neither could compute.
  public var scores: [Score] {
    let (old, new) = (recorded.best?.scores ?? [], now.best?.scores ?? [])
    var names = old.map(\.name)
    for value in new where !names.contains(value.name) { names.append(value.name) }
    names.removeAll { $0 == "speed" }
    return (names.filter { !$0.contains(".") } + names.filter { $0.contains(".") }).map { name in
      Score(
        name: name, recorded: old.first { $0.name == name }?.value,
        now: new.first { $0.name == name }?.value)
    }.filter { $0.recorded != nil || $0.now != nil }
  }

  /// Where the curves part: the first number that differs; `nil` where all are the same.
  public var firstDifference: RerunComparison.Difference? {
    func trace(_ side: Side) -> TrainingTrace {
      TrainingTrace(values: side.evaluations.flatMap(\.traceValues), modelHash: nil)
    }
    return RerunComparison(recorded: trace(recorded), now: trace(now), expectsModel: false)
      .differences.first
  }
}
