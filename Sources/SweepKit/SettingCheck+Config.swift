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
