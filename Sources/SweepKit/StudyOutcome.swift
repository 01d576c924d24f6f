public import SweepConfig
import SweepEngine
import SweepReport
import SweepSearch
import SweepStore

/// What a study holds after a run.
public struct StudyOutcome: Sendable {
  /// The report in Markdown.
  public let report: String
  /// The study for scripts.
  public let json: JSONValue
  /// Trials that failed in this run.
  public let failedCount: Int
  /// Whether the run was asked to stop before its end.
  public let wasStopped: Bool
  /// Why the winner could not be tested; `nil` where it was, or none was asked for.
  public let testFailure: String?
  private let test: StudyTestOutcome?
  let input: ReportInput
  let best: ReportTrial?
  /// The best assignment, and whether it is better than the baseline.
  let verdict: String

  /// Reads a study's records.
  ///
  /// - Throws: `StoreError` when they cannot be read.
  init(
    store: StudyStore, study: Study, share: CoreShare, wasStopped: Bool, failures: Int,
    test: Result<StudyTestOutcome, any Error>? = nil
  ) throws(StoreError) {
    if case .failure(let error) = test { testFailure = describe(error) } else { testFailure = nil }
    self.test = try? test?.get()
    input = try store.reportInput(of: study)
    self.wasStopped = wasStopped
    failedCount = failures
    let markdown = MarkdownReport(input)
    report = markdown.render()
    best = markdown.leaderboard.bestTrial
    verdict = markdown.shortVerdict
    json = [
      "study": .string(study.name), "store": .string(store.path),
      "best": best.map { .integer($0.id) } ?? .null, "verdict": .string(verdict),
      "trials": .array(input.trials.map(\.json)), "failed": .integer(failures),
      "stopped": .bool(wasStopped), "cores": .integer(share.cores), "jobs": .integer(share.jobs),
      "threads": .integer(share.threads(running: share.jobs)),
      "test": self.test?.json ?? .null, "test_failure": testFailure.map { .string($0) } ?? .null,
    ]
  }

  /// The end of a run in a few lines: best, failures, and what to do next.
  ///
  /// - Parameters:
  ///   - reportPath: Where the report is.
  ///   - seconds: How long the run took.
  /// - Returns: For a terminal or a log.
  public func summary(reportPath: String, seconds: Double) -> String {
    let done = input.trials.filter { $0.state == .done }.count
    let trials = input.trials.count == 1 ? "trial" : "trials"
    var lines = ["\(done) of \(input.trials.count) \(trials) done"]
    let pruned = input.trials.count { $0.state == .pruned }
    if pruned > 0 { lines[0] += ", \(pruned) ended early" }
    if failedCount > 0 { lines[0] += ", \(failedCount) failed" }
    lines[0] += " in \(NumberText.duration(seconds))"
    let store = input.store.map { " --store \(Commands.quoted($0))" } ?? ""
    let study = Commands.quoted(input.study)
    if let best, let score = best.score {
      let label = TrialLabel.settings(
        best.assignment, seed: best.seed, fold: best.fold, isBaseline: best.isBaseline)
      lines.append(
        "best \(input.metric.name) \(NumberText.score(score)): trial \(best.id) "
          + "(\(best.shortID)), \(label)")
    }
    if !verdict.isEmpty { lines.append(verdict) }
    if let test { lines.append(test.text) }
    lines += failures(store: store)
    lines.append("report: \(reportPath)")
    lines.append("next:   sweep report \(study) --best \(input.metric.name)\(store)")
    if let best {
      lines.append("        sweep rerun \(best.shortID)\(store)")
      if best.isModelKept {
        lines.append("        sweep restore \(best.shortID) output/\(study)-\(best.id)\(store)")
      }
    }
    return lines.joined(separator: "\n")
  }

  /// The trials that have failed, each with the first line of its error.
  private func failures(store: String) -> [String] {
    let failed = input.trials.filter { $0.state == .failed }
    guard let first = failed.first else { return [] }
    var lines = failed.prefix(5).map { trial in
      "failed: trial \(trial.id) (\(trial.shortID)): "
        + (trial.error?.split(separator: "\n").first.map(String.init) ?? "no error was recorded")
    }
    if failed.count > 5 { lines.append("        and \(failed.count - 5) more") }
    return lines + ["see:    sweep log \(first.shortID)\(store)"]
  }
}
