import SweepConfig
import SweepSearch

extension Leaderboard {
  /// The table of a report.
  ///
  /// - Parameters:
  ///   - includesTimes: Whether there is a column of times, which no two runs share.
  ///   - limit: How many rows there are at most, beside the baseline's.
  /// - Returns: A row for each assignment.
  public func table(includesTimes: Bool = true, atMost limit: Int = .max) -> Table {
    let isVerified = rows.contains { $0.trials.contains { $0.verified != nil } }
    let isRepeated = rows.contains { $0.deviation != nil }
    let hasVerdicts =
      comparedCount > 1 || rows.contains { $0.standing == .ruledOut || $0.standing == .pruned }
    var columns = [Table.Column("", isNumber: true), Table.Column("trials")]
    columns += shortNames.map { Table.Column($0, isNumber: true) }
    columns.append(Table.Column(score, isNumber: true))
    if isRepeated {
      columns += [Table.Column("± 95%", isNumber: true), Table.Column("sd", isNumber: true)]
    }
    columns.append(Table.Column("n", isNumber: true))
    if hasVerdicts { columns.append(Table.Column("verdict")) }
    if baseline != nil { columns.append(Table.Column("to baseline", isNumber: true)) }
    if includesTimes { columns.append(Table.Column("time", isNumber: true)) }
    if isVerified { columns.append(Table.Column("verified")) }
    var table = Table(columns)
    for rank in rows.indices where rank < limit || rows[rank].isBaseline {
      let row = rows[rank]
      var cells = [row.mean == nil ? "–" : "\(rank + 1)", row.trialNumbers]
      cells += varyingKeys.map { row.assignment[$0].map(NumberText.setting) ?? "–" }
      cells.append(row.mean.map(NumberText.score) ?? "–")
      if isRepeated {
        cells += [row.halfInterval, row.deviation].map { $0.map(NumberText.score) ?? "–" }
      }
      cells.append(
        row.scores.count == row.trials.count
          ? "\(row.scores.count)" : "\(row.scores.count) of \(row.trials.count)")
      if hasVerdicts { cells.append(verdictText(rank)) }
      if baseline != nil { cells.append(row.differenceText) }
      if includesTimes { cells.append(row.seconds.map(NumberText.duration) ?? "–") }
      if isVerified {
        let last = row.trials.compactMap(\.verified).max()
        cells.append(last.map { includesTimes ? "identical \($0)" : "identical" } ?? "")
      }
      table.add(cells)
    }
    return table
  }

  /// What stands beside an assignment.
  func verdictText(_ index: Int) -> String {
    let row = rows[index]
    switch row.standing {
    case .pruned:
      let steps = row.trials.filter(\.isPruned).compactMap(\.endedStep)
      guard let first = steps.min(), let last = steps.max() else { return "pruned" }
      return "pruned at \(first)" + (first == last ? "" : "–\(last)")
    case .ruledOut:
      return "out after \(count(Set(row.trials.map(\.seed)).count, "seed"))"
    case .complete, .unfinished:
      guard comparedCount > 1, let verdict = verdict(index) else { return "" }
      return verdict == .unknown ? "?" : verdict.rawValue
    }
  }

  /// The rows with complete keys and all digits, for other programs.
  ///
  /// - Parameter includesTimes: Whether there is a column of times, which no two runs share.
  /// - Returns: A row for each assignment.
  public func csvTable(includesTimes: Bool = true) -> Table {
    var columns = ["rank", "baseline", "trials"] + varyingKeys
    columns += [
      score, "sd", "half_interval", "n", "seeds", "standing", "verdict", "p_best", "to_baseline",
      "p_baseline",
    ]
    if includesTimes { columns.append("seconds") }
    var table = Table(columns.map { Table.Column($0) })
    for (rank, row) in rows.enumerated() {
      var cells = [
        row.mean == nil ? "" : "\(rank + 1)", "\(row.isBaseline)",
        row.trials.map(\.shortID).joined(separator: " "),
      ]
      cells += varyingKeys.map { key in
        row.assignment[key].map { $0.stringValue ?? $0.serialized(.compact) } ?? ""
      }
      func number(_ x: Double?) -> String { x.map(\.pythonDescription) ?? "" }
      cells += [number(row.mean), number(row.deviation), number(row.halfInterval)]
      cells += ["\(row.scores.count)", row.trials.map { "\($0.seed)" }.joined(separator: " ")]
      cells += [row.standing.name, verdict(rank)?.rawValue ?? "", number(row.fromBest?.chance)]
      cells += [number(row.difference), number(row.toBaseline?.chance)]
      if includesTimes {
        cells.append(row.seconds.map { NumberText.fixed($0, decimals: 3) } ?? "")
      }
      table.add(cells)
    }
    return table
  }
}

extension Leaderboard.Standing {
  /// As programs read it.
  var name: String {
    switch self {
    case .complete: "complete"
    case .unfinished: "unfinished"
    case .ruledOut: "ruled out"
    case .pruned: "pruned"
    }
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
    guard !isBaseline else { return "baseline" }
    let mark = toBaseline?.isDifferent == true ? " *" : ""
    return difference.map { NumberText.signed($0, decimals: 4) + mark } ?? "–"
  }
}
