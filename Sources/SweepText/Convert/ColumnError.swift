/// A line of a column file that cannot be read.
public struct ColumnError: Error, Equatable, Sendable {
  /// What is wrong.
  public enum Reason: Equatable, Sendable {
    case notUTF8(byte: Int)
    case wrongColumns(expected: Int, found: Int)
    /// A line with a word and no tag.
    case tooFewColumns(found: Int)
    /// A token of a sentence that is not `word|tag|iob` or `word|iob`.
    case wrongToken(String, parts: Int)
    case unknownTag(String)
    /// A line with another number of columns than the format has.
    case wrongFields(expected: Int, found: Int)
    /// What was expected and what was found, in words.
    case malformed(String)

    /// Whether only files without columns of entity tags can have it.
    package var isOfOtherFormat: Bool {
      switch self {
      case .wrongFields, .malformed: true
      default: false
      }
    }
  }

  public let reason: Reason
  /// The line, from 1.
  public let line: Int

  public init(_ reason: Reason, line: Int) {
    self.reason = reason
    self.line = line
  }
}

/// Everything that is wrong with a column file, or the first part of it.
public struct ColumnErrors: Error, Equatable, Sendable {
  /// The most errors that are kept.
  public static let limit = 20

  public let file: String
  /// At most `limit` errors, in the order of their lines.
  public let errors: [ColumnError]
  /// How many more there are.
  public let omitted: Int

  init(file: String, _ errors: [ColumnError]) {
    self.file = file
    self.errors = Array(errors.prefix(Self.limit))
    omitted = errors.count - self.errors.count
  }
}
