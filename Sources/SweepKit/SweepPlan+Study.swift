import SweepConfig
import SweepSearch
import SweepStore

extension SweepPlan {
  /// Opens the plan's study, or makes its record.
  ///
  /// - Parameters:
  ///   - store: Where it is, or is to be.
  ///   - extendsSpace: Whether a recorded study goes on with other parameters and constraints than it
  ///     has had.
  /// - Returns: The study as recorded.
  /// - Throws: `StoreError.planChanged` where the recorded plan is another.
  func openStudy(in store: StudyStore, extendsSpace: Bool = false) throws -> Study {
    var new = NewStudy(
      sweep, configText: try base.config.interpolated().canonicalText(), trials: [])
    new.window = window
    let known = try store.studies().first { $0.name == new.name }
    new.isOpen = isOpen || known != nil
    if let known {
      // A changed plan is refused before any of its trials is looked at.
      _ = try store.createOrMatch(new, extendsSpace: extendsSpace, now: Wall.now)
      new.trials = try recordedTrials(of: known, in: store)
    } else {
      if let warmStart = sweep.warmStart {
        new.priors = try WarmStartReading(plan: self, warmStart: warmStart).priors(from: store)
      }
      new.trials = trials.map { NewTrial($0.entry, config: $0.configText) }
    }
    return try store.createOrMatch(new, now: Wall.now)
  }

  /// The recorded trials that may still run, as this program would make them.
  private func recordedTrials(of study: Study, in store: StudyStore) throws -> [NewTrial] {
    try store.trials(of: study).filter { !$0.state.isFinal }.map { trial in
      let entry = TrialPlan.Entry(trial)
      return NewTrial(entry, config: try planned(entry).configText)
    }
  }
}
