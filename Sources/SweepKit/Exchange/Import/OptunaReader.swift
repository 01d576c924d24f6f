import SweepConfig
import SweepSearch
import SweepStore

/// Reads studies from the database of Optuna 3 to 5.
///
/// - Source: Optuna 5.0, `storages/_rdb/models.py`, `distributions.py`.
struct OptunaReader {
  private let database: ForeignDatabase
  private var problems: [ImportProblem] = []

  init(_ database: ForeignDatabase) { self.database = database }

  /// Whether the tables are Optuna's.
  static func fits(_ tables: [String: [String]]) -> Bool {
    tables["trial_params"]?.contains("distribution_json") == true
      && tables["study_directions"] != nil
  }

  mutating func read() throws -> ImportedFile {
    var studies: [ImportedStudy] = []
    for row in try database.rows("SELECT study_id, study_name FROM studies ORDER BY study_id") {
      guard let id = row[0].intValue else { continue }
      studies.append(try study(id, row[1].stringValue ?? "study-\(id)"))
    }
    return ImportedFile(studies: studies, problems: problems)
  }

  private mutating func study(_ id: Int, _ name: String) throws -> ImportedStudy {
    let directions = try database.rows(
      "SELECT direction FROM study_directions WHERE study_id = \(id) ORDER BY objective"
    ).map { $0[0].stringValue == "MAXIMIZE" ? Metric.Goal.maximize : .minimize }
    let names = try database.rows(
      """
      SELECT value_json FROM study_system_attributes
      WHERE study_id = \(id) AND key = 'study:metric_names'
      """
    ).first?[0].stringValue.flatMap { try? JSONValue(parsing: $0).arrayValue }
    var study = ImportedStudy(tool: "optuna", name: name)
    study.metrics = directions.enumerated().map { index, goal in
      let fallback = directions.count == 1 ? "value" : "value_\(index)"
      return Metric(name: names?[index].stringValue ?? fallback, goal: goal)
    }
    let rows = try database.rows(
      """
      SELECT trial_id, number, state, datetime_start, datetime_complete FROM trials
      WHERE study_id = \(id) ORDER BY number, trial_id
      """)
    var places: [Int: Int] = [:]
    for row in rows {
      guard let trial = row[0].intValue, let number = row[1].intValue else {
        problems.append(ImportProblem("study \(name)", "a trial without a number"))
        continue
      }
      guard let state = Self.state(row[2].stringValue ?? "") else {
        problems.append(
          ImportProblem(
            "trial \(number) of \(name)", "unknown state \(row[2].serialized(.compact))"))
        continue
      }
      var imported = ImportedTrial(key: "\(number)", number: number, state: state)
      imported.started = row[3].stringValue.flatMap(TimeText.milliseconds)
      imported.finished = row[4].stringValue.flatMap(TimeText.milliseconds)
      places[trial] = study.trials.count
      study.trials.append(imported)
    }
    try addSettings(to: &study, id, places)
    try addValues(to: &study, id, places)
    try addAttributes(to: &study, id, places)
    return study
  }

  private static func state(_ name: String) -> Trial.State? {
    switch name {
    case "COMPLETE": .done
    case "PRUNED": .pruned
    case "FAIL": .failed
    case "RUNNING": .stopped
    case "WAITING": .waiting
    default: nil
    }
  }

  private mutating func addSettings(
    to study: inout ImportedStudy, _ id: Int, _ places: [Int: Int]
  ) throws {
    let rows = try database.rows(
      """
      SELECT p.trial_id, p.param_name, p.param_value, p.distribution_json FROM trial_params p
      JOIN trials t ON t.trial_id = p.trial_id WHERE t.study_id = \(id)
      ORDER BY p.trial_id, p.param_id
      """)
    for row in rows {
      guard let trial = row[0].intValue, let place = places[trial],
        let name = row[1].stringValue
      else { continue }
      let json = row[3].stringValue.flatMap { try? JSONValue(parsing: $0) }
      guard let value = row[2].doubleValue, let setting = Self.value(value, json) else {
        problems.append(
          ImportProblem(
            "trial \(study.trials[place].key) of \(study.name)",
            "the parameter \(name) is \(row[2].serialized(.compact)) in \(row[3].serialized(.compact))"
          ))
        continue
      }
      study.trials[place].settings.append(Setting(name, setting))
    }
  }

  /// What a parameter's number stands for: an index into choices, a whole number, or itself.
  private static func value(_ number: Double, _ distribution: JSONValue?) -> JSONValue? {
    guard let name = distribution?["name"]?.stringValue else { return nil }
    if name == "CategoricalDistribution" {
      guard let choices = distribution?["attributes"]?["choices"]?.arrayValue,
        let index = Int(exactly: number), choices.indices.contains(index)
      else { return nil }
      return choices[index]
    }
    if name.hasPrefix("Int") { return Int(exactly: number).map { .integer($0) } }
    return .number(number)
  }

  private mutating func addValues(
    to study: inout ImportedStudy, _ id: Int, _ places: [Int: Int]
  ) throws {
    let ends = try database.rows(
      """
      SELECT v.trial_id, v.objective, v.value, v.value_type FROM trial_values v
      JOIN trials t ON t.trial_id = v.trial_id WHERE t.study_id = \(id)
      ORDER BY v.trial_id, v.objective
      """)
    for row in ends {
      guard let trial = row[0].intValue, let place = places[trial],
        let objective = row[1].intValue
      else { continue }
      guard study.metrics.indices.contains(objective), let value = Self.number(row[2], row[3])
      else {
        problems.append(
          ImportProblem(
            "trial \(study.trials[place].key) of \(study.name)",
            "the value \(objective) is \(row[2].serialized(.compact)), \(row[3].serialized(.compact))"
          ))
        continue
      }
      study.trials[place].values.append(.init(study.metrics[objective].name, value))
    }
    let steps = try database.rows(
      """
      SELECT v.trial_id, v.step, v.intermediate_value, v.intermediate_value_type
      FROM trial_intermediate_values v
      JOIN trials t ON t.trial_id = v.trial_id WHERE t.study_id = \(id)
      ORDER BY v.trial_id, v.step
      """)
    for row in steps {
      guard let trial = row[0].intValue, let place = places[trial] else { continue }
      guard let step = row[1].intValue, let value = Self.number(row[2], row[3]) else {
        problems.append(
          ImportProblem(
            "trial \(study.trials[place].key) of \(study.name)",
            "the value at step \(row[1].serialized(.compact)) is \(row[2].serialized(.compact))"))
        continue
      }
      study.trials[place].add(.init(study.metrics.first?.name ?? "value", value), at: step)
    }
  }

  /// A number with the kind that Optuna has noted for what SQL has no number for.
  private static func number(_ value: JSONValue, _ kind: JSONValue) -> Double? {
    switch kind.stringValue {
    case "INF_POS": .infinity
    case "INF_NEG": -.infinity
    case "NAN": .nan
    default: value.doubleValue
    }
  }

  private mutating func addAttributes(
    to study: inout ImportedStudy, _ id: Int, _ places: [Int: Int]
  ) throws {
    let rows = try database.rows(
      """
      SELECT a.trial_id, a.key, a.value_json FROM trial_user_attributes a
      JOIN trials t ON t.trial_id = a.trial_id WHERE t.study_id = \(id)
      ORDER BY a.trial_id, a.key
      """)
    for row in rows {
      guard let trial = row[0].intValue, let place = places[trial], let key = row[1].stringValue
      else { continue }
      study.trials[place].attributes[key] =
        row[2].stringValue.flatMap { try? JSONValue(parsing: $0) } ?? row[2]
    }
  }
}
