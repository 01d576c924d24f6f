import SweepConfig

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The process that runs a trial, told apart from any later process with the same number; or a
/// program elsewhere that has it for some time.
public struct Worker: Equatable, Sendable {
  public var host: String
  public var pid: Int
  /// The kernel's name of this boot; empty where there is none.
  public var bootID: String
  /// When the process started, in ticks since boot; 0 where that cannot be known.
  public var startTicks: Int
  /// How long a program elsewhere has the trial without a word from it; `nil` for a process.
  public var lease: Lease?

  /// A time that a trial is given away for, in milliseconds.
  public struct Lease: Equatable, Sendable {
    /// How long it lasts, and lasts again after each report.
    public var length: Int
    /// When it ends, since 1970.
    public var end: Int

    public init(length: Int, end: Int) { (self.length, self.end) = (length, end) }
  }

  public init(host: String, pid: Int, bootID: String, startTicks: Int) {
    self.host = host
    self.pid = pid
    self.bootID = bootID
    self.startTicks = startTicks
  }

  /// A program elsewhere, by a name that the user gave it.
  ///
  /// - Parameters:
  ///   - name: Any name; it takes the place of the host's.
  ///   - lease: How long it has the trial.
  public init(name: String, lease: Lease) {
    self.init(host: name, pid: 0, bootID: "", startTicks: 0)
    self.lease = lease
  }

  /// This process.
  public static func current() -> Worker {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    let host = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let pid = Int(getpid())
    return Worker(host: host, pid: pid, bootID: currentBootID(), startTicks: startTicks(of: pid))
  }

  /// Whether the process still runs, or the lease has not ended.
  ///
  /// A process of another boot counts as gone: a store that was moved to another machine must not
  /// wait for the old one for ever.
  public var isAlive: Bool {
    if let lease { return lease.end > Self.now }
    guard bootID == Worker.currentBootID() else { return false }
    guard startTicks != 0 else { return kill(pid_t(pid), 0) == 0 || errno == EPERM }
    return Worker.startTicks(of: pid) == startTicks
  }

  /// Whether a process of this machine has the number.
  package static func exists(pid: Int) -> Bool { kill(pid_t(pid), 0) == 0 || errno == EPERM }

  /// Milliseconds since 1970.
  private static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
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
