public import SweepConfig
public import SweepTensors

extension MatrixBackend {
  /// Reads `[system] matmul`, which is `exact` where the config does not have it.
  ///
  /// - Throws: `ConfigError` for another word, and for OpenBLAS where it is not installed.
  public init(reading config: Config) throws(ConfigError) {
    guard let value = config["system.matmul"], value != .null else {
      self = .exact
      return
    }
    guard let backend = value.stringValue.flatMap(MatrixBackend.init(rawValue:)) else {
      throw ConfigError(
        .invalidValue(
          expected: "\"exact\" or \"openblas\"", found: value.serialized(.python)),
        at: config.location(of: "system.matmul"))
    }
    guard backend != .openblas || OpenBLAS.isInstalled else {
      throw ConfigError(
        .other(
          what: "OpenBLAS is not installed",
          help: "install it (Debian: libopenblas0), or use matmul = \"exact\""),
        at: config.location(of: "system.matmul"))
    }
    self = backend
  }
}
