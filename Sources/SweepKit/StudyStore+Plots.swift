public import SweepReport
import SweepSearch
public import SweepStore

extension StudyStore {
  /// A study with what only pictures show: learning curves, times, and which type was predicted as
  /// which.
  ///
  /// - Parameters:
  ///   - study: The study.
  ///   - score: The score that ranks; the study's metric by default.
  /// - Returns: What `HTMLReport` and pictures in files are made of.
  /// - Throws: `StoreError` when the record cannot be read.
  public func reportInputWithPlots(
    of study: Study, by score: String? = nil
  ) throws(StoreError) -> ReportInput {
    var input = try reportInput(of: study)
    var places: [Int: Int] = [:]
    for (index, trial) in input.trials.enumerated() { places[trial.id] = index }
    let metric = Metric(name: score ?? study.metric.name, goal: study.metric.goal)
    let curves = try curves(of: metric, in: study)
    for record in try times(of: study) {
      guard let index = places[record.number] else { continue }
      input.trials[index].started = record.started
      input.trials[index].finished = record.finished
      input.trials[index].curve = (curves[record.id] ?? []).map {
        ReportTrial.CurvePoint($0.step, $0.value)
      }
    }
    try addConfusion(to: &input, of: study, by: score)
    return input
  }

  /// Reads which type was predicted as which for the best assignment by another score than the
  /// study's, whose own `reportInput` has read.
  public func addConfusion(
    to input: inout ReportInput, of study: Study, by score: String?
  ) throws(StoreError) {
    guard let score, score != study.metric.name else { return }
    let best = Set((Leaderboard(input, by: score).best?.trials ?? []).map(\.id))
    let records = try trials(of: study).filter { best.contains($0.number) }
    for record in records {
      guard let index = input.trials.firstIndex(where: { $0.id == record.number }) else { continue }
      input.trials[index].confusion = try confusion(of: record).flatMap { Confusion(json: $0) }
    }
  }
}
