/// A variable of a config, and what it stands for.
public struct ConfigVariable: Equatable, Sendable {
  /// As it is written: `${paths.train}`.
  public let text: String
  /// What it refers to; `nil` for what is not there.
  public let value: JSONValue?
}

/// A section that calls a registered function.
public struct FunctionCall: Equatable, Sendable {
  /// The section.
  public let path: String
  /// The registry, without the `@`.
  public let registry: String
  /// The function.
  public let name: String
}

extension Config {
  /// The variables that values of the config use, each once, sorted.
  public var variables: [ConfigVariable] {
    var texts: Set<String> = []
    for line in text().split(separator: "\n") where line.contains("${") {
      var rest = line
      while let start = rest.firstRange(of: "${"),
        let end = rest[start.upperBound...].firstIndex(of: "}")
      {
        texts.insert(String(rest[start.lowerBound...end]))
        rest = rest[rest.index(after: end)...]
      }
    }
    return texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { text in
      let path = text.dropFirst(2).dropLast().map { $0 == ":" ? "." : $0 }
      return ConfigVariable(text: text, value: resolvedValue(of: String(path)))
    }
  }

  /// The sections that call functions, in the order of the file.
  public var functionCalls: [FunctionCall] {
    var calls: [FunctionCall] = []
    func visit(_ object: JSONObject, _ path: [String]) {
      for (key, value) in object.entries {
        if key.hasPrefix("@"), let name = value.stringValue {
          calls.append(
            FunctionCall(
              path: path.joined(separator: "."), registry: String(key.dropFirst()), name: name))
        } else if let section = value.objectValue {
          visit(section, path + [key])
        }
      }
    }
    visit(root, [])
    return calls
  }
}
