public import Logging
import SweepBase
public import SweepConfig
public import SweepEngine
import SweepPipeline
import SweepReport
import SweepSearch
import SweepStore
import SweepTensors
public import SweepTraining

/// Runs the trials of a plan that are missing and records them.
///
/// Workers train and send values; this loop alone writes the store, and shows nothing before it is
/// recorded.
public struct StudyRun: Sendable {
  private let plan: SweepPlan
  private let storePath: String
  private let cores: CoreRequest
  private let environment: [String: String]
  private let registry: Registry
  private let inputs: InputSource
  private let folder: String
  private let logger: Logger
  private let extendsSpace: Bool
  /// Whether the patch of uncommitted changes is recorded; else only that there are some.
  public var keepsPatch = true
  /// How often a trial that fails is tried again at once; the sweep's `retry` unless set.
  public var retries: Int?
  /// Whether trials that have failed in earlier runs run again; `nil` for all but those whose process
  /// has died too often.
  public var retriesFailed: Bool?

  /// Whether each trial of the core runs in a process of its own; the sweep's `isolate` unless set.
  public var isolates: Bool?
  /// The program whose command `worker` such a process runs.
  package var workerProgram = "/proc/self/exe"

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - plan: What to run.
  ///   - store: The file with the records; made when it is not there.
  ///   - cores: How many trials run side by side and how many threads each uses, as far as that is
  ///     not to be chosen.
  ///   - folder: The working directory, whose git state is recorded.
  ///   - environment: The process's variables, some of which are recorded.
  ///   - registry: The functions that configs may call.
  ///   - inputs: Where corpora are read from.
  ///   - logger: Told what the events do not say, at `debug` and `info`.
  ///   - extendsSpace: Whether a recorded study goes on with other parameters and constraints than it
  ///     has had.
  public init(
    plan: SweepPlan, store: String, cores: CoreRequest, folder: String,
    environment: [String: String], registry: Registry, inputs: InputSource, logger: Logger,
    extendsSpace: Bool = false
  ) {
    self.extendsSpace = extendsSpace
    self.logger = logger
    self.plan = plan
    storePath = store
    self.cores = cores
    self.folder = folder
    self.environment = environment
    self.registry = registry
    self.inputs = inputs
  }

  /// Opens the study and runs what is missing or failed.
  ///
  /// - Parameters:
  ///   - stop: Watched between and within trials.
  ///   - show: Told of everything, on the caller's thread, after it is recorded.
  /// - Returns: What the study holds at the end.
  /// - Throws: `StoreError` when the record cannot be read or written.
  public func run(stop: StopSignal, show: (StudyEvent) -> Void) throws -> StudyOutcome {
    if plan.sweep.engine.startsPrograms {
      let trainer = programTrainer
      try trainer.check()
      return try run(trainer: trainer, stop: stop, show: show)
    }
    let cache = CorpusCache(source: inputs)
    let corpora = try baseCorpora(cache)
    // What is wrong with test data is told before the first trial, not after the last.
    if let test = plan.sweep.test {
      try TestData(path: test, inputs, study: plan.sweep.name)
        .requireHeldOut(from: corpora, study: plan.sweep.name)
    }
    let trainer = nativeTrainer(cache)
    return try run(trainer: trainer, stop: stop, show: show)
  }

  private func nativeTrainer(_ cache: CorpusCache) -> any Trainer {
    guard isolates ?? plan.sweep.isolates else {
      return NativeTrainer(corpora: cache, states: InitialStates(), registry: registry)
    }
    return IsolatedTrainer(
      core: NativeTrainer(corpora: cache, states: nil, registry: registry),
      program: workerProgram, folders: absolute(storePath) + ".trials", here: folder,
      environment: environment)
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(folder)/\(path)"
  }

  private var programTrainer: ProgramTrainer {
    let file = plan.sweep.source.file
    let sweepFolder = file.lastIndex(of: "/").map { absolute(String(file[..<$0])) } ?? folder
    return ProgramTrainer(
      plan: ProgramPlan(
        engine: plan.sweep.engine, settings: plan.sweep.program, metric: plan.sweep.metric,
        sweepFolder: sweepFolder, here: folder),
      folders: absolute(storePath) + ".trials", environment: environment)
  }

  /// Runs the study with a trainer of one's own.
  package func run(
    trainer: any Trainer, stop: StopSignal, show: (StudyEvent) -> Void
  ) throws -> StudyOutcome {
    let store = try StudyStore(path: storePath)
    let study = try plan.openStudy(in: store, extendsSpace: extendsSpace)
    _ = try store.reconcile(study)
    let records = try store.trials(of: study)
    let desk = CheckpointDesk(store: storePath)
    desk.tidy(records)
    var schedule = try StudySchedule(
      plan, study: study, store: store, records: records, retriesFailed: retriesFailed)
    schedule.waitsForOthers = true
    try schedule.addKnown()
    let expected = schedule.expectedCount
    let share = CoreShare(cores, trials: expected - schedule.finishedCount)
    let provenance = Provenance.current(
      in: folder, environment: environment, keepsPatch: keepsPatch)
    logger.debug(
      "opened the study",
      metadata: [
        "store": "\(storePath)", "plan": "\(study.planHash)",
        "missing": "\(expected - schedule.finishedCount)",
      ])
    show(
      .began(
        overview(
          study, provenance, share, schedule, data: dataFiles(trainer),
          notices: [store.notice, tooManyJobs(share, study), keptFailures(schedule)].compactMap {
            $0
          })))
    let recorder = TrialRecorder(
      store: store, study: study, provenance: provenance.sharing(share).json,
      largestKeptInput: plan.sweep.largestKeptInput, logger: logger)
    var loop = StudyLoop(
      schedule: schedule, recorder: recorder, trainer: trainer, stop: stop, desk: desk,
      retries: retries ?? plan.sweep.retries)
    let running = RunningTrials(share)
    try LocalEngine(workers: share.jobs).run(
      stop: stop, next: { try loop.next() },
      perform: { (job: StudyJob, send: (TrialEvent) -> Void) in
        let seat = running.join()
        defer { running.leave(seat) }
        job.training.run(
          through: job.rung, threads: { running.threads(of: seat) },
          isAlone: { running.count == 1 }, send)
      },
      receive: { message in for event in try loop.receive(message) { show(event) } })
    try loop.close()
    let cost = desk.cost
    logger.debug(
      "checkpoints",
      metadata: [
        "count": "\(cost.count)", "bytes": "\(cost.bytes)",
        "seconds_held_up": "\(cost.secondsHeldUp)", "seconds_beside": "\(cost.secondsBeside)",
      ])
    for reason in loop.endReasons { show(.ended(reason: reason)) }
    let test = try loop.isComplete() ? test(study, stop, show) : nil
    return try StudyOutcome(
      store: store, study: study, share: share, wasStopped: stop.request != .none,
      failures: loop.failures, test: test)
  }

  /// Tests the winner and the baseline, if the sweep asks for it.
  ///
  /// What goes wrong is part of the outcome: the trials have their results, tested or not.
  private func test(
    _ study: Study, _ stop: StopSignal, _ show: (StudyEvent) -> Void
  ) -> Result<StudyTestOutcome, any Error>? {
    guard let file = plan.sweep.test, stop.request == .none else { return nil }
    let test = StudyTest(
      study: study.name, store: storePath, file: file, cores: cores, registry: registry,
      inputs: inputs)
    return Result {
      try test.run(requiresFinalTrials: false, stop: stop) { show(.test($0)) }
    }
  }

  /// What is said of failed trials that do not run again.
  private func keptFailures(_ schedule: StudySchedule) -> String? {
    let numbers = schedule.keptFailures
    guard !numbers.isEmpty else { return nil }
    let isOne = numbers.count == 1
    return "\(isOne ? "trial" : "trials") \(numbers.map { "\($0)" }.joined(separator: ", ")) "
      + "\(isOne ? "has" : "have") failed and \(isOne ? "does" : "do") not run again: "
      + "later trials follow from that"
  }

  /// What is said where more trials could run side by side than may.
  private func tooManyJobs(_ share: CoreShare, _ study: Study) -> String? {
    let sweep = plan.sweep
    // What `auto` stands for may be a grid.
    let looksBack =
      study.method.looksAtResults || sweep.stop.looksAtResults
      || sweep.pruner != nil && plan.halving == nil
    guard looksBack, share.jobs > plan.window else { return nil }
    return
      "a window of \(plan.window) lets \(plan.window) trials run side by side, not \(share.jobs); "
      + "give the sweep a larger `window`"
  }

  /// The corpora that trials read, so that a missing file is reported before anything runs.
  private func baseCorpora(_ cache: CorpusCache) throws -> TrainingCorpora {
    let resolved = try plan.representative.interpolated()
    return try cache.corpora(for: TrainingSettings(reading: resolved, registry: registry))
  }

  /// The files that the trials read, as their trainer knows them.
  private func dataFiles(_ trainer: any Trainer) -> [StudyOverview.DataFile] {
    let task = TrialTask(number: 0, config: plan.representative)
    let inputs = trainer.expect(task)
    trainer.forget(task)
    return inputs.map { input in
      StudyOverview.DataFile(
        name: input.written.split(separator: "/").last.map(String.init) ?? input.written,
        hash: String(input.sha256.prefix(8)))
    }
  }

  private func overview(
    _ study: Study, _ provenance: Provenance, _ share: CoreShare, _ schedule: StudySchedule,
    data: [StudyOverview.DataFile], notices: [String]
  ) -> StudyOverview {
    let git = provenance.json["git"]
    let code = git?["commit"]?.stringValue.map { commit in
      "\(commit.prefix(10))" + (git?["dirty"]?.boolValue == true ? " with changes" : "")
    }
    return StudyOverview(
      name: study.name,
      source: plan.sweep.source.file.isEmpty ? "command line" : plan.sweep.source.file,
      configPath: study.configPath, planHash: String(study.planHash.prefix(8)),
      configHash: String(Fingerprint.hex(of: study.configText).prefix(8)), data: data, code: code,
      method: plan.sweep.method == .auto
        ? "auto (\(study.method.rawValue))" : study.method.rawValue,
      trialCount: schedule.expectedCount, isOpen: plan.isOpen || plan.sweep.race != nil,
      doneCount: schedule.finishedCount,
      assignmentCount: schedule.expectedRows, spaceSize: plan.sweep.space.assignmentCount,
      seeds: Array(Set(schedule.proposals.replicates.map(\.seed))).sorted(), share: share,
      store: storePath, metric: study.metric.name,
      lowerIsBetter: study.metric.goal == .minimize, best: schedule.best,
      warnings: plan.base.warnings + notices)
  }
}
