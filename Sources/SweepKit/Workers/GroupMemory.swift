import SweepConfig
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The memory of a process group, looked at now and then.
///
/// A class because a look is remembered; it owns its lock.
final class GroupMemory: Sendable {
  private let last = Mutex<(time: ContinuousClock.Instant, bytes: Int)?>(nil)

  /// How many bytes the processes of a group have in memory: as of half a second ago at most.
  func bytes(of group: Int32) -> Int {
    let now = ContinuousClock().now
    return last.withLock { last in
      if let last, now - last.time < .milliseconds(500) { return last.bytes }
      let bytes = Self.sum(group)
      last = (now, bytes)
      return bytes
    }
  }

  private static func sum(_ group: Int32) -> Int {
    let names = (try? FileBytes.list("/proc")) ?? []
    var pages = 0
    for name in names where name.utf8.first.map({ $0 >= 0x30 && $0 <= 0x39 }) == true {
      guard let bytes = try? FileBytes.read("/proc/\(name)/stat"),
        let end = bytes.lastIndex(of: UInt8(ascii: ")"))
      else { continue }
      // From the third field on: state, parent, group, …, the 24th is the resident pages.
      let fields = String(decoding: bytes[(end + 1)...], as: UTF8.self).split(separator: " ")
      guard fields.count > 21, fields[2] == "\(group)" else { continue }
      pages += Int(fields[21]) ?? 0
    }
    return pages * Int(getpagesize())
  }
}
