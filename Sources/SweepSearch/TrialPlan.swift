import SweepBase
import SweepConfig

/// The trials of a sweep: its assignments, each with each seed, in a fixed order.
///
/// The baseline comes first. A trial's number follows from the plan alone, whatever runs when.
public struct TrialPlan: Equatable, Sendable {
  /// A trial to be run.
  public struct Entry: Equatable, Sendable, Identifiable {
    /// The number of the trial in its study, from 0.
    public let id: Int
    public var assignment: Assignment
    /// The sampler's number of the assignment, from 0; `nil` for the baseline.
    public var proposal: Int?
    public var seed: Int

    /// Whether the trial runs the base config as it stands.
    public var isBaseline: Bool { proposal == nil }

    public init(id: Int, assignment: Assignment, proposal: Int?, seed: Int) {
      self.id = id
      self.assignment = assignment
      self.proposal = proposal
      self.seed = seed
    }
  }

  public var trials: [Entry]

  /// How many different assignments there are, with the baseline.
  public var assignmentCount: Int { Set(trials.map { $0.proposal ?? -1 }).count }

  /// Expands a sweep file.
  ///
  /// Equal assignments run once, and 1 equals 1.0. A grid leaves out a cell that equals the baseline; a random search
  /// draws until it has as many different assignments as asked for, or finds no new one.
  ///
  /// - Parameters:
  ///   - sweep: The sweep, with keys checked.
  ///   - baseline: The base config's own values of the varied keys.
  ///   - configSeed: The base config's training seed, for a sweep without `seeds`.
  ///   - identity: What two equal assignments share. By default their keys and values; the caller
  ///     may return a hash of the resolved config instead, which knows the config's defaults. It is
  ///     asked with whole numbers as integers.
  public init(
    _ sweep: SweepFile, baseline: Assignment, configSeed: Int,
    identity: @escaping (Assignment) -> String = { $0.canonicalText }
  ) {
    var known: Set<String> = []
    var chosen: [(assignment: Assignment, proposal: Int?)] = []
    if sweep.includesBaseline {
      known.insert(identity(baseline.withIntegers))
      chosen.append((baseline, nil))
    }
    for (number, assignment) in Proposals(sweep, known: known, identity: identity) {
      chosen.append((assignment, number))
    }
    let seeds = sweep.seeds.isEmpty ? [configSeed] : sweep.seeds
    trials = []
    for (assignment, proposal) in chosen {
      for seed in seeds {
        trials.append(
          Entry(id: trials.count, assignment: assignment, proposal: proposal, seed: seed))
      }
    }
  }
}

/// The different assignments that a sampler proposes without looking at results.
private struct Proposals: Sequence, IteratorProtocol {
  let sweep: SweepFile
  let sampler: any Sampler
  /// Empty: the methods of a plan do not look at outcomes.
  let history: SearchHistory
  let identity: (Assignment) -> String
  /// The cells of a grid, which are found one after another.
  var cells: GridCells?
  var known: Set<String>
  var number = 0
  var found = 0

  init(_ sweep: SweepFile, known: Set<String>, identity: @escaping (Assignment) -> String) {
    self.sweep = sweep
    self.known = known
    self.identity = identity
    sampler = sweep.method.sampler
    history = SearchHistory(sweep.space)
    cells = sweep.method == .grid ? GridCells(sweep.space) : nil
  }

  mutating func next() -> (Int, Assignment)? {
    // A space of few values runs out of new ones; so many draws in vain are taken as the end.
    var patience = 1_000
    while found < sweep.trials ?? .max, patience > 0 {
      guard let proposed = propose() else { return nil }
      number += 1
      if known.insert(identity(proposed.withIntegers)).inserted {
        found += 1
        return (number - 1, proposed)
      }
      if sweep.method != .grid { patience -= 1 }
    }
    return nil
  }

  private mutating func propose() -> Assignment? {
    cells != nil
      ? cells?.next()
      : sampler.propose(number: number, after: history, seed: sweep.seed)
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
      "seeds = \(seeds.isEmpty ? "the config's" : seeds.map { "\($0)" }.joined(separator: ", "))",
      "baseline = \(includesBaseline)",
    ]
    // A complete grid draws nothing and has no number of trials.
    if method != .grid { lines.append("seed = \(seed)") }
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
