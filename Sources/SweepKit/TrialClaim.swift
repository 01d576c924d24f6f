import Dispatch
import SweepEngine
import Synchronization

/// Whether a worker may train a trial: answered once, by the loop that writes the record.
///
/// Another process may have taken the trial in the meantime. A class because the worker waits for
/// the answer of another thread; it owns the semaphore.
final class TrialClaim: Sendable {
  private let answer = Mutex<Bool?>(nil)
  private let answered = DispatchSemaphore(value: 0)

  /// Answers the waiting worker.
  func settle(_ isGranted: Bool) {
    answer.withLock { $0 = isGranted }
    answered.signal()
  }

  /// Waits for the answer; a run that is stopping may have nobody left to give one.
  func wait(unless stop: StopSignal) -> Bool {
    while answered.wait(timeout: .now() + .milliseconds(100)) != .success {
      if stop.request == .now { return false }
    }
    return answer.withLock { $0 ?? false }
  }
}
