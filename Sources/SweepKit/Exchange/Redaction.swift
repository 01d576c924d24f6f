import SweepConfig
import SweepSearch
import SweepStore

/// Records without what names people, machines and places: paths are cut to their last part, patches,
/// logs, errors, notes and environments go.
struct Redaction {
  /// What stands for each path that was met, so that two files of one name stay two.
  private var names: [String: String] = [:]

  /// A study with one of its trials.
  static func redacted(
    _ study: StudyTransfer, _ trial: TrialTransfer
  ) -> (StudyTransfer, TrialTransfer) {
    var redaction = Redaction()
    let trial = redaction.redacted(trial)
    return (redaction.redacted(study), trial)
  }

  mutating func redacted(_ transfer: StudyTransfer) -> StudyTransfer {
    var result = transfer
    (result.source, result.note) = (nil, nil)
    result.study.sweepPath = redacted(path: transfer.study.sweepPath)
    result.study.configPath = redacted(path: transfer.study.configPath)
    result.study.sweepText = redacted(text: transfer.study.sweepText)
    result.study.configText = redacted(text: transfer.study.configText)
    result.study.plan = redacted(text: transfer.study.plan)
    result.study.overrides = transfer.study.overrides.map {
      Setting($0.key, redacted(value: $0.value))
    }
    return result
  }

  mutating func redacted(_ trial: TrialTransfer) -> TrialTransfer {
    var result = trial
    (result.log, result.error, result.note) = (nil, nil, nil)
    result.config = redacted(text: trial.config)
    result.assignment = Assignment(
      trial.assignment.settings.map { Setting($0.key, redacted(value: $0.value)) })
    result.inputs = trial.inputs.map { input in
      let path = redacted(path: input.written)
      return InputRecord(
        setting: input.setting, written: path, resolved: path, sha256: input.sha256,
        bytes: input.bytes)
    }
    result.provenance = trial.provenance.flatMap { provenance in
      redacted(value: .object(Self.redacted(provenance: provenance))).objectValue
    }
    return result
  }

  /// A provenance without patch, environment and folders.
  static func redacted(provenance: JSONObject) -> JSONObject {
    var result = provenance
    for key in ["host", "user", "folder"] where result[key] != nil { result[key] = nil }
    // Of programs: what was set for them.
    for key in ["environment", "variables"] where result[key]?.objectValue != nil {
      result[key] = .object([:])
    }
    if var git = result["git"]?.objectValue {
      git["patch"] = nil
      result["git"] = .object(git)
    }
    return result
  }

  /// The last part of a path that leads out of the working directory; others stay as they are.
  mutating func redacted(path: String) -> String {
    let parts = path.split(separator: "/")
    let leadsOut = path.hasPrefix("/") || path.hasPrefix("~") || parts.contains("..")
    guard leadsOut, let last = parts.last else { return path }
    if let name = names[path] { return name }
    let taken = Set(names.values)
    var (name, count) = (String(last), 2)
    while taken.contains(name) { (name, count) = ("\(count)-\(last)", count + 1) }
    names[path] = name
    return name
  }

  mutating func redacted(value: JSONValue) -> JSONValue {
    switch value {
    case .string(let text): return .string(redacted(path: SecretText.stripped(text)))
    case .array(let items):
      var result: [JSONValue] = []
      for item in items { result.append(redacted(value: item)) }
      return .array(result)
    case .object(let object):
      var result = JSONObject()
      for entry in object.entries { result[entry.key] = redacted(value: entry.value) }
      return .object(result)
    default: return value
    }
  }

  /// A config or sweep file: quoted texts that are paths are cut, secrets are taken out.
  mutating func redacted(text: String) -> String {
    var result = ""
    for (index, part) in SecretText.stripped(text).split(
      separator: "\"", omittingEmptySubsequences: false
    ).enumerated() {
      if index > 0 { result += "\"" }
      result += index % 2 == 1 ? redacted(path: String(part)) : String(part)
    }
    return result
  }
}
