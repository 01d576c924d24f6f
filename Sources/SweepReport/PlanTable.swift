public import SweepConfig
public import SweepSearch

/// The trials of a plan before they run: what `--dry-run` shows.
public struct PlanTable: Sendable {
  /// In the order of their numbers.
  public var entries: [TrialPlan.Entry]
  /// How many trials may follow, depending on results; `nil` if that is open, 0 if there are none.
  public var further: Int?
  /// The numbers of the trials that need not run.
  public var done: Set<Int>
  /// How long a trial of this study took on average, once one is done.
  public var secondsPerTrial: Double?
  /// How many trials run side by side.
  public var jobs: Int
  /// How many threads each of them uses.
  public var threads: Int

  public init(
    _ entries: [TrialPlan.Entry], done: Set<Int> = [], secondsPerTrial: Double? = nil,
    jobs: Int = 1, threads: Int = 1, further: Int? = 0
  ) {
    self.further = further
    self.entries = entries
    self.done = done
    self.secondsPerTrial = secondsPerTrial
    self.jobs = max(1, jobs)
    self.threads = max(1, threads)
  }

  /// A line for each trial, and a summary.
  public func render() -> String {
    let keys = varyingKeys
    let names = Leaderboard.shortNames(keys)
    var columns = [Table.Column("trial", isNumber: true), Table.Column("seed", isNumber: true)]
    let hasFolds = entries.contains { $0.fold != nil }
    if hasFolds { columns.append(Table.Column("fold", isNumber: true)) }
    columns += names.map { Table.Column($0, isNumber: true) }
    columns.append(Table.Column(""))
    var table = Table(columns)
    for entry in entries {
      let marks = [entry.isBaseline ? "baseline" : nil, done.contains(entry.id) ? "done" : nil]
      table.add(
        ["\(entry.id)", "\(entry.seed)"] + (hasFolds ? [entry.fold.map { "\($0)" } ?? "–"] : [])
          + keys.map { entry.assignment[$0].map(NumberText.setting) ?? "–" }
          + [marks.compactMap(\.self).joined(separator: ", ")])
    }
    return table.text + "\n\n" + summary
  }

  /// The plan for other programs.
  public var json: JSONValue {
    [
      "trials": .array(
        entries.map { entry in
          [
            "number": .integer(entry.id), "seed": .integer(entry.seed),
            "fold": entry.fold.map(JSONValue.integer) ?? nil,
            "baseline": .bool(entry.isBaseline), "done": .bool(done.contains(entry.id)),
            "assignment": .object(entry.assignment.json),
          ]
        }),
      "further": further.map(JSONValue.integer) ?? nil,
      "to_run": .integer(remaining), "jobs": .integer(jobs),
      "threads": .integer(threads),
      "estimated_seconds": estimate.map(JSONValue.number) ?? nil,
    ]
  }

  private var remaining: Int { entries.filter { !done.contains($0.id) }.count }

  /// The time for what is left, were all trials as long as those that are done.
  private var estimate: Double? {
    secondsPerTrial.map { $0 * Double((remaining + jobs - 1) / jobs) }
  }

  private var summary: String {
    let assignments = Set(entries.map(\.row)).count
    let seeds = Set(entries.map(\.seed)).count
    let folds = Set(entries.compactMap(\.fold)).count
    var text =
      "\(assignments) assignment\(assignments == 1 ? "" : "s") × \(seeds) seed\(seeds == 1 ? "" : "s")"
    if folds > 0 { text += " × \(folds) folds" }
    text += ": \(entries.count) trials, \(remaining) to run, \(jobs) at a time"
    if let estimate, remaining > 0 { text += ", about \(NumberText.duration(estimate))" }
    if further != 0 {
      text += "\n\(further.map { "Up to \($0) more" } ?? "More") follow as results come in."
    }
    return text
  }

  private var varyingKeys: [String] {
    var keys: [String] = []
    for entry in entries {
      for setting in entry.assignment.settings where !keys.contains(setting.key) {
        keys.append(setting.key)
      }
    }
    return keys
  }
}
