public import SweepConfig
public import SweepSearch

/// A study of another tool, as it is read from its file.
public struct ImportedStudy: Equatable, Sendable {
  /// The tool: `optuna`, `mlflow`, `trackio`, `wandb` or `spacy`.
  public var tool: String
  public var name: String
  public var metrics: [Metric]
  public var trials: [ImportedTrial]

  init(tool: String, name: String, metrics: [Metric] = [], trials: [ImportedTrial] = []) {
    (self.tool, self.name, self.metrics, self.trials) = (tool, name, metrics, trials)
  }

  /// The names of all values that the trials have, in order.
  var valueNames: [String] {
    let names = trials.flatMap { trial in
      trial.values.map(\.name) + trial.curve.flatMap { $0.values.map(\.name) }
    }
    var known = Set<String>()
    return names.filter { known.insert($0).inserted }
  }

  /// The names of all settings that the trials have, in order.
  var settingNames: [String] {
    var known = Set<String>()
    return trials.flatMap(\.settings).map(\.key).filter { known.insert($0).inserted }
  }
}

/// A trial of another tool.
public struct ImportedTrial: Equatable, Sendable {
  /// A named number.
  public struct Value: Equatable, Sendable {
    public var name: String
    public var value: Double

    init(_ name: String, _ value: Double) { (self.name, self.value) = (name, value) }

    public static func == (a: Value, b: Value) -> Bool {
      a.name == b.name && a.value.bitPattern == b.value.bitPattern
    }
  }

  /// The values at a step.
  public struct Point: Equatable, Sendable {
    public var step: Int
    public var values: [Value]
    public var losses: [Value] = []
    public var epoch = 0
    /// Since the trial began.
    public var milliseconds: Int?

    init(step: Int, values: [Value] = []) { (self.step, self.values) = (step, values) }
  }

  /// What the tool calls it: the same at each import.
  public var key: String
  /// Its number in the tool's study, where it has one.
  public var number: Int?
  public var settings: [Setting]
  public var state: Trial.State
  /// The values it ended with.
  public var values: [Value] = []
  /// The values on its way, by step.
  public var curve: [Point] = []
  /// Milliseconds since 1970.
  public var started: Int?
  public var finished: Int?
  public var error: String?
  public var tags: [String] = []
  public var note: String?
  /// What else the tool knows of it.
  public var attributes = JSONObject()

  init(key: String, number: Int? = nil, settings: [Setting] = [], state: Trial.State) {
    (self.key, self.number, self.settings, self.state) = (key, number, settings, state)
  }

  /// Adds a value at a step; of two for one step, the later counts.
  mutating func add(_ value: Value, at step: Int) {
    if curve.last?.step != step { curve.append(Point(step: step)) }
    let last = curve.count - 1
    if let index = curve[last].values.firstIndex(where: { $0.name == value.name }) {
      curve[last].values[index] = value
    } else {
      curve[last].values.append(value)
    }
  }
}

/// A row or record that cannot be read.
public struct ImportProblem: Equatable, Sendable, CustomStringConvertible {
  /// Where it is: `line 12`, `trial 3`.
  public var place: String
  public var problem: String

  init(_ place: String, _ problem: String) { (self.place, self.problem) = (place, problem) }

  public var description: String { "\(place): \(problem)" }
}

/// What is read of a file: studies, and all that cannot be read.
public struct ImportedFile: Equatable, Sendable {
  public var studies: [ImportedStudy]
  public var problems: [ImportProblem]

  init(studies: [ImportedStudy] = [], problems: [ImportProblem] = []) {
    (self.studies, self.problems) = (studies, problems)
  }
}

/// Why a file cannot be imported.
public struct ImportError: Error, Equatable, Sendable, CustomStringConvertible {
  public enum Reason: Equatable, Sendable {
    /// It is of no tool that is known.
    case unknownFormat
    /// It is of another tool than was said.
    case notOf(tool: String, problem: String)
    /// It is an SQLite database that cannot be read.
    case damaged(String)
    /// Rows that cannot be read, all of them.
    case badRows([ImportProblem])
    /// No study of that name is in the file.
    case noStudy(String, known: [String])
    /// The score that decides is not told by the file; without scores, columns that may be some.
    case noMetric(study: String, known: [String], columns: [String])
    /// The score that was named is none of the file's.
    case unknownMetric(String, study: String, known: [String])
    /// The store has a study of this name that is no import of this tool.
    case nameTaken(String)
    /// A trial that is recorded has other numbers than the file.
    case differs([String])
  }

  public var reason: Reason
  /// The file.
  public var path: String

  public init(_ reason: Reason, _ path: String) { (self.reason, self.path) = (reason, path) }

  public var description: String {
    "\(path): \(problem)" + (help.map { "\n  help: \($0)" } ?? "")
  }

  private var problem: String {
    switch reason {
    case .noMetric(let study, let known, _) where known.isEmpty:
      "which column of \"\(study)\" is the score that decides is not told by the file"
    case .unknownFormat:
      "expected a file of Optuna, MLflow, Trackio, W&B or spaCy, found something else"
    case .notOf(let tool, let problem): "expected a file of \(tool): \(problem)"
    case .badRows(let problems):
      "\(problems.count) row\(problems.count == 1 ? "" : "s") cannot be read, so nothing was imported:\n"
        + problems.map { "    \($0)" }.joined(separator: "\n")
    case .noStudy(let name, _): "there is no study \"\(name)\" in it"
    case .damaged(let message): "its SQLite database is damaged: \(message)"
    case .noMetric(let study, let known, _):
      "which of the \(known.count) values of \"\(study)\" decides is not told by the file"
    case .unknownMetric(let name, let study, _):
      "no trial of \"\(study)\" has the value \"\(name)\""
    case .nameTaken(let name):
      "the store has a study \"\(name)\" that was not imported from such a file"
    case .differs(let trials):
      "these trials were imported before with other numbers, so nothing was imported: "
        + trials.joined(separator: ", ")
    }
  }

  private var help: String? {
    switch reason {
    case .unknownFormat, .notOf: "say what it is with --from optuna|mlflow|trackio|wandb|spacy"
    case .badRows: "mend the rows, or leave them out with --skip-bad"
    case .noStudy(_, let known): "it has \(known.joined(separator: ", "))"
    case .damaged: "copy it again; the command `sqlite3 FILE .recover` saves what can be read"
    case .noMetric(_, let known, let columns):
      "name it with --metric NAME, or NAME:minimize; "
        + (known.isEmpty
          ? "the columns are \(columns.joined(separator: ", "))"
          : "there are \(known.sorted().joined(separator: ", "))")
    case .unknownMetric(let name, _, let known):
      name.nearest(among: known).map { "did you mean `\($0)`?" }
        ?? "there are \(known.sorted().joined(separator: ", "))"
    case .nameTaken: "give it another name with --name"
    case .differs: "give the study another name with --name"
    }
  }
}
