import SweepBase
public import SweepConfig
public import SweepSearch

/// A sweep, expanded: the sweep file, the base config, and every trial with its own config.
public struct SweepPlan: Sendable {
  /// The sweep file, its keys checked and in v3's names.
  public let sweep: SweepFile
  /// The base config with the sweep's overrides.
  public let base: LoadedConfig
  /// The trials in the order of their numbers.
  public let trials: [PlannedTrial]

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
    try base.config.interpolated().checkTrainable(registry)
    try checked.metric.check(base.config)
    let resolver = TrialResolver(sweep: checked, base: base, registry: registry)
    let plan = TrialPlan(
      checked, baseline: try resolver.baseline(), configSeed: try resolver.configSeed(),
      identity: { resolver.identity(of: $0) })
    trials = try plan.trials.map { entry in
      let config = try resolver.config(for: entry.assignment, seed: entry.seed)
      return PlannedTrial(entry: entry, config: config, configHash: try config.resolvedHash())
    }
  }

  /// What tells whether a study's plan is still the same.
  public var canonicalPlan: String {
    get throws { try sweep.canonicalPlan(configText: base.config.interpolated().canonicalText()) }
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

/// Makes the configs of trials from the base config and assignments.
private struct TrialResolver: Sendable {
  let sweep: SweepFile
  let base: LoadedConfig
  let registry: Registry

  /// The base config's own values of the varied keys, without those that are inactive beside them.
  func baseline() throws -> Assignment {
    let resolved = try base.config.interpolated()
    return sweep.space.activeSettings(
      of: Assignment(
        sweep.space.dimensions.map { Setting($0.key, resolved[$0.key] ?? .null) }))
  }

  func configSeed() throws -> Int {
    try base.config.interpolated()["training.seed"]?.intValue ?? 0
  }

  func config(for assignment: Assignment, seed: Int) throws(ConfigErrors) -> Config {
    var overrides = sweep.configOverrides(for: assignment)
    overrides.append(ConfigOverride("training.seed", .integer(seed), origin: "seeds"))
    if base.config["system.seed"] != nil {
      overrides.append(ConfigOverride("system.seed", .integer(seed), origin: "seeds"))
    }
    return try base.resolving(overrides, registry: registry)
  }

  /// What equal assignments share: the config they lead to.
  ///
  /// One that leads to none stands for itself; its problem is reported when its config is made.
  func identity(of assignment: Assignment) -> String {
    (try? config(for: assignment, seed: 0).resolvedHash()) ?? assignment.canonicalText
  }
}
