import SweepConfig

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The memory of this process.
enum Memory {
  /// How many bytes are in memory now; 0 where that cannot be known.
  static var resident: Int {
    guard let bytes = try? FileBytes.read("/proc/self/statm") else { return 0 }
    let fields = String(decoding: bytes, as: UTF8.self).split(separator: " ")
    return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * Int(getpagesize())
  }
}
