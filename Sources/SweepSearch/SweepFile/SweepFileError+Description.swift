extension SweepFileErrors: CustomStringConvertible {
  public var description: String { errors.map(\.description).joined(separator: "\n") }
}

extension SweepFileError: CustomStringConvertible {
  public var description: String {
    var place = file.isEmpty ? "command line" : file
    if line > 0 { place += ":\(line)" }
    if case .syntax(let column, _) = reason { place += ":\(column)" }
    let subject = key.isEmpty ? "" : " \(key):"
    let help = reason.help.map { "\n  help: \($0)" } ?? ""
    return "\(place):\(subject) \(reason.problem)\(help)"
  }
}

extension SweepFileError {
  /// Whether the file itself could not be read.
  package var isUnreadable: Bool {
    if case .unreadable = reason { return true }
    return false
  }
}

extension SweepFileError.Reason {
  var problem: String {
    switch self {
    case .unreadable(let reason): "cannot read the sweep file: \(reason)"
    case .syntax(_, let message): "this is not TOML: \(message)"
    case .missingKey: "expected a value, found none"
    case .unknownKey: "there is no such key in a sweep file"
    case .wrongType(let expected, let found), .badValue(let expected, let found):
      "expected \(expected), found \(found)"
    case .unknownWord(let found, _, let known):
      "expected \(list(known.map { "\"\($0)\"" })), found \"\(found)\""
    case .emptyRange(let min, let max): "the range is empty: min is \(min), max is \(max)"
    case .continuousInGrid(let distribution):
      "a grid needs values that can be counted, found the distribution \"\(distribution)\""
    case .gridTooLarge(let limit): "the grid has more than \(limit) assignments"
    case .probabilityCount(let values, let probabilities):
      "expected one probability for each of the \(values) values, found \(probabilities)"
    case .probabilitySum(let sum): "expected probabilities that add up to 1, found a sum of \(sum)"
    case .duplicate(0): "the key is set twice"
    case .duplicate(let line): "the key is set twice, first in line \(line)"
    case .unknownParameter(let found, _): "there is no parameter \"\(found)\""
    case .neverTaken(let key, let value, _): "\(key) never is \(value)"
    case .circular(let keys):
      keys.count == 2
        ? "the setting depends on itself"
        : "the settings depend on each other: \(keys.joined(separator: " → "))"
    case .constraintSyntax(let column, let expected, let found):
      "expected \(expected) at character \(column), found \(found)"
    case .constraintType("constraint", _, let part):
      "expected a comparison, which is true or false, found `\(part)`"
    case .constraintType(let sign, let expected, let part):
      "`\(sign)` needs \(expected) on each side, and `\(part)` may be something else"
    case .constraintsNeverHold: "no assignment was found that keeps the constraints"
    case .insideVaried(let section, 0): "the key lies inside \(section), which varies as a whole"
    case .insideVaried(let section, let line):
      "the key lies inside \(section), which line \(line) varies as a whole"
    case .seedKey: "the seed of each trial is written here"
    case .distributionNeeds(let distribution, let keys):
      "the distribution \"\(distribution)\" needs \(list(keys, "and"))"
    case .unusedKey(let distribution, _):
      "the distribution \"\(distribution)\" does not use this key"
    case .unknownSetting: "the config has no such setting"
    case .settingType(let expected, let found):
      "the config expects \(expected) here, found \(found)"
    case .setting(let problem, _): problem
    }
  }

  var help: String? {
    switch self {
    case .unreadable, .wrongType, .badValue, .probabilityCount, .settingType: nil
    case .constraintType: nil
    case .syntax(_, let message): syntaxHelp(message)
    case .missingKey(let help): help
    case .unknownKey(let nearest?, _), .unknownWord(_, let nearest?, _),
      .unknownSetting(let nearest?), .unknownParameter(_, let nearest?):
      "did you mean `\(nearest)`?"
    case .unknownKey(nil, let known): "the keys are \(list(known, "and"))"
    case .unknownWord(_, nil, _): nil
    case .unknownParameter(_, nil): "it has to be a key of [parameters]"
    case .neverTaken(_, _, let known):
      known.isEmpty ? nil : "its values are \(list(known, "and"))"
    case .circular: "take one of the conditions or copies out"
    case .constraintSyntax:
      "for example \"variables.width >= 2 * variables.depth\"; texts in single quotes"
    case .constraintsNeverHold: "loosen the constraints, or widen the parameters they name"
    case .emptyRange: "min has to be below max"
    case .continuousInGrid:
      "give `values`, use \"q_uniform\" or \"int_uniform\", or set method = \"random\""
    case .gridTooLarge: "set `trials`, and method = \"random\" to draw them"
    case .probabilitySum: "weights can be divided by their sum"
    case .duplicate: "keep one of them"
    case .insideVaried: "put its values into the section's, or vary the section's keys one by one"
    case .seedKey: "use `seeds`"
    case .distributionNeeds: nil
    case .unusedKey(_, let uses): "it uses \(list(uses, "and"))"
    case .unknownSetting(nil): "`sweep init fill-config` shows all settings of a config"
    case .setting(_, let help): help
    }
  }
}

/// What to do about a mistake, by the words of the TOML parser.
private func syntaxHelp(_ message: String) -> String {
  let helps = [
    ("cannot redefine", "keep one of them"),
    ("utf-8", "save the file as UTF-8"),
    ("leading zero", "write the number without them"),
    ("not representable", "whole numbers go to 9223372036854775807; give it a dot for a float"),
    ("control character", "end the text in its line, or write it between \"\"\" and \"\"\""),
    ("escape sequence", "write \\\\ for a backslash, or put the text in single quotes"),
    ("levels deep", "write it with fewer levels"),
    ("dangling comma", "take the last comma out"),
    ("'_'", "put digits on both sides of it"),
  ]
  return helps.first { message.lowercased().contains($0.0) }?.1
    ?? "texts need double quotes, and keys with dots too: \"training.dropout\" = …"
}

/// Words as English has them: "a, b or c".
private func list(_ words: [String], _ joint: String = "or") -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "nothing" }
  return words.dropLast().joined(separator: ", ") + " \(joint) \(last)"
}
