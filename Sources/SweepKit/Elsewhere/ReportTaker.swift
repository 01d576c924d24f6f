public import SweepConfig
import SweepSearch
import SweepStore

/// Takes reports about trials of any study of a store, from programs that were given them by another
/// process.
public struct ReportTaker {
  private let store: StudyStore
  private var desks: [Int64: ReportDesk] = [:]

  /// Opens a store.
  ///
  /// - Throws: `StoreError`.
  public init(store path: String) throws {
    store = try StudyStore(path: path, access: .write)
  }

  /// Takes a report.
  ///
  /// - Returns: The answer: whether to stop, or the state that the trial has ended in.
  /// - Throws: `ExchangeError` or `StoreError`; then nothing is recorded.
  public mutating func tell(_ report: TrialReport) throws -> JSONObject {
    let trial = try store.trial(TrialHandle(report.trial).trial)
    var desk = try desks[trial.studyID] ?? desk(of: trial.study)
    defer { desks[trial.studyID] = desk }
    return try desk.tell(report).answer
  }

  private func desk(of name: String) throws -> ReportDesk {
    let study = try store.study(named: name)
    let sweep =
      study.sweepText.isEmpty
      ? nil : try SweepFile(parsing: study.sweepText, file: study.sweepPath)
    return ReportDesk(store: store, study: study, pruner: sweep?.pruner)
  }
}
