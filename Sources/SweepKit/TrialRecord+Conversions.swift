import SweepReport
import SweepSearch
import SweepStore

extension TrialPlan.Entry {
  /// The plan's entry of a recorded trial.
  init(_ trial: TrialRecord) {
    self.init(
      id: trial.number, row: trial.row, assignment: trial.assignment, origin: trial.origin,
      proposal: trial.proposal, seed: trial.seed, fold: trial.fold)
  }
}

extension ProposalRun.Row {
  /// The assignment of a recorded trial.
  init(_ record: TrialRecord) {
    self.init(
      number: record.row, assignment: record.assignment, origin: record.origin,
      proposal: record.proposal)
  }
}

extension TrialName {
  /// What names a recorded trial to a program.
  init(_ trial: TrialRecord) {
    self.init(
      study: trial.study, trial: trial.name, id: trial.shortID, seed: trial.seed,
      assignment: trial.assignment)
  }
}

extension TrialLabel {
  /// The varied settings in short: the last part of each key that tells it apart, and the value.
  static func settings(
    _ assignment: Assignment, seed: Int, fold: Int? = nil, isBaseline: Bool
  ) -> String {
    let names = Leaderboard.shortNames(assignment.settings.map(\.key))
    let settings = zip(names, assignment.settings).map { "\($0) \(NumberText.setting($1.value))" }
    return
      ((isBaseline ? ["baseline"] : settings) + ["seed \(seed)"]
      + (fold.map { ["fold \($0)"] } ?? [])).joined(separator: ", ")
  }

  /// How a recorded trial is called.
  init(_ trial: TrialRecord) {
    self.init(
      number: trial.number, id: trial.shortID,
      settings: TrialLabel.settings(
        trial.assignment, seed: trial.seed, fold: trial.fold, isBaseline: trial.isBaseline))
  }
}
