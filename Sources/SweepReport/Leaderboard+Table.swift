import SweepConfig
import SweepSearch

extension Leaderboard {
  /// The table of a report.
  ///
  /// - Parameter includesTimes: Whether there is a column of times, which no two runs share.
  /// - Returns: A row for each assignment.
  public func table(includesTimes: Bool = true) -> Table {
    let isVerified = rows.contains { $0.trials.contains { $0.verified != nil } }
    var columns = [Table.Column("", isNumber: true), Table.Column("trials")]
    columns += shortNames.map { Table.Column($0, isNumber: true) }
    columns += [
      Table.Column(score, isNumber: true), Table.Column("sd", isNumber: true),
      Table.Column("n", isNumber: true),
    ]
    if baseline != nil { columns.append(Table.Column("to baseline", isNumber: true)) }
    if includesTimes { columns.append(Table.Column("time", isNumber: true)) }
    if isVerified { columns.append(Table.Column("verified")) }
    var table = Table(columns)
    for (rank, row) in rows.enumerated() {
      var cells = [row.mean == nil ? "–" : "\(rank + 1)", row.trialNumbers]
      cells += varyingKeys.map { row.assignment[$0].map(NumberText.setting) ?? "–" }
      cells += [
        row.mean.map(NumberText.score) ?? "–", row.deviation.map(NumberText.score) ?? "–",
        row.scores.count == row.trials.count
          ? "\(row.scores.count)" : "\(row.scores.count) of \(row.trials.count)",
      ]
      if baseline != nil { cells.append(row.differenceText) }
      if includesTimes { cells.append(row.seconds.map(NumberText.duration) ?? "–") }
      if isVerified { cells.append(row.trials.compactMap(\.verified).max() ?? "") }
      table.add(cells)
    }
    return table
  }

  /// The rows with complete keys and all digits, for other programs.
  ///
  /// - Parameter includesTimes: Whether there is a column of times, which no two runs share.
  /// - Returns: A row for each assignment.
  public func csvTable(includesTimes: Bool = true) -> Table {
    var columns = ["rank", "baseline", "trials"] + varyingKeys
    columns += [score, "sd", "n", "seeds", "to_baseline"] + (includesTimes ? ["seconds"] : [])
    var table = Table(columns.map { Table.Column($0) })
    for (rank, row) in rows.enumerated() {
      var cells = [
        row.mean == nil ? "" : "\(rank + 1)", "\(row.isBaseline)",
        row.trials.map(\.shortID).joined(separator: " "),
      ]
      cells += varyingKeys.map { key in
        row.assignment[key].map { $0.stringValue ?? $0.serialized(.compact) } ?? ""
      }
      cells += [row.mean, row.deviation].map { $0.map(\.pythonDescription) ?? "" }
      cells += ["\(row.scores.count)", row.trials.map { "\($0.seed)" }.joined(separator: " ")]
      cells.append(row.difference.map(\.pythonDescription) ?? "")
      if includesTimes {
        cells.append(row.seconds.map { NumberText.fixed($0, decimals: 3) } ?? "")
      }
      table.add(cells)
    }
    return table
  }
}

extension Leaderboard.Row {
  /// The numbers of the trials, neighbours as a range: `2–4`.
  var trialNumbers: String {
    let numbers = trials.map(\.id)
    guard let first = numbers.first, let last = numbers.last else { return "" }
    let isRange = last - first == numbers.count - 1 && numbers.count > 1
    return isRange ? "\(first)–\(last)" : numbers.map { "\($0)" }.joined(separator: ", ")
  }

  fileprivate var differenceText: String {
    isBaseline
      ? "baseline" : difference.map { NumberText.signed($0, decimals: 4) } ?? "–"
  }
}
