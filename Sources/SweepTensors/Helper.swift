import CKernels
import Dispatch
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A piece of work with parts that any thread may take, until the caller closes it.
final class SharedWork: Sendable {
  /// Added to `entered` when the work is closed: no more threads come in.
  private static let closed = 1 << 32

  private let count: Int
  private let next = Atomic(0)
  private let entered = Atomic(0)
  private let left = Atomic(0)
  /// Valid until `close` returns; nobody who came too late looks at it.
  private nonisolated(unsafe) let body: UnsafePointer<(Int) -> Void>

  init(_ count: Int, _ body: UnsafePointer<(Int) -> Void>) {
    self.count = count
    self.body = body
  }

  /// Takes parts until there are none left.
  func run() {
    let body = body.pointee
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      body(index)
    }
  }

  /// Takes part, unless the work is closed.
  func help() {
    guard entered.add(1, ordering: .acquiringAndReleasing).oldValue < Self.closed else { return }
    run()
    left.add(1, ordering: .releasing)
  }

  /// Waits for those who took part; who did not begin is not waited for.
  func close() {
    let helpers = entered.add(Self.closed, ordering: .acquiringAndReleasing).oldValue
    var rounds = 0
    while left.load(ordering: .acquiring) < helpers {
      rounds += 1
      if rounds < 2000 { sweep_pause() } else { sched_yield() }
    }
  }
}

/// A thread that helps others with their work for as long as the process lives.
///
/// Between two pieces of work it looks out for the next one for a moment before it sleeps: to wake a
/// sleeping thread can take longer than the work. A class because it is a thread.
final class Helper: Sendable {
  /// The helpers that nobody has engaged.
  private static let idle = Mutex<[Helper]>([])
  /// How often a helper looks before it sleeps: about a tenth of a millisecond; not at all where
  /// there is no other core that could post something meanwhile.
  private static let patience = sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1 ? 4000 : 0

  private let work = Mutex<SharedWork?>(nil)
  private let posted = Atomic(0)
  private let isAsleep = Atomic(false)
  private let bell = DispatchSemaphore(value: 0)

  private init() {
    // A serial queue each: the threads of a concurrent one are limited to the cores.
    DispatchQueue(label: "sweep.helper").async { self.serve() }
  }

  /// Engages a number of helpers while `body` runs.
  static func engage(_ count: Int, _ body: ([Helper]) -> Void) {
    var helpers = idle.withLock { idle in
      let taken = Array(idle.suffix(count))
      idle.removeLast(taken.count)
      return taken
    }
    while helpers.count < count { helpers.append(Helper()) }
    body(helpers)
    idle.withLock { $0 += helpers }
  }

  /// Gives the helper something to take part in.
  func post(_ shared: SharedWork) {
    work.withLock { $0 = shared }
    posted.add(1, ordering: .sequentiallyConsistent)
    if isAsleep.exchange(false, ordering: .sequentiallyConsistent) { bell.signal() }
  }

  private func serve() {
    var seen = 0
    while true {
      seen = waitForMore(than: seen)
      let shared = work.withLock { work in
        defer { work = nil }
        return work
      }
      shared?.help()
    }
  }

  /// Waits until something new was posted.
  private func waitForMore(than seen: Int) -> Int {
    for _ in 0..<Self.patience {
      let now = posted.load(ordering: .acquiring)
      if now != seen { return now }
      sweep_pause()
    }
    isAsleep.store(true, ordering: .sequentiallyConsistent)
    // What was posted in between finds nobody asleep, or has rung the bell.
    if posted.load(ordering: .sequentiallyConsistent) == seen
      || !isAsleep.exchange(false, ordering: .sequentiallyConsistent)
    {
      bell.wait()
    }
    return posted.load(ordering: .acquiring)
  }
}
