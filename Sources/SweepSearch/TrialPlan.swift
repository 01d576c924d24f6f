import SweepBase
import SweepConfig

/// The trials of a sweep that follow from its plan alone: its assignments, each with each seed and
/// fold, in a fixed order.
///
/// The baseline comes first, then what the user gave, then what the sampler proposes. Where proposals
/// depend on results, the plan ends before the first one that does.
public struct TrialPlan: Equatable, Sendable {
  /// A trial to be run.
  public struct Entry: Equatable, Sendable, Identifiable {
    /// The number of the trial in its study, from 0.
    public let id: Int
    /// The number of its assignment in the study, from 0.
    public var row: Int
    public var assignment: Assignment
    public var origin: Trial.Origin
    /// The sampler's number of the assignment, from 0; `nil` for those that it has not proposed.
    public var proposal: Int?
    public var seed: Int
    /// The part of the training corpus that is the development data; `nil` without folds.
    public var fold: Int?

    /// Whether the trial runs the base config as it stands.
    public var isBaseline: Bool { origin == .baseline }

    public init(
      id: Int, row: Int, assignment: Assignment, origin: Trial.Origin, proposal: Int?, seed: Int,
      fold: Int? = nil
    ) {
      self.id = id
      self.row = row
      self.assignment = assignment
      self.origin = origin
      self.proposal = proposal
      self.seed = seed
      self.fold = fold
    }
  }

  public var trials: [Entry]
  /// Whether further trials follow, depending on results.
  public var isOpen: Bool

  /// How many different assignments there are, with the baseline.
  public var assignmentCount: Int { Set(trials.map(\.row)).count }

  /// Expands a sweep file.
  ///
  /// - Parameters:
  ///   - sweep: The sweep, with keys checked.
  ///   - baseline: The base config's own values of the varied keys.
  ///   - configSeed: The base config's training seed, for a sweep without `seeds`.
  ///   - identity: As in `ProposalRun`.
  public init(
    _ sweep: SweepFile, baseline: Assignment, configSeed: Int,
    identity: @escaping @Sendable (Assignment) -> String = { $0.canonicalText }
  ) {
    var run = ProposalRun(sweep, baseline: baseline, configSeed: configSeed, identity: identity)
    trials = []
    while !run.needsResults, let row = run.next() { trials += run.entries(of: row) }
    isOpen = !run.isExhausted
    if let cap = sweep.runCap, trials.count >= cap {
      trials = Array(trials.prefix(cap))
      isOpen = false
    }
  }
}

/// A seed and, with folds, the part of the corpus that is held out.
public struct Replicate: Equatable, Hashable, Sendable {
  public var seed: Int
  public var fold: Int?

  public init(seed: Int, fold: Int? = nil) {
    (self.seed, self.fold) = (seed, fold)
  }
}

extension SweepFile {
  /// What each assignment runs with at first, in order: each seed, and of each seed each fold.
  ///
  /// - Parameter configSeed: The base config's training seed, for a sweep without `seeds`.
  /// - Returns: At least one.
  public func replicates(configSeed: Int) -> [Replicate] {
    let all = seeds.isEmpty ? [configSeed] : seeds
    let first = race.map { Array(all.prefix($0.firstSeeds)) } ?? all
    return first.flatMap { seed in
      folds.map { (0..<$0).map { Replicate(seed: seed, fold: $0) } } ?? [Replicate(seed: seed)]
    }
  }
}

extension SweepFile {
  /// All that decides which trials a sweep has, a line for each setting: what tells whether a
  /// study's plan is still the same.
  ///
  /// The number of jobs and what is kept in the record are no part of it. Neither is the number of
  /// trials: a greater one adds trials at the end and changes none.
  ///
  /// - Parameter configText: The base config, complete; its hash stands for it.
  /// - Returns: Lines that end in a line break.
  public func canonicalPlan(configText: String) -> String {
    var lines = [
      "config = sha256:\(Fingerprint.hex(of: configText))",
      "method = \(method.rawValue)",
      "metric = \(metric.name), \(metric.goal.rawValue)",
    ]
    for metric in metrics.dropFirst() {
      lines.append("metric = \(metric.name), \(metric.goal.rawValue)")
    }
    lines += [
      "seeds = \(seeds.isEmpty ? "the config's" : seeds.map { "\($0)" }.joined(separator: ", "))",
      "baseline = \(includesBaseline)",
    ]
    // In the words of the first version of each.
    if engine == .elsewhere { lines.append("trainer = elsewhere") }
    if engine.startsPrograms { lines.append("engine = \(engine.rawValue)") }
    lines += programPlanLines
    // A complete grid draws nothing and has no number of trials; folds are dealt out by the seed.
    if method != .grid || folds != nil { lines.append("seed = \(seed)") }
    if let folds { lines.append("folds = \(folds)") }
    if method.looksAtResults || pruner != nil || window != nil {
      lines.append("window = \(window ?? Self.defaultWindow)")
    }
    if let pruner { lines.append("pruner = \(pruner.tomlText)") }
    if let race {
      // The rounds of a race come after all of its assignments.
      lines.append("race = \(race.tomlText) over \(trials.map { "\($0)" } ?? "all") assignments")
    }
    if let warmStart { lines.append("warm_start = \(warmStart.tomlText)") }
    for assignment in enqueued { lines.append("enqueue \(assignment.tomlText)") }
    for setting in overrides {
      lines.append("override \(setting.key) = \(setting.value.serialized(.compact))")
    }
    for dimension in space.dimensions {
      lines.append("parameter \(dimension.key) = \(dimension.tomlText)")
    }
    for constraint in space.constraints { lines.append("constraint \(constraint.text)") }
    return lines.map { $0 + "\n" }.joined()
  }
}
