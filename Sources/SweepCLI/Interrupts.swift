import Dispatch
import Foundation
import SweepEngine

/// Turns Ctrl-C and SIGTERM into requests to stop.
///
/// The first Ctrl-C finishes running trials, the second stops them at their next step, a third ends the
/// process as usual. SIGTERM stops at once: whoever sends it may not wait for long.
///
/// A class because it owns the signal sources for as long as it lives.
final class Interrupts {
  private let sources: [any DispatchSourceSignal]

  /// Starts listening.
  ///
  /// - Parameters:
  ///   - stop: Raised by each signal.
  ///   - announce: Told of each request, on a Dispatch thread; by default nobody is.
  init(_ stop: StopSignal, announce: @escaping @Sendable (StopRequest) -> Void = { _ in }) {
    // A queue of its own: workers may keep every thread of the global queues busy.
    let queue = DispatchQueue(label: "sweep.interrupts", qos: .userInteractive)
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        if stop.request == .now { signal(number, SIG_DFL); raise(number) }
        if number == SIGTERM, stop.request == .none { stop.raise() }
        announce(stop.raise())
      }
      source.resume()
      return source
    }
  }

  deinit {
    for source in sources { source.cancel() }
    signal(SIGINT, SIG_DFL)
    signal(SIGTERM, SIG_DFL)
  }
}
