import SweepBase
import SweepConfig
import SweepSearch

/// Reads the table of runs that W&B exports as CSV.
///
/// W&B mixes settings and results in one table. Columns are results when they are named so (`--metric`,
/// `--score`), or when they start with `summary.`; a column of W&B's own is neither.
struct WandbReader {
  /// Columns of W&B's own, in small letters.
  private static let own = [
    "name", "id", "state", "notes", "user", "tags", "created", "runtime", "sweep",
    "createdtimestamp",
    "created at", "end time", "gpu count", "gpu type", "hostname", "github", "git", "command",
    "relative runtime", "storage id", "job type", "group", "updated", "heartbeat at",
    "python version",
  ]

  let project: String
  /// The columns that are results.
  let scores: [String]

  func read(_ bytes: [UInt8]) throws -> ImportedFile {
    let rows: [CSVReader.Row]
    do throws(CSVReader.Problem) {
      rows = try CSVReader.rows(bytes)
    } catch {
      return ImportedFile(problems: [ImportProblem("line \(error.line)", error.text)])
    }
    guard let head = rows.first else { return ImportedFile() }
    var (study, problems) = (ImportedStudy(tool: "wandb", name: project), [ImportProblem]())
    guard head.cells.contains(where: { $0.lowercased() == "name" || $0.lowercased() == "id" })
    else {
      return ImportedFile(
        problems: [ImportProblem("line 1", "there is no column Name or ID, as W&B writes them")])
    }
    var keys = Set<String>()
    for row in rows.dropFirst() {
      let place = "line \(row.line)"
      guard row.cells.count == head.cells.count else {
        problems.append(
          ImportProblem(
            place,
            "expected \(head.cells.count) cells as in the first line, found \(row.cells.count)")
        )
        continue
      }
      let (trial, found) = trial(head.cells, row.cells)
      problems += found.map { ImportProblem(place, $0) }
      guard let trial else { continue }
      if !keys.insert(trial.key).inserted {
        problems.append(ImportProblem(place, "the run \(trial.key) is there twice"))
        continue
      }
      study.trials.append(trial)
    }
    return ImportedFile(studies: [study], problems: problems)
  }

  private func trial(
    _ columns: [String], _ cells: [String]
  ) -> (trial: ImportedTrial?, problems: [String]) {
    var (trial, problems) = (ImportedTrial(key: "", state: .done), [String]())
    for (column, cell) in zip(columns, cells) where !cell.isEmpty {
      let name = column.lowercased()
      switch name {
      case "name":
        trial.attributes["name"] = .string(cell)
        if trial.key.isEmpty { trial.key = cell }
      case "id": trial.key = cell
      case "state":
        guard let state = Self.state(cell) else {
          problems.append("unknown state \"\(cell)\"")
          continue
        }
        trial.state = state
      case "notes": if cell != "-" { trial.note = cell }
      case "tags":
        trial.tags = cell.split(whereSeparator: { ", ".contains($0) }).map(String.init)
      case "created", "created at": trial.started = TimeText.milliseconds(cell)
      case _ where Self.own.contains(name) || name.hasPrefix("_"): continue
      case _ where scores.contains(column) || name.hasPrefix("summary."):
        let key = scores.contains(column) ? column : String(column.dropFirst(8))
        guard
          let number = SettingText.number(SettingText.value(cell))
            ?? SettingText.number(.string(cell))
        else {
          problems.append("\(column): expected a number, found \"\(cell)\"")
          continue
        }
        trial.values.append(.init(key, number))
      default:
        let key = name.hasPrefix("config.") ? String(column.dropFirst(7)) : column
        trial.settings.append(Setting(key, SettingText.value(cell)))
      }
    }
    if trial.key.isEmpty { problems.append("the run has neither a name nor an ID") }
    return (problems.isEmpty ? trial : nil, problems)
  }

  private static func state(_ name: String) -> Trial.State? {
    switch name.lowercased() {
    case "finished": .done
    case "failed": .failed
    case "crashed", "killed", "running", "preempted", "preempting": .stopped
    case "pending": .waiting
    default: nil
    }
  }
}

/// Reads the file that spaCy's `spacy.ConsoleLogger.v3` writes (`output_file`): a JSON object per
/// evaluation.
struct SpacyLogReader {
  /// What the trial is called: the file's name.
  let name: String

  /// Whether a line is one of the logger's.
  static func fits(_ line: some StringProtocol) -> Bool {
    guard let object = try? JSONValue(parsing: String(line)).objectValue else { return false }
    return object["step"] != nil && object["losses"]?.objectValue != nil
  }

  func read(_ bytes: [UInt8]) -> ImportedFile {
    let text = String(decoding: bytes, as: UTF8.self)
    // The first line tells trainings apart: its losses have all digits.
    let first = text.split(separator: "\n").first.map(String.init) ?? ""
    var trial = ImportedTrial(key: String(Fingerprint.hex(of: first).prefix(16)), state: .done)
    trial.attributes["name"] = .string(name)
    var problems: [ImportProblem] = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if line.allSatisfy(\.isWhitespace) { continue }
      let place = "line \(index + 1)"
      let object: JSONObject?
      do throws(JSONError) { object = try JSONValue(parsing: String(line)).objectValue } catch {
        problems.append(ImportProblem("\(place), offset \(error.offset)", error.problem))
        continue
      }
      guard let object, let step = object["step"]?.intValue else {
        problems.append(ImportProblem(place, "expected an object with a whole number \"step\""))
        continue
      }
      if let last = trial.curve.last, step <= last.step {
        problems.append(
          ImportProblem(
            place, "step \(step) comes after step \(last.step): another training begins"))
        continue
      }
      trial.curve.append(Self.point(object, step))
    }
    let hasPoints = !trial.curve.isEmpty
    let study = ImportedStudy(
      tool: "spacy", name: "spacy", metrics: [Metric(name: "score", goal: .maximize)],
      trials: hasPoints ? [trial] : [])
    return ImportedFile(studies: [study], problems: problems)
  }

  private static func point(_ object: JSONObject, _ step: Int) -> ImportedTrial.Point {
    var point = ImportedTrial.Point(step: step)
    point.epoch = object["epoch"]?.intValue ?? 0
    for entry in object["losses"]?.objectValue?.entries ?? [] {
      if let number = SettingText.number(entry.value) {
        point.losses.append(.init(entry.key, number))
      }
    }
    if let score = object["score"]?.doubleValue { point.values.append(.init("score", score)) }
    for entry in flattened(object["scores"]?.objectValue ?? [:]) {
      guard let number = SettingText.number(entry.value) else { continue }
      // The logger writes percents, of all but the speed.
      point.values.append(.init(entry.key, entry.key == "speed" ? number : number / 100))
    }
    return point
  }
}
