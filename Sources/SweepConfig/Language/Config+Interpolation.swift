extension Config {
  /// Returns this config with its variables filled in.
  ///
  /// A value that is one variable takes the other's value with its type; a variable inside a text
  /// is replaced by text; a variable that names a section is replaced by a copy of it.
  ///
  /// - Throws: `ConfigErrors` with every variable that refers to nothing or to itself.
  public func interpolated() throws(ConfigErrors) -> Config {
    guard hasVariables else { return self }
    var errors: [ConfigError] = []
    var config = self
    let options = RawOptions(root)
    config.root = interpolate(root, path: [], options, &errors)
    guard errors.isEmpty else { throw ConfigErrors(errors).sortedByPlace }
    var filler = SectionFiller(config)
    config = filler.filled()
    guard filler.errors.isEmpty else { throw ConfigErrors(filler.errors).sortedByPlace }
    return config
  }

  /// Whether any value has a variable in it.
  var hasVariables: Bool { JSONValue.object(root).hasVariables }

  private func interpolate(
    _ object: JSONObject, path: [String], _ options: RawOptions, _ errors: inout [ConfigError]
  ) -> JSONObject {
    var filled = JSONObject()
    let section = path.joined(separator: ".")
    for (key, value) in object.entries {
      if let nested = value.objectValue {
        filled[key] = .object(interpolate(nested, path: path + [key], options, &errors))
      } else if value.hasVariables {
        filled[key] = interpolate(key, section, options, &errors) ?? value
      } else {
        filled[key] = value
      }
    }
    return filled
  }

  private func interpolate(
    _ key: String, _ section: String, _ options: RawOptions, _ errors: inout [ConfigError]
  ) -> JSONValue? {
    do throws(InterpretationFailure) {
      var interpolation = Interpolation(options: options)
      return try interpolation.value(key, in: section)
    } catch {
      errors.append(
        ConfigError(error.reason, at: location(of: section.isEmpty ? key : "\(section).\(key)")))
      return nil
    }
  }
}

extension JSONValue {
  /// Whether a string in this value contains `${`.
  var hasVariables: Bool {
    switch self {
    case .string(let text): text.hasVariableStart
    case .array(let elements): elements.contains { $0.hasVariables }
    case .object(let object):
      object.keys.contains { $0.hasVariableStart } || object.values.contains { $0.hasVariables }
    default: false
    }
  }
}
