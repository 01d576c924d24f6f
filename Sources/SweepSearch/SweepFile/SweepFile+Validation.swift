import SweepConfig

extension SweepFile {
  /// The sweep itself, if its settings go together.
  ///
  /// A sweep that was read from a file has been checked; one that was made otherwise has not.
  ///
  /// - Throws: `SweepFileErrors` with all settings that make no sense beside the others.
  public func validated() throws(SweepFileErrors) -> SweepFile {
    var errors = spaceErrors + methodErrors + keyErrors + searchErrors + engineErrors
    if errors.isEmpty { errors += emptinessErrors }
    guard errors.isEmpty else { throw SweepFileErrors(errors) }
    return self
  }

  /// A larger grid is a mistake.
  static let largestGrid = 100_000

  /// The keys that each trial's seed is written to.
  static let seedKeys = ["training.seed", "system.seed"]

  /// What the method cannot do with the parameters.
  var methodErrors: [SweepFileError] {
    switch method {
    case .auto where space.count != nil && !isGridTooLarge: return []
    case .random, .sobol, .tpe, .gp, .cmaes, .nsga2, .auto:
      // A number that was there and wrong has its own error.
      let isGiven = ["trials", "run_cap"].contains { source.lines[$0] != nil }
      guard trials == nil, runCap == nil, !isGiven else { return [] }
      let help = "a \(method.rawValue) search needs the number of its assignments: trials = 20"
      return [error(.missingKey(help: help), "method", "trials")]
    case .grid:
      let continuous = space.dimensions.filter { $0.distribution.count == nil }
      guard continuous.isEmpty else {
        return continuous.map {
          error(
            .continuousInGrid(distribution: $0.distribution.name), "parameters.\($0.key)",
            "[parameters] \($0.key)")
        }
      }
      guard trials == nil, isGridTooLarge else { return [] }
      return [error(.gridTooLarge(limit: Self.largestGrid), "parameters", "[parameters]")]
    }
  }

  /// Keys that would undo, or be undone by, another setting: those inside a section that varies as
  /// a whole, and those of the seeds.
  var keyErrors: [SweepFileError] {
    let varied = space.dimensions.map { ("parameters", $0.key) }
    return (overrides.map { ("overrides", $0.key) } + varied).flatMap { section, key in
      var reasons: [SweepFileError.Reason] = Self.seedKeys.contains(key) ? [.seedKey] : []
      for (_, outer) in varied where key.hasPrefix(outer + ".") {
        let line = source.lines["parameters.\(outer)"] ?? 0
        reasons.append(.insideVaried(section: outer, line: line))
      }
      return reasons.map { error($0, "\(section).\(key)", "[\(section)] \(key)") }
    }
  }

  /// What races, folds and given assignments cannot do beside other keys.
  var searchErrors: [SweepFileError] {
    var errors: [SweepFileError] = []
    if let race {
      let count = max(1, seeds.count)
      if count <= race.firstSeeds {
        errors.append(
          error(
            .badValue(
              expected:
                "more seeds than the \(race.firstSeeds) that come before the first decision",
              found: "\(count)"), "race", "race"))
      }
      if folds != nil {
        errors.append(
          error(
            .badValue(expected: "a race over seeds without folds", found: "both"), "race", "race"))
      }
      if case .halving = pruner {
        errors.append(
          error(
            .badValue(expected: "a race or rungs, both rule assignments out", found: "both"),
            "race",
            "race"))
      }
    }
    if warmStart != nil, !method.looksAtResults {
      errors.append(
        error(
          .badValue(
            expected: "a method that looks at results, such as \"tpe\"",
            found: "\"\(method.rawValue)\""),
          "warm_start", "warm_start"))
    }
    let keys = space.dimensions.map(\.key)
    for (index, assignment) in enqueued.enumerated() {
      for setting in assignment.settings where !keys.contains(setting.key) {
        errors.append(
          error(
            .unknownParameter(found: setting.key, nearest: setting.key.nearest(among: keys)),
            "enqueue.\(index)", "enqueue"))
      }
    }
    return errors
  }

  private var isGridTooLarge: Bool {
    if space.count ?? .max <= Self.largestGrid { return false }
    guard !space.isPlain, spaceErrors.isEmpty else { return true }
    return GridCells.count(of: space, upTo: Self.largestGrid + 1) > Self.largestGrid
  }

  func error(
    _ reason: SweepFileError.Reason, _ place: String, _ key: String
  ) -> SweepFileError {
    SweepFileError(reason, file: source.file, line: source.lines[place] ?? 0, key: key)
  }
}
