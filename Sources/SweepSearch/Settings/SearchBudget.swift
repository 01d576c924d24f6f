/// A race over seeds: `race` in a sweep file.
public struct RaceSettings: Equatable, Sendable {
  /// So many seeds come before the first decision.
  public var firstSeeds: Int
  /// The chance of ruling out an assignment that is as good as the best.
  public var level: Double

  public init(firstSeeds: Int = 3, level: Double = 0.05) {
    (self.firstSeeds, self.level) = (firstSeeds, level)
  }

  var tomlText: String { "{ first_seeds = \(firstSeeds), level = \(level) }" }
}

/// When a search ends before its number of trials: `stop` in a sweep file.
public struct StopRules: Equatable, Sendable {
  /// The search ends once an assignment's mean reaches this score.
  public var target: Double?
  /// The search ends once so many assignments in a row have brought no better one.
  public var noImprovement: Int?
  /// No trial begins when a run of the sweep has taken so many hours.
  ///
  /// What was cut is recorded.
  public var hours: Double?

  public init(target: Double? = nil, noImprovement: Int? = nil, hours: Double? = nil) {
    (self.target, self.noImprovement, self.hours) = (target, noImprovement, hours)
  }

  /// Whether it depends on results which assignments there are.
  public var looksAtResults: Bool { target != nil || noImprovement != nil }

  var tomlText: String {
    let entries = [
      target.map { "target = \($0)" }, noImprovement.map { "no_improvement = \($0)" },
      hours.map { "hours = \($0)" },
    ]
    return "{ \(entries.compactMap(\.self).joined(separator: ", ")) }"
  }
}

/// What a single trial may take: `limits` in a sweep file.
public struct TrialLimits: Equatable, Sendable {
  /// A training that takes longer ends with what it has; the step is recorded.
  public var trialMinutes: Double?
  /// The memory of the whole process, in megabytes of 10⁶ bytes: above it no further trial begins, and one
  /// that runs alone fails.
  public var memoryMegabytes: Int?

  public init(trialMinutes: Double? = nil, memoryMegabytes: Int? = nil) {
    (self.trialMinutes, self.memoryMegabytes) = (trialMinutes, memoryMegabytes)
  }

  var tomlText: String {
    let entries = [
      trialMinutes.map { "trial_minutes = \($0)" }, memoryMegabytes.map { "memory_mb = \($0)" },
    ]
    return "{ \(entries.compactMap(\.self).joined(separator: ", ")) }"
  }
}

/// Another study whose results a search starts from: `warm_start` in a sweep file.
public struct WarmStart: Equatable, Sendable {
  /// The name of the other study.
  public var study: String
  /// The path of its store: absolute, or relative to the sweep file; `nil` for the same store.
  public var store: String?

  public init(study: String, store: String? = nil) {
    (self.study, self.store) = (study, store)
  }

  var tomlText: String {
    "{ study = \(quoted(study))\(store.map { ", store = \(quoted($0))" } ?? "") }"
  }
}
