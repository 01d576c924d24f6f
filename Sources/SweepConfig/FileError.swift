/// A file or directory that could not be read or written, and the system's reason.
public struct FileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was tried.
  public enum Operation: String, Equatable, Sendable {
    case read
    case write
    case list
    case makeDirectory = "create the directory"
    case remove
  }

  /// What was tried.
  public let operation: Operation
  /// The path as it was given.
  public let path: String
  /// The system's error number, or 0 when the refusal is ours.
  public let code: Int32
  /// The reason in words, such as `No such file or directory`.
  public let reason: String

  /// The error of one operation on one path.
  public init(_ operation: Operation, _ path: String, code: Int32, reason: String) {
    self.operation = operation
    self.path = path
    self.code = code
    self.reason = reason
  }

  public var description: String { "\(path): cannot \(operation.rawValue): \(reason)" }
}
