package import SweepConfig

extension SweepFile {
  /// The sweep as TOML that reads back to the same sweep.
  ///
  /// TOML has no null: a setting with one becomes a comment that says so.
  ///
  /// - Parameter path: The path of the base config to write, where it is not the recorded one.
  /// - Returns: The text of a sweep file.
  public func toml(config path: String? = nil) -> String {
    var lines = [
      "name = \(quoted(name))",
      "config = \(quoted(path ?? config))",
      "method = \(quoted(method.rawValue))",
      metrics.count == 1
        ? "metric = \(metric.tomlText)"
        : "metrics = [\(metrics.map(\.tomlText).joined(separator: ", "))]",
      "seed = \(seed)",
    ]
    lines += programLines
    if !seeds.isEmpty { lines.append("seeds = \(seeds)") }
    if let trials { lines.append("trials = \(trials)") }
    lines += searchLines
    if !enqueued.isEmpty {
      let list = enqueued.map { "  \($0.tomlText),\n" }.joined()
      lines.append("enqueue = [\n\(list)]")
    }
    if let test { lines.append("test = \(quoted(test))") }
    if !includesBaseline { lines.append("baseline = false") }
    if keepModels != .best { lines.append("keep_models = \(quoted(keepModels.rawValue))") }
    if let jobs { lines.append("jobs = \(jobs)") }
    if largestKeptInput != Self.defaultLargestKeptInput {
      lines.append("keep_inputs_mb = \(largestKeptInput / 1_000_000)")
    }
    if checkpointSeconds != Self.defaultCheckpointSeconds {
      lines.append("checkpoint_seconds = \(checkpointSeconds)")
    }
    if retries > 0 { lines.append("retry = \(retries)") }
    if !onFinish.isEmpty {
      lines.append("on_finish = [\(onFinish.map(quoted).joined(separator: ", "))]")
    }
    if !space.constraints.isEmpty {
      let list = space.constraints.map { "  \(quoted($0.text)),\n" }.joined()
      lines.append("constraints = [\n\(list)]")
    }
    if !overrides.isEmpty { lines += ["", "[overrides]"] }
    for setting in overrides {
      lines += Self.lines(setting.key, setting.value.toml, hasNull: setting.value.containsNull)
    }
    lines += ["", "[parameters]"]
    for dimension in space.dimensions {
      let distribution = dimension.distribution
      lines += Self.lines(
        dimension.key, dimension.tomlText,
        hasNull: distribution.listedValues.contains(where: \.containsNull))
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// The line of a setting; as a comment where TOML cannot say it.
  private static func lines(_ key: String, _ text: String, hasNull: Bool) -> [String] {
    let line = "\(quoted(key)) = \(text)"
    return hasNull
      ? ["# TOML has no null, only the command line can set one:", "# " + line] : [line]
  }
}

extension SweepFile {
  /// How the search goes on, as lines of a sweep file; none for what is by default.
  var searchLines: [String] {
    var lines: [String] = []
    if let folds { lines.append("folds = \(folds)") }
    if let runCap { lines.append("run_cap = \(runCap)") }
    if let window { lines.append("window = \(window)") }
    if let pruner { lines.append("pruner = \(pruner.tomlText)") }
    if let race { lines.append("race = \(race.tomlText)") }
    if stop != StopRules() { lines.append("stop = \(stop.tomlText)") }
    if limits != TrialLimits() { lines.append("limits = \(limits.tomlText)") }
    if let warmStart { lines.append("warm_start = \(warmStart.tomlText)") }
    return lines
  }
}

extension Metric {
  var tomlText: String { "{ name = \(quoted(name)), goal = \(quoted(goal.rawValue)) }" }
}

extension Assignment {
  /// The settings as a table of a sweep file.
  var tomlText: String {
    settings.isEmpty
      ? "{}"
      : "{ "
        + settings.map { "\(quoted($0.key)) = \($0.value.toml)" }.joined(separator: ", ") + " }"
  }
}

extension Dimension {
  /// The dimension as a table of a sweep file, without its key.
  public var tomlText: String {
    let text = distribution.tomlText
    guard !conditions.isEmpty else { return text }
    let list = conditions.map { "\(quoted($0.key)) = \($0.allowed.toml)" }
    return "\(text.dropLast(2)), when = { \(list.joined(separator: ", ")) } }"
  }
}

extension Condition.Allowed {
  fileprivate var toml: String {
    switch self {
    case .values(let values):
      // A list in a list is a value.
      if values.count == 1, let only = values.first, only.arrayValue == nil { return only.toml }
      return JSONValue.array(values).toml
    case .range(let range):
      let min = range.lowerBound == -.infinity ? nil : "min = \(range.lowerBound)"
      let max = range.upperBound == .infinity ? nil : "max = \(range.upperBound)"
      return "{ \([min, max].compactMap(\.self).joined(separator: ", ")) }"
    }
  }
}

extension Distribution {
  /// The values that are given one by one.
  fileprivate var listedValues: [JSONValue] {
    switch self {
    case .constant(let value): [value]
    case .categorical(let values, _), .ordered(let values): values
    default: []
    }
  }

  /// The distribution as a table of a sweep file; a null in it is written bare, which is no TOML.
  public var tomlText: String {
    var entries: [String]
    switch self {
    case .constant(let value): return "{ value = \(value.toml) }"
    case .copy(let key): return "{ copy = \(quoted(key)) }"
    case .categorical(let values, nil): return "{ values = \(JSONValue.array(values).toml) }"
    case .categorical(let values, let weights?):
      return "{ values = \(JSONValue.array(values).toml), probabilities = \(weights) }"
    case .ordered(let values): entries = ["values = \(JSONValue.array(values).toml)"]
    case .intUniform(let range): entries = bounds("\(range.lowerBound)", "\(range.upperBound)")
    case .uniform(let range), .logUniform(let range), .inverseLogUniform(let range):
      entries = bounds("\(range.lowerBound)", "\(range.upperBound)")
    case .quantizedUniform(let lattice), .quantizedLogUniform(let lattice):
      entries = bounds(lattice[0].toml, lattice[lattice.count - 1].toml)
      entries.append("q = \(lattice.isInteger ? "\(Int(lattice.step))" : "\(lattice.step)")")
    case .normal(let mean, let deviation), .logNormal(let mean, let deviation):
      entries = ["mu = \(mean)", "sigma = \(deviation)"]
    case .quantizedNormal(let mean, let deviation, let step),
      .quantizedLogNormal(let mean, let deviation, let step):
      let q = step.isInteger ? "\(Int(step.step))" : "\(step.step)"
      entries = ["mu = \(mean)", "sigma = \(deviation)", "q = \(q)"]
    }
    return "{ distribution = \(quoted(name)), \(entries.joined(separator: ", ")) }"
  }

  private func bounds(_ min: String, _ max: String) -> [String] {
    ["min = \(min)", "max = \(max)"]
  }
}

extension JSONValue {
  /// Whether the value is null or has a null in it.
  fileprivate var containsNull: Bool {
    switch self {
    case .null: true
    case .array(let items): items.contains(where: \.containsNull)
    case .object(let object): object.entries.contains { $0.value.containsNull }
    default: false
    }
  }

  /// The value as TOML; see `toml`.
  package var tomlText: String { toml }

  /// The value as TOML.
  ///
  /// TOML has no null: it is written bare, so that it is not taken for the text `"null"`.
  var toml: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .unsigned(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let text): quoted(text)
    case .array(let items): "[" + items.map(\.toml).joined(separator: ", ") + "]"
    case .object(let object) where object.count == 0: "{}"
    case .object(let object):
      "{ " + object.entries.map { "\(quoted($0.key)) = \($0.value.toml)" }.joined(separator: ", ")
        + " }"
    }
  }
}

/// A text in double quotes, as TOML has it.
func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\r": result += "\\r"
    case _ where scalar.value < 32 || scalar.value == 127:
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
