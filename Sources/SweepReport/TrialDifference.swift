public import SweepConfig
import SweepSearch

/// What is different between two trials: what `sweep diff` shows.
public struct TrialDifference: Sendable {
  public var a: TrialDetails
  public var b: TrialDetails

  public init(_ a: TrialDetails, _ b: TrialDetails) {
    self.a = a
    self.b = b
  }

  /// The text for a terminal; only what differs.
  public func render() -> String {
    let names = "a  \(name(a))\nb  \(name(b))"
    let sections = [
      names, section("Config", settings.joined(separator: "\n")), section("Scores", scoreTable),
      section("Inputs", changes(inputs(a), inputs(b))),
      section("Made by", changes(facts(a), facts(b))),
    ]
    let filled = sections.filter { !$0.isEmpty }
    return filled.count == 1
      ? names + "\n\nno difference in config, scores, inputs or program"
      : filled.joined(separator: "\n\n")
  }

  private func name(_ details: TrialDetails) -> String {
    let trial = details.trial
    return "\(details.study)/\(trial.id)  \(trial.shortID)  \(trial.state.rawValue)"
  }

  private func section(_ title: String, _ text: String) -> String {
    text.isEmpty ? "" : "\(title)\n" + text
  }

  /// Scores that differ; speed always does and says nothing.
  private var scoreTable: String {
    var table = Table([
      .init("score"), .init("a", isNumber: true), .init("b", isNumber: true),
      .init("b − a", isNumber: true),
    ])
    for (name, x, y) in scores where !(name == "speed" || same(x, y)) {
      let difference = x.flatMap { x in y.map { NumberText.signed($0 - x, decimals: 4) } }
      table.add([
        name, x.map(NumberText.score) ?? "–", y.map(NumberText.score) ?? "–", difference ?? "–",
      ])
    }
    return table.rows.isEmpty ? "" : table.text
  }

  private func same(_ x: Double?, _ y: Double?) -> Bool { x?.bitPattern == y?.bitPattern }

  private var scores: [(name: String, a: Double?, b: Double?)] {
    let (x, y) = (numbers(a.trial.scores), numbers(b.trial.scores))
    var names = x.map(\.name)
    for (name, _) in y where !names.contains(name) { names.append(name) }
    return names.map { name in
      (name, x.first { $0.name == name }?.value, y.first { $0.name == name }?.value)
    }
  }

  private func numbers(_ scores: JSONObject?, _ prefix: String = "") -> [(
    name: String, value: Double?
  )] {
    (scores?.entries ?? []).flatMap { entry -> [(name: String, value: Double?)] in
      if let inner = entry.value.objectValue { return numbers(inner, prefix + entry.key + ".") }
      return [(prefix + entry.key, entry.value.doubleValue)]
    }
  }

  /// The settings that differ, by their dotted keys; lines where a config cannot be read, or where
  /// only the order of its keys differs.
  private var settings: [String] {
    let configs = [a, b].compactMap { try? Config(parsing: $0.config, file: "") }
    let differences = configs.count == 2 ? Config.diff(configs[0], configs[1]) : []
    guard differences.isEmpty else {
      return differences.map { "\($0.key): \(text($0.a)) → \(text($0.b))" }
    }
    return LineDifference(from: a.config, to: b.config).text.split(separator: "\n").map(String.init)
  }

  private func text(_ value: JSONValue?) -> String { value?.serialized(.compact) ?? "–" }

  private func inputs(_ details: TrialDetails) -> [(String, String)] {
    details.inputs.map { ("\($0.setting) \($0.path)", String($0.sha256.prefix(16))) }
  }

  private func facts(_ details: TrialDetails) -> [(String, String)] {
    details.provenance.map { ($0.label, $0.value) }
  }

  private func changes(_ a: [(String, String)], _ b: [(String, String)]) -> String {
    var names = a.map(\.0)
    for (name, _) in b where !names.contains(name) { names.append(name) }
    return names.compactMap { name -> String? in
      let (x, y) = (a.first { $0.0 == name }?.1, b.first { $0.0 == name }?.1)
      return x == y ? nil : "\(name): \(x ?? "–") → \(y ?? "–")"
    }.joined(separator: "\n")
  }

  /// The differences for other programs.
  public var json: JSONValue {
    var different = JSONObject()
    for (name, x, y) in scores where !(name == "speed" || same(x, y)) {
      different[name] = [x.map(JSONValue.number) ?? nil, y.map(JSONValue.number) ?? nil]
    }
    func list(_ x: [(String, String)], _ y: [(String, String)]) -> JSONValue {
      .array(changes(x, y).split(separator: "\n").map { .string(String($0)) })
    }
    return [
      "a": .string(a.trial.shortID), "b": .string(b.trial.shortID),
      "config": .array(settings.map(JSONValue.string)),
      "scores": .object(different), "inputs": list(inputs(a), inputs(b)),
      "provenance": list(facts(a), facts(b)),
    ]
  }
}
