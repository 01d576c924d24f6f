import SweepConfig
import SweepSearch

/// How the trials of a sweep run as programs: what the record needs to run one of them again.
struct ProgramPlan: Sendable {
  var engine: TrialEngine
  var settings: ProgramSettings
  /// What a trial's best evaluation is chosen by.
  var metric: Metric
  /// The folder of the sweep file, absolute.
  var sweepFolder: String
  /// Where `sweep run` was called, absolute.
  var here: String

  /// The words of the command, with placeholders.
  var command: [String] {
    guard engine == .spacy else { return settings.command }
    return [
      settings.python ?? "python3", "-m", "spacy", "train", "{config}", "--output",
      "{folder}/output", "--code", "{folder}/sweep_spacy.py",
    ]
  }

  /// Files besides the command's own words that decide what it does.
  var codeFiles: [String] { settings.code.map { [$0] } ?? [] }

  /// The plan as it stands in a record.
  var json: JSONObject {
    var json: JSONObject = [
      "engine": .string(engine.rawValue), "command": .array(command.map { .string($0) }),
      "metric": .string(metric.name), "goal": .string(metric.goal.rawValue),
      "sweep_folder": .string(sweepFolder), "folder": .string(here),
      "run_in": .string(settings.runIn.rawValue),
    ]
    if let code = settings.code { json["code"] = .string(code) }
    if let pattern = settings.pattern { json["pattern"] = .string(pattern) }
    if let result = settings.result { json["result"] = .string(result) }
    if !settings.inputs.isEmpty { json["inputs"] = .array(settings.inputs.map { .string($0) }) }
    if !settings.environment.isEmpty {
      json["variables"] = .object(Assignment(settings.environment).json)
    }
    return json
  }

  init(
    engine: TrialEngine, settings: ProgramSettings, metric: Metric, sweepFolder: String,
    here: String
  ) {
    (self.engine, self.settings) = (engine, settings)
    (self.metric, self.sweepFolder, self.here) = (metric, sweepFolder, here)
  }

  /// Reads what a record has.
  init?(record json: JSONObject) {
    guard let engine = json["engine"]?.stringValue.flatMap(TrialEngine.init(rawValue:)),
      engine.startsPrograms,
      let goal = json["goal"]?.stringValue.flatMap(Metric.Goal.init(rawValue:)),
      let metric = json["metric"]?.stringValue
    else { return nil }
    func words(_ key: String) -> [String] {
      json[key]?.arrayValue?.compactMap(\.stringValue) ?? []
    }
    var settings = ProgramSettings()
    let command = words("command")
    if engine == .command { settings.command = command } else { settings.python = command.first }
    settings.code = json["code"]?.stringValue
    settings.pattern = json["pattern"]?.stringValue
    settings.result = json["result"]?.stringValue
    settings.inputs = words("inputs")
    settings.environment = (json["variables"]?.objectValue ?? [:]).entries.map {
      Setting($0.key, $0.value)
    }
    if json["run_in"]?.stringValue == "folder" { settings.runIn = .folder }
    self.init(
      engine: engine, settings: settings, metric: Metric(name: metric, goal: goal),
      sweepFolder: json["sweep_folder"]?.stringValue ?? "/",
      here: json["folder"]?.stringValue ?? "/")
  }
}
