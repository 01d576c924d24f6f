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
  /// What decides; the first one ranks.
  public var metrics: [Metric]
  /// Settings that are fixed for the whole sweep.
  public var overrides: [Setting]
  /// The config keys that a trial's seed sets.
  public var seedKeys: [String]
  public var trials: [ReportTrial]
  /// Facts about how the trials were made, in order.
  public var provenance: [Fact]
  /// Whether the training core has trained the trials, so that `sweep train` can repeat them.
  public var isNative = true
  /// Whether this program can run them again, which it cannot where others have: they were imported, or
  /// were asked for.
  public var isRepeatable = true
  /// The path for `--store`, where it is not the default.
  public var store: String?
  /// What varies, where it is known.
  public var space: SearchSpace?
  /// The race over seeds, if there is one.
  public var race: SeedRace?

  public init(
    study: String, config: String, sweepFile: String, method: SearchMethod, metric: Metric,
    overrides: [Setting] = [], seedKeys: [String] = ["training.seed"], trials: [ReportTrial],
    provenance: [Fact] = [], store: String? = nil
  ) {
    self.study = study
    self.config = config
    self.sweepFile = sweepFile
    self.method = method
    metrics = [metric]
    self.overrides = overrides
    self.seedKeys = seedKeys
    self.trials = trials
    self.provenance = provenance
    self.store = store
  }

  /// The score that ranks.
  public var metric: Metric {
    get { metrics.first ?? .default }
    set { metrics = [newValue] + metrics.dropFirst() }
  }

  /// How many parts the corpus was cut into; 1 without folds.
  var foldCount: Int { max(1, Set(trials.compactMap(\.fold)).count) }

  /// The ratio of test to training data of folds; 0 without.
  var sharedData: Double { foldCount > 1 ? 1 / Double(foldCount - 1) : 0 }

  /// How many seeds there are.
  var seedCount: Int { Set(trials.map(\.seed)).count }

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
