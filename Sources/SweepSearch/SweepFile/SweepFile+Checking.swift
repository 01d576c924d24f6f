public import SweepConfig

/// What a config says about the keys of a sweep.
///
/// The search knows nothing of training: who joins the two gives these functions over the filled
/// base config.
public struct SettingCheck: Sendable {
  /// The name of a key in the config that trials run, for example v3's name of an older one.
  public var canonicalKey: @Sendable (_ key: String) -> String
  /// What is wrong with a value for a key (by its canonical name), or `nil`.
  public var problem: @Sendable (_ key: String, _ value: JSONValue) -> SettingProblem?

  public init(
    canonicalKey: @escaping @Sendable (_ key: String) -> String = { $0 },
    problem: @escaping @Sendable (_ key: String, _ value: JSONValue) -> SettingProblem?
  ) {
    self.canonicalKey = canonicalKey
    self.problem = problem
  }
}

/// What is wrong with a setting that a sweep file names.
public enum SettingProblem: Equatable, Sendable {
  /// The filled config has no such key.
  case unknown(nearest: String?)
  case wrongType(expected: String, found: String)
  /// Anything else, in words, with what to do about it.
  case other(String, help: String?)

  fileprivate var reason: SweepFileError.Reason {
    switch self {
    case .unknown(let nearest): .unknownSetting(nearest: nearest)
    case .wrongType(let expected, let found): .settingType(expected: expected, found: found)
    case .other(let problem, let help): .setting(problem, help: help)
    }
  }
}

extension SweepFile {
  /// The sweep with the config's own names of its keys.
  ///
  /// Each override, each value of a list and both ends of each range are checked, and, as in
  /// `validated`, what they do to each other.
  ///
  /// - Throws: `SweepFileErrors` with the line of each key that the config does not have, has with
  ///   another type, or has under two names, and of settings that make no sense beside others.
  public func checked(by check: SettingCheck) throws(SweepFileErrors) -> SweepFile {
    var result = self
    var errors: [SweepFileError] = []
    var seen: [String: Int] = [:]
    func note(_ reason: SweepFileError.Reason, _ section: String, _ key: String) {
      let line = source.lines["\(section).\(key)"] ?? 0
      let error = SweepFileError(reason, file: source.file, line: line, key: "[\(section)] \(key)")
      if !errors.contains(error) { errors.append(error) }
    }
    func checkKey(_ key: String, _ section: String, _ values: [JSONValue]) -> String {
      let canonical = check.canonicalKey(key)
      let line = source.lines["\(section).\(key)"] ?? 0
      if let first = seen.updateValue(line, forKey: canonical) {
        note(.duplicate(firstLine: first), section, key)
      }
      result.source.lines["\(section).\(canonical)"] = line
      for value in values {
        if let problem = check.problem(canonical, value) { note(problem.reason, section, key) }
      }
      return canonical
    }
    result.overrides = overrides.map {
      Setting(checkKey($0.key, "overrides", [$0.value]), $0.value)
    }
    result.space.dimensions = space.dimensions.map {
      Dimension(
        checkKey($0.key, "parameters", space.examples(of: $0.key)),
        $0.distribution.renamed(check.canonicalKey),
        when: $0.conditions.map { Condition(check.canonicalKey($0.key), $0.allowed) })
    }
    result.space.constraints = space.constraints.map { $0.renamed(check.canonicalKey) }
    for (index, assignment) in enqueued.enumerated() {
      let settings = assignment.settings.map { Setting(check.canonicalKey($0.key), $0.value) }
      result.enqueued[index] = Assignment(settings)
      for setting in settings {
        guard let problem = check.problem(setting.key, setting.value) else { continue }
        let line = source.lines["enqueue.\(index)"] ?? 0
        errors.append(
          SweepFileError(
            problem.reason, file: source.file, line: line, key: "enqueue \(setting.key)"))
      }
    }
    errors += result.spaceErrors + result.methodErrors + result.keyErrors + result.searchErrors
    errors += result.engineErrors
    if errors.isEmpty { errors += result.emptinessErrors }
    guard errors.isEmpty else { throw SweepFileErrors(errors) }
    return result
  }
}

extension SweepFile {
  /// The fixed settings as overrides of the config, with their places for messages.
  public var configOverrides: [ConfigOverride] {
    overrides.map { setting in
      let line = source.lines["overrides.\(setting.key)"].map { ":\($0)" } ?? ""
      let origin = source.file.isEmpty ? "command line" : source.file + line
      return ConfigOverride(setting.key, setting.value, origin: origin)
    }
  }

  /// An assignment as overrides of the config, with the places of its keys for messages.
  public func configOverrides(for assignment: Assignment) -> [ConfigOverride] {
    assignment.settings.map { setting in
      let line = source.lines["parameters.\(setting.key)"].map { ":\($0)" } ?? ""
      let origin = source.file.isEmpty ? "command line" : source.file + line
      return ConfigOverride(setting.key, setting.value, origin: origin)
    }
  }
}
