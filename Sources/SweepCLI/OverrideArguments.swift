package import SweepConfig

/// Config overrides on the command line: `--training.dropout 0.2`, as `spacy train` has them.
///
/// They cannot be declared as options, since every key of every config is one. So they are taken
/// out of the arguments before the parser sees them and handed to it as `--override KEY=VALUE`,
/// which the commands that read a config declare.
///
/// - Source: spaCy 3.8 `spacy.cli._util.parse_config_overrides`.
package enum OverrideArguments {
  /// Rewrites `--a.b value`, `--a.b=value` and a bare `--a.b` (which means `true`).
  ///
  /// In the form with `=`, dashes in the name stand for underscores. What follows `--` is left
  /// alone.
  package static func rewriting(_ arguments: [String]) -> [String] {
    var result: [String] = []
    var index = 0
    while index < arguments.count {
      let argument = arguments[index]
      index += 1
      if argument == "--" { return result + arguments[(index - 1)...] }
      guard isOverride(argument) else {
        result.append(argument)
        continue
      }
      let name = argument.dropFirst(2)
      if let equals = name.firstIndex(of: "=") {
        let key = name[..<equals].map { $0 == "-" ? "_" : $0 }
        result += ["--override", String(key) + name[equals...]]
      } else if index < arguments.count, !arguments[index].hasPrefix("--") {
        result += ["--override", "\(name)=\(arguments[index])"]
        index += 1
      } else {
        result += ["--override", "\(name)=true"]
      }
    }
    return result
  }

  /// Whether an argument names a config key: two dashes, then a name with a dot before any `=`.
  private static func isOverride(_ argument: String) -> Bool {
    guard argument.hasPrefix("--") else { return false }
    return argument.dropFirst(2).prefix { $0 != "=" }.contains(".")
  }

  /// The override that `KEY=VALUE` stands for; the value is JSON where it can be, else a string.
  package static func parsed(_ text: String) -> ConfigOverride? {
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else { return nil }
    let value = String(text[text.index(after: equals)...])
    return ConfigOverride(
      String(text[..<equals]), ConfigOverride.value(of: value), origin: "command line")
  }
}
