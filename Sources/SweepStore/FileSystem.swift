import SweepConfig

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// What the file system of a store can be trusted with.
package enum FileSystem: Equatable, Sendable {
  /// A disk of this machine: WAL works.
  case local
  /// A network or user-space file system, where WAL's shared memory is unsafe.
  case shared(name: String)

  /// The file system that a folder is on; local where that cannot be told.
  package static func of(_ folder: String) -> FileSystem {
    guard let resolved = realpath(folder, nil) else { return .local }
    defer { free(resolved) }
    guard let bytes = try? FileBytes.read("/proc/self/mountinfo") else { return .local }
    let mounts = String(decoding: bytes, as: UTF8.self)
    return of(String(cString: resolved), mounts: mounts)
  }

  /// Looks up an absolute path in the text of `/proc/PID/mountinfo`.
  package static func of(_ path: String, mounts: String) -> FileSystem {
    var best: (length: Int, type: Substring)?
    for line in mounts.split(separator: "\n") {
      let fields = line.split(separator: " ")
      guard fields.count > 6, let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count else {
        continue
      }
      let point = unescaped(fields[4])
      let isAbove = path == point || path.hasPrefix(point == "/" ? "/" : point + "/")
      // Of two mounts on one folder, the later one is seen.
      if isAbove, point.utf8.count >= best?.length ?? 0 {
        best = (point.utf8.count, fields[dash + 1])
      }
    }
    guard let type = best?.type else { return .local }
    return isShared(type) ? .shared(name: String(type)) : .local
  }

  private static func isShared(_ type: Substring) -> Bool {
    sharedTypes.contains(String(type)) || type == "fuse" || type.hasPrefix("fuse.")
  }

  private static let sharedTypes: Set<String> = [
    "9p", "afs", "beegfs", "ceph", "cifs", "coda", "gfs2", "glusterfs", "gpfs", "lustre", "ncpfs",
    "nfs", "nfs4", "ocfs2", "pvfs2", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs",
  ]

  /// The kernel writes a blank in a path as `\040`.
  private static func unescaped(_ field: Substring) -> String {
    guard field.contains("\\") else { return String(field) }
    var bytes: [UInt8] = []
    var rest = Array(field.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = String(decoding: rest.prefix(3), as: UTF8.self)
      if byte == UInt8(ascii: "\\"), let code = UInt8(digits, radix: 8) {
        bytes.append(code)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
