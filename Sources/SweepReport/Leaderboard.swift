import SweepConfig
public import SweepSearch

/// The assignments of a study, the best first.
///
/// The order depends on the scores and the trials' numbers only, not on what ended first.
public struct Leaderboard: Equatable, Sendable {
  /// An assignment with its trials, one for each seed.
  public struct Row: Equatable, Sendable {
    public var assignment: Assignment
    public var isBaseline: Bool
    /// In the order of their numbers.
    public var trials: [ReportTrial]
    /// The scores of the trials that have one.
    public var scores: [Double]
    /// The numbers of those trials.
    public var scoredTrials: [Int] = []
    /// The mean of the scores; `nil` when there is none.
    public var mean: Double?
    /// The standard deviation over seeds (n − 1), or `nil` for fewer than two.
    public var deviation: Double?
    /// The mean minus the baseline's.
    public var difference: Double?
    /// The mean time of a trial that is done.
    public var seconds: Double?
  }

  /// The name of the score that ranks.
  public var score: String
  public var goal: Metric.Goal
  public var rows: [Row]
  /// The keys whose values are not the same in all rows, in the order of the space.
  public var varyingKeys: [String]
  /// The shortest ends of the keys that tell them apart.
  public var shortNames: [String]

  /// Ranks the assignments of a study.
  ///
  /// - Parameters:
  ///   - input: The study.
  ///   - score: The name of a score; the study's metric by default. Another one is taken from the
  ///     same evaluation, and more of it is better unless its name says `loss`.
  public init(_ input: ReportInput, by score: String? = nil) {
    let name = score ?? input.metric.name
    self.score = name
    goal =
      name == input.metric.name
      ? input.metric.goal : name.lowercased().contains("loss") ? .minimize : .maximize
    var rows = Self.groups(input.trials).map { Self.row($0, name, input.metric) }
    let baseline = rows.first { $0.isBaseline }?.mean
    for index in rows.indices {
      if let mean = rows[index].mean, let baseline { rows[index].difference = mean - baseline }
    }
    let sign = goal == .maximize ? 1.0 : -1.0
    self.rows = rows.sorted {
      let (a, b) = (Self.rank($0, sign), Self.rank($1, sign))
      return a == b ? ($0.trials.first?.id ?? 0) < ($1.trials.first?.id ?? 0) : a > b
    }
    varyingKeys = Self.varyingKeys(rows)
    shortNames = Self.shortNames(varyingKeys)
  }

  /// The best row; `nil` when no trial has a score.
  public var best: Row? { rows.first.flatMap { $0.mean == nil ? nil : $0 } }

  /// The baseline's row.
  public var baseline: Row? { rows.first { $0.isBaseline } }

  /// The trial with the best score of all; of equal ones the first.
  public var bestTrial: ReportTrial? {
    var best: (trial: ReportTrial, score: Double)?
    let metric = Metric(name: score, goal: goal)
    for row in rows {
      for (trial, score) in zip(row.trials.filter { hasScore($0, row) }, row.scores) {
        let isFirst = best.map { score == $0.score && trial.id < $0.trial.id } ?? true
        if isFirst || best.map({ metric.isBetter(score, than: $0.score) }) ?? true {
          best = (trial, score)
        }
      }
    }
    return best?.trial
  }

  private func hasScore(_ trial: ReportTrial, _ row: Row) -> Bool {
    row.scoredTrials.contains(trial.id)
  }

  /// NaN and missing scores come last.
  private static func rank(_ row: Row, _ sign: Double) -> Double {
    row.mean.map { $0.isNaN ? -.infinity : sign * $0 } ?? -.infinity
  }

  private static func groups(_ trials: [ReportTrial]) -> [[ReportTrial]] {
    var order: [String] = []
    var groups: [String: [ReportTrial]] = [:]
    for trial in trials.sorted(by: { $0.id < $1.id }) {
      let key = (trial.isBaseline ? "baseline " : "") + trial.assignment.canonicalText
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(trial)
    }
    return order.map { groups[$0] ?? [] }
  }

  private static func row(_ trials: [ReportTrial], _ name: String, _ metric: Metric) -> Row {
    var row = Row(
      assignment: trials.first?.assignment ?? Assignment(),
      isBaseline: trials.first?.isBaseline ?? false, trials: trials, scores: [])
    for trial in trials {
      guard let score = trial.score(name, metric: metric), !score.isNaN else { continue }
      row.scores.append(score)
      row.scoredTrials.append(trial.id)
    }
    row.mean = mean(row.scores)
    row.deviation = deviation(row.scores)
    row.seconds = mean(trials.filter { $0.state == .done }.compactMap(\.seconds))
    return row
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  private static func deviation(_ values: [Double]) -> Double? {
    guard values.count > 1, let mean = mean(values) else { return nil }
    let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    return (squares / Double(values.count - 1)).squareRoot()
  }

  private static func varyingKeys(_ rows: [Row]) -> [String] {
    var keys: [String] = []
    for row in rows {
      for setting in row.assignment.settings where !keys.contains(setting.key) {
        keys.append(setting.key)
      }
    }
    return keys.filter { key in
      Set(rows.map { $0.assignment[key].map { Assignment([Setting(key, $0)]).canonicalText } })
        .count > 1
    }
  }

  /// The shortest ends of dotted keys that are different from each other.
  public static func shortNames(_ keys: [String]) -> [String] {
    let parts = keys.map { $0.split(separator: ".").map(String.init) }
    var lengths = parts.map { _ in 1 }
    while true {
      let names = parts.indices.map { parts[$0].suffix(lengths[$0]).joined(separator: ".") }
      let clashing = parts.indices.filter { i in
        lengths[i] < parts[i].count && names.filter { $0 == names[i] }.count > 1
      }
      if clashing.isEmpty { return names }
      for i in clashing { lengths[i] += 1 }
    }
  }
}
