/// A regular expression that cannot be used, and where.
public struct PatternError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Equatable, Sendable {
    /// Something that Python's `re` has and patterns here have not.
    case unsupported(String)
    /// Something that Python's `re` refuses, too.
    case malformed(String)
    /// A pattern that needs more steps or levels than `limit`.
    case tooLarge(limit: Int)
  }

  public let reason: Reason
  /// Where, in Unicode scalars from the start of the pattern.
  public let offset: Int

  init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }

  public var description: String {
    switch reason {
    case .unsupported(let what): "character \(offset): \(what) is not supported"
    case .malformed(let what): "character \(offset): \(what)"
    case .tooLarge(let limit): "character \(offset): more than \(limit) parts in one another"
    }
  }
}
