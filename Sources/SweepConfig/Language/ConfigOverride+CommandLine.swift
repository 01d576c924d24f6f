extension ConfigOverride {
  /// Reads overrides from the arguments of a command: `--a.b value`, `--a.b=value`, or `--a.b`
  /// alone for `true`.
  ///
  /// A value is JSON if it reads as JSON, else a string. In the form with `=`, dashes in the key
  /// mean underscores.
  ///
  /// - Parameters:
  ///   - arguments: The arguments, none of which is an option of the command's own.
  ///   - origin: Where they come from, for messages.
  /// - Returns: The overrides in order.
  /// - Throws: `ConfigErrors` with each argument that is no override.
  /// - Source: spaCy 3.8, `parse_config_overrides`.
  public static func parsing(
    arguments: [String], origin: String = "command line"
  ) throws(ConfigErrors) -> [ConfigOverride] {
    var overrides: [ConfigOverride] = []
    var errors: [ConfigError] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--"), argument.count > 2 else {
        errors.append(error(.overrideSyntax(text: argument.shortened), origin))
        continue
      }
      let option = argument.dropFirst(2)
      let override: ConfigOverride
      if let equals = option.firstIndex(of: "=") {
        let key = option[..<equals].split(separator: "-", omittingEmptySubsequences: false)
          .joined(separator: "_")
        override = parsed(key, String(option[option.index(after: equals)...]), origin)
      } else if let value = rest.first, !value.hasPrefix("--") {
        rest.removeFirst()
        override = parsed(String(option), value, origin)
      } else {
        override = ConfigOverride(String(option), true, origin: origin)
      }
      if override.key.contains(".") {
        overrides.append(override)
      } else {
        errors.append(
          ConfigError(
            .overrideWithoutSection,
            at: ConfigLocation(file: origin, line: 0, section: "", key: override.key)))
      }
    }
    guard errors.isEmpty else { throw ConfigErrors(errors) }
    return overrides
  }

  /// Reads overrides from the value of an environment variable such as `SPACY_CONFIG_OVERRIDES`.
  ///
  /// - Parameters:
  ///   - environment: The value, such as `--training.max_steps 2 --nlp.batch_size=16`, which is
  ///     split as a shell does it.
  ///   - variable: The variable's name, for messages.
  /// - Returns: The overrides in order.
  /// - Throws: `ConfigErrors` with each word that is no override, or when a quote is not closed.
  public static func parsing(
    environment: String, variable: String = "SPACY_CONFIG_OVERRIDES"
  ) throws(ConfigErrors) -> [ConfigOverride] {
    guard let words = ShellWords.split(environment) else {
      throw ConfigErrors([error(.overrideSyntax(text: environment.shortened), variable)])
    }
    return try parsing(arguments: words, origin: variable)
  }

  /// Reads a value as the command line does: JSON if it is JSON, else a string.
  ///
  /// - Parameter text: The text of the value.
  /// - Returns: The value.
  public static func value(of text: String) -> JSONValue {
    (try? JSONValue(parsing: text)) ?? .string(text)
  }

  private static func parsed(_ key: String, _ text: String, _ origin: String) -> ConfigOverride {
    ConfigOverride(key, value(of: text), origin: origin)
  }

  private static func error(_ reason: ConfigError.Reason, _ origin: String) -> ConfigError {
    ConfigError(reason, at: ConfigLocation(file: origin, line: 0, section: ""))
  }
}

/// Splits a line into words as a shell does: at blanks, with quotes and backslashes.
enum ShellWords {
  /// The words of a line; `nil` when a quote is not closed or a backslash ends it.
  static func split(_ line: String) -> [String]? {
    var words: [String] = []
    var word: String?
    var quote: Unicode.Scalar?
    var isEscaped = false
    for scalar in line.unicodeScalars {
      if isEscaped {
        // Within double quotes, a backslash is itself except before a quote or a backslash.
        if quote == "\"", scalar != "\"", scalar != "\\" { word = (word ?? "") + "\\" }
        word = (word ?? "") + String(scalar)
        isEscaped = false
      } else if scalar == "\\", quote != "'" {
        isEscaped = true
      } else if let open = quote {
        if scalar == open { quote = nil } else { word = (word ?? "") + String(scalar) }
      } else if scalar == "'" || scalar == "\"" {
        quote = scalar
        word = word ?? ""
      } else if scalar.properties.isWhitespace {
        if let word { words.append(word) }
        word = nil
      } else {
        word = (word ?? "") + String(scalar)
      }
    }
    if let word { words.append(word) }
    return quote == nil && !isEscaped ? words : nil
  }
}
