import SweepBase
public import SweepConfig
public import SweepSearch

/// A sweep, expanded: the sweep file, the base config, and the trials that follow from them alone, each
/// with its own config.
public struct SweepPlan: Sendable {
  /// The sweep file, its keys checked and in v3's names.
  public let sweep: SweepFile
  /// The base config with the sweep's overrides.
  public let base: LoadedConfig
  /// The trials in the order of their numbers, as far as they do not depend on results.
  public let trials: [PlannedTrial]
  /// Whether further trials follow, depending on results.
  public let isOpen: Bool
  /// A config that reads what the trials read: the base config, or with folds that of the first.
  public let representative: Config
  /// How far proposals look back, in trials.
  public let window: Int
  /// The rungs of successive halving, where the sweep asks for them.
  public let halving: HalvingSchedule?

  /// The base config's own values of the varied keys.
  let baseline: Assignment
  let configSeed: Int
  private let resolver: TrialResolver

  /// Expands a sweep file.
  ///
  /// - Parameters:
  ///   - sweep: As read.
  ///   - overrides: From the command line; they win over the file's.
  ///   - environment: Its `SPACY_CONFIG_OVERRIDES` win over both.
  ///   - registry: The functions that configs may call.
  /// - Throws: `FileError`, `ConfigErrors`, or `SweepFileErrors` with every key and value that does
  ///   not fit the config, before anything runs.
  public init(
    _ sweep: SweepFile, overrides: [ConfigOverride] = [], environment: [String: String],
    registry: Registry
  ) throws {
    // Keys are checked against the file without the sweep's overrides, so that a wrong override is
    // reported with its line in the sweep file.
    let plain = try LoadedConfig(
      path: sweep.configPath, environment: environment, registry: registry)
    var checked = try sweep.checked(by: SettingCheck(config: plain.config, registry: registry))
    let base = try LoadedConfig(
      path: sweep.configPath, overrides: checked.configOverrides + overrides,
      environment: environment, registry: registry)
    // What was asked for outside the sweep file belongs to the plan and its record just the same.
    checked.overrides = checked.overrides.merging(
      try overrides + ConfigOverride.fromEnvironment(environment))
    self.sweep = checked
    self.base = base
    let resolved = try base.config.interpolated()
    resolver = TrialResolver(sweep: checked, base: base, registry: registry)
    representative = try resolver.representative()
    try representative.interpolated().checkTrainable(registry)
    for metric in checked.metrics { try metric.check(base.config) }
    baseline = resolver.baseline(resolved)
    configSeed = resolved["training.seed"]?.intValue ?? 0
    halving = try checked.halving(
      maxSteps: resolved["training.max_steps"]?.intValue ?? 0,
      interval: resolved["training.eval_frequency"]?.intValue ?? 1)
    window = try checked.window(halving: halving)
    let plan = TrialPlan(
      checked, baseline: baseline, configSeed: configSeed,
      identity: { [resolver] in resolver.identity(of: $0) })
    let resolver = resolver
    trials = try plan.trials.map { try resolver.planned($0) }
    isOpen = plan.isOpen
  }

  /// What tells whether a study's plan is still the same.
  public var canonicalPlan: String {
    get throws { try sweep.canonicalPlan(configText: base.config.interpolated().canonicalText()) }
  }

  /// How many trials may follow those that are known, depending on results; `nil` if that is open.
  var furtherCount: Int? {
    let assignments = Set(trials.map(\.entry.row)).count
    var all: Int?
    if isOpen {
      let proposed = Set(trials.filter { $0.entry.origin == .proposed }.map(\.entry.row)).count
      let further = sweep.trials.map { $0 - proposed }
      all = further.map { (assignments + $0) * sweep.replicates(configSeed: configSeed).count }
      if all == nil, sweep.runCap == nil { return nil }
    }
    if sweep.race != nil { all = max(all ?? 0, assignments * sweep.seeds.count) }
    return max(0, min(all ?? trials.count, sweep.runCap ?? .max) - trials.count)
  }

  /// A trial with its config.
  ///
  /// - Throws: `ConfigErrors` where a value of its assignment does not fit.
  func planned(_ entry: TrialPlan.Entry) throws(ConfigErrors) -> PlannedTrial {
    if entry.id < trials.count, trials[entry.id].entry == entry { return trials[entry.id] }
    return try resolver.planned(entry)
  }

  /// The assignments of the sweep, for a study that may have some already.
  ///
  /// - Parameters:
  ///   - method: What `auto` stands for.
  ///   - window: The study's.
  ///   - priors: What a warm start has found.
  /// - Returns: A run that has begun no assignment yet.
  func proposals(
    method: SearchMethod, window: Int, priors: [ProposalRun.Prior]
  ) -> ProposalRun {
    ProposalRun(
      sweep, method: method, baseline: baseline, configSeed: configSeed, window: window,
      priors: priors, identity: { [resolver] in resolver.identity(of: $0) })
  }
}

/// A trial of a plan, with its config.
public struct PlannedTrial: Sendable {
  /// Number, assignment and seed.
  public let entry: TrialPlan.Entry
  /// The filled config; variables are kept.
  public let config: Config
  /// SHA-256 of the config with its variables filled in.
  public let configHash: String
}

extension [Setting] {
  /// These settings and further ones, later ones in place of earlier ones of the same key.
  fileprivate func merging(_ overrides: [ConfigOverride]) -> [Setting] {
    var result = self
    for override in overrides {
      result.removeAll { $0.key == override.key }
      result.append(Setting(override.key, override.value))
    }
    return result
  }
}

extension SweepFile {
  /// The rungs of successive halving; `nil` for other pruners.
  ///
  /// - Parameters:
  ///   - maxSteps: The base config's `training.max_steps`.
  ///   - interval: Its `training.eval_frequency`.
  /// - Returns: The schedule of all groups.
  /// - Throws: `SweepFileErrors` when there is no end, or it comes before the first rung.
  fileprivate func halving(
    maxSteps: Int, interval: Int
  ) throws(SweepFileErrors) -> HalvingSchedule? {
    guard case .halving(let settings) = pruner else { return nil }
    func fail(_ reason: SweepFileError.Reason) -> SweepFileErrors {
      SweepFileErrors([
        SweepFileError(
          reason, file: source.file, line: source.line(of: "pruner"), key: "pruner")
      ])
    }
    guard settings.lastStep != nil || maxSteps > 0 else {
      throw fail(
        .missingKey(help: "rungs need an end: give last_step, or training.max_steps in the config"))
    }
    guard var schedule = settings.schedule(lastStep: maxSteps) else {
      throw fail(
        .badValue(
          expected: "a first_step up to the last step, \(settings.lastStep ?? maxSteps)",
          found: "\(settings.firstStep)"))
    }
    schedule.interval = max(1, interval)
    return schedule
  }

  /// How far proposals look back, in trials.
  ///
  /// Members of a group wait for each other, so a proposal must not wait for its own group. Without
  /// a window of two groups, workers have nothing to do at the end of each.
  fileprivate func window(halving: HalvingSchedule?) throws(SweepFileErrors) -> Int {
    guard let halving, method.looksAtResults || stop.looksAtResults else {
      return window ?? Self.defaultWindow
    }
    let size = halving.largestGroup * replicates(configSeed: 0).count
    if let window, window < size {
      throw SweepFileErrors([
        SweepFileError(
          .badValue(
            expected:
              "a window of at least \(size), the trials of the largest group that waits for "
              + "each other", found: "\(window)"), file: source.file,
          line: source.line(of: "window"), key: "window")
      ])
    }
    return window ?? max(Self.defaultWindow, 2 * size)
  }
}

/// Makes the configs of trials from the base config and assignments.
struct TrialResolver: Sendable {
  let sweep: SweepFile
  let base: LoadedConfig
  let registry: Registry

  /// The base config's own values of the varied keys, without those that are inactive beside them.
  func baseline(_ resolved: Config) -> Assignment {
    sweep.space.activeSettings(
      of: Assignment(
        sweep.space.dimensions.map { Setting($0.key, resolved[$0.key] ?? .null) }))
  }

  /// A trial with its config.
  func planned(_ entry: TrialPlan.Entry) throws(ConfigErrors) -> PlannedTrial {
    let config = try config(for: entry.assignment, seed: entry.seed, fold: entry.fold)
    return PlannedTrial(entry: entry, config: config, configHash: try config.resolvedHash())
  }

  /// The config of an assignment with a seed and, with folds, a fold.
  func config(
    for assignment: Assignment, seed: Int, fold: Int? = nil
  ) throws(ConfigErrors) -> Config {
    var overrides = sweep.configOverrides(for: assignment)
    overrides.append(ConfigOverride("training.seed", .integer(seed), origin: "seeds"))
    if base.config["system.seed"] != nil {
      overrides.append(ConfigOverride("system.seed", .integer(seed), origin: "seeds"))
    }
    let whole = try base.resolving(overrides, registry: registry)
    guard let fold, let folds = sweep.folds else { return whole }
    overrides += try whole.foldOverrides(
      fold, of: folds, seed: Int(truncatingIfNeeded: sweep.seed))
    return try base.resolving(overrides, registry: registry)
  }

  /// See `SweepPlan.representative`.
  func representative() throws -> Config {
    guard sweep.folds != nil else { return base.config }
    let seed = try base.config.interpolated()["training.seed"]?.intValue ?? 0
    return try config(for: Assignment(), seed: seed, fold: 0)
  }

  /// What equal assignments share: the config they lead to.
  ///
  /// One that leads to none stands for itself; its problem is reported when its config is made.
  @Sendable func identity(of assignment: Assignment) -> String {
    (try? config(for: assignment, seed: 0).resolvedHash()) ?? assignment.canonicalText
  }
}
