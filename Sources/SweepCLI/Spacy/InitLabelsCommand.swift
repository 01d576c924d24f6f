import ArgumentParser
import Foundation
import SweepConfig
import SweepKit
import SweepPipeline
import SweepTensors
import SweepTraining

/// The command `sweep init labels`.
struct InitLabelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "labels",
    abstract: "Write the labels of each component, so that a training need not look for them.",
    discussion: """
      Example:
        sweep init labels config.cfg corpus/labels --paths.train train.spacy --paths.dev dev.spacy

      A config reads them again with
        [initialize.components.ner.labels]
        @readers = "spacy.read_labels.v1"
        path = "corpus/labels/ner.json"
      """)

  @Argument(help: "The config.")
  var config: String

  @Argument(help: "The folder for the files, one per component.")
  var output: String

  @OptionGroup var overrideOptions: OverrideOptions

  func run() throws {
    let registry = Registry.native
    let loaded = try LoadedConfig(
      path: config, overrides: try overrideOptions.overrides(),
      environment: ProcessInfo.processInfo.environment, registry: registry)
    let resolved = try loaded.config.interpolated()
    let settings = try TrainingSettings(reading: resolved, registry: registry)
    let inputs = InputSource.local(in: FileManager.default.currentDirectoryPath)
    let run = try TrainingRun(
      config: loaded.config, settings: settings, registry: registry,
      corpora: try CorpusCache(source: inputs).corpora(for: settings),
      backend: MatrixBackend(reading: resolved))
    try FileBytes.makeDirectory(output)
    for name in run.pipeline.componentNames {
      guard let labels = run.pipeline.labelData(of: name) else {
        Console.note("ℹ No label data found for component '\(name)'")
        continue
      }
      let path = "\(output)/\(name).json"
      try FileBytes.write(labels.serialized(.srsly), to: path)
      Console.note("✔ Saving label data for component '\(name)' to \(path)")
    }
  }
}
