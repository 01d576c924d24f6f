public import SweepSearch

/// Everything of a training that a re-run must give again.
public struct TrainingTrace: Equatable, Sendable {
  /// One number that an evaluation recorded.
  public struct Value: Equatable, Sendable {
    /// The step it was recorded at.
    public var step: Int
    /// What was measured: `loss ner`, `ents_f`, `ents_per_type.PERSON.f`.
    public var name: String
    /// The number, or `nil` where the scorer gave none.
    public var number: Double?

    /// Records a number.
    public init(step: Int, name: String, number: Double?) {
      self.step = step
      self.name = name
      self.number = number
    }

    /// Values are compared as bits: a NaN equals itself, 0 differs from −0.
    public static func == (a: Value, b: Value) -> Bool {
      a.step == b.step && a.name == b.name && a.number?.bitPattern == b.number?.bitPattern
    }
  }

  /// The numbers of all evaluations, ordered by step, then by name.
  public var values: [Value]
  /// The hash of the best model.
  public var modelHash: String?
  /// How many entities of each document of the development data were right, predicted and expected at
  /// the best evaluation; `nil` where that is not known.
  public var counts: [Bootstrap.Counts]?

  /// Orders and keeps the numbers of a training.
  ///
  /// `speed` is left out: it is a time.
  public init(values: [Value], modelHash: String?, counts: [Bootstrap.Counts]? = nil) {
    self.counts = counts
    self.values = values.filter { $0.name != "speed" }.sorted {
      ($0.step, $0.name) < ($1.step, $1.name)
    }
    self.modelHash = modelHash
  }
}

/// A recorded training held against a new one, in both directions.
public struct RerunComparison: Equatable, Sendable {
  /// One thing that differs.
  public enum Difference: Equatable, Sendable {
    /// The two trainings recorded different numbers.
    case value(step: Int, name: String, recorded: Double?, now: Double?)
    /// Only the record has this number.
    case missingNow(step: Int, name: String)
    /// Only the new training has this number.
    case missingInRecord(step: Int, name: String)
    /// The entities of documents differ; how many documents, and the first of them from 0.
    case documents(count: Int, first: Int)
    /// The models differ, or one of the two has none.
    case model(recorded: String?, now: String?)
  }

  /// What differs, in order of steps, the model last.
  public let differences: [Difference]
  /// How many numbers were compared.
  public let comparedValues: Int
  /// At how many evaluations.
  public let comparedSteps: Int
  /// Whether the record holds anything that could be compared: a model hash and numbers.
  public let isVacuous: Bool

  /// Whether the models are files of a program, not a model of ours.
  public var isOfPrograms = false

  /// Whether everything is equal, bit for bit, and there was something to compare.
  public var isIdentical: Bool { differences.isEmpty && !isVacuous }

  /// The first step with a difference, or `nil` when only the models differ or nothing does.
  public var firstDifferingStep: Int? {
    for difference in differences {
      switch difference {
      case .value(let step, _, _, _), .missingNow(let step, _), .missingInRecord(let step, _):
        return step
      case .documents, .model: continue
      }
    }
    return nil
  }

  /// Compares two trainings.
  ///
  /// - Parameters:
  ///   - recorded: What the record has.
  ///   - now: What the new training gave.
  ///   - expectsModel: Whether the recorded training came to its end, and has a model.
  public init(recorded: TrainingTrace, now: TrainingTrace, expectsModel: Bool = true) {
    var differences: [Difference] = []
    var compared = 0
    var steps: Set<Int> = []
    var i = 0
    var j = 0
    while i < recorded.values.count || j < now.values.count {
      let a = i < recorded.values.count ? recorded.values[i] : nil
      let b = j < now.values.count ? now.values[j] : nil
      switch (a, b) {
      case (let a?, let b?) where a.step == b.step && a.name == b.name:
        compared += 1
        steps.insert(a.step)
        if a != b {
          differences.append(
            .value(step: a.step, name: a.name, recorded: a.number, now: b.number))
        }
        i += 1
        j += 1
      case (let a?, let b) where b.map { (a.step, a.name) < ($0.step, $0.name) } ?? true:
        differences.append(.missingNow(step: a.step, name: a.name))
        i += 1
      case (_, let b?):
        differences.append(.missingInRecord(step: b.step, name: b.name))
        j += 1
      default: preconditionFailure("one of the two traces has values left")
      }
    }
    isVacuous = recorded.values.isEmpty || (expectsModel && recorded.modelHash == nil)
    // A version before has not counted, and a training that was ended early does not record counts.
    if let old = recorded.counts {
      let new = now.counts ?? []
      let all = 0..<max(old.count, new.count)
      let other = all.filter { $0 >= old.count || $0 >= new.count || old[$0] != new[$0] }
      if let first = other.first {
        differences.append(.documents(count: other.count, first: first))
      }
    }
    if recorded.modelHash != now.modelHash {
      differences.append(.model(recorded: recorded.modelHash, now: now.modelHash))
    }
    self.differences = differences
    comparedValues = compared
    comparedSteps = steps.count
  }
}
