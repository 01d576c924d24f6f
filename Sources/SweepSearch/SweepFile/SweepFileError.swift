/// One thing that is wrong with a sweep file.
public struct SweepFileError: Error, Equatable, Sendable {
  public enum Reason: Equatable, Sendable {
    /// The file cannot be read; with the system's words.
    case unreadable(String)
    case syntax(column: Int, message: String)
    case missingKey(help: String)
    case unknownKey(nearest: String?, known: [String])
    case wrongType(expected: String, found: String)
    /// The type is right, the value is not.
    case badValue(expected: String, found: String)
    /// One of a few words was expected.
    case unknownWord(found: String, nearest: String?, known: [String])
    case emptyRange(min: String, max: String)
    case continuousInGrid(distribution: String)
    case gridTooLarge(limit: Int)
    case probabilityCount(values: Int, probabilities: Int)
    case probabilitySum(String)
    /// The key was set before.
    case duplicate(firstLine: Int)
    /// A condition, copy or constraint names a key that does not vary.
    case unknownParameter(found: String, nearest: String?)
    /// A condition asks for a value that the other setting never has.
    case neverTaken(key: String, value: String, known: [String])
    /// Conditions and copies that depend on each other, the first one again at the end.
    case circular([String])
    /// A constraint cannot be read.
    case constraintSyntax(column: Int, expected: String, found: String)
    /// A part of a constraint has a type that its operator has no use for.
    case constraintType(operator: String, expected: String, part: String)
    /// No assignment was found that keeps the constraints.
    case constraintsNeverHold
    /// The key is part of a section that another line sets as a whole.
    case insideVaried(section: String, line: Int)
    /// The key is one that each trial's seed is written to.
    case seedKey
    /// `distribution` needs a key that is not there, or has one that it does not use.
    case distributionNeeds(distribution: String, keys: [String])
    case unusedKey(distribution: String, uses: [String])
    /// The config has no such setting.
    case unknownSetting(nearest: String?)
    /// The config's setting has another type.
    case settingType(expected: String, found: String)
    /// What the config says against a value, in its own words.
    case setting(String, help: String?)
  }

  public var reason: Reason
  /// The path of the file; empty for the command line.
  public var file: String
  /// The line, counted from 1; 0 when the file as a whole is meant.
  public var line: Int
  /// The key with its section, for example `[parameters] training.dropout`.
  public var key: String

  public init(_ reason: Reason, file: String, line: Int, key: String) {
    self.reason = reason
    self.file = file
    self.line = line
    self.key = key
  }
}

/// Everything that is wrong with a sweep file, in the order of its lines.
public struct SweepFileErrors: Error, Equatable, Sendable {
  public var errors: [SweepFileError]

  public init(_ errors: [SweepFileError]) {
    self.errors = errors.enumerated().sorted {
      ($0.element.line, $0.offset) < ($1.element.line, $1.offset)
    }
    .map(\.element)
  }
}
