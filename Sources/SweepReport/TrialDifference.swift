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
      names, section("Config", settings.joined(separator: "\n")),
      section("To make b of a", overrides), section("Scores", scoreTable),
      section("Curves", curves.text), section("Inputs", changes(inputs(a), inputs(b))),
      section("Code", changes(facts(a, isCode: true), facts(b, isCode: true))),
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

  /// What the code was, or all else that is known of how a trial was made.
  private func facts(_ details: TrialDetails, isCode: Bool = false) -> [(String, String)] {
    details.provenance.filter { $0.label.hasPrefix("git.") == isCode }.map { ($0.label, $0.value) }
  }

  private var curves: CurveDifference {
    CurveDifference(a.evaluations, b.evaluations, metric: a.metric)
  }

  /// The overrides that make b's config of a's, for the end of a command.
  var overrideArguments: [String] {
    let configs = [a, b].compactMap { try? Config(parsing: $0.config, file: "") }
    guard configs.count == 2 else { return [] }
    return Config.diff(configs[0], configs[1]).compactMap { difference in
      difference.b.map { "--\(difference.key) \(Self.argument($0))" }
    }
  }

  private var overrides: String {
    let arguments = overrideArguments
    guard !arguments.isEmpty else { return "" }
    // Few stay in one line, which can be copied at once; a backslash joins many.
    return arguments.count < 4
      ? arguments.joined(separator: " ") : arguments.joined(separator: " \\\n")
  }

  /// A value as a shell's word.
  private static func argument(_ value: JSONValue) -> String {
    let text = value.serialized(.compact)
    // A text that JSON would not take for anything else stands without its quotes.
    let plain =
      value.stringValue.flatMap { (try? JSONValue(parsing: $0)) == nil ? $0 : nil } ?? text
    let isWord =
      !plain.isEmpty
      && plain.utf8.allSatisfy { byte in
        byte >= 48 && byte <= 57 || byte >= 65 && byte <= 90 || byte >= 97 && byte <= 122
          || "_-./:@%+=,".utf8.contains(byte)
      }
    if isWord { return plain }
    let quoted = plain.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + quoted.joined(separator: "'\\''") + "'"
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
      "overrides": .array(overrideArguments.map { .string($0) }),
      "scores": .object(different), "curves": curves.json,
      "inputs": list(inputs(a), inputs(b)),
      "code": list(facts(a, isCode: true), facts(b, isCode: true)),
      "same_patch": .bool(a.patch == b.patch),
      "provenance": list(facts(a), facts(b)),
    ]
  }
}
