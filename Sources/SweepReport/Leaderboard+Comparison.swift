import SweepSearch

extension Leaderboard {
  /// Marks what the race over seeds has ruled out.
  ///
  /// The race is run again on the record: what it decides follows from the scores alone.
  static func markRuledOut(_ rows: inout [Row], _ input: ReportInput) {
    guard let race = input.race else { return }
    let sign = input.metric.goal == .maximize ? -1.0 : 1.0
    let running = rows.indices.filter { rows[$0].standing != .pruned }
    let scores = running.map { index in
      rows[index].trials.prefix { $0.state.isFinal }.map { trial -> Double? in
        trial.score.flatMap { $0.isFinite ? sign * $0 : nil }
      }
    }
    let left = Set(race.contenders(scores))
    for (place, index) in running.enumerated() where !left.contains(place) {
      // A failed trial rules an assignment out of a race; that is shown as a failure.
      if !scores[place].isEmpty { rows[index].standing = .ruledOut }
    }
  }

  /// Adds Student's intervals of the means.
  static func addIntervals(_ rows: inout [Row], _ sharedData: Double) {
    var halves: [Int: Double] = [:]
    for index in rows.indices {
      let count = rows[index].scores.count
      guard count > 1, let deviation = rows[index].deviation else { continue }
      let unit = halves[count] ?? StudentInterval.half(count: count, sharedData: sharedData)
      halves[count] = unit
      rows[index].halfInterval = deviation * unit
    }
  }

  /// Compares the best with every other assignment, and every assignment with the baseline.
  ///
  /// The best was chosen by its score, so its comparisons are corrected for all pairs there are. The
  /// baseline was not: its are corrected for one with each other assignment.
  static func compare(_ rows: inout [Row], _ sharedData: Double) {
    let compared = rows.indices.filter { rows[$0].standing != .pruned && rows[$0].scores.count > 1 }
    guard compared.count > 1, compared.first == 0 else { return }
    let blocks = Blocks(rows)
    let scores = compared.map { blocks.scores(of: rows[$0]) }
    let noise = SharedNoise(scores)
    func comparisons(
      _ places: [Int], _ pair: (Int) -> (Int, Int), among total: Int
    ) -> [SeedComparison] {
      var list = places.map { place in
        let (first, second) = pair(place)
        return SeedComparison(first, second, of: scores, noise: noise, sharedData: sharedData)
      }
      SeedComparison.correct(&list, among: total)
      return list
    }
    let m = compared.count
    let others = Array(1..<m)
    for (place, comparison) in zip(
      others, comparisons(others, { (0, $0) }, among: m * (m - 1) / 2))
    {
      rows[compared[place]].fromBest = comparison
    }
    guard let baseline = compared.firstIndex(where: { rows[$0].isBaseline }) else { return }
    let rest = (0..<m).filter { $0 != baseline }
    for (place, comparison) in zip(rest, comparisons(rest, { ($0, baseline) }, among: m - 1)) {
      rows[compared[place]].toBaseline = comparison
      if comparison.count > 1 { rows[compared[place]].difference = comparison.difference }
    }
  }

  /// How many assignments were compared with each other.
  var comparedCount: Int { rows.isEmpty ? 0 : rows.count { $0.fromBest != nil } + 1 }

  /// What can be said of a row beside the best.
  public func verdict(_ index: Int) -> Verdict? {
    let row = rows[index]
    guard row.mean != nil, row.standing != .pruned else { return nil }
    if index == 0 { return .best }
    guard let comparison = row.fromBest, comparison.count > 1 else { return .unknown }
    return comparison.isDifferent && isAbove(comparison.difference) ? .worse : .tied
  }

  /// Whether a difference is one to the better.
  func isAbove(_ difference: Double) -> Bool {
    goal == .maximize ? difference > 0 : difference < 0
  }
}

/// The seeds and folds of a study, numbered.
private struct Blocks {
  private struct Key: Hashable, Comparable {
    var seed: Int
    var fold: Int

    init(_ trial: ReportTrial) { (seed, fold) = (trial.seed, trial.fold ?? -1) }

    static func < (a: Key, b: Key) -> Bool { (a.seed, a.fold) < (b.seed, b.fold) }
  }

  private var numbers: [Key: Int] = [:]

  init(_ rows: [Leaderboard.Row]) {
    let keys = Set(rows.flatMap { $0.trials.map(Key.init) }).sorted()
    for (number, key) in keys.enumerated() { numbers[key] = number }
  }

  /// The scores of a row by ascending block; of a block that comes twice, the first.
  func scores(of row: Leaderboard.Row) -> [SharedNoise.Score] {
    let scored = Set(row.scoredTrials)
    let trials = row.trials.filter { scored.contains($0.id) }
    var scores: [SharedNoise.Score] = []
    for (trial, value) in zip(trials, row.scores) {
      guard let block = numbers[Key(trial)], !scores.contains(where: { $0.block == block }) else {
        continue
      }
      scores.append(SharedNoise.Score(block: block, value: value))
    }
    return scores.sorted { $0.block < $1.block }
  }
}
