import Dispatch
import Synchronization

/// Runs jobs on Dispatch threads of this process.
///
/// The caller's thread is the only one that hears of events, so records are written by one writer
/// in one order.
public struct LocalEngine: Engine {
  /// How many jobs run at the same time, at least 1.
  public let workers: Int

  /// How long to wait for a message before a tick.
  private let patience: DispatchTimeInterval = .milliseconds(200)

  /// An engine with a number of workers; fewer than 1 count as 1.
  public init(workers: Int) {
    self.workers = max(1, workers)
  }

  public func run<Job: Sendable, Event: Sendable>(
    _ jobs: [Job], stop: StopSignal,
    perform: @escaping @Sendable (Job, _ send: (Event) -> Void) -> Void,
    receive: (EngineMessage<Job, Event>) throws -> Void
  ) throws {
    let queue = JobQueue(jobs)
    let mailbox = Mailbox<WorkerMessage<Job, Event>>()
    let running = min(workers, jobs.count)
    for worker in 0..<running {
      // A serial queue each: the threads of a concurrent queue are limited to the cores.
      DispatchQueue(label: "sweep.worker.\(worker)").async {
        while stop.request == .none, let job = queue.next() {
          mailbox.send(.message(.started(job, worker: worker)))
          perform(job) { mailbox.send(.message(.event(job, worker: worker, $0))) }
          mailbox.send(.message(.finished(job, worker: worker)))
        }
        mailbox.send(.left)
      }
    }
    try drain(mailbox, workers: running, stop: stop, receive: receive)
  }

  /// Hands messages on until every worker has left.
  private func drain<Job: Sendable, Event: Sendable>(
    _ mailbox: Mailbox<WorkerMessage<Job, Event>>, workers: Int, stop: StopSignal,
    receive: (EngineMessage<Job, Event>) throws -> Void
  ) throws {
    var left = 0
    var failure: (any Error)?
    while left < workers {
      let message: EngineMessage<Job, Event>
      switch mailbox.receive(within: patience) {
      case .message(let received): message = received
      case .left:
        left += 1
        continue
      case nil: message = .tick
      }
      guard failure == nil else { continue }
      do {
        try receive(message)
      } catch {
        failure = error
        while stop.request < .now { stop.raise() }
      }
    }
    if let failure { throw failure }
  }
}

/// What a worker sends: a message for the caller, or that it has no more to do.
private enum WorkerMessage<Job: Sendable, Event: Sendable>: Sendable {
  case message(EngineMessage<Job, Event>)
  case left
}

/// The jobs that no worker has taken yet.
///
/// A class because workers share it; it owns a lock.
private final class JobQueue<Job: Sendable>: Sendable {
  private let jobs: [Job]
  private let position = Mutex(0)

  init(_ jobs: [Job]) {
    self.jobs = jobs
  }

  func next() -> Job? {
    position.withLock { position in
      guard position < jobs.count else { return nil }
      defer { position += 1 }
      return jobs[position]
    }
  }
}
