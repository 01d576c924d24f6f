import Synchronization

/// How far a running sweep has been asked to stop.
public enum StopRequest: Int, Comparable, Sendable {
  /// Nothing was asked.
  case none = 0
  /// Running trials are finished, no further one is started.
  case afterRunningTrials = 1
  /// Running trials stop before their next step.
  case now = 2

  public static func < (a: StopRequest, b: StopRequest) -> Bool { a.rawValue < b.rawValue }
}

/// A request to stop, raised by a signal handler or a test and read by every worker.
///
/// A class because all workers look at the same flag; it holds one atomic number, so it needs no
/// lock.
public final class StopSignal: Sendable {
  private let level = Atomic<Int>(0)

  /// No request yet.
  public init() {}

  /// What has been asked so far.
  public var request: StopRequest {
    StopRequest(rawValue: min(level.load(ordering: .relaxed), StopRequest.now.rawValue)) ?? .now
  }

  /// Asks for one step more: first to finish running trials only, then to stop now.
  ///
  /// - Returns: What is asked from now on.
  @discardableResult
  public func raise() -> StopRequest {
    let (_, count) = level.add(1, ordering: .relaxed)
    return StopRequest(rawValue: min(count, StopRequest.now.rawValue)) ?? .now
  }
}
