import SweepConfig
public import SweepSearch

/// The assignments of a study, the best first.
///
/// The order depends on the scores and the trials' numbers only, not on what ended first.
public struct Leaderboard: Equatable, Sendable {
  /// An assignment with its trials, one for each seed and fold.
  public struct Row: Equatable, Sendable {
    public var assignment: Assignment
    public var isBaseline: Bool
    /// In the order of their numbers.
    public var trials: [ReportTrial]
    /// The scores of the trials that have one.
    public var scores: [Double] = []
    /// The numbers of those trials.
    public var scoredTrials: [Int] = []
    /// How the trials have ended.
    public var standing = Standing.complete
    /// The mean of the scores; `nil` when there is none.
    public var mean: Double?
    /// The standard deviation over seeds and folds (n − 1), or `nil` for fewer than two.
    public var deviation: Double?
    /// The true mean lies with 95% so far from the mean at most; `nil` for fewer than two scores.
    public var halfInterval: Double?
    /// The mean minus the baseline's, over the seeds and folds that both have where they are compared;
    /// `nil` for what was pruned.
    public var difference: Double?
    /// The comparison of the best assignment with this one, over what both ran with.
    public var fromBest: SeedComparison?
    /// The comparison of this assignment with the baseline.
    public var toBaseline: SeedComparison?
    /// The mean time of a trial that is done.
    public var seconds: Double?
  }

  /// How the trials of an assignment have ended; those of a later case rank behind.
  public enum Standing: Int, Equatable, Sendable {
    /// All are done.
    case complete
    /// Some have failed, or are still to come.
    case unfinished
    /// A race over seeds has ruled the assignment out.
    case ruledOut
    /// A pruner has stopped a trial.
    case pruned
  }

  /// What can be said of an assignment beside the best.
  public enum Verdict: String, Equatable, Sendable {
    case best
    /// Not told from the best.
    case tied
    /// Worse than the best beyond noise.
    case worse
    /// Too few seeds in common.
    case unknown
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
    let known = input.metrics.first { $0.name == name }
    goal = known?.goal ?? (name.lowercased().contains("loss") ? .minimize : .maximize)
    let sharedData = input.sharedData
    var rows = Self.groups(input.trials).map { Self.row($0, name, input.metric) }
    Self.markRuledOut(&rows, input)
    Self.addIntervals(&rows, sharedData)
    let baseline = rows.first { $0.isBaseline }?.mean
    for index in rows.indices {
      if rows[index].standing != .pruned, let mean = rows[index].mean, let baseline {
        rows[index].difference = mean - baseline
      }
    }
    let sign = goal == .maximize ? 1.0 : -1.0
    rows.sort {
      let (a, b) = (Self.rank($0, sign), Self.rank($1, sign))
      return a == b ? ($0.trials.first?.id ?? 0) < ($1.trials.first?.id ?? 0) : a > b
    }
    Self.compare(&rows, sharedData)
    self.rows = rows
    varyingKeys = Self.varyingKeys(rows)
    shortNames = Self.shortNames(varyingKeys)
  }

  /// The best row; `nil` when no trial has a score.
  public var best: Row? { rows.first.flatMap { $0.mean == nil ? nil : $0 } }

  /// The baseline's row.
  public var baseline: Row? { rows.first { $0.isBaseline } }

  /// The trial with the best score of all that came to their end; of equal ones the first.
  public var bestTrial: ReportTrial? {
    // By their places: copying thousands of trials to look at their scores would take longer.
    var best: (row: Int, trial: Int, id: Int, score: Double)?
    let metric = Metric(name: score, goal: goal)
    for row in rows.indices {
      var next = 0
      for trial in rows[row].trials.indices {
        let id = rows[row].trials[trial].id
        guard rows[row].scoredTrials.contains(id), next < rows[row].scores.count else { continue }
        let score = rows[row].scores[next]
        next += 1
        guard rows[row].trials[trial].state == .done else { continue }
        let isFirst = best.map { score == $0.score && id < $0.id } ?? true
        if isFirst || best.map({ metric.isBetter(score, than: $0.score) }) ?? true {
          best = (row, trial, id, score)
        }
      }
    }
    return best.map { rows[$0.row].trials[$0.trial] }
  }

  /// Those that are not complete come after the others, and missing scores last.
  private static func rank(_ row: Row, _ sign: Double) -> (Int, Double) {
    guard let mean = row.mean else { return (-.max, 0) }
    return (-row.standing.rawValue, sign * mean)
  }

  private static func groups(_ trials: [ReportTrial]) -> [[ReportTrial]] {
    var order: [String] = []
    var groups: [String: [ReportTrial]] = [:]
    for trial in trials.sorted(by: { $0.id < $1.id }) {
      let name = trial.row.map { "\($0)" } ?? trial.assignment.canonicalText
      let key = (trial.isBaseline ? "baseline " : "") + name
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(trial)
    }
    return order.map { groups[$0] ?? [] }
  }

  private static func row(_ trials: [ReportTrial], _ name: String, _ metric: Metric) -> Row {
    var row = Row(
      assignment: trials.first?.assignment ?? Assignment(),
      isBaseline: trials.first?.isBaseline ?? false, trials: trials)
    for trial in trials {
      guard let score = trial.score(name, metric: metric), score.isFinite else { continue }
      row.scores.append(score)
      row.scoredTrials.append(trial.id)
    }
    if trials.contains(where: \.isPruned) {
      row.standing = .pruned
    } else if row.scores.count < trials.count {
      row.standing = .unfinished
    }
    row.mean = mean(row.scores)
    row.deviation = deviation(row.scores)
    row.seconds = mean(trials.filter { $0.state == .done }.compactMap(\.seconds))
    return row
  }

  static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  static func deviation(_ values: [Double]) -> Double? {
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
      func text(_ row: Row) -> String? {
        row.assignment[key].map { Assignment([Setting(key, $0)]).canonicalText }
      }
      let first = rows.first.flatMap(text)
      return rows.contains { text($0) != first }
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
