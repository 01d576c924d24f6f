package import SweepConfig
import SweepPipeline
import SweepSearch
import SweepTensors
import SweepTraining

extension Config {
  /// Checks all that can be known of a training before it starts: components, settings, backend.
  ///
  /// The receiver is filled, its variables filled in.
  ///
  /// - Throws: `ConfigErrors` with everything that cannot be trained here.
  package func checkTrainable(_ registry: Registry) throws(ConfigErrors) {
    var errors: [ConfigError] = []
    func collect(_ check: () throws(ConfigErrors) -> Void) {
      do throws(ConfigErrors) { try check() } catch { errors += error.errors }
    }
    collect { () throws(ConfigErrors) in try Pipeline.check(self, registry: registry) }
    collect { () throws(ConfigErrors) in
      _ = try TrainingSettings(reading: self, registry: registry)
    }
    do throws(ConfigError) { _ = try MatrixBackend(reading: self) } catch { errors.append(error) }
    guard errors.isEmpty else { throw ConfigErrors(errors) }
  }
}

extension Metric {
  /// Checks that a training of the config can have this score at all.
  ///
  /// Scores come from the scorers, so only the first part of a name can be known: `ents_f`, or
  /// `ents_per_type` of `ents_per_type.ORG.f`.
  ///
  /// - Throws: `ConfigErrors` for a name that no scorer gives.
  func check(_ config: Config) throws(ConfigErrors) {
    let weights = config["training.score_weights"]?.objectValue?.keys ?? []
    let known = ["score", "speed", "token_acc", "token_p", "token_r", "token_f"] + weights
    let first = name.split(separator: ".").first.map(String.init) ?? name
    guard !known.contains(first), !first.hasPrefix("loss ") else { return }
    let nearest = first.nearest(among: known).map { "did you mean `\($0)`?" }
    throw ConfigErrors([
      ConfigError(
        .other(
          what: "no scorer of this pipeline gives the metric \"\(name)\"",
          help: nearest ?? "the scores are \(known.joined(separator: ", "))"),
        at: config.location(of: "training.score_weights"))
    ])
  }
}
