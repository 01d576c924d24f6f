import SweepConfig

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The process that runs a trial, told apart from any later process with the same number.
public struct Worker: Equatable, Sendable {
  public var host: String
  public var pid: Int
  /// The kernel's name of this boot; empty where there is none.
  public var bootID: String
  /// When the process started, in ticks since boot; 0 where that cannot be known.
  public var startTicks: Int

  public init(host: String, pid: Int, bootID: String, startTicks: Int) {
    self.host = host
    self.pid = pid
    self.bootID = bootID
    self.startTicks = startTicks
  }

  /// This process.
  public static func current() -> Worker {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    let host = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let pid = Int(getpid())
    return Worker(host: host, pid: pid, bootID: currentBootID(), startTicks: startTicks(of: pid))
  }

  /// Whether the process still runs.
  ///
  /// A process of another boot counts as gone: a store that was moved to another machine must not
  /// wait for the old one for ever.
  public var isAlive: Bool {
    guard bootID == Worker.currentBootID() else { return false }
    guard startTicks != 0 else { return kill(pid_t(pid), 0) == 0 || errno == EPERM }
    return Worker.startTicks(of: pid) == startTicks
  }

  private static func currentBootID() -> String {
    let bytes = try? FileBytes.read("/proc/sys/kernel/random/boot_id")
    return String(decoding: bytes?.prefix { $0 != 10 } ?? [], as: UTF8.self)
  }

  /// Field 22 of `/proc/PID/stat`; the second field may hold blanks and brackets.
  private static func startTicks(of pid: Int) -> Int {
    guard let bytes = try? FileBytes.read("/proc/\(pid)/stat"),
      let end = bytes.lastIndex(of: UInt8(ascii: ")"))
    else { return 0 }
    let fields = String(decoding: bytes[(end + 1)...], as: UTF8.self).split(separator: " ")
    return fields.count > 19 ? Int(fields[19]) ?? 0 : 0
  }
}
