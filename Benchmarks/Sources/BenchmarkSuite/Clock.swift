#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A moment: the processor time of this process, all threads, and the time on the wall, in seconds.
///
/// Processor time hardly depends on what else the machine does, and is what one thread is measured
/// by; several threads are measured on the wall.
struct Moment {
  let processor: Double
  let wall: Double

  /// Now.
  init() {
    var usage = rusage()
    // 0 is RUSAGE_SELF, which Glibc declares as an enumeration that its function does not take.
    getrusage(0, &usage)
    processor = Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime)
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    wall = Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// A time that the system gives in seconds and microseconds.
  static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) * 1e-6
  }
}

/// Values of several rounds.
package struct Samples {
  package private(set) var values: [Double] = []

  package init() {}

  package mutating func note(_ value: Double) { values.append(value) }

  var largest: Double { values.max() ?? 0 }
  var smallest: Double { values.min() ?? 0 }

  /// The middle value; the mean of the two middle ones of an even number.
  package var median: Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}

/// Units of work per second, over several rounds.
struct Rates {
  /// Per second of processor time.
  private(set) var processor = Samples()
  /// Per second on the wall.
  private(set) var wall = Samples()

  /// Notes a round that did `amount` since `start`.
  mutating func note(_ amount: Double, since start: Moment) {
    let end = Moment()
    processor.note(amount / max(end.processor - start.processor, 1e-9))
    wall.note(amount / max(end.wall - start.wall, 1e-9))
  }

  /// The middle round by processor time.
  var median: Double { processor.median }
}

/// How often to repeat work so that one measurement takes about 10 ms, found by trying.
func repetitions(_ work: () -> Void) -> Int {
  var count = 1
  while true {
    let start = Moment()
    for _ in 0..<count { work() }
    let seconds = Moment().processor - start.processor
    if seconds > 2e-3 { return max(1, Int(Double(count) * 10e-3 / seconds)) }
    count *= 4
  }
}
