public import SweepConfig
import SweepTensors
import SweepTraining

/// Whether a config trains natively, and all that is in the way where it does not.
public struct NativeCheck: Sendable {
  /// One thing that is in the way.
  public struct Problem: Equatable, Sendable {
    /// File, line and setting.
    public var place: String
    public var what: String
    public var help: String?
  }

  /// The config file.
  public let path: String
  /// Everything that is in the way, in the order of the config; none where it runs natively.
  public let problems: [Problem]
  /// What is odd about the config but no error.
  public let warnings: [String]
  /// The components, where they are known.
  public let components: [String]
  /// Whether the file is a config of spaCy's at all, so that `spacy train` may run it.
  public let isSpacy: Bool

  public var isNative: Bool { problems.isEmpty }

  /// Checks a config.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - overrides: From the command line.
  ///   - environment: Its `SPACY_CONFIG_OVERRIDES` count.
  ///   - registry: What runs natively.
  /// - Throws: `FileError` when the file cannot be read, `ConfigErrors` where it is no config.
  public init(
    path: String, overrides: [ConfigOverride] = [], environment: [String: String],
    registry: Registry
  ) throws {
    self.path = path
    // What cannot be parsed runs nowhere.
    let written = try LoadedConfig(asWritten: path, environment: environment)
    isSpacy =
      written.config["nlp.pipeline"]?.arrayValue != nil && written.config["training"] != nil
    components =
      written.config.resolvedValue(of: "nlp.pipeline")?.arrayValue?.compactMap(\.stringValue) ?? []
    var found: [ConfigError] = []
    var warnings: [String] = []
    func collect(_ body: () throws -> Void) throws {
      do { try body() } catch let errors as ConfigErrors {
        for error in errors.errors where !found.contains(error) { found.append(error) }
      }
    }
    try collect {
      let loaded = try LoadedConfig(
        path: path, overrides: overrides, environment: environment, registry: registry)
      warnings = loaded.warnings
      try loaded.config.interpolated().checkTrainable(registry)
    }
    if isSpacy, !found.isEmpty {
      // What is wrong with a part says nothing of the others.
      let base = (try? written.config.overriding(overrides)) ?? written.config
      let filled = base.filledWherePossible(with: registry).config
      let broken = found.map(\.location)
      try collect {
        try filled.interpolatedWherePossible().config.checkTrainable(registry, besides: broken)
      }
      let lines = found.enumerated().sorted {
        ($0.element.location.line, $0.offset) < ($1.element.location.line, $1.offset)
      }
      found = lines.map(\.element)
    }
    self.warnings = warnings
    problems = found.map { error in
      let lines = error.description.split(separator: "\n", maxSplits: 1).map(String.init)
      let (place, what) = Self.split(lines.first ?? "", at: "\(error.location)")
      let help = lines.dropFirst().first.map { text in
        String(text.drop { $0 == " " }).replacingPrefix("help: ")
      }
      return Problem(place: place, what: what, help: help)
    }
  }

  /// The place and the rest of a message.
  private static func split(_ text: String, at place: String) -> (String, String) {
    guard text.hasPrefix(place + ": ") else { return ("", text) }
    return (place, String(text.dropFirst(place.count + 2)))
  }

  /// The check for people.
  public var text: String {
    guard !isNative else {
      let list = components.isEmpty ? "" : " (\(components.joined(separator: ", ")))"
      return (["✔ \(path) runs natively\(list)"] + warnings.map { "⚠ \($0)" })
        .joined(separator: "\n")
    }
    let count = problems.count == 1 ? "1 reason" : "\(problems.count) reasons"
    var lines = ["✘ \(path) does not run natively, for \(count):"]
    for problem in problems {
      lines.append("  " + (problem.place.isEmpty ? "" : problem.place + ": ") + problem.what)
      if let help = problem.help { lines.append("    help: \(help)") }
    }
    lines.append(
      isSpacy
        ? "  `spacy train` runs what Python has: engine = \"spacy\" in a sweep file, python = \"…\" "
          + "with the Python that has it"
        : "  it has no [nlp] pipeline and [training]: a program of its own may read it, with "
          + "engine = \"command\" in a sweep file")
    return lines.joined(separator: "\n")
  }

  /// The check for scripts.
  public var json: JSONValue {
    .object([
      "config": .string(path), "native": .bool(isNative),
      "components": .array(components.map { .string($0) }),
      "problems": .array(
        problems.map {
          .object([
            "place": .string($0.place), "problem": .string($0.what),
            "help": $0.help.map { .string($0) } ?? .null,
          ])
        }),
      "warnings": .array(warnings.map { .string($0) }),
      "engine": .string(isNative ? "native" : isSpacy ? "spacy" : "command"),
    ])
  }
}

extension String {
  fileprivate func replacingPrefix(_ prefix: String) -> String {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
  }
}

extension Config {
  /// Checks as `checkTrainable` does all but some places, which are known to be wrong.
  fileprivate func checkTrainable(
    _ registry: Registry, besides broken: [ConfigLocation]
  ) throws(ConfigErrors) {
    do throws(ConfigErrors) {
      try checkTrainable(registry)
    } catch {
      let others = error.errors.filter { error in
        let place = error.location
        return !broken.contains { known in
          place.section.hasPrefix(known.section + ".")
            || place.section == known.section
              && (place.key == nil || known.key == nil || place.key == known.key)
        }
      }
      if !others.isEmpty { throw ConfigErrors(others) }
    }
  }
}
