public import SweepConfig
public import SweepEngine
import SweepReport
import SweepSearch
public import SweepStore

/// The trials of a plan before they run, with an estimate of time once one is known.
public struct PlanPreview: Sendable {
  /// The table for people.
  public let text: String
  /// The plan for scripts.
  public let json: JSONValue

  /// Looks into the store, if there is one, for what is done and how long it took.
  ///
  /// - Throws: `StoreError` when a store is there and cannot be read.
  public init(_ plan: SweepPlan, store path: String, cores: CoreRequest) throws(StoreError) {
    var done: Set<Int> = []
    var seconds: [Double] = []
    if FileBytes.exists(path) {
      let store = try StudyStore(path: path, access: .read)
      if let study = try store.studies().first(where: { $0.name == plan.sweep.name }) {
        for trial in try store.trials(of: study) where trial.state == .done {
          done.insert(trial.number)
          if let time = trial.seconds { seconds.append(time) }
        }
      }
    }
    let share = CoreShare(cores, trials: plan.trials.count - done.count)
    let table = PlanTable(
      plan.trials.map(\.entry), done: done,
      secondsPerTrial: seconds.isEmpty ? nil : seconds.reduce(0, +) / Double(seconds.count),
      jobs: share.jobs, threads: share.threads(running: share.jobs), further: plan.furtherCount)
    text = table.render()
    json = table.json
  }
}
