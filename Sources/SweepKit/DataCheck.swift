public import SweepConfig
import SweepPipeline
import SweepTensors
import SweepText
public import SweepTraining

/// Looks at the data that a config names, and at whether a training could begin with them.
public struct DataCheck: Sendable {
  /// What the data look like.
  public let report: DataReport

  /// Reads both corpora and counts what they have.
  ///
  /// - Parameters:
  ///   - config: Filled; variables may remain.
  ///   - registry: The functions that the config may call.
  ///   - inputs: Where corpora are read from.
  ///   - environment: Where a package with vectors is looked for.
  /// - Throws: `ConfigErrors` for settings that are wrong, and what reading the corpora throws.
  public init(
    config: Config, registry: Registry, inputs: InputSource, environment: [String: String]
  ) throws {
    let resolved = try config.interpolated()
    let settings = try TrainingSettings(reading: resolved, registry: registry)
    let train = try PreparedCorpus(settings.trainCorpus, from: inputs)
    let dev = try PreparedCorpus(settings.devCorpus, from: inputs)
    let vectors = try resolved["initialize.vectors"]?.stringValue.map { name in
      try Vectors(folder: try PipelineLocation.folder(of: name, environment: environment))
    }
    let start = Start(config, settings, registry, inputs, train: train, dev: dev)
    let components = Self.components(of: resolved, registry, start.pipeline)
    let analysis = DataAnalysis(
      language: resolved["nlp.lang"]?.stringValue ?? "", components: components,
      train: train.examples.map(\.example), dev: dev.examples.map(\.example),
      frozen: settings.frozenComponents,
      sourced: components.map(\.name).filter { resolved["components.\($0).source"] != nil },
      vectors: vectors, problems: start.problems, foreign: start.foreign)
    report = analysis.report
  }

  /// The first moment of a training, or what keeps it from coming.
  private struct Start {
    var pipeline: Pipeline?
    var problems: [String] = []
    var foreign: [String] = []

    init(
      _ config: Config, _ settings: TrainingSettings, _ registry: Registry,
      _ inputs: InputSource, train: PreparedCorpus, dev: PreparedCorpus
    ) {
      guard !train.examples.isEmpty else { return }
      do {
        let corpora = TrainingCorpora(
          train: train, dev: dev,
          resources: try CorpusCache(source: inputs).resources(for: settings))
        pipeline = try TrainingRun(
          config: config, settings: settings, registry: registry, corpora: corpora,
          backend: MatrixBackend(reading: try config.interpolated())
        ).pipeline
      } catch PipelineError.config(let errors) {
        foreign = errors.errors.map { Self.lines(of: $0).first ?? "" }
      } catch {
        problems = Self.lines(of: error)
      }
    }

    /// The lines of an error, without those of help.
    private static func lines(of error: any Error) -> [String] {
      "\(error)".split(separator: "\n").map(String.init).filter { !$0.hasPrefix("  help:") }
    }
  }

  private static func components(
    of config: Config, _ registry: Registry, _ pipeline: Pipeline?
  ) -> [DataAnalysis.Component] {
    let names = (config["nlp.pipeline"]?.arrayValue ?? []).compactMap(\.stringValue)
    return names.map { name in
      let block = config["components.\(name)"]
      let source = block?["source"]?.stringValue
      let factory =
        block?["factory"]?.stringValue
        ?? source.flatMap {
          registry.factoryOfSource?($0, block?["component"]?.stringValue ?? name)
        }
      return DataAnalysis.Component(
        name: name, factory: factory ?? name,
        spansKey: block?["spans_key"]?.stringValue,
        labels: pipeline?.labels(of: name))
    }
  }
}
