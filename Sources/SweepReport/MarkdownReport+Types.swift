import SweepConfig
import SweepSearch

extension MarkdownReport {
  /// The best trial's scores per type, such as `ents_per_type`, beside the baseline's.
  var typeSection: String {
    guard let trial = leaderboard.bestTrial, let scores = trial.scores else { return "" }
    let baseline = leaderboard.baseline?.trials.first {
      $0.seed == trial.seed && $0.state == .done && $0.id != trial.id
    }
    let tables = scores.entries.compactMap { entry -> String? in
      guard case .object(let types) = entry.value, isTableOfScores(types) else { return nil }
      let table = typeTable(types, baseline?.scores?[entry.key]?.objectValue)
      return "## Per type: `\(entry.key)`\n\n" + table.markdown
    }
    return tables.joined(separator: "\n\n")
  }

  private func isTableOfScores(_ types: JSONObject) -> Bool {
    !types.isEmpty && types.values.allSatisfy { $0.objectValue != nil }
  }

  private func typeTable(_ types: JSONObject, _ baseline: JSONObject?) -> Table {
    var measures: [String] = []
    for type in types.values {
      for key in type.objectValue?.keys ?? [] where !measures.contains(key) { measures.append(key) }
    }
    var columns = [Table.Column("type")] + measures.map { Table.Column($0, isNumber: true) }
    // The last measure is the one that sums up: the F-score after precision and recall.
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

  private func number(_ value: JSONValue?) -> String {
    value?.doubleValue.map(NumberText.score) ?? "–"
  }
}
