import SweepConfig

extension SweepFile {
  /// The sweep as TOML that reads back to the same sweep.
  ///
  /// - Parameter path: The path of the base config to write, where it is not the recorded one.
  /// - Returns: The text of a sweep file.
  public func toml(config path: String? = nil) -> String {
    var lines = [
      "name = \(quoted(name))",
      "config = \(quoted(path ?? config))",
      "method = \(quoted(method.rawValue))",
      "metric = { name = \(quoted(metric.name)), goal = \(quoted(metric.goal.rawValue)) }",
      "seed = \(seed)",
    ]
    if !seeds.isEmpty { lines.append("seeds = \(seeds)") }
    if let trials { lines.append("trials = \(trials)") }
    if !includesBaseline { lines.append("baseline = false") }
    if keepModels != .best { lines.append("keep_models = \(quoted(keepModels.rawValue))") }
    if let jobs { lines.append("jobs = \(jobs)") }
    if largestKeptInput != Self.defaultLargestKeptInput {
      lines.append("keep_inputs_mb = \(largestKeptInput / 1_000_000)")
    }
    if !overrides.isEmpty { lines += ["", "[overrides]"] }
    for setting in overrides { lines.append("\(quoted(setting.key)) = \(setting.value.toml)") }
    lines += ["", "[parameters]"]
    for dimension in space.dimensions {
      lines.append("\(quoted(dimension.key)) = \(dimension.distribution.tomlText)")
    }
    return lines.map { $0 + "\n" }.joined()
  }
}

extension Distribution {
  /// The distribution as a table of a sweep file.
  public var tomlText: String {
    var entries: [String]
    switch self {
    case .constant(let value): return "{ value = \(value.toml) }"
    case .categorical(let values, nil): return "{ values = \(JSONValue.array(values).toml) }"
    case .categorical(let values, let weights?):
      return "{ values = \(JSONValue.array(values).toml), probabilities = \(weights) }"
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
  /// The value as TOML.
  ///
  /// TOML has no null: it is written as the text that a config reads as null.
  var toml: String {
    switch self {
    case .null: quoted("null")
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
