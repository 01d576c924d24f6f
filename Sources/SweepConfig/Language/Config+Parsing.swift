extension Config {
  /// Sections may be nested this deep.
  static let depthLimit = 64

  /// Reads the text of a config file.
  ///
  /// Sections may come in any order, but each section above another must be declared; the dialect
  /// of July 2020 (`[nlp.pipeline.ner]`, no `[components]`) need not declare them. An inline object
  /// and a section of the same name are merged.
  ///
  /// - Parameters:
  ///   - text: The text of the file.
  ///   - file: The path of the file, for messages.
  /// - Throws: `ConfigErrors` with all problems of the file.
  public init(parsing text: String, file: String) throws(ConfigErrors) {
    try self.init(parsing: text, file: file, interpolating: false)
  }

  /// Reads the bytes of a config file.
  ///
  /// - Parameters:
  ///   - bytes: The bytes of the file, which must be UTF-8.
  ///   - file: The path of the file, for messages.
  /// - Throws: `ConfigErrors` with all problems of the file.
  public init(parsing bytes: [UInt8], file: String) throws(ConfigErrors) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let line = bytes[..<bytes.validUTF8Count].count { $0 == 0x0A } + 1
      throw ConfigErrors([
        ConfigError(
          .unreadable(cause: "expected UTF-8 text, found other bytes"),
          at: ConfigLocation(file: file, line: line, section: ""))
      ])
    }
    try self.init(parsing: text, file: file)
  }

  /// Reads the text of a config file and, if asked to, fills in its variables at once.
  ///
  /// Filling in at once differs from `interpolated()` in one point: `$$` in the file is one dollar
  /// sign and a lone `$` is an error, whereas values that were read without it keep their dollars.
  ///
  /// - Parameters:
  ///   - text: The text of the file.
  ///   - file: The path of the file, for messages.
  ///   - interpolating: Whether to fill in the variables.
  /// - Throws: `ConfigErrors` with all problems of the file.
  package init(parsing text: String, file: String, interpolating: Bool) throws(ConfigErrors) {
    let reader = ConfigReader(text, file: file)
    var builder = ConfigBuilder(reader)
    builder.checkSections()
    guard builder.errors.isEmpty else { throw ConfigErrors(builder.errors).sortedByPlace }
    self = builder.config(interpolating: interpolating)
    guard builder.errors.isEmpty else { throw ConfigErrors(builder.errors).sortedByPlace }
  }
}

extension ConfigErrors {
  /// The errors in the order of their lines, each once.
  var sortedByPlace: ConfigErrors {
    var seen: [ConfigError] = []
    for error in errors where !seen.contains(error) { seen.append(error) }
    let order = seen.indices.sorted {
      (seen[$0].location.line, $0) < (seen[$1].location.line, $1)
    }
    return ConfigErrors(order.map { seen[$0] })
  }
}

extension [UInt8] {
  /// How many bytes at the start are UTF-8.
  fileprivate var validUTF8Count: Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high + 1) / 2
      if isValidUTF8(upTo: middle) { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// Whether the first bytes are UTF-8, not counting a character that is cut off at the end.
  private func isValidUTF8(upTo end: Int) -> Bool {
    (0..<4).contains { cut in
      end >= cut && String(validating: self[..<(end - cut)], as: UTF8.self) != nil
    }
  }
}
