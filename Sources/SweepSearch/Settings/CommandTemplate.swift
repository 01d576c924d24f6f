public import SweepConfig

/// A word of a command with placeholders: `--lr={variables.learn_rate}`.
///
/// `{{` and `}}` stand for braces.
public struct CommandTemplate: Equatable, Sendable {
  /// A part of a word.
  public enum Part: Equatable, Sendable {
    case literal(String)
    /// What stands in braces.
    case placeholder(String)
  }

  public let parts: [Part]

  /// The placeholders that are not keys of the config.
  public static let names = [
    "config", "config.json", "config.toml", "seed", "folder", "sweep", "study", "trial", "id",
  ]

  /// What is wrong with a word.
  public struct Problem: Error, Equatable, Sendable {
    public var expected: String
    public var found: String
  }

  /// Reads a word.
  ///
  /// - Throws: `Problem` where braces are not in pairs or have nothing between them.
  public init(parsing text: String) throws(Problem) {
    var parts: [Part] = []
    var literal = ""
    var rest = Substring(text)
    while let character = rest.popFirst() {
      if character == "{" || character == "}", rest.first == character {
        literal.append(character)
        rest.removeFirst()
      } else if character == "{" {
        guard let end = rest.firstIndex(of: "}"), end > rest.startIndex else {
          throw Problem(
            expected: "a name and a } after each {, or {{ for a brace", found: "\"\(text)\"")
        }
        if !literal.isEmpty { parts.append(.literal(literal)) }
        literal = ""
        parts.append(.placeholder(String(rest[..<end])))
        rest = rest[rest.index(after: end)...]
      } else if character == "}" {
        throw Problem(expected: "a { before each }, or }} for a brace", found: "\"\(text)\"")
      } else {
        literal.append(character)
      }
    }
    if !literal.isEmpty { parts.append(.literal(literal)) }
    self.parts = parts
  }

  /// The placeholders in their order.
  public var placeholders: [String] {
    parts.compactMap { if case .placeholder(let name) = $0 { name } else { nil } }
  }

  /// The word with values in place.
  public func text(_ value: (String) -> String) -> String {
    parts.map { part in
      switch part {
      case .literal(let text): text
      case .placeholder(let name): value(name)
      }
    }.joined()
  }
}

extension JSONValue {
  /// The value as a word of a command: texts as they are, all else as JSON.
  public var commandWord: String { stringValue ?? serialized(.compact) }
}
