#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The processor cores that this process may use.
public enum Cores {
  /// How many there are, at least 1.
  ///
  /// What `taskset` and cpusets allow counts, and the limit of a container: a quota of 1.5 cores is
  /// 2, as two threads get more out of it than one.
  public static let available: Int = max(1, min(allowed, quota ?? Int.max))

  /// The cores that the scheduler may put this process on.
  private static var allowed: Int {
    // What `sched_getaffinity` tells, which Swift does not import.
    let lines = text("/proc/self/status").split(separator: "\n")
    if let list = lines.first(where: { $0.hasPrefix("Cpus_allowed_list:") }),
      let count = count(ofList: list.dropFirst(18))
    {
      return count
    }
    return Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }

  /// How many numbers a list such as `0-3,8` has; `nil` where it is none.
  package static func count(ofList list: Substring) -> Int? {
    var count = 0
    for part in list.split(separator: ",") {
      let ends = part.split(separator: "-").map { Int(String($0.filter { !$0.isWhitespace })) }
      guard let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last else {
        return nil
      }
      count += last - first + 1
    }
    return count > 0 ? count : nil
  }

  /// The least of the limits of this process's control group and the groups around it.
  private static var quota: Int? {
    var limits: [Int] = []
    // Version 2: one hierarchy, whose line starts with `0::`.
    let lines = text("/proc/self/cgroup").split(separator: "\n")
    var group = lines.first { $0.hasPrefix("0::") }.map { $0.dropFirst(3) } ?? ""
    while true {
      let folder = group == "/" ? "" : group
      if let limit = cores(ofQuota: text("/sys/fs/cgroup\(folder)/cpu.max")) {
        limits.append(limit)
      }
      guard let slash = folder.lastIndex(of: "/") else { break }
      group = folder[..<slash]
    }
    // Version 1, as a container sees its own group.
    let old = ["quota", "period"].map { text("/sys/fs/cgroup/cpu/cpu.cfs_\($0)_us") }
    if let limit = cores(ofQuota: old.joined(separator: " ")) { limits.append(limit) }
    return limits.min()
  }

  /// The cores that a quota and its period in microseconds amount to, rounded up; `nil` where there
  /// is no limit (`max`, `-1`, nothing).
  package static func cores(ofQuota text: String) -> Int? {
    let numbers = text.split(whereSeparator: \.isWhitespace).map { Int($0) ?? 0 }
    guard numbers.count == 2, numbers[0] > 0, numbers[1] > 0 else { return nil }
    return (numbers[0] + numbers[1] - 1) / numbers[1]
  }

  /// The start of a small file; empty where it cannot be read.
  private static func text(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }
}
