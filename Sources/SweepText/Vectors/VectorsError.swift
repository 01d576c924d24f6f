/// A file of word vectors that cannot be used.
public struct VectorsError: Error, Equatable, Sendable {
  /// What is wrong at one place of a file.
  public struct Problem: Equatable, Sendable {
    /// The line, from 1; `nil` for a file without lines.
    public let line: Int?
    public let expected: String
    public let found: String
  }

  /// The most problems that are kept.
  public static let limit = 20

  public let file: String
  /// At most `limit` problems, in the order of the file.
  public let problems: [Problem]
  /// How many more there are.
  public let omitted: Int
  /// What to do about it, beyond giving a correct file.
  public let help: String?

  init(file: String, _ problems: [Problem], omitted: Int = 0, help: String? = nil) {
    self.file = file
    self.problems = problems
    self.omitted = omitted
    self.help = help
  }

  init(file: String, line: Int? = nil, expected: String, found: String, help: String? = nil) {
    self.init(file: file, [Problem(line: line, expected: expected, found: found)], help: help)
  }
}

extension VectorsError: CustomStringConvertible {
  public var description: String {
    var lines = problems.map { problem in
      "\(file)\(problem.line.map { ":\($0)" } ?? ""): expected \(problem.expected), "
        + "found \(problem.found)"
    }
    if omitted > 0 { lines.append("\(file): \(omitted) more lines with errors") }
    if let help { lines.append("  help: \(help)") }
    return lines.joined(separator: "\n")
  }
}
