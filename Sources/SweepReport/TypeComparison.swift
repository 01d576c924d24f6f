import SweepConfig
import SweepSearch

/// The scores per type of the best assignment beside the baseline's, over the seeds of both.
struct TypeComparison: Equatable, Sendable {
  struct Row: Equatable, Sendable {
    var name: String
    /// How many there are in the development data, where that is known.
    var expected: Int?
    /// Precision, recall and F-score, or whatever there is: means over the best assignment's seeds.
    var measures: [Double?]
    /// The deviation of the last measure over seeds (n − 1).
    var deviation: Double?
    /// The last measure of the baseline, with its deviation.
    var baseline: Double?
    var baselineDeviation: Double?
    /// The mean of the differences over the seeds that both have, and the chance of one as large if
    /// there is none, corrected for all types.
    var difference: Double?
    var chance: Double?

    /// Whether the difference is beyond noise.
    var isDifferent: Bool { chance.map { $0 < 0.05 } ?? false }
  }

  /// The score that is a table, such as `ents_per_type`.
  var key: String
  /// `p`, `r`, `f`; the last one sums up.
  var measures: [String]
  /// By name.
  var rows: [Row]
  var hasBaseline: Bool

  /// One comparison for each score that is a table.
  static func all(_ findings: Findings) -> [TypeComparison] {
    guard let best = findings.leaderboard.best, let scores = first(best)?.scores else { return [] }
    return scores.entries.compactMap { entry in
      guard case .object(let types) = entry.value, Findings.isTableOfScores(types) else {
        return nil
      }
      return TypeComparison(findings, entry.key, best)
    }
  }

  private static func first(_ row: Leaderboard.Row) -> ReportTrial? {
    row.trials.first { $0.state == .done && $0.scores != nil }
  }

  private init?(_ findings: Findings, _ key: String, _ best: Leaderboard.Row) {
    self.key = key
    func tables(_ row: Leaderboard.Row?) -> [(trial: ReportTrial, types: JSONObject)] {
      (row?.trials ?? []).compactMap { trial in
        guard trial.state == .done, let types = trial.scores?[key]?.objectValue else { return nil }
        return (trial, types)
      }
    }
    let (mine, others) = (
      tables(best), best.isBaseline ? [] : tables(findings.leaderboard.baseline)
    )
    hasBaseline = !others.isEmpty
    measures = mine.first.map { Findings.measures($0.types) } ?? []
    guard let last = measures.last else { return nil }
    let measures = measures
    let names = Set((mine + others).flatMap(\.types.keys)).sorted()
    let confusion = mine.compactMap(\.trial.confusion).first
    rows = names.map { name in
      func values(_ tables: [(trial: ReportTrial, types: JSONObject)], _ key: String) -> [Double] {
        tables.compactMap { $0.types[name]?[key]?.doubleValue }.filter(\.isFinite)
      }
      var row = Row(
        name: name, expected: confusion?.expected(name),
        measures: measures.map { Leaderboard.mean(values(mine, $0)) })
      row.deviation = Leaderboard.deviation(values(mine, last))
      row.baseline = Leaderboard.mean(values(others, last))
      row.baselineDeviation = Leaderboard.deviation(values(others, last))
      let differences = mine.compactMap { own -> Double? in
        let other = others.first {
          $0.trial.seed == own.trial.seed && $0.trial.fold == own.trial.fold
        }
        guard let a = own.types[name]?[last]?.doubleValue,
          let b = other?.types[name]?[last]?.doubleValue
        else { return nil }
        return a - b
      }
      let comparison = PairedComparison(differences, sharedData: findings.input.sharedData)
      if comparison.count > 0 { row.difference = comparison.mean }
      if comparison.count > 1 { row.chance = comparison.chance }
      return row
    }
    correct()
  }

  /// Holm's correction for all types.
  private mutating func correct() {
    let tested = rows.indices.filter { rows[$0].chance != nil }
    let corrected = MultipleComparisons.holm(tested.compactMap { rows[$0].chance })
    for (index, chance) in zip(tested, corrected) { rows[index].chance = chance }
  }
}
