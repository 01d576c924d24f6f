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
    stop: StopSignal, next: () throws -> NextJob<Job>,
    perform: @escaping @Sendable (Job, _ send: (Event) -> Void) -> Void,
    receive: (EngineMessage<Job, Event>) throws -> Void
  ) throws {
    let mailbox = Mailbox<EngineMessage<Job, Event>>()
    let desks = (0..<workers).map { _ in Mailbox<Job?>() }
    for (worker, desk) in desks.enumerated() {
      // A serial queue each: the threads of a concurrent queue are limited to the cores.
      DispatchQueue(label: "sweep.worker.\(worker)").async {
        while let job = desk.wait() {
          perform(job) { mailbox.send(.event(job, worker: worker, $0)) }
          mailbox.send(.finished(job, worker: worker))
        }
      }
    }
    defer { for desk in desks { desk.send(nil) } }
    var idle = Array(desks.indices)
    var failure: (any Error)?
    // What fails ends the run, but not before the running jobs have ended.
    func attempt(_ body: () throws -> Void) {
      guard failure == nil else { return }
      do {
        try body()
      } catch {
        failure = error
        while stop.request < .now { stop.raise() }
      }
    }
    while true {
      var isOver = stop.request != .none || failure != nil
      while !isOver, let worker = idle.first {
        var given = NextJob<Job>.end
        attempt { given = try next() }
        guard case .run(let job) = given else {
          if case .end = given { isOver = true }
          break
        }
        idle.removeFirst()
        attempt { try receive(.started(job, worker: worker)) }
        desks[worker].send(job)
      }
      if isOver, idle.count == workers { break }
      let message = mailbox.receive(within: patience) ?? .tick
      if case .finished(_, let worker) = message {
        idle = (idle + [worker]).sorted()
      }
      attempt { try receive(message) }
    }
    if let failure { throw failure }
  }
}
