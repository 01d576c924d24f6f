#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The processor time of this process so far, in seconds: user and system.
///
/// Unlike time on the wall it hardly depends on what else the machine does.
func processorSeconds() -> Double {
  var usage = rusage()
  // 0 is RUSAGE_SELF, which Glibc declares as an enumeration that its function does not take.
  getrusage(0, &usage)
  func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
  return seconds(usage.ru_utime) + seconds(usage.ru_stime)
}

/// Units of work per second of processor time, over several rounds.
struct Rates {
  private var values: [Double] = []

  /// Notes a round that did `amount` since the processor time was `start`.
  mutating func note(_ amount: Double, since start: Double) {
    values.append(amount / max(processorSeconds() - start, 1e-9))
  }

  /// The fastest round.
  var best: Double { values.max() ?? 0 }

  /// The middle round; the mean of the two middle ones of an even number.
  var median: Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
