import SweepConfig

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A file's place, size and time of change, and the hash that it has as long as these stay.
struct FileStamp: Equatable, Sendable {
  /// Device, node, size, seconds and nanoseconds.
  var numbers: [Int]
  var sha256: String

  /// Device, node, size and time of a file; `nil` where there is none.
  static func numbers(of path: String) -> [Int]? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    #if canImport(Glibc)
    let time = status.st_mtim
    #else
    let time = status.st_mtimespec
    #endif
    return [
      Int(truncatingIfNeeded: status.st_dev), Int(truncatingIfNeeded: status.st_ino),
      Int(status.st_size), time.tv_sec, time.tv_nsec,
    ]
  }

  var json: JSONObject {
    ["stamp": .array(numbers.map { .integer($0) }), "sha256": .string(sha256)]
  }

  init(numbers: [Int], sha256: String) { (self.numbers, self.sha256) = (numbers, sha256) }

  init?(json: JSONObject) {
    guard let hash = json["sha256"]?.stringValue else { return nil }
    self.init(numbers: json["stamp"]?.arrayValue?.compactMap(\.intValue) ?? [], sha256: hash)
  }
}
