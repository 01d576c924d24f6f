/// What a config got wrong, and where.
///
/// The cases carry facts; the sentences are made in one place, `ConfigError+Description.swift`, so
/// that a test can hold every message to the same shape.
public struct ConfigError: Error, Equatable, Sendable {
  public enum Reason: Equatable, Sendable {
    // The text
    case unreadable(cause: String)
    case noSection(text: String)
    case noDelimiter(text: String)
    case strayClosingBracket(text: String)
    case duplicateSection(firstLine: Int)
    case duplicateKey(firstLine: Int)
    case reservedSection
    case undeclaredParent(name: String, nearest: String?)
    case conflictingValues
    case tooDeep(limit: Int)

    // Variables
    case unknownVariable(name: String, nearest: String?)
    case variableCycle(value: String)
    case unclosedVariable(text: String)
    case loneDollar(text: String)
    case sectionInsideText(name: String)
    case unresolvedVariable(value: String)

    // Overrides
    case overrideSyntax(text: String)
    case overrideWithoutSection
    case overrideOfUnknownSection(name: String, nearest: String?)

    // Keys and values
    case missingKey
    case missingSection
    case unknownKey(nearest: String?)
    case unknownSection(name: String, nearest: String?)
    case unknownSetting(nearest: String?)
    case wrongType(expected: String, found: String)
    case invalidValue(expected: String, found: String)

    // Warnings
    case singleQuotes(text: String)
    case loggerFallsBack(name: String)

    // Functions
    case missingFunction(registry: String)
    case severalFunctions(names: [String])
    case unknownRegistry(name: String, nearest: String?)
    case unknownFunction(registry: String, name: String, nearest: String?)
    case customFunction(registry: String, name: String, available: [String])
    case notRunNatively(registry: String, name: String, available: [String])

    // Components
    case unknownComponent(name: String, nearest: String?)
    case componentWithoutFactory
    case unknownFactory(name: String, nearest: String?)

    /// Anything else: what is wrong and, if there is something to do about it, what.
    case other(what: String, help: String?)
  }

  public var reason: Reason
  public var location: ConfigLocation

  public init(_ reason: Reason, at location: ConfigLocation) {
    self.reason = reason
    self.location = location
  }
}

/// All problems of a config, found in one go, in the order of the file.
public struct ConfigErrors: Error, Equatable, Sendable {
  public var errors: [ConfigError]

  public init(_ errors: [ConfigError]) { self.errors = errors }
}

/// A place in a config: `configs/ner.cfg:41: [training.optimizer] learn_rate`.
public struct ConfigLocation: Hashable, Sendable {
  /// The file's path as given, or where else a value came from, such as `command line`.
  public var file: String
  /// The line from 1; 0 where there are no lines.
  public var line: Int
  public var section: String
  public var key: String?

  public init(file: String, line: Int, section: String, key: String? = nil) {
    self.file = file
    self.line = line
    self.section = section
    self.key = key
  }
}
