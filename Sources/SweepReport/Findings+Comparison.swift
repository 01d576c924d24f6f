import SweepSearch

/// Whether to believe that the best is better.
extension Findings {
  /// A word or two on the best beside the baseline, for the first line.
  var belief: String {
    guard let best = leaderboard.best, !best.isBaseline, leaderboard.baseline?.mean != nil else {
      return ""
    }
    if input.trials.count > 1, leaderboard.rows.allSatisfy({ $0.scores.count < 2 }) {
      return "one seed: no telling noise from gain"
    }
    guard let comparison = best.toBaseline, comparison.count > 1 else {
      return "too few \(pairWord) in common to tell noise from gain"
    }
    return comparison.isDifferent ? "beyond noise" : "within noise"
  }

  var comparisonSection: ReportSection? {
    guard leaderboard.rows.count(where: { $0.mean != nil }) > 1 else { return nil }
    let lines = [baselineLine, othersLine, documentLine, looksLine].filter { !$0.isEmpty }
    guard !lines.isEmpty else { return nil }
    var section = ReportSection("comparison", "Comparison", bullets: lines)
    if lines.contains(where: { $0.plain.contains("of each would") }) {
      section.after = ["Numbers of seeds hold if the difference and the noise are what they seem."]
    }
    return section
  }

  /// Seeds, or folds, or both: what pairs are made of.
  var pairWord: String {
    input.foldCount == 1 ? "seeds" : input.seedCount == 1 ? "folds" : "seeds and folds"
  }

  private var baselineLine: RichText {
    guard let best = leaderboard.best, !best.isBaseline, leaderboard.baseline?.mean != nil else {
      return ""
    }
    guard leaderboard.rows.contains(where: { $0.scores.count > 1 }) else {
      return """
        One seed: no telling noise from gain. With \(code: "seeds = 3") in the sweep file, or \
        \(code: "--seeds 3") beside \(code: "--vary"), each assignment runs three times.
        """
    }
    guard let comparison = best.toBaseline, comparison.count > 1, let interval = comparison.interval
    else { return "Best and baseline have fewer than two \(pairWord) in common: no telling yet." }
    let others = leaderboard.comparedCount - 1
    let correction = others > 1 ? ", corrected for \(others) comparisons with the baseline" : ""
    var text: RichText =
      """
      Best against the baseline: \(signed(comparison.difference)) over \(comparison.count) \(pairWord), \
      95% interval \(range(interval)), \(NumberText.chance(comparison.chance))\(correction): \
      \(strong: comparison.isDifferent ? "beyond noise" : "within noise").
      """
    if !comparison.isDifferent { text += " \(seedsNeeded(comparison, "show it"))" }
    return text
  }

  private var othersLine: RichText {
    let verdicts = leaderboard.rows.indices.map { leaderboard.verdict($0) }
    guard leaderboard.comparedCount > 1 else { return "" }
    let tied = verdicts.count { $0 == .tied }
    let worse = verdicts.count { $0 == .worse }
    let unknown = verdicts.count { $0 == .unknown }
    var text: RichText =
      "Best against the others: \(tied) tied with it within noise, \(worse) worse"
    if unknown > 0 { text += ", \(unknown) with too few \(pairWord) to tell" }
    text += leaderboard.comparedCount > 2 ? " (corrected for all pairs)." : "."
    let runnerUp = leaderboard.rows.dropFirst().first { $0.fromBest != nil }
    if let comparison = runnerUp?.fromBest, !comparison.isDifferent,
      runnerUp?.isBaseline == false
    {
      text += " \(seedsNeeded(comparison, "tell it from the runner-up"))"
    }
    return text
  }

  /// A sentence on how many more seeds a comparison needs.
  private func seedsNeeded(_ comparison: SeedComparison, _ purpose: String) -> String {
    guard let pairs = comparison.pairsNeeded() else {
      return "More seeds are unlikely to \(purpose)."
    }
    let perSeed = input.foldCount
    let more = max(1, (pairs - comparison.count + perSeed - 1) / perSeed)
    return "About \(count(more, "more seed")) of each would \(purpose)."
  }

  private var documentLine: RichText {
    guard let documents = leaderboard.documentComparison(input.metric) else { return "" }
    return "Other dev documents, same seeds: \(text(of: documents))"
  }

  /// What a comparison over documents says, and what it covers.
  func text(of documents: DocumentComparison) -> String {
    var text = ""
    if let gain = documents.gain {
      text +=
        "best against baseline \(signed(gain.difference)), 95% interval \(range(gain.interval)), "
        + "\(NumberText.chance(gain.chance)); "
    }
    text +=
      "the best alone \(NumberText.score(documents.interval.lowerBound)) to "
      + "\(NumberText.score(documents.interval.upperBound)) (\(count(documents.documents, "document")) "
      + "drawn anew, \(count(documents.trainings, "training")) of each pooled). This covers the choice of documents, "
      + "not of seeds."
    return text
  }

  private var looksLine: RichText {
    let looked = leaderboard.rows.count { $0.mean != nil }
    guard leaderboard.best?.isBaseline == false, input.trials.allSatisfy(\.tests.isEmpty) else {
      return ""
    }
    let text: RichText = """
      The best of \(looked) assignments was picked by the dev scores above, so its own is probably \
      somewhat too high.
      """
    guard input.isNative, input.isRepeatable else { return text }
    return text + """
       \(code: "test = \"….spacy\"") in the sweep file has the winner and the baseline \
      evaluated once on other documents.
      """
  }

  /// The first test corpus in a line, for the heading.
  var testVerdict: RichText {
    guard let test = TestComparison.all(leaderboard, input).first, let row = test.rows.first,
      row.row == 0, let mean = Leaderboard.mean(row.test)
    else { return "" }
    let deviation = Leaderboard.deviation(row.test).map { " ± \(NumberText.score($0))" } ?? ""
    var text: RichText = "On \(code: test.path): \(NumberText.score(mean))\(deviation)"
    if let gain = test.gain {
      text += ", \(signed(gain.mean)) to the baseline: \(strong: word(gain))"
    }
    return text + "."
  }

  private func word(_ gain: PairedComparison) -> String {
    gain.count < 2
      ? "one seed: no telling noise from gain"
      : gain.chance < 0.05 ? "beyond noise" : "within noise"
  }

  var testSections: [ReportSection] {
    TestComparison.all(leaderboard, input).enumerated().map { number, test in
      section(test, number == 0 ? "test" : "test-\(number + 1)")
    }
  }

  private func section(_ test: TestComparison, _ id: String) -> ReportSection {
    var section = ReportSection(
      id, "Test",
      [
        """
        \(code: leaderboard.score) on \(code: test.path) (SHA-256 \(code: String(test.sha256.prefix(8)))), \
        chosen after \(count(test.looks, "look")) at dev.
        """
      ], table: table(test))
    if let gain = test.gain {
      var text: RichText = "Best against the baseline on test: \(signed(gain.mean))"
      if let interval = gain.interval {
        text +=
          """
           over \(gain.count) \(pairWord), 95% interval \(range(interval)), \
          \(NumberText.chance(gain.chance))
          """
      }
      section.bullets.append(text + ": \(strong: word(gain)).")
    }
    if let documents = test.documents {
      section.bullets.append("Other test documents: \(text(of: documents))")
    }
    if !test.rows.contains(where: { $0.row == 0 }) {
      section.after = ["The best assignment by now has not been evaluated on it."]
    }
    return section
  }

  private func table(_ test: TestComparison) -> Table {
    var table = Table([
      .init("assignment"), .init("n", isNumber: true), .init("dev", isNumber: true),
      .init("sd", isNumber: true), .init("test", isNumber: true), .init("sd", isNumber: true),
      .init("test − dev", isNumber: true),
    ])
    for row in test.rows {
      let entry = leaderboard.rows[row.row]
      var cells = [
        entry.isBaseline ? "baseline" : settings(entry.assignment), "\(row.pairs.count)",
      ]
      for values in [row.dev, row.test] {
        cells.append(Leaderboard.mean(values).map(NumberText.score) ?? "–")
        cells.append(Leaderboard.deviation(values).map(NumberText.score) ?? "–")
      }
      cells.append(row.change.map(signed) ?? "–")
      table.add(cells)
    }
    return table
  }

  func signed(_ difference: Double) -> String { NumberText.signed(difference, decimals: 4) }

  private func range(_ interval: ClosedRange<Double>) -> String {
    "\(signed(interval.lowerBound)) to \(signed(interval.upperBound))"
  }
}
