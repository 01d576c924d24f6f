import SweepConfig
public import SweepSearch

/// A study as a Markdown document: who won, by how much, why to believe it, how to repeat it.
///
/// A report is a function from values to text. It reads no clock, no database and no locale, so
/// the same records give the same bytes, whichever trial ended first.
public struct MarkdownReport: Sendable {
  public var input: ReportInput
  public var leaderboard: Leaderboard
  /// Whether times and speeds are shown, which no two runs share.
  public var includesTimes: Bool
  /// How the importance of settings is worked out.
  public var importance: Importance.Method

  /// - Parameters:
  ///   - input: The study.
  ///   - score: The name of the score that ranks; the study's metric by default.
  ///   - includesTimes: Whether times and speeds are shown.
  ///   - importance: How the importance of settings is worked out.
  public init(
    _ input: ReportInput, by score: String? = nil, includesTimes: Bool = true,
    importance: Importance.Method = .pedANOVA
  ) {
    self.input = input
    self.importance = importance
    leaderboard = Leaderboard(input, by: score)
    self.includesTimes = includesTimes
  }

  /// The document.
  public func render() -> String {
    let sections = [
      heading, comparisonSection, testSection, leaderboardSection, paretoSection, bestSection,
      typeSection, importanceSection, expectedSection, prunedSection, failureSection,
      provenanceSection, commandSection,
    ]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var heading: String {
    let done = input.trials.filter { $0.state == .done }.count
    let source = input.sweepFile.isEmpty ? "" : " (`\(input.sweepFile)`)"
    var lines = [
      "# \(input.study)", "",
      "Config `\(input.config)`, \(input.method.rawValue) search\(source): "
        + "\(count(leaderboard.rows.count, "assignment")), \(count(input.trials.count, "trial")), "
        + "\(done) done\(unfinished).",
    ]
    if let best = leaderboard.best {
      lines.append(contentsOf: ["", verdict(best)])
      if !testVerdict.isEmpty { lines.append(testVerdict) }
    }
    return lines.joined(separator: "\n")
  }

  /// How many trials are in which other state.
  private var unfinished: String {
    Trial.State.allCases.filter { $0 != .done }.map { state in
      let count = input.trials.filter { $0.state == state }.count
      return count == 0 ? "" : ", \(count) \(state.rawValue)"
    }.joined()
  }

  private func verdict(_ best: Leaderboard.Row) -> String {
    let name = "`\(leaderboard.score)`"
    let goal = leaderboard.goal == .maximize ? "higher" : "lower"
    let score = "\(scoreText(best)) (\(goal) is better)"
    if best.isBaseline { return "By \(name), no assignment beats the baseline: \(score)." }
    let soFar = input.trials.allSatisfy { $0.state.isFinal } ? "" : " so far"
    var text = "Best\(soFar) by \(name): \(settings(best.assignment)) with \(score)"
    if let difference = best.difference, let baseline = leaderboard.baseline {
      text +=
        ", \(NumberText.signed(difference, decimals: 4)) to the baseline's \(scoreText(baseline))"
    }
    return text + (belief.isEmpty ? "." : ": **\(belief)**.")
  }

  /// The verdict for a terminal: the best assignment, its mean, and whether to believe it.
  public var shortVerdict: String {
    guard let best = leaderboard.best, leaderboard.rows.count > 1 else { return "" }
    return verdict(best).filter { $0 != "`" && $0 != "*" }
  }

  private func scoreText(_ row: Leaderboard.Row) -> String {
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

  private var leaderboardSection: String {
    let table = leaderboard.table(includesTimes: includesTimes, atMost: Self.mostRows)
    var lines = ["## Leaderboard", "", table.markdown, "", legend]
    let left = leaderboard.rows.count - table.rows.count
    if left > 0 {
      lines += [
        "",
        "And \(left) more: `sweep report \(Commands.quoted(input.study)) --format csv` has all.",
      ]
    }
    return lines.joined(separator: "\n")
  }

  /// A leaderboard with more rows is cut.
  static let mostRows = 100

  /// What the columns and marks of the leaderboard mean, those that are there.
  private var legend: String {
    guard leaderboard.rows.contains(where: { $0.deviation != nil }) else {
      return "One seed: no telling how much is noise."
    }
    var text =
      "Mean over \(pairWord); ± 95%: Student's interval of the mean; sd: standard deviation (n − 1)."
    if leaderboard.comparedCount > 1 {
      text += " tied: not told from the best; worse: worse than the best beyond noise."
    }
    if leaderboard.rows.contains(where: { $0.toBaseline?.isDifferent == true }) {
      text += " \\*: differs from the baseline beyond noise."
    }
    return text
  }

  private var bestSection: String {
    guard let trial = leaderboard.bestTrial else { return "" }
    var lines = ["## Best trial", "", describe(trial)]
    var table = Table([
      .init("score"), .init("best trial", isNumber: true), .init("baseline", isNumber: true),
      .init("difference", isNumber: true),
    ])
    let baseline = baselineTrial(for: trial)
    for (name, value) in scores(of: trial) {
      let other = baseline?.scores?[name]?.doubleValue
      table.add([
        name, NumberText.score(value), other.map(NumberText.score) ?? "–",
        other.map { NumberText.signed(value - $0, decimals: abs(value) < 100 ? 4 : 1) } ?? "–",
      ])
    }
    if !table.rows.isEmpty { lines += ["", table.markdown] }
    return lines.joined(separator: "\n")
  }

  private func describe(_ trial: ReportTrial) -> String {
    var text = "Trial \(trial.id) (`\(trial.shortID)`), seed \(trial.seed)"
    if let step = trial.bestStep { text += ", best at step \(step)" }
    if let steps = trial.steps { text += " of \(steps)" }
    text += "."
    if let hash = trial.modelHash {
      text += " Model `\(hash.prefix(16))`" + (trial.isModelKept ? ", kept in the record." : ".")
    }
    if let best = leaderboard.best, !best.trials.contains(where: { $0.id == trial.id }) {
      text += " It is not of the best assignment: with other seeds its own is worse."
    }
    return text
  }

  /// The baseline's trial with the same seed.
  private func baselineTrial(for trial: ReportTrial) -> ReportTrial? {
    leaderboard.baseline?.trials.first { $0.seed == trial.seed && $0.state == .done }
  }

  private func scores(of trial: ReportTrial) -> [(String, Double)] {
    (trial.scores?.entries ?? []).compactMap { entry in
      // Words per second depend on what else the machine did.
      if entry.key == "speed", !includesTimes { return nil }
      return entry.value.doubleValue.map { (entry.key, $0) }
    }
  }

  private var failureSection: String {
    let failed = input.trials.filter { $0.state == .failed }.sorted { $0.id < $1.id }
    guard !failed.isEmpty else { return "" }
    var table = Table([
      .init("trial", isNumber: true), .init("ID"), .init("settings"), .init("seed", isNumber: true),
      .init("error"),
    ])
    for trial in failed.prefix(Self.mostRows) {
      let values = trial.isBaseline ? "baseline" : settings(trial.assignment)
      table.add(["\(trial.id)", trial.shortID, values, "\(trial.seed)", trial.error ?? ""])
    }
    let left = failed.count - table.rows.count
    let rest = left > 0 ? "\n\nAnd \(left) more; `sweep list` has all." : ""
    return "## Failures\n\n" + table.markdown + rest
      + "\n\n`sweep log ID` shows what a trial printed."
  }

  private var provenanceSection: String {
    guard !input.provenance.isEmpty else { return "" }
    var table = Table([.init("what"), .init("value")])
    for fact in input.provenance { table.add([fact.label, fact.value]) }
    return "## Provenance\n\n" + table.markdown
  }

  private var commandSection: String {
    guard let trial = leaderboard.bestTrial else { return "" }
    return """
      ## Reproduce

      The best trial: run it again and compare every number\(trial.isModelKept ? ", take its model from the record" : ""), or train it anew.

      ```sh
      \(Commands.reproduction(of: trial, in: input))
      ```
      """
  }
}

func count(_ number: Int, _ noun: String) -> String {
  "\(number) \(noun)\(number == 1 ? "" : "s")"
}
