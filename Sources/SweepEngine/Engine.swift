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

/// What an idle worker is to do.
public enum NextJob<Job: Sendable>: Sendable {
  /// Run a job.
  case run(Job)
  /// Wait: there is nothing now, but there may be after the next message or tick.
  case wait
  /// Leave: there will be nothing more, whatever running jobs do.
  case end
}

/// A place where jobs run side by side.
///
/// An engine decides where jobs run. It knows nothing of what a job does, and its timing must not
/// change any result: jobs get nothing from each other but what `next` gives them.
public protocol Engine: Sendable {
  /// Runs jobs until there are no more, or the stop signal has been raised.
  ///
  /// - Parameters:
  ///   - stop: From `.afterRunningTrials` on, no further job is started. Jobs watch for `.now`
  ///     themselves.
  ///   - next: Gives the next job, on the caller's thread; asked for each idle worker, after each
  ///     message and at least a few times a second. What it throws ends the run like `receive`.
  ///   - perform: Runs one job on a worker; sends events through the closure it is given.
  ///   - receive: Takes every message on the caller's thread, one at a time. What it throws ends
  ///     the run: no further job starts, running ones are asked to stop, and the error is
  ///     rethrown once they did.
  /// - Throws: What `next` or `receive` threw.
  func run<Job: Sendable, Event: Sendable>(
    stop: StopSignal, next: () throws -> NextJob<Job>,
    perform: @escaping @Sendable (Job, _ send: (Event) -> Void) -> Void,
    receive: (EngineMessage<Job, Event>) throws -> Void
  ) throws
}

extension Engine {
  /// Runs jobs that are known from the start, in their order.
  ///
  /// - Throws: What `receive` threw.
  public func run<Job: Sendable, Event: Sendable>(
    _ jobs: [Job], stop: StopSignal,
    perform: @escaping @Sendable (Job, _ send: (Event) -> Void) -> Void,
    receive: (EngineMessage<Job, Event>) throws -> Void
  ) throws {
    var rest = jobs[...]
    try run(
      stop: stop, next: { rest.popFirst().map { .run($0) } ?? .end }, perform: perform,
      receive: receive)
  }
}
