import Foundation
import SweepBase
public import SweepConfig
import SweepNN
import SweepPipeline
import SweepTraining

extension Registry {
  /// Every function that this program runs natively, and the signatures of all others.
  public static var native: Registry {
    var registry = Registry(Registry.nn + Registry.pipeline + Registry.training)
    registry.factoryOfSource = { path, component in
      let folder = try? PipelineLocation.folder(
        of: path, environment: ProcessInfo.processInfo.environment)
      guard let bytes = try? FileBytes.read((folder ?? path) + "/config.cfg"),
        let config = try? Config(parsing: bytes, file: path).interpolated()
      else { return nil }
      return config["components.\(component).factory"]?.stringValue
    }
    return registry
  }
}

/// A config that is ready to train: in v3's dialect, overridden, filled and checked.
public struct LoadedConfig: Sendable {
  /// The text of the file, as it was read.
  public var sourceText: String
  /// Before filling, with overrides: what an assignment is applied to.
  public var unfilled: Config
  /// Filled; variables are kept.
  public var config: Config
  /// Whether the config is one of spaCy's: filled, and checked against what is registered.
  public var isFilled = true

  /// Reads a config file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - overrides: From the sweep file and the command line; later ones win.
  ///   - environment: Its `SPACY_CONFIG_OVERRIDES` win over `overrides`, as in spaCy. What a sweep
  ///     varies is put in place later and wins over both.
  ///   - registry: The functions that the config may call.
  /// - Throws: `FileError` when the file cannot be read, `ConfigErrors` with all its problems.
  public init(
    path: String, overrides: [ConfigOverride] = [], environment: [String: String],
    registry: Registry
  ) throws {
    let bytes = try FileBytes.read(path)
    try self.init(
      try Config(parsing: bytes, file: path), sourceText: String(decoding: bytes, as: UTF8.self),
      overrides: overrides + ConfigOverride.fromEnvironment(environment), registry: registry)
  }

  /// Reads a config that another program trains with: it is taken as it is written.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - overrides: Later ones win; each names a section that is there.
  ///   - environment: Its `SPACY_CONFIG_OVERRIDES` win over `overrides`.
  /// - Throws: `FileError` when the file cannot be read, `ConfigErrors` where it is no config.
  public init(
    asWritten path: String, overrides: [ConfigOverride] = [], environment: [String: String]
  ) throws {
    let bytes = try FileBytes.read(path)
    sourceText = String(decoding: bytes, as: UTF8.self)
    config = try Config(parsing: bytes, file: path).overriding(
      overrides + ConfigOverride.fromEnvironment(environment))
    // A variable that refers to nothing is reported here, not with the first trial.
    _ = try config.interpolated()
    unfilled = config
    isFilled = false
  }

  private init(
    _ parsed: Config, sourceText: String, overrides: [ConfigOverride], registry: Registry
  ) throws(ConfigErrors) {
    self.sourceText = sourceText
    let plain = parsed.mappedToV3()
    unfilled = try plain.overriding(
      overrides, inSectionsOf: (try? plain.filled(with: registry)) ?? plain)
    config = try unfilled.filled(with: registry)
  }

  /// What is odd about the config but no error.
  public var warnings: [String] { config.warnings.map(\.description) }

  /// The filled config with further values in place.
  ///
  /// - Throws: `ConfigErrors` where a value does not fit.
  public func resolving(
    _ overrides: [ConfigOverride], registry: Registry
  ) throws(ConfigErrors) -> Config {
    guard isFilled else { return try config.overriding(overrides) }
    return try unfilled.overriding(overrides, inSectionsOf: config).filled(with: registry)
  }
}

extension ConfigOverride {
  /// The overrides that `SPACY_CONFIG_OVERRIDES` asks for.
  ///
  /// - Throws: `ConfigErrors` when it cannot be read.
  static func fromEnvironment(
    _ environment: [String: String]
  ) throws(ConfigErrors) -> [ConfigOverride] {
    guard let text = environment["SPACY_CONFIG_OVERRIDES"], !text.isEmpty else { return [] }
    return try parsing(environment: text)
  }
}

extension Config {
  /// This config with values in place, also in sections that only its filled form has: the rest of
  /// such a section is filled in as if the file had begun it.
  ///
  /// - Throws: `ConfigErrors` with each override that has no place in either.
  fileprivate func overriding(
    _ overrides: [ConfigOverride], inSectionsOf filled: Config
  ) throws(ConfigErrors) -> Config {
    var roomy = self
    for key in overrides.flatMap({ [$0.key] + Config.v3Keys(for: $0.key) }) {
      let section = key.split(separator: ".").dropLast().joined(separator: ".")
      if roomy[section] == nil, filled[section]?.objectValue != nil { roomy[section] = [:] }
    }
    return try roomy.overriding(overrides)
  }

  /// A hash that two configs share exactly when every value is equal, variables filled in.
  ///
  /// - Throws: `ConfigErrors` when a variable cannot be filled in.
  public func resolvedHash() throws(ConfigErrors) -> String {
    Fingerprint.hex(of: try interpolated().canonicalText())
  }
}
