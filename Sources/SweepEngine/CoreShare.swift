import Synchronization

/// What is known of cores before it is known how many trials will run.
public struct CoreRequest: Equatable, Sendable {
  /// The cores to share out.
  public var cores: Int
  /// How many trials run side by side; `nil` to choose.
  public var jobs: Int?
  /// How many threads each trial uses; `nil` to choose.
  public var threads: Int?

  /// A request; by default, all is chosen for the cores of this process.
  public init(cores: Int = Cores.available, jobs: Int? = nil, threads: Int? = nil) {
    self.cores = max(1, cores)
    self.jobs = jobs.map { max(1, $0) }
    self.threads = threads.map { max(1, $0) }
  }
}

/// How cores are shared out: between trials side by side and threads inside of a trial.
///
/// Trials side by side need nothing from each other, so they come first: with no fewer trials than
/// cores, each gets one thread. With fewer, each gets its part of the cores. No bit of a result
/// depends on it.
public struct CoreShare: Equatable, Sendable {
  /// The cores that are shared out.
  public let cores: Int
  /// How many trials run side by side.
  public let jobs: Int
  /// How many threads each trial uses, where that was asked for.
  private let fixedThreads: Int?

  /// Shares cores out to a number of trials.
  public init(_ request: CoreRequest, trials: Int) {
    cores = request.cores
    fixedThreads = request.threads
    jobs = min(request.jobs ?? max(1, cores / (request.threads ?? 1)), max(1, trials))
  }

  /// The threads of one of the running trials.
  ///
  /// - Parameters:
  ///   - rank: Its place among the running ones, from 0. The first ones get what does not divide.
  ///   - running: How many are running; fewer than `jobs` at the end of a sweep, when those that are
  ///     left get the cores that the others had.
  /// - Returns: At least 1.
  public func threads(rank: Int = 0, running: Int) -> Int {
    if let fixedThreads { return fixedThreads }
    let running = max(1, running)
    return max(1, cores / running + (rank < cores % running ? 1 : 0))
  }

  /// The share in words: `2 at a time on 2 cores, 1 thread each`.
  public var description: String {
    let most = threads(rank: 0, running: jobs)
    let least = threads(rank: jobs - 1, running: jobs)
    let threads =
      (least == most ? "\(most)" : "\(least) or \(most)") + " thread"
      + (most == 1 ? "" : "s")
    return "\(jobs) at a time on \(cores) core\(cores == 1 ? "" : "s"), \(threads) each"
  }
}

/// Who of the workers is running, so that each knows its part of the cores.
///
/// A class because all workers look into it; it owns its lock.
public final class RunningTrials: Sendable {
  private let share: CoreShare
  private let seats = Mutex<[Int]>([])

  /// Nobody is running yet.
  public init(_ share: CoreShare) {
    self.share = share
  }

  /// Counts a trial in.
  ///
  /// - Returns: What it is called here.
  public func join() -> Int {
    seats.withLock { seats in
      var seat = 0
      while seats.contains(seat) { seat += 1 }
      seats.append(seat)
      seats.sort()
      return seat
    }
  }

  /// Counts a trial out, whose cores the others get.
  public func leave(_ seat: Int) {
    seats.withLock { $0.removeAll { $0 == seat } }
  }

  /// How many run now.
  public var count: Int { seats.withLock { $0.count } }

  /// How many threads a trial may use now.
  public func threads(of seat: Int) -> Int {
    seats.withLock { seats in
      share.threads(rank: seats.firstIndex(of: seat) ?? 0, running: seats.count)
    }
  }
}
