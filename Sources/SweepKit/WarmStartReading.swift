import SweepConfig
import SweepSearch
import SweepStore

/// Reads what another study has found, for a search that starts from it.
struct WarmStartReading {
  let plan: SweepPlan
  let warmStart: WarmStart

  /// The other study's assignments that lie in this sweep's space, each with the mean over its trials.
  ///
  /// - Parameter own: This sweep's store.
  /// - Returns: One for each assignment whose trials have all come to an end, in their order.
  /// - Throws: `StoreError` when the study cannot be read, `SweepFileErrors` when it has nothing of
  ///   use.
  func priors(from own: StudyStore) throws -> [ProposalRun.Prior] {
    let store = try warmStart.store.map { try StudyStore(path: path(of: $0), access: .read) } ?? own
    let study = try store.study(named: warmStart.study)
    let values = try store.bestValues(of: plan.sweep.metrics, in: study)
    var trialsOfRow: [Int: [TrialRecord]] = [:]
    for trial in try store.trials(of: study) { trialsOfRow[trial.row, default: []].append(trial) }
    let priors = try trialsOfRow.sorted { $0.key < $1.key }.compactMap { _, trials in
      try prior(of: trials, values, in: store)
    }
    guard !priors.isEmpty else {
      let metrics = plan.sweep.metrics.map(\.name).joined(separator: ", ")
      throw SweepFileErrors([
        SweepFileError(
          .badValue(
            expected: "a study with finished trials in this sweep's space, and with \(metrics)",
            found: "none in \"\(warmStart.study)\""), file: plan.sweep.source.file,
          line: plan.sweep.source.line(of: "warm_start"), key: "warm_start")
      ])
    }
    return priors
  }

  private func path(of store: String) -> String {
    guard !store.hasPrefix("/"), let slash = plan.sweep.source.file.lastIndex(of: "/") else {
      return store
    }
    return plan.sweep.source.file[...slash] + store
  }

  private func prior(
    of trials: [TrialRecord], _ values: [Int64: [Double?]], in store: StudyStore
  ) throws -> ProposalRun.Prior? {
    guard let first = trials.first, trials.allSatisfy(\.state.isFinal) else { return nil }
    let config = try? Config(parsing: store.config(of: first), file: first.name).interpolated()
    let assignment = plan.sweep.space.assignment { key in
      first.assignment[key] ?? config?[key]
    }
    guard let assignment else { return nil }
    let outcomes = trials.compactMap { trial -> Outcome? in
      if trial.state == .failed { return .failed }
      let losses = zip(plan.sweep.metrics, values[trial.id] ?? []).map { $0.loss($1) }
      guard let loss = losses.first, losses.allSatisfy(\.isFinite) else { return nil }
      return trial.state == .done
        ? .scored(losses) : .pruned(step: trial.endedStep ?? 0, value: loss)
    }
    guard outcomes.count == trials.count else { return nil }
    return ProposalRun.Prior(assignment, .mean(of: outcomes))
  }
}
