public import SweepConfig
public import SweepSearch

/// What a report is made of: a study's records as plain values.
public struct ReportInput: Equatable, Sendable {
  public var study: String
  /// The path of the base config, as commands name it.
  public var config: String
  /// The path of the sweep file; empty for a sweep that was made on the command line.
  public var sweepFile: String
  public var method: SearchMethod
  public var metric: Metric
  /// Settings that are fixed for the whole sweep.
  public var overrides: [Setting]
  /// The config keys that a trial's seed sets.
  public var seedKeys: [String]
  public var trials: [ReportTrial]
  /// Facts about how the trials were made, in order.
  public var provenance: [Fact]
  /// The path for `--store`, where it is not the default.
  public var store: String?

  public init(
    study: String, config: String, sweepFile: String, method: SearchMethod, metric: Metric,
    overrides: [Setting] = [], seedKeys: [String] = ["training.seed"], trials: [ReportTrial],
    provenance: [Fact] = [], store: String? = nil
  ) {
    self.study = study
    self.config = config
    self.sweepFile = sweepFile
    self.method = method
    self.metric = metric
    self.overrides = overrides
    self.seedKeys = seedKeys
    self.trials = trials
    self.provenance = provenance
    self.store = store
  }

  /// A label and what it stands for.
  public struct Fact: Equatable, Sendable {
    public var label: String
    public var value: String

    public init(_ label: String, _ value: String) {
      self.label = label
      self.value = value
    }
  }
}

/// A trial in a report.
public struct ReportTrial: Equatable, Sendable, Identifiable {
  /// The number of the trial in its study.
  public var id: Int
  /// The content ID as it is shown.
  public var shortID: String
  public var seed: Int
  public var isBaseline: Bool
  public var assignment: Assignment
  public var state: Trial.State
  /// The study's metric at the best evaluation.
  public var score: Double?
  /// All scores of the best evaluation.
  public var scores: JSONObject?
  public var bestStep: Int?
  public var steps: Int?
  public var seconds: Double?
  public var error: String?
  public var modelHash: String?
  /// Whether the record holds the model.
  public var isModelKept: Bool
  /// When a re-run was last found identical, as text.
  public var verified: String?

  public init(
    id: Int, shortID: String, seed: Int, isBaseline: Bool = false, assignment: Assignment,
    state: Trial.State, score: Double? = nil, scores: JSONObject? = nil, bestStep: Int? = nil,
    steps: Int? = nil, seconds: Double? = nil, error: String? = nil, modelHash: String? = nil,
    isModelKept: Bool = false, verified: String? = nil
  ) {
    self.id = id
    self.shortID = shortID
    self.seed = seed
    self.isBaseline = isBaseline
    self.assignment = assignment
    self.state = state
    self.score = score
    self.scores = scores
    self.bestStep = bestStep
    self.steps = steps
    self.seconds = seconds
    self.error = error
    self.modelHash = modelHash
    self.isModelKept = isModelKept
    self.verified = verified
  }

  /// A score by its name, or by the path of its keys, as in `ents_per_type.ORG.f`.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - metric: The study's metric, which is recorded on its own.
  /// - Returns: `nil` when there is none, or it could not be computed.
  func score(_ name: String, metric: Metric) -> Double? {
    guard state == .done else { return nil }
    if name == metric.name { return score }
    if let value = scores?[name] { return value.doubleValue }
    var value = scores.map(JSONValue.object)
    for part in name.split(separator: ".") { value = value?[String(part)] }
    return value?.doubleValue
  }
}

extension ReportInput.Fact {
  /// The facts of the trials' provenances: one for each key, with all values that occur.
  ///
  /// Tables become dotted labels; texts of several lines, such as a diff, become their number of
  /// lines.
  public static func facts(_ provenances: [JSONObject]) -> [ReportInput.Fact] {
    var labels: [String] = []
    var values: [String: [String]] = [:]
    for provenance in provenances {
      for (label, value) in flattened(.object(provenance), "") {
        if values[label] == nil { labels.append(label) }
        if values[label]?.contains(value) != true { values[label, default: []].append(value) }
      }
    }
    return labels.map { Self($0, (values[$0] ?? []).joined(separator: "; ")) }
  }

  private static func flattened(_ value: JSONValue, _ label: String) -> [(String, String)] {
    if case .object(let object) = value {
      return object.entries.flatMap { entry in
        flattened(entry.value, label.isEmpty ? entry.key : "\(label).\(entry.key)")
      }
    }
    let text = value.isNull ? "–" : value.stringValue ?? value.serialized(.compact)
    let lines = text.split(whereSeparator: \.isNewline).count
    return [(label, lines > 1 ? "\(lines) lines" : text)]
  }
}
