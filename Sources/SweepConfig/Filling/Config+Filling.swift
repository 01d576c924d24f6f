extension Config {
  /// Returns this config with every default written into it, and checks all of it.
  ///
  /// Variables stay variables. Components come in pipeline order, and only those of the pipeline.
  /// A config in the dialect of July 2020 becomes one of spaCy 3. Filling twice changes nothing.
  ///
  /// - Parameter registry: The functions that the config may call.
  /// - Returns: The filled config; its `warnings` tell what will be done differently.
  /// - Throws: `ConfigErrors` with every key that is unknown, missing or of the wrong type, every
  ///   function that does not exist and every variable that refers to nothing.
  public func filled(with registry: Registry) throws(ConfigErrors) -> Config {
    var (config, errors) = filledWherePossible(with: registry)
    guard errors.isEmpty else { throw ConfigErrors(errors).sortedByPlace }
    config.warnings = config.warnings.uniqued
    return config
  }

  /// This config filled, and everything that is wrong with it.
  package func filledWherePossible(
    with registry: Registry
  ) -> (config: Config, errors: [ConfigError]) {
    var filler = ConfigFiller(mappedToV3(), registry)
    var config = filler.filled()
    var checker = ConfigChecker(config.interpolatedWherePossible().config, registry)
    checker.checkAll()
    config.warnings += checker.warnings
    return (config, filler.errors + checker.errors)
  }

  /// This config with the variables filled in that can be, and what is wrong with the others.
  package func interpolatedWherePossible() -> (config: Config, errors: [ConfigError]) {
    do throws(ConfigErrors) {
      return (try interpolated(), [])
    } catch {
      return (self, error.errors)
    }
  }
}

extension [ConfigError] {
  /// These errors, each once.
  fileprivate var uniqued: [ConfigError] {
    var seen: [ConfigError] = []
    for error in self where !seen.contains(error) { seen.append(error) }
    return seen
  }
}
