import Dispatch
import SweepBase
import SweepConfig
import SweepSearch
package import SweepStore
import Synchronization

/// Where a trial leaves its checkpoints, and how often.
struct CheckpointPlan: Sendable {
  /// The file: `STORE.checkpoints/CONTENT_ID.ckpt`.
  var path: String
  /// How many seconds of training lie between two checkpoints at least.
  var seconds: Double
  /// What a checkpoint must agree with to be gone on from.
  var key: CheckpointKey
  /// Whether a checkpoint that is there may be gone on from; not where that has led to nothing.
  var isTrusted = true
  /// Who writes.
  var desk: CheckpointDesk
}

/// Writes the checkpoints of a process's trials, beside the training.
///
/// A class because all workers hand their checkpoints in; it owns its queue and its lock. The record
/// does not know of checkpoints, and no result depends on when they are written, or whether.
package final class CheckpointDesk: Sendable {
  /// What checkpoints have cost so far.
  package struct Cost: Equatable, Sendable {
    /// How many were written.
    package var count = 0
    /// Their bytes.
    package var bytes = 0
    /// The seconds that trainings were held up by them.
    package var secondsHeldUp = 0.0
    /// The seconds of hashing and writing beside the trainings.
    package var secondsBeside = 0.0
  }

  /// The folder of a store's checkpoints.
  package let folder: String
  private let queue = DispatchQueue(label: "sweep.checkpoints", qos: .utility)
  private let state = Mutex(State())

  private struct State {
    var pending: Set<String> = []
    var problem: String?
    var hasProblem = false
    var cost = Cost()
  }

  /// The desk of a store.
  package init(store: String) { folder = store + ".checkpoints" }

  /// The file of a trial.
  package func path(of trial: TrialRecord) -> String { "\(folder)/\(trial.contentID).ckpt" }

  /// What was in the way of a checkpoint, told once.
  func takeProblem() -> String? { state.withLock { $0.problem.take() } }

  /// What checkpoints have cost.
  package var cost: Cost { state.withLock { $0.cost } }

  /// Whether the last checkpoint for a file is still to be written.
  func isBusy(_ path: String) -> Bool { state.withLock { $0.pending.contains(path) } }

  /// Writes a checkpoint beside the training.
  ///
  /// - Parameters:
  ///   - checkpoint: What to write.
  ///   - plan: Where.
  ///   - heldUp: The seconds that the training was held up to make it.
  func write(_ checkpoint: TrialCheckpoint, _ plan: CheckpointPlan, heldUp: Double) {
    state.withLock { state in
      state.pending.insert(plan.path)
      state.cost.secondsHeldUp += heldUp
    }
    queue.async {
      let clock = ContinuousClock()
      let start = clock.now
      let pieces = CheckpointFile.pieces(of: checkpoint, plan.key)
      var problem: String?
      // Another process may just remove the folder, because nothing is in it.
      for _ in 0..<3 {
        do throws(FileError) {
          try FileBytes.makeDirectory(self.folder)
          try FileBytes.write(pieces: pieces, to: plan.path)
          problem = nil
          break
        } catch {
          problem = "\(error)"
        }
      }
      self.state.withLock { state in
        state.pending.remove(plan.path)
        state.cost.secondsBeside += (clock.now - start).seconds
        if let problem {
          // Once is enough: a full disk stays full.
          if !state.hasProblem { state.problem = problem }
          state.hasProblem = true
        } else {
          state.cost.count += 1
          state.cost.bytes += pieces.reduce(0) { $0 + $1.count }
        }
      }
    }
  }

  /// Waits until all is written.
  func finish() { queue.sync {} }

  /// Removes a file that is of no more use, after what is still to be written.
  func remove(_ path: String) {
    queue.async { try? FileBytes.remove(path) }
  }

  /// Removes what killed processes have left: checkpoints of trials that have ended, and half files.
  ///
  /// - Parameter trials: Those of a study.
  func tidy(_ trials: [TrialRecord]) {
    guard let names = try? FileBytes.list(folder) else { return }
    let ended = Set(
      trials.filter { $0.state == .done || $0.state == .pruned }.map { "\($0.contentID).ckpt" })
    for name in names where ended.contains(name) || isLeftOver(name) {
      try? FileBytes.remove("\(folder)/\(name)")
    }
  }

  /// Removes the folder if it is empty, once all is written.
  func close() {
    finish()
    FileBytes.removeEmptyDirectory(folder)
  }

  /// Whether a name is `….ckpt.PID.N.tmp` of a process that is gone.
  private func isLeftOver(_ name: String) -> Bool {
    let parts = name.split(separator: ".")
    guard parts.last == "tmp", parts.count > 3, let pid = Int(parts[parts.count - 3]) else {
      return false
    }
    return !Worker.exists(pid: pid)
  }
}
