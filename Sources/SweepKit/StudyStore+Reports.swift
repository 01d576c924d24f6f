import Foundation
import SweepConfig
public import SweepReport
import SweepSearch
public import SweepStore

extension StudyStore {
  /// A study as a report shows it.
  ///
  /// - Throws: `StoreError` when the record cannot be read.
  public func reportInput(of study: Study) throws(StoreError) -> ReportInput {
    let records = try trials(of: study)
    let verified = try verifications(of: study)
    let kept = try keptModels(of: study)
    let trials = records.map {
      ReportTrial($0, verified: verified[$0.id], isModelKept: kept.contains($0.id))
    }
    var keys = ["training.seed"]
    var data: [ReportInput.Fact] = []
    if let first = records.first {
      keys = try seedKeys(of: first)
      // As written: where a file lies on this machine is no part of a report.
      data = try inputs(of: first).map {
        ReportInput.Fact($0.setting, "\($0.written) (SHA-256 \($0.sha256.prefix(12)))")
      }
    }
    var input = ReportInput(
      study: study.name, config: study.configPath, sweepFile: study.sweepPath,
      method: study.method, metric: study.metric, overrides: study.overrides, seedKeys: keys,
      trials: trials, provenance: shownFacts(try provenances(of: study)) + data, store: shownPath)
    input.metrics = study.metrics
    for test in try tests(of: study) {
      guard let index = records.firstIndex(where: { $0.id == test.trial }) else { continue }
      input.trials[index].tests.append(
        ReportTest(
          path: test.path, sha256: test.sha256, scores: test.scores, counts: test.counts,
          looks: test.looks))
    }
    input.isRepeatable = try !["imported", "elsewhere"].contains(engine(of: study))
    // A study of the command line has no text, but no race either.
    if let sweep = try? SweepFile(parsing: study.sweepText, file: study.sweepPath) {
      input.space = sweep.space
      input.isNative = sweep.engine == .native
      if let settings = sweep.race {
        var race = SeedRace(budget: 0)
        (race.firstSeeds, race.level) = (settings.firstSeeds, settings.level)
        input.race = race
      }
    }
    try addCounts(&input, records)
    return input
  }

  /// Reads the counts of documents and of types where they are shown: of the best assignment and the
  /// baseline.
  private func addCounts(
    _ input: inout ReportInput, _ records: [TrialRecord]
  ) throws(StoreError) {
    let leaderboard = Leaderboard(input)
    let rows = [leaderboard.best, leaderboard.baseline].compactMap { $0 }
    let numbers = Set(rows.flatMap { $0.trials.map(\.id) })
    for index in records.indices where numbers.contains(records[index].number) {
      input.trials[index].counts = try documentCounts(of: records[index])
      input.trials[index].confusion = try confusion(of: records[index]).flatMap {
        Confusion(json: $0)
      }
    }
  }

  /// A trial as `sweep show` and `sweep diff` show it.
  ///
  /// - Throws: `StoreError` when the record cannot be read.
  public func details(of record: TrialRecord) throws(StoreError) -> TrialDetails {
    let study = try study(named: record.study)
    let trial = ReportTrial(
      record, verified: try verifications(of: study)[record.id],
      isModelKept: try !model(of: record).isEmpty)
    let made = try provenance(of: record)
    var details = TrialDetails(
      study: record.study, metric: study.metric.name, trial: trial,
      config: SecretText.stripped(try config(of: record)),
      evaluations: try evaluations(of: record).map(\.details),
      inputs: try inputs(of: record).map {
        TrialDetails.Input(
          setting: $0.setting, path: $0.resolved, sha256: $0.sha256, bytes: $0.bytes,
          isKept: $0.isKept)
      },
      provenance: shownFacts([made].compactMap { $0 }))
    details.tags = try tags(of: record)
    details.note = try note(of: record)
    details.resumedStep = record.resumedStep
    details.attempts = try attempts(at: record).map { attempt in
      let times = attempt.started.flatMap { start in attempt.finished.map { ($0, start) } }
      return TrialDetails.Attempt(
        number: attempt.number, state: attempt.state,
        seconds: times.map { Double($0.0 - $0.1) / 1000 }, error: attempt.error,
        resumedStep: attempt.resumedStep)
    }
    let checkpoint = "\(path).checkpoints/\(record.contentID).ckpt"
    if FileBytes.exists(checkpoint) { details.checkpoint = checkpoint }
    details.patch = made?["git"]?["patch"]?.stringValue
    return details
  }

  /// The keys that a trial's seed was written to.
  private func seedKeys(of record: TrialRecord) throws(StoreError) -> [String] {
    let text = try config(of: record)
    let config = try? Config(parsing: text, file: record.name)
    return ["training.seed"] + (config?["system.seed"] == nil ? [] : ["system.seed"])
  }

  /// The path as commands need it, or `nil` for the default.
  private var shownPath: String? { path == "sweep.db" ? nil : path }
}

/// The facts of some provenances that say something: a clean checkout has no patch.
private func shownFacts(_ provenances: [JSONObject]) -> [ReportInput.Fact] {
  ReportInput.Fact.facts(provenances).filter { fact in
    !fact.value.isEmpty && fact.value != "–" && fact.label != "git.patch_cut"
  }
}

extension ReportTrial {
  /// A recorded trial as reports show it; one whose process is gone counts as stopped.
  fileprivate init(_ record: TrialRecord, verified: Int?, isModelKept: Bool) {
    self.init(
      id: record.number, shortID: record.shortID, seed: record.seed,
      isBaseline: record.isBaseline, assignment: record.assignment,
      state: record.isLost ? .stopped : record.state, score: record.score, scores: record.scores,
      bestStep: record.bestStep, steps: record.steps, seconds: record.seconds,
      error: record.error, modelHash: record.modelHash, isModelKept: isModelKept,
      verified: verified.map(Wall.text))
    row = record.row
    fold = record.fold
    isEnqueued = record.origin == .enqueued
    endedStep = record.endedStep
    reason = record.reason
  }
}

extension EvaluationRecord {
  fileprivate var details: TrialDetails.Evaluation {
    TrialDetails.Evaluation(
      step: step, epoch: epoch, scores: scores.map { ($0.name, $0.value) },
      losses: losses.map { ($0.name, $0.value) })
  }
}
