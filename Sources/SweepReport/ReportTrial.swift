public import SweepConfig
public import SweepSearch

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
  /// The number of the assignment in the study, where it is known.
  public var row: Int?
  /// The part of the corpus that was the development data.
  public var fold: Int?
  /// Whether the user has given the assignment, and no sampler.
  public var isEnqueued = false
  /// Where a trial was cut short, and why.
  public var endedStep: Int?
  public var reason: String?
  /// The entities of each dev document at the best evaluation.
  public var counts: [Bootstrap.Counts]?
  /// Evaluations on test corpora.
  public var tests: [ReportTest] = []
  /// When a re-run was last found identical, as text.
  public var verified: String?
  /// The score that ranks at each evaluation, by step; empty where no picture shows it.
  public var curve: [CurvePoint] = []
  /// When the trial began and ended, in milliseconds since 1970; `nil` where no picture shows it.
  public var started: Int?
  public var finished: Int?
  /// Which type was predicted as which, at the best evaluation.
  public var confusion: Confusion?

  /// A score at an evaluation.
  public struct CurvePoint: Equatable, Sendable {
    public var step: Int
    /// `nil` where it could not be computed.
    public var value: Double?

    public init(_ step: Int, _ value: Double?) { (self.step, self.value) = (step, value) }
  }

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

  /// Whether a pruner has stopped the trial.
  public var isPruned: Bool { state == .pruned }

  /// A score by its name, or by the path of its keys, as in `ents_per_type.ORG.f`.
  ///
  /// That of a pruned trial is what it had reached.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - metric: The study's metric, which is recorded on its own.
  /// - Returns: `nil` when there is none, or it could not be computed.
  func score(_ name: String, metric: Metric) -> Double? {
    guard state == .done || isPruned else { return nil }
    if name == metric.name { return score }
    return scores?.number(name)
  }
}

/// What a trial's model scores on a test corpus.
public struct ReportTest: Equatable, Sendable {
  public var path: String
  public var sha256: String
  public var scores: JSONObject
  /// The entities of each document.
  public var counts: [Bootstrap.Counts]?
  /// Of how many trials the dev score had been seen by then.
  public var looks: Int

  public init(
    path: String, sha256: String, scores: JSONObject, counts: [Bootstrap.Counts]? = nil, looks: Int
  ) {
    self.path = path
    self.sha256 = sha256
    self.scores = scores
    self.counts = counts
    self.looks = looks
  }
}

extension JSONObject {
  /// A number by its name, or by the path of its keys.
  func number(_ name: String) -> Double? {
    if let value = self[name] { return value.doubleValue }
    var value: JSONValue? = .object(self)
    for part in name.split(separator: ".") { value = value?[String(part)] }
    return value?.doubleValue
  }
}
