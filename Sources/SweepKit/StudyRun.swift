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
  public init(
    plan: SweepPlan, store: String, cores: CoreRequest, folder: String,
    environment: [String: String], registry: Registry, inputs: InputSource, logger: Logger
  ) {
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
    let store = try StudyStore(path: storePath)
    let study = try store.createOrMatch(
      NewStudy(
        plan.sweep, configText: try plan.base.config.interpolated().canonicalText(),
        trials: plan.trials.map { NewTrial($0.entry, config: $0.config.recordText()) }),
      now: Wall.now)
    let missing = try store.reconcile(study)
    let share = CoreShare(cores, trials: missing.count)
    let provenance = Provenance.current(in: folder, environment: environment)
    let cache = CorpusCache(source: inputs)
    let corpora = try baseCorpora(cache)
    logger.debug(
      "opened the study",
      metadata: [
        "store": "\(storePath)", "plan": "\(study.planHash)", "missing": "\(missing.count)",
        "train_examples": "\(corpora.train.wordCounts.count)",
        "dev_examples": "\(corpora.dev.wordCounts.count)",
      ])
    let notices = corpora.notices + [store.notice].compactMap { $0 }
    show(
      .began(
        overview(study, provenance, share, missing: missing.count, notices: notices)))
    var recorder = TrialRecorder(
      store: store, study: study, provenance: provenance.sharing(share).json,
      largestKeptInput: plan.sweep.largestKeptInput, logger: logger)
    let states = InitialStates()
    let jobs = try missing.map { try job(for: $0, cache, states) }
    let registry = registry
    let running = RunningTrials(share)
    try LocalEngine(workers: share.jobs).run(
      jobs, stop: stop,
      perform: { (job: StudyJob, send: (TrialEvent) -> Void) in
        guard job.claim.wait(unless: stop) else {
          if let start = job.start { states.forget(start) }
          return
        }
        let seat = running.join()
        defer { running.leave(seat) }
        TrialTraining(
          task: job.task, corpora: cache, states: states, registry: registry, stop: stop,
          threads: { running.threads(of: seat) }
        ).run(send)
      },
      receive: { message in
        do {
          if let event = try recorder.receive(message) { show(event) }
        } catch {
          // Nobody may wait for an answer that will not come.
          if case .started(let job, _) = message { job.claim.settle(false) }
          throw error
        }
      })
    return try StudyOutcome(
      store: store, study: study, share: share, wasStopped: stop.request != .none,
      failures: recorder.failures)
  }

  /// The corpora of the base config, so that a missing file is reported before anything runs.
  private func baseCorpora(_ cache: CorpusCache) throws -> TrainingCorpora {
    let resolved = try plan.base.config.interpolated()
    return try cache.corpora(for: TrainingSettings(reading: resolved, registry: registry))
  }

  /// The job of a recorded trial, with the config that its plan has for it.
  private func job(
    for trial: TrialRecord, _ cache: CorpusCache, _ states: InitialStates
  ) throws -> StudyJob {
    guard let planned = plan.trials.first(where: { $0.entry.id == trial.number }) else {
      preconditionFailure("trial \(trial.name) is not in its plan")
    }
    let label = TrialLabel(
      number: trial.number, id: trial.shortID,
      settings: TrialLabel.settings(
        trial.assignment, seed: trial.seed, isBaseline: trial.isBaseline))
    var job = StudyJob(
      task: TrialTask(number: trial.number, config: planned.config), trial: trial, label: label,
      claim: TrialClaim())
    // What is wrong with a config or its files is for the trial to report.
    guard let resolved = try? planned.config.interpolated(),
      let settings = try? TrainingSettings(reading: resolved, registry: registry),
      let backend = try? MatrixBackend(reading: resolved),
      let corpora = try? cache.corpora(for: settings)
    else { return job }
    let start = InitialStates.Key(resolved: resolved, settings: settings, backend: backend)
    states.expect(start)
    job.start = start
    job.inputs = corpora.inputRecords
    return job
  }

  private func overview(
    _ study: Study, _ provenance: Provenance, _ share: CoreShare, missing: Int, notices: [String]
  ) -> StudyOverview {
    let git = provenance.json["git"]
    let code = git?["commit"]?.stringValue.map { commit in
      "\(commit.prefix(10))" + (git?["dirty"]?.boolValue == true ? " with changes" : "")
    }
    return StudyOverview(
      name: study.name,
      source: plan.sweep.source.file.isEmpty ? "command line" : plan.sweep.source.file,
      configPath: study.configPath, planHash: String(study.planHash.prefix(8)), code: code,
      method: plan.sweep.method.rawValue, trialCount: plan.trials.count,
      doneCount: plan.trials.count - missing,
      assignmentCount: Set(plan.trials.map { $0.entry.proposal ?? -1 }).count,
      seeds: Array(Set(plan.trials.map(\.entry.seed))).sorted(), share: share,
      store: storePath, metric: study.metric.name,
      lowerIsBetter: study.metric.goal == .minimize,
      warnings: plan.base.warnings + notices)
  }
}

/// A trial on its way through the engine.
struct StudyJob: Sendable {
  let task: TrialTask
  let trial: TrialRecord
  let label: TrialLabel
  let claim: TrialClaim
  /// The files that it will read; none where they cannot be read.
  var inputs: [InputRecord] = []
  /// What its initial state depends on, if that is known.
  var start: InitialStates.Key?
}

extension TrialLabel {
  /// The varied settings in short: the last part of each key that tells it apart, and the value.
  static func settings(_ assignment: Assignment, seed: Int, isBaseline: Bool) -> String {
    let names = Leaderboard.shortNames(assignment.settings.map(\.key))
    let settings = zip(names, assignment.settings).map { "\($0) \(NumberText.setting($1.value))" }
    return ((isBaseline ? ["baseline"] : settings) + ["seed \(seed)"]).joined(separator: ", ")
  }
}
