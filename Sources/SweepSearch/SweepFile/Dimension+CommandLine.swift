import SweepConfig

extension Dimension {
  /// Reads what stands after `--vary`, for example `training.dropout=0.1,0.2,0.3`.
  ///
  /// Each value is JSON where it can be, else a text. Commas in brackets, braces and quotes do not
  /// separate values.
  ///
  /// - Throws: `SweepFileErrors` when there is no key, no `=`, an empty value, or a number that a sweep
  ///   file cannot have.
  public init(varying text: String) throws(SweepFileErrors) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let key = parts.first.map(String.init) ?? ""
    let values = parts.count == 2 ? Self.separated(String(parts[1])) : []
    func bad(expected: String, found: String) -> SweepFileErrors {
      let reason = SweepFileError.Reason.badValue(expected: expected, found: found)
      return SweepFileErrors([SweepFileError(reason, file: "", line: 0, key: "--vary")])
    }
    guard !key.isEmpty, !values.isEmpty, !values.contains("") else {
      throw bad(
        expected: "KEY=VALUE,VALUE,… such as training.dropout=0.1,0.2", found: "\"\(text)\"")
    }
    let read = values.map { (try? JSONValue(parsing: $0)) ?? .string($0) }
    if let index = read.firstIndex(where: { !$0.fitsSweepFile }) {
      throw bad(
        expected: "finite numbers, whole ones up to \(Int.max)", found: "\"\(values[index])\"")
    }
    self.init(key, .categorical(read))
  }

  private static func separated(_ text: String) -> [String] {
    var values = [""]
    var depth = 0
    var isQuoted = false
    var isEscaped = false
    for character in text {
      if isQuoted {
        isQuoted = character != "\"" || isEscaped
        isEscaped = character == "\\" && !isEscaped
      } else if character == "\"" {
        isQuoted = true
      } else if "[{".contains(character) {
        depth += 1
      } else if "]}".contains(character) {
        depth -= 1
      }
      if character == ",", depth <= 0, !isQuoted {
        values.append("")
      } else {
        values[values.count - 1].append(character)
      }
    }
    return values
  }
}

extension JSONValue {
  /// Whether TOML has all numbers in it, and trials can be told apart by them.
  fileprivate var fitsSweepFile: Bool {
    switch self {
    case .number(let number): number.isFinite
    case .unsigned: false
    case .array(let values): values.allSatisfy(\.fitsSweepFile)
    case .object(let object): object.entries.allSatisfy { $0.value.fitsSweepFile }
    default: true
    }
  }
}
