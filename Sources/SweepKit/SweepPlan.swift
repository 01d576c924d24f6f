import SweepBase
public import SweepConfig
import SweepEngine
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
  /// What the base config says of keys and values.
  let check: SettingCheck
  private let resolver: TrialResolver

  /// What a plan is for.
  public enum Purpose: Sendable {
    /// The training core runs its trials.
    case training
    /// Other programs ask for its trials, or it is only looked at.
    case asking
  }

  /// Expands a sweep file.
  ///
  /// - Parameters:
  ///   - sweep: As read.
  ///   - purpose: A plan for asking need not be trainable here.
  ///   - overrides: From the command line; they win over the file's.
  ///   - environment: Its `SPACY_CONFIG_OVERRIDES` win over both.
  ///   - registry: The functions that configs may call.
  /// - Throws: `FileError`, `ConfigErrors`, or `SweepFileErrors` with every key and value that does
  ///   not fit the config, before anything runs.
  public init(
    _ sweep: SweepFile, for purpose: Purpose = .training, overrides: [ConfigOverride] = [],
    environment: [String: String],
    registry: Registry
  ) throws {
    // Keys are checked against the file without the sweep's overrides, so that a wrong override is
    // reported with its line in the sweep file.
    let isNative = sweep.engine == .native
    if sweep.engine == .elsewhere, purpose == .training { throw sweep.elsewhereErrors }
    func load(_ overrides: [ConfigOverride]) throws -> LoadedConfig {
      !isNative
        ? try LoadedConfig(
          asWritten: sweep.configPath, overrides: overrides, environment: environment)
        : try LoadedConfig(
          path: sweep.configPath, overrides: overrides, environment: environment,
          registry: registry)
    }
    let plain = try load([])
    check =
      !isNative
      ? SettingCheck(asWritten: plain.config)
      : SettingCheck(config: plain.config, registry: registry)
    var checked = try sweep.checked(by: check)
    let base = try load(checked.configOverrides + overrides)
    // What was asked for outside the sweep file belongs to the plan and its record just the same.
    checked.overrides = checked.overrides.merging(
      try overrides + ConfigOverride.fromEnvironment(environment))
    self.sweep = checked
    self.base = base
    let resolved = try base.config.interpolated()
    resolver = TrialResolver(ConfigResolver(sweep: checked, base: base, registry: registry))
    representative = try resolver.configs.representative()
    if isNative {
      if purpose == .training { try representative.interpolated().checkTrainable(registry) }
      for metric in checked.metrics { try metric.check(base.config) }
    } else {
      try checked.checkProgram(base.config)
    }
    baseline = resolver.configs.baseline(resolved)
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

  /// A trial with the text of its config.
  ///
  /// - Throws: `ConfigErrors` where a value of its assignment does not fit.
  func planned(_ entry: TrialPlan.Entry) throws(ConfigErrors) -> PlannedTrial {
    if entry.id < trials.count, trials[entry.id].entry == entry { return trials[entry.id] }
    return try resolver.planned(entry)
  }

  /// The filled config of a trial; variables are kept.
  ///
  /// - Throws: `ConfigErrors` where a value of its assignment does not fit.
  func config(of entry: TrialPlan.Entry) throws(ConfigErrors) -> Config {
    try resolver.configs.config(
      for: entry.assignment, seed: entry.seed, fold: entry.fold)
  }

  /// An assignment with the base config's own values for keys that it lacks, without what is inactive.
  func filled(_ assignment: Assignment) -> Assignment {
    sweep.space.activeSettings(of: assignment.filled(from: baseline))
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
  /// The filled config as the record keeps it; variables are kept.
  public let configText: String

  /// The filled config; variables are kept.
  package var config: Config {
    get throws(ConfigErrors) { try Config(parsing: configText, file: "trial \(entry.id)") }
  }
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
  /// Says who can run the trials of a sweep that is trained elsewhere.
  fileprivate var elsewhereErrors: SweepFileErrors {
    let help = "`sweep ask`, `sweep tell` and `sweep serve` give its trials to other programs"
    return SweepFileErrors([
      SweepFileError(
        .setting("the training core cannot run a sweep that is trained elsewhere", help: help),
        file: source.file, line: max(source.line(of: "trainer"), source.line(of: "engine")),
        key: source.line(of: "engine") > 0 ? "engine" : "trainer")
    ])
  }

  /// Checks that placeholders, inputs and patterns mean something.
  ///
  /// - Throws: `SweepFileErrors` with all that do not.
  fileprivate func checkProgram(_ config: Config) throws(SweepFileErrors) {
    var errors: [SweepFileError] = []
    func note(_ reason: SweepFileError.Reason, _ key: String) {
      errors.append(
        SweepFileError(reason, file: source.file, line: source.line(of: key), key: key))
    }
    let known = CommandTemplate.names + config.settings.map(\.key)
    for word in program.command {
      let names = (try? CommandTemplate(parsing: word))?.placeholders ?? []
      for name in names where !CommandTemplate.names.contains(name) && config[name] == nil {
        let nearest = name.nearest(among: known).map { "did you mean `{\($0)}`?" }
        note(
          .setting(
            "{\(name)} is no key of the config, and none of \(CommandTemplate.names)",
            help: nearest), "command")
      }
    }
    for key in program.inputs where config[key] == nil {
      note(.unknownSetting(nearest: key.nearest(among: config.settings.map(\.key))), "inputs")
    }
    if let pattern = program.pattern {
      do throws(ReportPattern.Problem) {
        _ = try ReportPattern(parsing: pattern)
      } catch {
        note(.badValue(expected: error.expected, found: error.found), "pattern")
      }
    }
    guard errors.isEmpty else { throw SweepFileErrors(errors) }
  }

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

/// Makes the texts of trials' configs.
struct TrialResolver: Sendable {
  let configs: ConfigResolver
  private let texts: ResolvedTexts

  init(_ configs: ConfigResolver) {
    self.configs = configs
    texts = ResolvedTexts { assignment, seed, fold throws(ConfigErrors) in
      try configs.config(for: assignment, seed: seed, fold: fold)
    }
  }

  /// A trial with its config.
  func planned(_ entry: TrialPlan.Entry) throws(ConfigErrors) -> PlannedTrial {
    PlannedTrial(
      entry: entry,
      configText: try texts.texts(
        of: entry.assignment, seed: entry.seed, fold: entry.fold
      ).record)
  }

  /// What equal assignments share: the config they lead to.
  ///
  /// One that leads to none stands for itself; its problem is reported when its config is made.
  @Sendable func identity(of assignment: Assignment) -> String {
    (try? texts.texts(of: assignment, seed: 0)).map { Fingerprint.hex(of: $0.canonical) }
      ?? assignment.canonicalText
  }
}

/// Makes the configs of trials from the base config and assignments.
struct ConfigResolver: Sendable {
  let sweep: SweepFile
  let base: LoadedConfig
  let registry: Registry

  /// The base config's own values of the varied keys, without those that are inactive beside them.
  func baseline(_ resolved: Config) -> Assignment {
    sweep.space.activeSettings(
      of: Assignment(
        sweep.space.dimensions.map { Setting($0.key, resolved[$0.key] ?? .null) }))
  }

  /// The config of an assignment with a seed and, with folds, a fold.
  func config(
    for assignment: Assignment, seed: Int, fold: Int? = nil
  ) throws(ConfigErrors) -> Config {
    var overrides = sweep.configOverrides(for: assignment)
    guard base.isFilled else {
      // The seed stands where a program may look for it, and always in a section of our own; spaCy
      // knows where to look.
      for key in ["training.seed", "system.seed"] where base.config[key] != nil {
        overrides.append(ConfigOverride(key, .integer(seed), origin: "seeds"))
      }
      var config = try base.config.overriding(overrides)
      config[sweep.engine == .spacy ? "training.seed" : "sweep.seed"] = .integer(seed)
      return config
    }
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
}
