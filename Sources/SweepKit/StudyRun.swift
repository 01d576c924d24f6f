public import Logging
import SweepBase
public import SweepConfig
public import SweepEngine
import SweepPipeline
import SweepReport
import SweepSearch
import SweepStore
public import SweepTraining

/// Runs the trials of a plan that are missing and records them.
///
/// Workers train and send values; this loop alone writes the store, and shows nothing before it is
/// recorded.
public struct StudyRun: Sendable {
  private let plan: SweepPlan
  private let storePath: String
  private let workers: Int
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
  ///   - workers: How many trials run side by side, at least 1.
  ///   - folder: The working directory, whose git state is recorded.
  ///   - environment: The process's variables, some of which are recorded.
  ///   - registry: The functions that configs may call.
  ///   - inputs: Where corpora are read from.
  ///   - logger: Told what the events do not say, at `debug` and `info`.
  public init(
    plan: SweepPlan, store: String, workers: Int, folder: String, environment: [String: String],
    registry: Registry, inputs: InputSource, logger: Logger
  ) {
    self.logger = logger
    self.plan = plan
    storePath = store
    self.workers = max(1, workers)
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
    let total = plan.trials.count
    let provenance = Provenance.current(in: folder, environment: environment)
    let cache = CorpusCache(source: inputs)
    let corpora = try baseCorpora(cache)
    logger.debug(
      "opened the study",
      metadata: [
        "store": "\(storePath)", "plan": "\(study.planHash)", "missing": "\(missing.count)",
        "train_examples": "\(corpora.train.examples.count)",
        "dev_examples": "\(corpora.dev.examples.count)",
      ])
    let notices = corpora.notices + [store.notice].compactMap { $0 }
    show(
      .began(
        overview(study, provenance, total: total, missing: missing.count, notices: notices)))
    var recorder = TrialRecorder(
      store: store, study: study, provenance: provenance.json,
      largestKeptInput: plan.sweep.largestKeptInput, logger: logger)
    let jobs = try missing.map { try job(for: $0, cache: cache) }
    let registry = registry
    try LocalEngine(workers: workers).run(
      jobs, stop: stop,
      perform: { (job: StudyJob, send: (TrialEvent) -> Void) in
        guard job.claim.wait(unless: stop) else { return }
        TrialTraining(task: job.task, corpora: cache, registry: registry, stop: stop).run(send)
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
      store: store, study: study, wasStopped: stop.request != .none, failures: recorder.failures)
  }

  /// The corpora of the base config, so that a missing file is reported before anything runs.
  private func baseCorpora(_ cache: CorpusCache) throws -> TrainingCorpora {
    let resolved = try plan.base.config.interpolated()
    return try cache.corpora(for: TrainingSettings(reading: resolved, registry: registry))
  }

  /// The job of a recorded trial, with the config that its plan has for it.
  private func job(for trial: TrialRecord, cache: CorpusCache) throws -> StudyJob {
    guard let planned = plan.trials.first(where: { $0.entry.id == trial.number }) else {
      preconditionFailure("trial \(trial.name) is not in its plan")
    }
    let label = TrialLabel(
      number: trial.number, id: trial.shortID,
      settings: TrialLabel.settings(
        trial.assignment, seed: trial.seed, isBaseline: trial.isBaseline))
    return StudyJob(
      task: TrialTask(number: trial.number, config: planned.config),
      trial: trial, label: label,
      inputs: inputRecords(planned.config, cache), claim: TrialClaim())
  }

  /// The files that a trial will read; none where they cannot be read, which the trial reports.
  private func inputRecords(_ config: Config, _ cache: CorpusCache) -> [InputRecord] {
    guard let resolved = try? config.interpolated(),
      let settings = try? TrainingSettings(reading: resolved, registry: registry),
      let corpora = try? cache.corpora(for: settings)
    else { return [] }
    return corpora.inputRecords
  }

  private func overview(
    _ study: Study, _ provenance: Provenance, total: Int, missing: Int, notices: [String]
  ) -> StudyOverview {
    let git = provenance.json["git"]
    let code = git?["commit"]?.stringValue.map { commit in
      "\(commit.prefix(10))" + (git?["dirty"]?.boolValue == true ? " with changes" : "")
    }
    return StudyOverview(
      name: study.name,
      source: plan.sweep.source.file.isEmpty ? "command line" : plan.sweep.source.file,
      configPath: study.configPath, planHash: String(study.planHash.prefix(8)), code: code,
      method: plan.sweep.method.rawValue, trialCount: total, doneCount: total - missing,
      assignmentCount: Set(plan.trials.map { $0.entry.proposal ?? -1 }).count,
      seeds: Array(Set(plan.trials.map(\.entry.seed))).sorted(), workers: workers,
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
  let inputs: [InputRecord]
  let claim: TrialClaim
}

extension TrialLabel {
  /// The varied settings in short: the last part of each key that tells it apart, and the value.
  static func settings(_ assignment: Assignment, seed: Int, isBaseline: Bool) -> String {
    let names = Leaderboard.shortNames(assignment.settings.map(\.key))
    let settings = zip(names, assignment.settings).map { "\($0) \(NumberText.setting($1.value))" }
    return ((isBaseline ? ["baseline"] : settings) + ["seed \(seed)"]).joined(separator: ", ")
  }
}
