import SweepConfig
import SweepSearch

/// The head of the page: who won, by how much, from what.
extension HTMLReport {
  var header: String {
    var lines = [
      "<p class=\"kind\">sweep report</p>", "<h1>\(XML.escaped(input.study))</h1>",
      "<p class=\"lead\">\(findings.summary.html)</p>",
    ]
    if let best = leaderboard.best {
      lines.append("<p class=\"verdict\">\(findings.verdict(best).html)</p>")
      let test = findings.testVerdict
      if !test.isEmpty { lines.append("<p class=\"verdict\">\(test.html)</p>") }
    } else {
      lines.append("<p class=\"verdict\">No trial has a score yet.</p>")
    }
    lines.append("<dl class=\"tiles\">\n\(tiles.joined(separator: "\n"))\n</dl>")
    if !facts.isEmpty {
      lines.append("<dl class=\"facts\">\n\(facts.joined(separator: "\n"))\n</dl>")
    }
    return lines.joined(separator: "\n")
  }

  private func tile(_ name: String, _ value: String, _ note: String, _ badge: String = "") -> String
  {
    let mark = badge.isEmpty ? "" : " <span class=\"badge \(badge)\">\(badge)</span>"
    let note = note.isEmpty ? "" : "<dd class=\"note\">\(XML.escaped(note))</dd>"
    return
      "<div><dt>\(XML.escaped(name))</dt><dd class=\"big\">\(XML.escaped(value))\(mark)</dd>\(note)</div>"
  }

  private var tiles: [String] {
    var tiles: [String] = []
    if let best = leaderboard.best, let mean = best.mean {
      let deviation = best.deviation.map { " ± \(NumberText.score($0))" } ?? ""
      tiles.append(
        tile(
          "Best \(leaderboard.score)", NumberText.score(mean) + deviation,
          best.isBaseline
            ? "the baseline"
            : TextMetrics.fitted(findings.settings(best.assignment), width: 900, size: 12)))
      if let difference = best.difference, !best.isBaseline, let baseline = leaderboard.baseline {
        tiles.append(
          tile(
            "Beside the baseline", NumberText.signed(difference, decimals: 4),
            "\(findings.scoreText(baseline)); \(findings.belief)"))
      }
    }
    let done = input.trials.count { $0.state == .done }
    tiles.append(
      tile(
        "Trials", "\(done) done",
        "\(count(leaderboard.rows.count, "assignment")), "
          + "\(count(Set(input.trials.map(\.seed)).count, "seed"))\(findings.unfinished)"))
    let seconds = input.trials.compactMap(\.seconds)
    if findings.includesTimes, let mean = Leaderboard.mean(seconds) {
      tiles.append(
        tile(
          "Training time", NumberText.duration(seconds.reduce(0, +)),
          "\(NumberText.duration(mean)) a trial"))
    }
    let verified = input.trials.count { $0.verified != nil }
    if verified > 0 {
      tiles.append(tile("Verified", "\(verified) ✓", "re-run with identical numbers"))
    }
    return tiles
  }

  /// Where this comes from, in short; the section on provenance has all.
  private var facts: [String] {
    let wanted = [
      "training.train_corpus", "training.dev_corpus", "git.commit", "git.dirty", "sweep", "cpu",
      "system", "matmul",
    ]
    var facts: [ReportInput.Fact] = []
    if !input.config.isEmpty { facts.append(.init("method", input.method.rawValue)) }
    if !input.sweepFile.isEmpty { facts.append(.init("sweep file", input.sweepFile)) }
    if !input.config.isEmpty { facts.append(.init("config", input.config)) }
    if !input.overrides.isEmpty {
      facts.append(
        .init("overrides", input.overrides.map(Commands.override).joined(separator: " ")))
    }
    let seeds = Set(input.trials.map(\.seed)).sorted()
    facts.append(
      .init(
        seeds.count == 1 ? "seed" : "seeds",
        seeds.count > 12
          ? "\(seeds.count), from \(seeds[0])" : seeds.map { "\($0)" }.joined(separator: ", ")))
    for label in wanted {
      facts += input.provenance.filter { $0.label == label }
    }
    return facts.prefix(14).map { fact in
      let text = TextMetrics.fitted(fact.value, width: 700, size: 12)
      return "<div><dt>\(XML.escaped(fact.label))</dt><dd>\(XML.escaped(text))</dd></div>"
    }
  }
}
