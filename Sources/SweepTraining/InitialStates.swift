import SweepBase
public import SweepConfig
package import SweepPipeline
public import SweepTensors
import SweepText
import Synchronization

/// Pipelines as they are before the first step, for trainings that start equal.
///
/// Trials of one seed and one architecture have the same labels and weights at their start. A state
/// is kept while a training that was announced has still to come, and no longer. A class because all
/// workers look into the same table; it owns its locks.
public final class InitialStates: Sendable {
  /// Everything that an initial state depends on.
  ///
  /// Two configs with equal keys lead to the same components, labels and weights.
  public struct Key: Hashable, Sendable {
    private let fingerprint: String

    /// Reads the key from a config whose variables are filled in.
    public init(resolved: Config, settings: TrainingSettings, backend: MatrixBackend) {
      var fingerprint = Fingerprint()
      let corpus = settings.trainCorpus
      let sections = ["nlp", "components", "initialize", "pretraining"]
      var parts: [String] = sections.map { resolved[$0]?.serialized(.compact) ?? "" }
      parts.append(corpus.path)
      parts.append("\(corpus.goldPreproc) \(corpus.maxLength) \(corpus.limit)")
      parts.append(
        corpus.fold.map { "\($0.fold) \($0.folds) \($0.seed) \($0.isHeldOut)" } ?? "")
      parts.append("\(corpus.format.rawValue) \(corpus.minLength)")
      // Words that are added bring labels.
      parts.append(corpus.augmenter.map { $0.addsWords ? "\($0)" : "" } ?? "")
      parts.append("\(settings.seed) \(settings.maxEpochs == -1) \(backend.rawValue)")
      for part in parts {
        let bytes = Array(part.utf8)
        fingerprint.update(littleEndian: UInt64(bytes.count))
        fingerprint.update(bytes)
      }
      self.fingerprint = fingerprint.hex()
    }
  }

  /// How many trainings will still ask for each key, and how many bytes are kept.
  private struct Expected {
    var counts: [Key: Int] = [:]
    var kept: [Key: Int] = [:]
  }

  /// The most bytes of weights that are kept at a time; states beyond it are made anew.
  public static let defaultLimit = 16 << 20

  private let limit: Int
  private let table = SharedTable<Key, Pipeline>()
  private let expected = Mutex(Expected())

  /// No states yet; at most `limit` bytes are kept.
  public init(limit: Int = InitialStates.defaultLimit) {
    self.limit = limit
  }

  /// Announces that a training will ask for a state.
  public func expect(_ key: Key) {
    expected.withLock { $0.counts[key, default: 0] += 1 }
  }

  /// Takes an announcement back: the training will not ask.
  public func forget(_ key: Key) {
    let isLast = expected.withLock { expected in
      let left = (expected.counts[key] ?? 1) - 1
      expected.counts[key] = left > 0 ? left : nil
      if left <= 0 { expected.kept[key] = nil }
      return left <= 0
    }
    if isLast { table.remove(key) }
  }

  /// How many bytes of weights are kept now.
  package var keptBytes: Int { expected.withLock { $0.kept.values.reduce(0, +) } }

  /// The state of a key, for the config of one training; uses up one announcement.
  ///
  /// - Parameters:
  ///   - key: Of the config.
  ///   - config: What the pipeline keeps as its config; variables may remain.
  ///   - make: Makes the state where it is not kept.
  /// - Returns: The pipeline, to be trained.
  /// - Throws: What `make` throws.
  package func pipeline(
    _ key: Key, config: Config, make: () throws -> Pipeline
  ) throws -> Pipeline {
    defer { forget(key) }
    // A state that nobody else will ask for is not kept, nor is one that does not fit.
    guard isWorthKeeping(key) else { return try make() }
    let state = try table.value(key) {
      let state = try make().withoutGradients()
      expected.withLock { $0.kept[key] = state.byteCount }
      return state
    }
    return state.forTraining(config)
  }

  private func isWorthKeeping(_ key: Key) -> Bool {
    expected.withLock { expected in
      if expected.kept[key] != nil { return true }
      let bytes = expected.kept.values.reduce(0, +)
      // States of one sweep are about equally large.
      let next = expected.kept.values.max() ?? 0
      return (expected.counts[key] ?? 0) > 1 && bytes + next <= limit
    }
  }
}
