import SweepConfig
import SweepSearch

/// Sections on the best trial.
extension Findings {
  var bestSection: ReportSection? {
    guard let trial = leaderboard.bestTrial else { return nil }
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
    return ReportSection(
      "best", "Best trial", [description(of: trial)], table: table.rows.isEmpty ? nil : table)
  }

  /// The best trial's scores per type, such as `ents_per_type`, beside the baseline's.
  var typeSections: [ReportSection] {
    guard let trial = leaderboard.bestTrial, let scores = trial.scores else { return [] }
    let baseline = leaderboard.baseline?.trials.first {
      $0.seed == trial.seed && $0.state == .done && $0.id != trial.id
    }
    return scores.entries.compactMap { entry -> ReportSection? in
      guard case .object(let types) = entry.value, Self.isTableOfScores(types) else { return nil }
      return ReportSection(
        "types", "Per type: \(code: entry.key)",
        table: typeTable(types, baseline?.scores?[entry.key]?.objectValue))
    }
  }

  /// Whether an entry of scores is a table with a row for each type.
  static func isTableOfScores(_ types: JSONObject) -> Bool {
    !types.isEmpty && types.values.allSatisfy { $0.objectValue != nil }
  }

  private func typeTable(_ types: JSONObject, _ baseline: JSONObject?) -> Table {
    let measures = Self.measures(types)
    var columns = [Table.Column("type")] + measures.map { Table.Column($0, isNumber: true) }
    let last = measures.last
    if baseline != nil, let last {
      columns += [
        Table.Column("baseline's \(last)", isNumber: true),
        Table.Column("difference", isNumber: true),
      ]
    }
    var table = Table(columns)
    for (name, type) in types.entries.sorted(by: { $0.key < $1.key }) {
      var cells = [name] + measures.map { number(type[$0]) }
      if let baseline, let last {
        let other = baseline[name]?[last]?.doubleValue
        cells.append(other.map(NumberText.score) ?? "–")
        let difference = other.flatMap { other in type[last]?.doubleValue.map { $0 - other } }
        cells.append(difference.map { NumberText.signed($0, decimals: 4) } ?? "–")
      }
      table.add(cells)
    }
    return table
  }

  /// What is measured of each type; the last one sums up: the F-score after precision and recall.
  static func measures(_ types: JSONObject) -> [String] {
    var measures: [String] = []
    for type in types.values {
      for key in type.objectValue?.keys ?? [] where !measures.contains(key) { measures.append(key) }
    }
    return measures
  }

  private func number(_ value: JSONValue?) -> String {
    value?.doubleValue.map(NumberText.score) ?? "–"
  }

  /// That of all trainings of the best assignment.
  var confusion: Confusion? {
    Confusion((leaderboard.best?.trials ?? []).compactMap(\.confusion))
  }

  /// A row for each expected type, a column for each predicted one.
  var confusionSection: ReportSection? {
    guard let confusion = confusion?.reduced(to: 14), !confusion.labels.isEmpty else { return nil }
    let names = confusion.labels + ["nothing"]
    var table = Table([.init("expected")] + names.map { .init($0, isNumber: true) })
    for (row, counts) in confusion.counts.enumerated() {
      table.add(
        [names[row]]
          + counts.enumerated().map { column, count in
            row + column == 2 * names.count - 2 ? "" : "\(count)"
          })
    }
    let trainings = count(
      (leaderboard.best?.trials ?? []).count { $0.confusion != nil }, "training")
    return ReportSection(
      "confusion", "Confusion",
      [
        """
        How often what was expected (rows) was predicted as which type (columns), in \(trainings) of the \
        best assignment. “nothing” are those that were missed, and predictions where nothing was \
        expected.
        """
      ], table: table)
  }

  var provenanceSection: ReportSection? {
    guard !input.provenance.isEmpty else { return nil }
    var table = Table([.init("what"), .init("value")])
    for fact in input.provenance { table.add([fact.label, fact.value]) }
    return ReportSection("provenance", "Provenance", table: table)
  }

  var commandSection: ReportSection? {
    guard let trial = leaderboard.bestTrial, input.isRepeatable || trial.isModelKept else {
      return nil
    }
    var ways = input.isRepeatable ? ["run it again and compare every number"] : []
    let what = input.isNative ? "model" : "files"
    if trial.isModelKept { ways.append("take its \(what) from the record") }
    if input.isNative, input.isRepeatable { ways.append("train it anew") }
    return ReportSection(
      "reproduce", "Reproduce",
      ["The best trial: \(Findings.alternatives(ways))."],
      commands: Commands.reproduction(of: trial, in: input))
  }

  /// Ways as English has them: `a, b, or c`.
  private static func alternatives(_ ways: [String]) -> String {
    guard let last = ways.last, ways.count > 1 else { return ways.first ?? "" }
    return ways.dropLast().joined(separator: ", ") + ", or " + last
  }
}
