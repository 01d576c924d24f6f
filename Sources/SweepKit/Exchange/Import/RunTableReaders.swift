import SweepConfig
import SweepSearch
import SweepStore

/// Reads experiments from the SQLite store of MLflow 2 and 3.
///
/// - Source: MLflow 3.17, `store/tracking/dbmodels/models.py`.
struct MLflowReader {
  private let database: ForeignDatabase
  private var problems: [ImportProblem] = []

  init(_ database: ForeignDatabase) { self.database = database }

  /// Whether the tables are MLflow's.
  static func fits(_ tables: [String: [String]]) -> Bool {
    tables["runs"]?.contains("run_uuid") == true && tables["experiments"] != nil
  }

  mutating func read() throws -> ImportedFile {
    var studies: [ImportedStudy] = []
    var places: [String: (study: Int, trial: Int)] = [:]
    let experiments = try database.rows(
      "SELECT experiment_id, name FROM experiments WHERE lifecycle_stage = 'active' ORDER BY 1")
    let runs = try database.rows(
      """
      SELECT experiment_id, run_uuid, status, start_time, end_time, name FROM runs
      WHERE lifecycle_stage = 'active' ORDER BY experiment_id, start_time, run_uuid
      """)
    for experiment in experiments {
      var study = ImportedStudy(tool: "mlflow", name: experiment[1].stringValue ?? "experiment")
      for run in runs where run[0] == experiment[0] {
        guard let id = run[1].stringValue else { continue }
        guard let state = Self.state(run[2].stringValue ?? "") else {
          problems.append(
            ImportProblem("run \(id)", "unknown status \(run[2].serialized(.compact))"))
          continue
        }
        var trial = ImportedTrial(key: id, state: state)
        (trial.started, trial.finished) = (run[3].intValue, run[4].intValue)
        if let name = run[5].stringValue { trial.attributes["name"] = .string(name) }
        places[id] = (studies.count, study.trials.count)
        study.trials.append(trial)
      }
      if !study.trials.isEmpty { studies.append(study) }
    }
    try addParameters(to: &studies, places)
    try addMetrics(to: &studies, places)
    return ImportedFile(studies: studies, problems: problems)
  }

  private static func state(_ name: String) -> Trial.State? {
    switch name {
    case "FINISHED": .done
    case "FAILED": .failed
    case "KILLED", "RUNNING": .stopped
    case "SCHEDULED": .waiting
    default: nil
    }
  }

  private func addParameters(
    to studies: inout [ImportedStudy], _ places: [String: (study: Int, trial: Int)]
  ) throws {
    for row in try database.rows("SELECT run_uuid, key, value FROM params ORDER BY run_uuid, key") {
      guard let id = row[0].stringValue, let place = places[id], let key = row[1].stringValue else {
        continue
      }
      studies[place.study].trials[place.trial].settings.append(
        Setting(key, SettingText.value(row[2].stringValue ?? "")))
    }
    let tags = try database.rows(
      "SELECT run_uuid, key, value FROM tags WHERE key = 'mlflow.note.content'")
    for row in tags {
      guard let id = row[0].stringValue, let place = places[id] else { continue }
      studies[place.study].trials[place.trial].note = row[2].stringValue
    }
  }

  private mutating func addMetrics(
    to studies: inout [ImportedStudy], _ places: [String: (study: Int, trial: Int)]
  ) throws {
    // Of several values of a name at a step, MLflow shows the one with the latest time.
    let rows = try database.rows(
      """
      SELECT run_uuid, key, value, step, is_nan, timestamp FROM metrics
      ORDER BY run_uuid, step, timestamp, key
      """)
    for row in rows {
      guard let id = row[0].stringValue, let place = places[id] else { continue }
      guard let key = row[1].stringValue, let step = row[3].intValue,
        let value = Self.number(row[2], isNaN: row[4])
      else {
        problems.append(
          ImportProblem(
            "run \(id)",
            "the metric \(row[1].serialized(.compact)) is \(row[2].serialized(.compact)) at step "
              + row[3].serialized(.compact)))
        continue
      }
      var trial = studies[place.study].trials[place.trial]
      trial.add(.init(key, value), at: step)
      if let time = row[5].intValue, let start = trial.started, time >= start {
        trial.curve[trial.curve.count - 1].milliseconds = time - start
      }
      studies[place.study].trials[place.trial] = trial
    }
  }

  /// MLflow notes NaN beside a number, and writes infinity as the largest one.
  private static func number(_ value: JSONValue, isNaN: JSONValue) -> Double? {
    if isNaN.intValue == 1 { return .nan }
    guard let number = value.doubleValue else { return nil }
    if number >= 1.7976931348623157e308 { return .infinity }
    return number <= -1.7976931348623157e308 ? -.infinity : number
  }
}

/// Reads a project of Trackio: one SQLite file, a JSON text per logged step.
///
/// - Source: Trackio 0.x, `sqlite_storage.py`.
struct TrackioReader {
  private let database: ForeignDatabase
  private let project: String
  private var problems: [ImportProblem] = []

  init(_ database: ForeignDatabase, project: String) {
    (self.database, self.project) = (database, project)
  }

  /// Whether the tables are Trackio's.
  static func fits(_ tables: [String: [String]]) -> Bool {
    tables["metrics"]?.contains("run_name") == true
      && tables["metrics"]?.contains("metrics") == true
  }

  mutating func read(_ tables: [String: [String]]) throws -> ImportedFile {
    let id = tables["metrics"]?.contains("run_id") == true ? "run_id" : "run_name"
    let rows = try database.rows(
      "SELECT id, \(id), run_name, timestamp, step, metrics FROM metrics ORDER BY \(id), step, id")
    var study = ImportedStudy(tool: "trackio", name: project)
    var places: [String: Int] = [:]
    for row in rows {
      guard let key = row[1].stringValue else { continue }
      let place = "row \(row[0].serialized(.compact)) of the run \(row[2].stringValue ?? key)"
      guard let step = row[4].intValue,
        let values = row[5].stringValue.flatMap({ try? JSONValue(parsing: $0).objectValue })
      else {
        problems.append(ImportProblem(place, "it has no step, or its metrics are no JSON object"))
        continue
      }
      if places[key] == nil {
        places[key] = study.trials.count
        // Trackio notes no state: what is logged has ended as far as the file tells.
        var trial = ImportedTrial(key: key, state: .done)
        trial.attributes["name"] = row[2]
        study.trials.append(trial)
      }
      guard let index = places[key] else { continue }
      let time = row[3].stringValue.flatMap(TimeText.milliseconds)
      var trial = study.trials[index]
      trial.started = [trial.started, time].compactMap { $0 }.min()
      trial.finished = [trial.finished, time].compactMap { $0 }.max()
      for entry in flattened(values) {
        guard let number = SettingText.number(entry.value) else { continue }
        trial.add(.init(entry.key, number), at: step)
      }
      study.trials[index] = trial
    }
    if tables["configs"] != nil { try addConfigs(to: &study, id, places) }
    // In the order in which they began, as the file has them by name.
    study.trials.sort { ($0.started ?? 0, $0.key) < ($1.started ?? 0, $1.key) }
    return ImportedFile(studies: study.trials.isEmpty ? [] : [study], problems: problems)
  }

  private mutating func addConfigs(
    to study: inout ImportedStudy, _ id: String, _ places: [String: Int]
  ) throws {
    for row in try database.rows("SELECT \(id), config FROM configs ORDER BY id") {
      guard let key = row[0].stringValue, let place = places[key] else { continue }
      guard let config = row[1].stringValue.flatMap({ try? JSONValue(parsing: $0).objectValue })
      else {
        problems.append(ImportProblem("the config of the run \(key)", "it is no JSON object"))
        continue
      }
      study.trials[place].settings = flattened(config).filter { !$0.key.hasPrefix("_") }.map {
        Setting($0.key, $0.value)
      }
    }
  }
}

/// The values of nested tables by dotted keys.
func flattened(_ object: JSONObject, _ prefix: String = "") -> [(key: String, value: JSONValue)] {
  object.entries.flatMap { entry -> [(key: String, value: JSONValue)] in
    if let inner = entry.value.objectValue, !inner.isEmpty {
      return flattened(inner, prefix + entry.key + ".")
    }
    return [(prefix + entry.key, entry.value)]
  }
}

/// Values that other tools keep as text.
enum SettingText {
  /// A number, truth value or nothing where the text is one, as Python writes them; else the text.
  static func value(_ text: String) -> JSONValue {
    switch text {
    case "True", "true": return .bool(true)
    case "False", "false": return .bool(false)
    case "None", "null": return .null
    default: break
    }
    if let number = Int(text), "\(number)" == text { return .integer(number) }
    let isNumber = text.utf8.allSatisfy { "+-.0123456789eE".utf8.contains($0) }
    if isNumber, let number = Double(text), number.isFinite { return .number(number) }
    return .string(text)
  }

  /// A logged value as a number; `nil` for texts, tables and files.
  static func number(_ value: JSONValue) -> Double? {
    switch value {
    case .string("NaN"), .string("nan"): .nan
    case .string("Infinity"), .string("inf"): .infinity
    case .string("-Infinity"), .string("-inf"): -.infinity
    case .bool(let flag): flag ? 1 : 0
    default: value.doubleValue
    }
  }
}
