import SweepConfig
import SweepSearch

extension SettingCheck {
  /// Checks a sweep's keys and values against a filled config.
  init(config: Config, registry: Registry) {
    self.init(
      canonicalKey: { key in
        let keys = Config.v3Keys(for: key)
        return config[key] == nil && keys.count == 1 ? keys[0] : key
      },
      problem: { key, value in
        let problems = config.problems(of: ConfigOverride(key, value), with: registry)
        return problems.first.map { SettingProblem($0, key: key) }
      })
  }
}

extension SettingCheck {
  /// Checks a sweep's keys and values against a config that is taken as it is written: a key must be
  /// there, and a value be of the kind that is there.
  init(asWritten config: Config) {
    let known = config.settings.map(\.key) + config.sectionNames
    self.init(problem: { key, value in
      guard let written = config.resolvedValue(of: key) else {
        return .unknown(nearest: key.nearest(among: known))
      }
      guard !written.isNull, !value.isNull else { return nil }
      if written.kind == value.kind { return nil }
      return .wrongType(expected: written.kind, found: value.kind)
    })
  }
}

extension JSONValue {
  /// What a value is, as far as a program that reads it may depend on it.
  fileprivate var kind: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .integer, .unsigned, .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "a section"
    }
  }
}

extension SettingProblem {
  /// What a config says against a value, without the place, which is the sweep file's.
  fileprivate init(_ error: ConfigError, key: String) {
    switch error.reason {
    case .unknownSetting(let nearest): self = .unknown(nearest: nearest)
    case .wrongType(let expected, let found):
      self = .wrongType(expected: expected, found: found)
    default:
      // A value may be wrong for a key that depends on it: the config's own words name that key.
      self = .other(error.description, help: nil)
    }
  }
}
