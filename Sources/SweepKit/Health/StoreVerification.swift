import SweepBase
import SweepConfig
import SweepPipeline
import SweepSearch
public import SweepStore

/// Checks that a store still holds what was put there.
public struct StoreVerification: Sendable {
  /// What a check has found.
  public struct Outcome: Sendable {
    public var problems: [StoreProblem]
    /// How many different contents were read, and their bytes.
    public var contents: Int
    public var bytes: Int
  }

  private let store: StudyStore

  /// A check of a store.
  public init(_ store: StudyStore) { self.store = store }

  /// Checks the file, all content, the hashes of rows, and the hashes of kept models.
  ///
  /// - Parameter progress: Told how many contents were read, and of how many.
  /// - Returns: All that is wrong.
  /// - Throws: `StoreError` when the store cannot be read at all.
  public func check(progress: (Int, Int) -> Void = { _, _ in }) throws -> Outcome {
    var problems = try store.fileProblems()
    let blobs = try store.blobs()
    for (index, blob) in blobs.enumerated() {
      if let problem = try store.problem(ofBlob: blob.sha256) { problems.append(problem) }
      progress(index + 1, blobs.count)
    }
    problems += try store.rowProblems()
    if problems.isEmpty { problems = try modelProblems() }
    return Outcome(
      problems: problems, contents: blobs.count, bytes: blobs.reduce(0) { $0 + $1.bytes })
  }

  /// Kept models that do not have the hash that their trial has recorded.
  private func modelProblems() throws -> [StoreProblem] {
    var problems: [StoreProblem] = []
    for study in try store.studies() {
      let kept = try store.keptModels(of: study)
      for trial in try store.trials(of: study) where kept.contains(trial.id) {
        let files = try store.model(of: trial).map {
          PipelineFile($0.path, try store.bytes($0.sha256))
        }
        if let hash = trial.modelHash, ModelHash.of(files: files) != hash {
          problems.append(
            StoreProblem(trial.name, "its model's files have another hash than is recorded"))
        }
      }
    }
    return problems
  }

  /// The trials to re-run.
  ///
  /// - Parameters:
  ///   - store: Where they are.
  ///   - names: Numbers, `STUDY/NUMBER`, or starts of IDs.
  ///   - study: The study that they are of; `nil` for any.
  ///   - all: Whether all trials with a result are meant.
  ///   - sample: How many of them are to be drawn.
  ///   - seed: What the draw follows from.
  /// - Returns: The trials by study and number, each once.
  /// - Throws: `StoreError` for a name that fits none or several.
  public static func trials(
    of store: StudyStore, named names: [String], study: String?, all: Bool, sample: Int?,
    seed: UInt64
  ) throws -> [TrialRecord] {
    if !names.isEmpty {
      var found: [TrialRecord] = []
      for name in names {
        let trial = try store.trial(name, study: study)
        if !found.contains(where: { $0.id == trial.id }) { found.append(trial) }
      }
      return found
    }
    guard all || sample != nil else { return [] }
    let records = try study.map { try store.trials(of: store.study(named: $0)) } ?? store.trials()
    // What other programs have trained cannot be repeated here.
    let foreign = try Set(
      store.studies().filter {
        try ["imported", "elsewhere"].contains(store.transfer(of: $0).engine)
      }.map(\.id))
    let ended = records.filter {
      ($0.state == .done || $0.state == .pruned) && !foreign.contains($0.studyID)
    }
    guard let sample, sample < ended.count else { return ended }
    // Each trial has its own lot, so that the order of the record does not matter.
    let lots = ended.map { trial -> UInt64 in
      var stream = RandomStream(seed: seed, path: ["verify", trial.contentID])
      return stream.next()
    }
    let order = ended.indices.sorted { (lots[$0], $0) < (lots[$1], $1) }
    return order.prefix(sample).sorted().map { ended[$0] }
  }
}
