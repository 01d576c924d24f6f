import SweepConfig
import SweepSearch

/// What there is to say of a study, for all formats: sentences and tables.
struct Findings: Sendable {
  var input: ReportInput
  var leaderboard: Leaderboard
  /// Whether times and speeds are shown, which no two runs share.
  var includesTimes = true
  /// How the importance of settings is worked out.
  var importance = Importance.Method.pedANOVA

  /// How many of the trials are there, and how far they have come.
  var summary: RichText {
    let done = input.trials.count { $0.state == .done }
    var text: RichText =
      input.config.isEmpty
      ? "Imported" : "Config \(code: input.config), \(input.method.rawValue) search"
    if !input.sweepFile.isEmpty { text += " (\(code: input.sweepFile))" }
    return text
      + """
      : \(count(leaderboard.rows.count, "assignment")), \(count(input.trials.count, "trial")), \
      \(done) done\(unfinished).
      """
  }

  /// How many trials are in which other state.
  var unfinished: String {
    var counts: [Trial.State: Int] = [:]
    for index in input.trials.indices { counts[input.trials[index].state, default: 0] += 1 }
    return Trial.State.allCases.filter { $0 != .done }.compactMap { state in
      counts[state].map { ", \($0) \(state.rawValue)" }
    }.joined()
  }

  /// Who won, by how much, and whether to believe it.
  func verdict(_ best: Leaderboard.Row) -> RichText {
    let goal = leaderboard.goal == .maximize ? "higher" : "lower"
    let score = "\(scoreText(best)) (\(goal) is better)"
    if best.isBaseline {
      return "By \(code: leaderboard.score), no assignment beats the baseline: \(score)."
    }
    let soFar = input.trials.allSatisfy { $0.state.isFinal } ? "" : " so far"
    var text: RichText =
      "Best\(soFar) by \(code: leaderboard.score): \(settings(best.assignment)) with \(score)"
    if let difference = best.difference, let baseline = leaderboard.baseline {
      text += ", \(signed(difference)) to the baseline's \(scoreText(baseline))"
    }
    return text + (belief.isEmpty ? "." : ": \(strong: belief).")
  }

  func scoreText(_ row: Leaderboard.Row) -> String {
    let deviation = row.deviation.map { " ± \(NumberText.score($0))" } ?? ""
    let missing = row.trials.count - row.scores.count
    let part = missing == 0 ? "" : " in \(row.scores.count) of \(row.trials.count) trials"
    return (row.mean.map(NumberText.score) ?? "–") + deviation + part
  }

  /// The values that vary, with short names.
  func settings(_ assignment: Assignment) -> String {
    let pairs = zip(leaderboard.shortNames, leaderboard.varyingKeys).compactMap { name, key in
      assignment[key].map { "\(name) = \(NumberText.setting($0))" }
    }
    return pairs.isEmpty ? "the only assignment" : pairs.joined(separator: ", ")
  }

  /// What the columns and marks of the leaderboard mean, those that are there.
  var legend: RichText {
    guard leaderboard.rows.contains(where: { $0.deviation != nil }) else {
      return "One seed: no telling how much is noise."
    }
    var text: RichText =
      "Mean over \(pairWord); ± 95%: Student's interval of the mean; sd: standard deviation (n − 1)."
    if leaderboard.comparedCount > 1 {
      text += " tied: not told from the best; worse: worse than the best beyond noise."
    }
    if leaderboard.rows.contains(where: { $0.toBaseline?.isDifferent == true }) {
      text += " *: differs from the baseline beyond noise."
    }
    return text
  }

  /// What there is to know of the best trial.
  func description(of trial: ReportTrial) -> RichText {
    var text: RichText = "Trial \(trial.id) (\(code: trial.shortID)), seed \(trial.seed)"
    if let step = trial.bestStep { text += ", best at step \(step)" }
    if let steps = trial.steps { text += " of \(steps)" }
    text += "."
    if let hash = trial.modelHash {
      text += " Model \(code: String(hash.prefix(16)))"
      text += trial.isModelKept ? ", kept in the record." : "."
    }
    if let best = leaderboard.best, !best.trials.contains(where: { $0.id == trial.id }) {
      text += " It is not of the best assignment: with other seeds its own is worse."
    }
    return text
  }

  /// The baseline's trial with the same seed.
  func baselineTrial(for trial: ReportTrial) -> ReportTrial? {
    leaderboard.baseline?.trials.first { $0.seed == trial.seed && $0.state == .done }
  }

  func scores(of trial: ReportTrial) -> [(String, Double)] {
    (trial.scores?.entries ?? []).compactMap { entry in
      // Words per second depend on what else the machine did.
      if entry.key == "speed", !includesTimes { return nil }
      return entry.value.doubleValue.map { (entry.key, $0) }
    }
  }
}
