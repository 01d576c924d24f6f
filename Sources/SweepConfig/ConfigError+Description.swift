extension ConfigError: CustomStringConvertible {
  public var description: String {
    "\(location): \(what)" + (help.map { "\n  help: \($0)" } ?? "")
  }

  /// What is wrong, without the place.
  public var what: String {
    switch reason {
    case .unreadable, .noSection, .noDelimiter, .strayClosingBracket, .duplicateSection,
      .duplicateKey, .reservedSection, .undeclaredParent, .conflictingValues, .tooDeep:
      reason.textProblem
    case .unknownVariable, .variableCycle, .unclosedVariable, .loneDollar, .sectionInsideText,
      .unresolvedVariable, .overrideSyntax, .overrideWithoutSection, .overrideOfUnknownSection:
      reason.variableProblem
    default:
      reason.valueProblem
    }
  }

  /// What to do about it, where there is something to say.
  public var help: String? {
    switch reason {
    case .noSection: "start with a section, such as `[training]`"
    case .noDelimiter: "write `key = value`; indent a line to continue the value above it"
    case .strayClosingBracket: "indent the closing bracket: it continues the value above"
    case .duplicateSection(let line), .duplicateKey(let line): "the first one is in line \(line)"
    case .reservedSection: "give the section another name"
    case .undeclaredParent(let name, let nearest):
      nearest.map { "did you mean `\($0)`?" } ?? "add a line `[\(name)]`"
    case .conflictingValues: "keep either the value or the section"
    case .variableCycle: "let one of the values stand for itself"
    case .unclosedVariable: "close it with `}`"
    case .loneDollar: "write `$$` for a dollar sign"
    case .sectionInsideText(let name): "refer to one value of it, such as `${\(name).key}`"
    case .overrideSyntax: "write `--section.key value` or `--section.key=value`"
    case .overrideWithoutSection: "write it with its section, such as `--training.dropout`"
    case .missingKey: "add `\(location.key ?? "")` to [\(location.section)]"
    case .missingSection:
      "add a section `[\(location.section.isEmpty ? location.key ?? "" : location.section)]`"
    case .missingFunction(let registry): "name one, as in `@\(registry) = \"…\"`"
    case .severalFunctions: "keep one of them"
    case .componentWithoutFactory: "add `factory = \"…\"`, or `source = \"…\"` for a trained one"
    case .customFunction(_, _, let names), .notRunNatively(_, _, let names):
      names.isEmpty ? nil : "available: " + names.joined(separator: ", ")
    case .unknownVariable(_, let nearest), .unknownKey(let nearest),
      .unknownSection(_, let nearest), .unknownSetting(let nearest),
      .unknownRegistry(_, let nearest), .unknownFunction(_, _, let nearest),
      .unknownComponent(_, let nearest), .unknownFactory(_, let nearest),
      .overrideOfUnknownSection(_, let nearest):
      nearest.map { "did you mean `\($0)`?" }
    case .singleQuotes: "write it in double quotes, or without quotes"
    case .loggerFallsBack: "training prints to the console; everything is in the record, too"
    case .other(_, let help): help
    case .unreadable, .tooDeep, .unresolvedVariable, .wrongType, .invalidValue: nil
    }
  }
}

extension ConfigError.Reason {
  fileprivate var textProblem: String {
    switch self {
    case .unreadable(let cause): cause
    case .noSection(let text): "expected a section header, found `\(text)`"
    case .noDelimiter(let text): "expected `key = value`, found `\(text)`"
    case .strayClosingBracket(let text): "expected `key = value`, found `\(text)`"
    case .duplicateSection: "this section was already declared"
    case .duplicateKey: "this key was already given in this section"
    case .reservedSection: "a section cannot have this name: its values would be in no section"
    case .undeclaredParent(let name, _):
      "the section [\(name)] that this one is part of is not declared"
    case .conflictingValues: "this is given as a value and as a section"
    case .tooDeep(let limit): "nested more than \(limit) levels deep"
    default: ""
    }
  }

  fileprivate var variableProblem: String {
    switch self {
    case .unknownVariable(let name, _): "the variable `${\(name)}` refers to nothing in this config"
    case .variableCycle(let value): "the variables in `\(value)` refer to each other without an end"
    case .unclosedVariable(let text): "the variable `\(text)` is not closed"
    case .loneDollar(let text): "expected `$$` or `${` after a dollar sign, found `\(text)`"
    case .sectionInsideText(let name):
      "the variable `${\(name)}` is a whole section, which cannot stand inside a text or a list"
    case .unresolvedVariable(let value): "the variable in `\(value)` has not been filled in"
    case .overrideSyntax(let text): "expected `--section.key`, found `\(text)`"
    case .overrideWithoutSection: "only a value in a section can be overridden"
    case .overrideOfUnknownSection(let name, _):
      "there is no section [\(name)] to override a value in"
    default: ""
    }
  }

  fileprivate var valueProblem: String {
    switch self {
    case .missingKey: "a value is required here, but the key is missing"
    case .missingSection: "a section is required here, but it is missing"
    case .unknownKey: "this section has no such key"
    case .unknownSetting: "the filled config has no such key"
    case .unknownSection(let name, _): "there is no section [\(name)]"
    case .wrongType(let expected, let found), .invalidValue(let expected, let found):
      "expected \(expected), found \(found)"
    case .singleQuotes(let text): "the single quotes of `\(text)` are part of the value"
    case .loggerFallsBack(let name): "the logger \"\(name)\" is not available here"
    case .missingFunction(let registry): "a function of @\(registry) is required here"
    case .severalFunctions(let names):
      "a section can name one function only, found " + names.joined(separator: ", ")
    case .unknownRegistry(let name, _): "there is no registry @\(name)"
    case .unknownFunction(let registry, let name, _):
      "no function \"\(name)\" is registered under @\(registry)"
    case .customFunction(let registry, let name, _):
      "no function \"\(name)\" is registered under @\(registry); functions written in Python "
        + "cannot be run"
    case .notRunNatively(let registry, let name, _):
      "the function \"\(name)\" of @\(registry) is known but cannot be run here"
    case .unknownComponent(let name, _): "the pipeline names \"\(name)\", which is no component"
    case .componentWithoutFactory: "a component needs a factory or a source"
    case .unknownFactory(let name, _): "there is no component factory \"\(name)\""
    case .other(let what, _): what
    default: ""
    }
  }
}

extension ConfigErrors: CustomStringConvertible {
  public var description: String { errors.map(\.description).joined(separator: "\n") }
}

extension ConfigLocation: CustomStringConvertible {
  public var description: String {
    let place = (section.isEmpty ? "" : " [\(section)]") + (key.map { " \($0)" } ?? "")
    return (line > 0 ? "\(file):\(line)" : file) + (place.isEmpty ? "" : ":" + place)
  }
}
