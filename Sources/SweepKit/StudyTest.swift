import SweepBase
public import SweepConfig
public import SweepEngine
import SweepPipeline
import SweepReport
import SweepSearch
import SweepStore
import SweepTensors
public import SweepTraining

/// Evaluates the winner of a study and its baseline on data that no trial was chosen by.
///
/// Each trial is tested once on a file: what is recorded is shown again and never made anew, so that
/// the test data cannot become one more thing to search on. The best of many trials on the development
/// data is lucky, too; by how much, the test shows.
public struct StudyTest: Sendable {
  private let name: String?
  private let storePath: String
  private let file: String?
  private let cores: CoreRequest
  private let registry: Registry
  private let inputs: InputSource

  /// Prepares a test.
  ///
  /// - Parameters:
  ///   - study: Its name; `nil` for the one that was begun last.
  ///   - store: The file with the records.
  ///   - file: The test data; `nil` for what the study's sweep file names.
  ///   - cores: How many trials are trained side by side, where models were not kept.
  ///   - registry: The functions that configs may call.
  ///   - inputs: Where the test data is read from; the trials' own inputs come from where they were,
  ///     or from the record.
  public init(
    study: String?, store: String, file: String? = nil, cores: CoreRequest, registry: Registry,
    inputs: InputSource
  ) {
    (name, storePath, self.file) = (study, store, file)
    (self.cores, self.registry, self.inputs) = (cores, registry, inputs)
  }

  /// Tests what is not tested yet.
  ///
  /// - Parameters:
  ///   - requiresFinalTrials: Whether every trial has to have come to its end.
  ///   - stop: Any request to stop now ends trainings; what was tested stays.
  ///   - show: Told of what happens, on the caller's thread.
  /// - Returns: What the record holds now.
  /// - Throws: `StudyTestError`, `StoreError`, or what reading the test data throws.
  public func run(
    requiresFinalTrials: Bool = true, stop: StopSignal, show: (StudyTestEvent) -> Void
  ) throws -> StudyTestOutcome {
    let store = try StudyStore(path: storePath, access: .write)
    let study = try store.study(named: name)
    let trials = try store.trials(of: study)
    let engine = try store.engine(of: study)
    // A model of `spacy train` may be one that runs here, too.
    guard ["native", "spacy"].contains(engine) else {
      throw StudyTestError(.notNative(engine: engine), study: study.name)
    }
    if requiresFinalTrials { try requireFinal(trials, study) }
    let test = try TestData(path: path(of: study), inputs, study: study.name)
    let contenders = Contenders(Leaderboard(try store.reportInput(of: study)), trials)
    guard let winner = contenders.winner else {
      throw StudyTestError(.noWinner(metric: study.metric.name), study: study.name)
    }
    let compared = winner + (winner.first?.isBaseline == true ? [] : contenders.baseline)
    try test.requireHeldOut(from: compared, in: store)
    let known = try store.tests(of: study).filter { $0.sha256 == test.hash }
    let missing = compared.filter { trial in !known.contains { $0.trial == trial.id } }
    if !missing.isEmpty { try evaluate(missing, on: test, study, store, stop, show) }
    return StudyTestOutcome(
      study: study, store: store.path, test: test, trials: trials, winner: winner,
      baseline: contenders.baseline, tests: try store.tests(of: study),
      testedNow: missing.count, wasStopped: stop.request != .none)
  }

  private func path(of study: Study) throws -> String {
    if let file { return file }
    guard !study.sweepText.isEmpty,
      let test = try SweepFile(parsing: study.sweepText, file: study.sweepPath).test
    else { throw StudyTestError(.noFile, study: study.name) }
    return test
  }

  private func requireFinal(_ trials: [TrialRecord], _ study: Study) throws(StudyTestError) {
    for state in [Trial.State.running, .stopped, .waiting] {
      let count = trials.count { $0.state == state }
      guard count == 0 else {
        throw StudyTestError(.notFinal(count: count, state: state.rawValue), study: study.name)
      }
    }
  }

  private func evaluate(
    _ trials: [TrialRecord], on test: TestData, _ study: Study, _ store: StudyStore,
    _ stop: StopSignal, _ show: (StudyTestEvent) -> Void
  ) throws {
    let share = CoreShare(cores, trials: trials.count)
    let running = RunningTrials(share)
    let shared = SharedInputs()
    let registry = registry
    show(.began(path: test.path, trials: trials.count, share: share))
    try LocalEngine(workers: share.jobs).run(
      trials, stop: stop,
      perform: { (trial: TrialRecord, send: (TestJobEvent) -> Void) in
        let seat = running.join()
        defer { running.leave(seat) }
        do {
          let job = TestJob(
            trial: trial, store: store, registry: registry, inputs: shared, stop: stop)
          try job.run(on: test, threads: { running.threads(of: seat) }, send)
        } catch {
          send(.failed(error))
        }
      },
      receive: { message in
        switch message {
        case .event(let trial, let worker, .training):
          show(.training(TrialLabel(trial), worker: worker))
        case .event(let trial, let worker, .progressed(let progress)):
          show(.progressed(TrialLabel(trial), worker: worker, progress))
        case .event(let trial, let worker, .tested(let found)):
          let recorded = try store.record(found.record(of: trial, on: test, now: Wall.now))
          show(
            .tested(
              TrialLabel(trial), worker: worker, dev: trial.score,
              test: recorded.score(study.metric.name)))
        case .event(_, _, .failed(let error)): throw error
        case .started, .finished, .tick: break
        }
      })
  }
}

/// What a test tells whoever shows it.
public enum StudyTestEvent: Sendable {
  /// Some trials are to be evaluated.
  case began(path: String, trials: Int, share: CoreShare)
  /// A trial's model was not kept, so it is trained again.
  case training(TrialLabel, worker: Int)
  /// A training came further.
  case progressed(TrialLabel, worker: Int, TrialProgress)
  /// A trial was tested, and the test is recorded.
  case tested(TrialLabel, worker: Int, dev: Double?, test: Double?)
}

/// The assignments that a test compares.
struct Contenders {
  /// The trials of the best assignment; `nil` where none has come to its end.
  let winner: [TrialRecord]?
  /// The trials of the base config that are done.
  let baseline: [TrialRecord]

  /// Takes the first of a leaderboard, if all its trials are done.
  init(_ leaderboard: Leaderboard, _ trials: [TrialRecord]) {
    func records(of row: Leaderboard.Row?) -> [TrialRecord] {
      let numbers = Set(row?.trials.map(\.id) ?? [])
      return trials.filter { numbers.contains($0.number) && $0.state == .done }
    }
    winner = leaderboard.best?.standing == .complete ? records(of: leaderboard.best) : nil
    baseline = records(of: leaderboard.baseline)
  }
}
