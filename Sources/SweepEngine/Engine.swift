/// What an engine reports about its jobs, in the order in which things happened.
public enum EngineMessage<Job: Sendable, Event: Sendable>: Sendable {
  /// A worker took a job.
  case started(Job, worker: Int)
  /// A running job sent an event.
  case event(Job, worker: Int, Event)
  /// A worker is done with a job.
  case finished(Job, worker: Int)
  /// Nothing happened for a while: time to redraw a clock.
  case tick
}

/// A place where jobs run side by side.
///
/// An engine decides which jobs run when and where. It knows nothing of what a job does, and its
/// timing must not change any result: jobs get nothing from each other.
public protocol Engine: Sendable {
  /// Runs all jobs and returns when none is left or the stop signal has emptied the queue.
  ///
  /// - Parameters:
  ///   - jobs: What to run, taken in this order.
  ///   - stop: From `.afterRunningTrials` on, no further job is started. Jobs watch for `.now`
  ///     themselves.
  ///   - perform: Runs one job on a worker; sends events through the closure it is given.
  ///   - receive: Takes every message on the caller's thread, one at a time. What it throws ends
  ///     the run: no further job starts, running ones are asked to stop, and the error is
  ///     rethrown once they did.
  /// - Throws: What `receive` threw.
  func run<Job: Sendable, Event: Sendable>(
    _ jobs: [Job], stop: StopSignal,
    perform: @escaping @Sendable (Job, _ send: (Event) -> Void) -> Void,
    receive: (EngineMessage<Job, Event>) throws -> Void
  ) throws
}
